//! Lines for a terminal: coloured labels above their text.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};

use super::scale::Scale;
use super::writer::{WriteOptions, Writer};
use crate::document::Document;
use crate::tagging::{Rollup, TaggedParagraph, rounded_to_two};
use crate::text::{cut, isolated, printable};
use crate::{Label, ThemeId, ThemeSet};

/// Writes each paragraph as a line of labels and a line of text cut to the width of the terminal,
/// and a roll-up at the end of each document. A theme to review has a `?`; a paragraph out of
/// distribution is marked as novel.
#[derive(Debug)]
pub struct TerminalWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
    scale: Option<Scale>,
    columns: usize,
}

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
/// The width of line numbers and the space after them.
const MARGIN: usize = 7;

impl<'a, W: Write> TerminalWriter<'a, W> {
    /// A writer to a terminal with a number of columns; `options.all` also shows the confidence of
    /// themes not given.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions, columns: usize) -> Self {
        let WriteOptions { all, scale, .. } = *options;
        Self { out, themes, all, scale, columns }
    }

    fn label(&mut self, label: &Label, mark: &str, style: Style) -> io::Result<()> {
        let Label { theme, confidence } = label;
        let shown = rounded_to_two(*confidence);
        write!(self.out, "{style}{theme}{mark} {shown:.2}{style:#}  ")?;
        match self.scale {
            Some(scale) => write!(self.out, "{DIM}{}{DIM:#}  ", scale.judge(*confidence)),
            None => Ok(()),
        }
    }

    /// Marks a paragraph as out of distribution.
    fn novelty(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        if !tagged.prediction.is_novel() {
            return Ok(());
        }
        let language = tagged.foreign_language().map(|language| format!(": {language}"));
        let novelty = tagged.prediction.novelty;
        write!(self.out, "{BOLD}novel {novelty:.2}{}{BOLD:#}  ", language.unwrap_or_default())
    }

    /// The colour of a theme, the same in every run.
    fn style(&self, theme: &ThemeId) -> Style {
        const COLORS: [AnsiColor; 12] = [
            AnsiColor::Red,
            AnsiColor::Green,
            AnsiColor::Yellow,
            AnsiColor::Blue,
            AnsiColor::Magenta,
            AnsiColor::Cyan,
            AnsiColor::BrightRed,
            AnsiColor::BrightGreen,
            AnsiColor::BrightYellow,
            AnsiColor::BrightBlue,
            AnsiColor::BrightMagenta,
            AnsiColor::BrightCyan,
        ];
        let place = self.themes.position(theme.as_str()).unwrap_or_default();
        Style::new().fg_color(Some(Color::Ansi(COLORS[place % COLORS.len()])))
    }
}

impl<W: Write> Writer for TerminalWriter<'_, W> {
    fn begin_document(&mut self, document: &Document) -> io::Result<()> {
        writeln!(self.out, "{BOLD}{}{BOLD:#}", printable(&document.label()))
    }

    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        write!(self.out, "{DIM}{:5}{DIM:#}  ", tagged.paragraph.line)?;
        let given = &tagged.prediction.labels;
        let review = &tagged.prediction.review;
        if given.is_empty() {
            write!(self.out, "{DIM}no theme{DIM:#}  ")?;
        }
        for label in given {
            self.label(label, "", self.style(&label.theme))?;
        }
        for label in review {
            self.label(label, "?", self.style(&label.theme))?;
        }
        self.novelty(tagged)?;
        if self.all {
            let every = tagged.every_theme(self.themes);
            let shown = |label: &Label| given.contains(label) || review.contains(label);
            for label in every.iter().filter(|label| !shown(label)) {
                self.label(label, "", DIM)?;
            }
        }
        let text =
            cut(&printable(&tagged.paragraph.one_line()), self.columns.saturating_sub(MARGIN));
        writeln!(self.out, "\n{:MARGIN$}{}", "", isolated(&text))
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        let file = isolated(&printable(&rollup.document.label()));
        let novel = match rollup.counts.novel {
            0 => String::new(),
            novel => format!(", novel {novel}"),
        };
        writeln!(self.out, "{BOLD}{file}{BOLD:#}: paragraphs {}{novel}", rollup.counts.paragraphs)?;
        let width = rollup.themes().into_iter().map(|share| share.theme.as_str().len()).max();
        for share in rollup.themes() {
            let (style, width) = (self.style(&share.theme), width.unwrap_or_default());
            write!(self.out, "{:MARGIN$}{style}{:width$}{style:#}", "", share.theme)?;
            let percent = rollup.percent(share);
            let (line, confidence) = (share.line(), rounded_to_two(share.confidence()));
            writeln!(self.out, " {percent:3.0}%  surest in line {line} with {confidence:.2}")?;
        }
        writeln!(self.out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
