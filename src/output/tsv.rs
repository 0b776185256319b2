//! Plain lines for pipes: tab-separated, one paragraph each.

use std::io::{self, Write};

use super::scale::Scale;
use super::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::{Rollup, TaggedParagraph, rounded};
use crate::text::printable;
use crate::{Label, ThemeSet};

/// Lines for people, without the other fields of a record.
pub(super) const TEXT: FormatTraits = FormatTraits { fields: false, ..FormatTraits::ROWS };

/// Writes file, line, byte range, labels (`-` if none), every theme with `all`, and text, separated
/// by tabs; then a line that begins with `#` and rolls up the document. A theme to review has a `?`
/// after its name; a novel paragraph is marked `!novel`.
#[derive(Debug)]
pub struct TsvWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
    scale: Option<Scale>,
}

impl<'a, W: Write> TsvWriter<'a, W> {
    /// A writer to `out`; `options.all` adds a column with the confidence of every theme.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        let WriteOptions { all, scale, .. } = *options;
        Self { out, themes, all, scale }
    }
}

impl<W: Write> Writer for TsvWriter<'_, W> {
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let TaggedParagraph { document, paragraph, .. } = tagged;
        let (line, range) = (paragraph.line, &paragraph.range);
        let labels = self.outcome(tagged);
        // A tab in a text or a name would look like another column.
        let (file, text) = (printable(&document.label()), printable(&paragraph.one_line()));
        write!(self.out, "{file}\t{line}\t{}-{}\t{labels}\t", range.start, range.end)?;
        if self.all {
            let every = tagged.every_theme(self.themes);
            write!(self.out, "{}\t", joined(every.iter().map(|label| self.entry(label, ""))))?;
        }
        writeln!(self.out, "{text}")
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        let (file, counts) = (printable(&rollup.document.label()), &rollup.counts);
        write!(self.out, "# {file}\tparagraphs {}", counts.paragraphs)?;
        if counts.novel > 0 {
            write!(self.out, "\tnovel {}", counts.novel)?;
        }
        for share in rollup.themes() {
            let (theme, percent, confidence) =
                (&share.theme, rollup.percent(share), rounded(share.confidence()));
            let line = share.line();
            write!(
                self.out,
                "\t{theme} {percent:.0}%, surest in line {line} with {confidence:.4}"
            )?;
        }
        writeln!(self.out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W> TsvWriter<'_, W> {
    /// The labels of a paragraph, its themes to review, its novelty.
    fn outcome(&self, tagged: &TaggedParagraph) -> String {
        let prediction = tagged.prediction;
        let given = prediction.labels.iter().map(|label| self.entry(label, ""));
        let review = prediction.review.iter().map(|label| self.entry(label, "?"));
        let novel = prediction.is_novel().then(|| {
            let language = tagged.foreign_language().map(|language| format!("({language})"));
            format!("!novel{}:{:.4}", language.unwrap_or_default(), prediction.novelty)
        });
        joined(given.chain(review).chain(novel))
    }

    /// A theme with its confidence, also in words if there is a scale.
    fn entry(&self, label: &Label, mark: &str) -> String {
        let Label { theme, confidence } = label;
        let words = self.scale.map(|scale| format!(" {}", scale.judge(*confidence)));
        format!("{theme}{mark}:{:.4}{}", rounded(*confidence), words.unwrap_or_default())
    }
}

/// Entries as one field; `-` if it is empty.
fn joined(entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<_> = entries.collect();
    if entries.is_empty() { "-".to_owned() } else { entries.join(",") }
}
