//! Plain lines for pipes: tab-separated, one paragraph each.

use std::io::{self, Write};

use super::{Rollup, TaggedParagraph, Writer};
use crate::ThemeSet;

/// Writes file, line, byte range, labels (`-` if none) and text between tabs,
/// then a line beginning with `#` that rolls up the document.
#[derive(Debug)]
pub struct TsvWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
}

impl<'a, W: Write> TsvWriter<'a, W> {
    /// A writer to `out`; `all` shows the confidence of every theme.
    pub fn new(out: W, themes: &'a ThemeSet, all: bool) -> Self {
        Self { out, themes, all }
    }
}

impl<W: Write> Writer for TsvWriter<'_, W> {
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let TaggedParagraph { file, paragraph, .. } = tagged;
        let shown = tagged.shown(self.themes, self.all);
        let labels = shown.iter().map(|l| format!("{}:{:.4}", l.theme, l.confidence));
        let labels =
            if shown.is_empty() { "-".into() } else { labels.collect::<Vec<_>>().join(",") };
        let (line, range, text) = (paragraph.line, &paragraph.range, paragraph.one_line());
        // A tab inside a text or a name would look like another column.
        let (file, text) = (file.replace(['\t', '\n'], " "), text.replace('\t', " "));
        writeln!(self.out, "{file}\t{line}\t{}-{}\t{labels}\t{text}", range.start, range.end)
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        let file = rollup.file.replace(['\t', '\n'], " ");
        write!(self.out, "# {file}\t{} paragraphs", rollup.paragraphs)?;
        for share in &rollup.themes {
            let (theme, percent) = (&share.theme, rollup.percent(share));
            write!(
                self.out,
                "\t{theme} {percent:.0}%, surest in line {} with {:.4}",
                share.line, share.confidence
            )?;
        }
        writeln!(self.out)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
