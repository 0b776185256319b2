//! Lines for the eye: labels in colour above the text they belong to.

use std::io::{self, Write};

use anstyle::{AnsiColor, Color, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Rollup, TaggedParagraph, Writer};
use crate::{ThemeId, ThemeSet};

/// Writes each paragraph as a line of labels and a line of text cut to the
/// width of the terminal, and a roll-up at the end of each document.
#[derive(Debug)]
pub struct TerminalWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
    columns: usize,
    file: Option<String>,
}

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
/// The columns of line numbers and the space behind them.
const MARGIN: usize = 7;

impl<'a, W: Write> TerminalWriter<'a, W> {
    /// A writer to a terminal of so many columns; `all` shows the confidence
    /// of every theme.
    pub fn new(out: W, themes: &'a ThemeSet, all: bool, columns: usize) -> Self {
        Self { out, themes, all, columns, file: None }
    }

    fn heading(&mut self, file: &str) -> io::Result<()> {
        if self.file.as_deref() != Some(file) {
            writeln!(self.out, "{BOLD}{}{BOLD:#}", visible(file))?;
            self.file = Some(file.to_owned());
        }
        Ok(())
    }

    /// The colour of a theme, the same wherever it stands.
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
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        self.heading(tagged.file)?;
        write!(self.out, "{DIM}{:5}{DIM:#}  ", tagged.paragraph.line)?;
        let shown = tagged.shown(self.themes, self.all);
        if shown.is_empty() {
            write!(self.out, "{DIM}no theme{DIM:#}")?;
        }
        for (place, label) in shown.iter().enumerate() {
            let (style, gap) = (self.style(&label.theme), if place > 0 { "  " } else { "" });
            write!(self.out, "{gap}{style}{} {:.2}{style:#}", label.theme, label.confidence)?;
        }
        let text = cut(&visible(&tagged.paragraph.one_line()), self.columns.saturating_sub(MARGIN));
        writeln!(self.out, "\n{:MARGIN$}{text}", "")
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        self.file = None;
        let file = visible(&rollup.file);
        writeln!(self.out, "{BOLD}{file}{BOLD:#}: {} paragraphs", rollup.paragraphs)?;
        let width = rollup.themes.iter().map(|share| share.theme.as_str().len()).max();
        for share in &rollup.themes {
            let (style, width) = (self.style(&share.theme), width.unwrap_or_default());
            write!(self.out, "{:MARGIN$}{style}{:width$}{style:#}", "", share.theme)?;
            let percent = rollup.percent(share);
            let (line, confidence) = (share.line, share.confidence);
            writeln!(self.out, " {percent:3.0}%  surest in line {line} with {confidence:.2}")?;
        }
        writeln!(self.out)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The text without control characters, which would steer the terminal.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The beginning of a text that fits into so many columns.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut width = 1;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            width += c.width().unwrap_or_default();
            width <= columns
        })
        .collect();
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_by_columns_not_by_characters() {
        for (text, expected) in
            [("short", "short"), ("rather long", "rather…"), ("國有器官們", "國有器…")]
        {
            assert_eq!(cut(text, 7), expected);
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\tc"), "a [31mb c");
    }
}
