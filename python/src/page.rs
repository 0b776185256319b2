//! Predictions and explanations as notebooks show them: the page of the program in a frame.

use std::fmt::Write as _;
use std::io;

use pyo3::PyResult;
use themewise::document::Chunk;
use themewise::output::html::{HtmlWriter, MARKED, rows_page};
use themewise::output::{WriteOptions, Writer};
use themewise::tagging::{Article, Passage, Reading, TaggedParagraph, Unit};
use themewise::{Prediction, ThemeSet};

use crate::engine::Engine;
use crate::errors::failed;

/// The paragraphs of an article in colours, or one of them, with the words behind each label.
///
/// # Errors
/// Never, since the page is written to memory.
pub(crate) fn frame(engine: &Engine, chunk: &Chunk, only: Option<usize>) -> PyResult<String> {
    let rows = rows(engine, chunk, only).map_err(failed)?;
    let shown =
        chunk.paragraphs().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at));
    let lines = shown.map(|(_, paragraph)| lines(paragraph.text)).sum();
    let usual = if only.is_some() { "Themes of the paragraph" } else { "Themes of the article" };
    let title = chunk.document.title().filter(|_| only.is_none()).unwrap_or(usual);
    in_frame(lines, |page| rows_page(title, &*rows, page)).map_err(failed)
}

/// A page in a frame that is as high as some lines need.
///
/// # Errors
/// If `write` fails.
pub(crate) fn in_frame(
    lines: usize,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<String> {
    const LINE: usize = 27;
    const AROUND: usize = 190;
    const MOST: usize = 720;
    let mut page = Vec::new();
    write(&mut page)?;
    let page = String::from_utf8(page).map_err(io::Error::other)?;
    let height = (AROUND + LINE * lines).min(MOST);
    // Its scripts run, but reach nothing outside the frame.
    let mut frame = format!(
        "<iframe sandbox=\"allow-scripts\" title=\"themes\" style=\"width:100%;height:{height}px;border:0\" srcdoc=\""
    );
    page.chars().for_each(|character| match character {
        '&' => frame.push_str("&amp;"),
        '"' => frame.push_str("&quot;"),
        other => frame.push(other),
    });
    let _ = write!(frame, "\"></iframe>");
    Ok(frame)
}

/// The lines that a paragraph needs, with its labels.
fn lines(text: &str) -> usize {
    const COLUMNS: usize = 90;
    const LABELS: usize = 5;
    text.lines().map(|line| line.chars().count() / COLUMNS + 1).sum::<usize>() + LABELS
}

fn rows(engine: &Engine, chunk: &Chunk, only: Option<usize>) -> io::Result<Vec<u8>> {
    let mut rows = Vec::new();
    let themes: &ThemeSet = engine.model().themes();
    let mut writer = HtmlWriter::new(&mut rows, themes, &WriteOptions::default());
    engine.with_worker(|worker| {
        for article in Article::all(chunk, Unit::Paragraph) {
            let mut reading = Reading::new(article, worker);
            for at in reading.own() {
                paragraph(&mut reading, at, chunk, only, &mut writer)?;
            }
        }
        Ok::<_, io::Error>(())
    })?;
    drop(writer);
    Ok(rows)
}

fn paragraph(
    reading: &mut Reading,
    at: usize,
    chunk: &Chunk,
    only: Option<usize>,
    writer: &mut dyn Writer,
) -> io::Result<()> {
    let Passage { number, sentence, paragraph } = reading.passage(at).clone();
    if only.is_some_and(|only| only + 1 != number) {
        return Ok(());
    }
    let (mut prediction, mut explanations) = (Prediction::default(), Vec::new());
    reading.predict(at, &mut prediction);
    reading.explain_strongest(at, &prediction, MARKED, &mut explanations);
    let (document, prediction) = (&*chunk.document, &prediction);
    let explanations = &explanations;
    writer.paragraph(&TaggedParagraph {
        document,
        number,
        sentence,
        paragraph,
        prediction,
        explanations,
    })
}
