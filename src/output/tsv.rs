//! Plain lines for pipes: tab-separated, one paragraph each.

use std::io::{self, Write};

use super::{Rollup, TaggedParagraph, Writer, printable};
use crate::{Label, ThemeSet};

/// Writes file, line, byte range, labels (`-` if none), with `all` every theme,
/// and text between tabs, then a line beginning with `#` that rolls up the
/// document. A theme to look at has a `?` behind its name; a paragraph unlike those the
/// model has learnt from is marked `!novel`.
#[derive(Debug)]
pub struct TsvWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
}

impl<'a, W: Write> TsvWriter<'a, W> {
    /// A writer to `out`; `all` adds a column with the confidence of every theme.
    pub fn new(out: W, themes: &'a ThemeSet, all: bool) -> Self {
        Self { out, themes, all }
    }
}

impl<W: Write> Writer for TsvWriter<'_, W> {
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let TaggedParagraph { file, paragraph, .. } = tagged;
        let (line, range) = (paragraph.line, &paragraph.range);
        let labels = outcome(tagged);
        // A tab inside a text or a name would look like another column.
        let (file, text) = (printable(file), printable(&paragraph.one_line()));
        write!(self.out, "{file}\t{line}\t{}-{}\t{labels}\t", range.start, range.end)?;
        if self.all {
            write!(self.out, "{}\t", joined(&tagged.every_theme(self.themes)))?;
        }
        writeln!(self.out, "{text}")
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        let file = printable(&rollup.file);
        write!(self.out, "# {file}\tparagraphs {}", rollup.paragraphs)?;
        if rollup.novel > 0 {
            write!(self.out, "\tnovel {}", rollup.novel)?;
        }
        for share in rollup.themes() {
            let (theme, percent) = (&share.theme, rollup.percent(share));
            write!(
                self.out,
                "\t{theme} {percent:.0}%, surest in line {} with {:.4}",
                share.line, share.confidence
            )?;
        }
        writeln!(self.out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What is said of a paragraph: labels, themes to look at, novelty; `-` if nothing.
fn outcome(tagged: &TaggedParagraph) -> String {
    let prediction = tagged.prediction;
    let given = prediction.labels.iter().map(|label| (label, ""));
    let review = prediction.review.iter().map(|label| (label, "?"));
    let mut parts: Vec<_> = given
        .chain(review)
        .map(|(label, mark)| format!("{}{mark}:{:.4}", label.theme, label.confidence))
        .collect();
    if prediction.is_novel() {
        let language = tagged.language().map(|language| format!("({language})"));
        parts.push(format!("!novel{}:{:.4}", language.unwrap_or_default(), prediction.novelty));
    }
    if parts.is_empty() { "-".to_owned() } else { parts.join(",") }
}

/// Themes with their confidences, `-` if there is none.
fn joined(labels: &[Label]) -> String {
    let labels: Vec<_> =
        labels.iter().map(|label| format!("{}:{:.4}", label.theme, label.confidence)).collect();
    if labels.is_empty() { "-".to_owned() } else { labels.join(",") }
}
