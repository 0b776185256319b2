//! Comma-separated values for spreadsheets and data frames.

use std::fmt;
use std::io::{self, Write};

use super::tagged::rounded;
use super::{Layout, Scale, TaggedParagraph, Writer};
use crate::{Label, ThemeId, ThemeSet};

/// Writes a header, then a row per paragraph: place, themes and confidences
/// (each joined by `;`), with a scale these in words, themes to look at, novelty and for novel paragraphs a language
/// that is not English, with `all` a column per theme, and the text.
pub struct CsvWriter<'a, W: Write> {
    out: csv::Writer<W>,
    themes: &'a ThemeSet,
    all: bool,
    scale: Option<Scale>,
}

impl<W: Write> fmt::Debug for CsvWriter<'_, W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CsvWriter").field("all", &self.all).finish_non_exhaustive()
    }
}

impl<'a, W: Write> CsvWriter<'a, W> {
    /// A writer to `out`; `layout.all` adds a column per theme.
    pub fn new(out: W, themes: &'a ThemeSet, layout: &Layout) -> Self {
        let Layout { all, scale, .. } = *layout;
        Self { out: csv::Writer::from_writer(out), themes, all, scale }
    }
}

impl<W: Write> Writer for CsvWriter<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        let place = ["file", "paragraph", "line", "start", "end", "themes", "confidences"];
        let doubts = ["review", "novelty", "language"];
        let themes = self.themes.ids().map(ThemeId::as_str).filter(|_| self.all);
        let likelihood = self.scale.map(|_| "likelihood");
        let header =
            place.into_iter().chain(likelihood).chain(doubts).chain(themes).chain(["text"]);
        Ok(self.out.write_record(header)?)
    }

    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let TaggedParagraph { file, number, paragraph, prediction } = tagged;
        let joined = |values: Vec<String>| values.join(";");
        let themes =
            |labels: &[Label]| labels.iter().map(|label| label.theme.to_string()).collect();
        let labels = &prediction.labels;
        let mut row = vec![(*file).to_owned()];
        let place = [*number, paragraph.line, paragraph.range.start, paragraph.range.end];
        row.extend(place.map(|number| number.to_string()));
        row.push(joined(themes(labels)));
        row.push(joined(labels.iter().map(|l| rounded(l.confidence).to_string()).collect()));
        if let Some(scale) = self.scale {
            let judgements = labels.iter().map(|l| scale.judge(l.confidence).to_string());
            row.push(joined(judgements.collect()));
        }
        row.push(joined(themes(&prediction.review)));
        row.push(rounded(prediction.novelty).to_string());
        row.push(tagged.language().unwrap_or_default().to_owned());
        if self.all {
            row.extend(prediction.confidences.iter().map(|&c| rounded(c).to_string()));
        }
        row.push(paragraph.one_line().into_owned());
        Ok(self.out.write_record(row)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
