//! An explanation as text.

use std::io::{self, Write};

use crate::Explanation;
use crate::labelling::Neighbour;
use crate::model::{Contribution, FromArticle, Occurrence};
use crate::output::{cut_at_marks, joined};
use crate::tagging::rounded;
use crate::text::{
    END, LEFT_TO_RIGHT, RIGHT_TO_LEFT_MARK, has_right_to_left, isolated, isolates, printable,
};
use anstyle::{AnsiColor, Style};

use super::Explained;

/// The number of terms that are listed and marked; the others are added up.
const SHOWN: usize = 12;
/// The number of terms that are listed of another part of the article.
const SHOWN_OF_PART: usize = 6;
/// The number of characters shown of a similar paragraph.
const EVIDENCE: usize = 300;

/// What keeps words from right to left apart from the numbers beside them.
type KeptApart = fn(&str) -> String;

const FOR: Style = AnsiColor::Green.on_default();
const AGAINST: Style = AnsiColor::Red.on_default();
const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Writes an explanation for people to read.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_text(out: &mut dyn Write, explained: &Explained) -> io::Result<()> {
    let Explained { file, paragraph, explanation, neighbours, scale, is_for_terminal, .. } =
        explained;
    let kept_apart: KeptApart = if *is_for_terminal { isolated } else { str::to_owned };
    let Explanation { theme, confidence, .. } = explanation;
    let verdict = if explanation.is_given() { "given" } else { "not given" };
    let (file, line) = (kept_apart(&printable(file)), paragraph.line);
    let shown = rounded(*confidence);
    let words = scale.map(|scale| format!(", {}", scale.judge(*confidence)));
    let words = words.unwrap_or_default();
    writeln!(
        out,
        "{file}:{line}: {BOLD}{theme}{BOLD:#} {shown:.4}{words}, {verdict} ({})",
        explanation.bound()
    )?;
    writeln!(out, "  {}", marked(paragraph.text, explanation, *is_for_terminal))?;
    sum(out, explanation, kept_apart)?;
    neighbours.iter().try_for_each(|neighbour| evidence(out, neighbour, kept_apart))?;
    writeln!(out)
}

/// The score as a sum: the bias, the strongest terms of the paragraph, the others as one, and the
/// strongest terms of the rest of the article.
fn sum(out: &mut dyn Write, explanation: &Explanation, kept_apart: KeptApart) -> io::Result<()> {
    let Explanation { bias, score, contributions, from_article, .. } = explanation;
    let own = explanation.own();
    if from_article.is_empty() {
        writeln!(out, "  bias {bias:+.3}, words {own:+.3}, score {score:+.3}")?;
    } else {
        let (article, parts) = (explanation.article(), explanation.article_parts(3));
        write!(out, "  bias {bias:+.3}, own words {own:+.3}, ")?;
        writeln!(out, "from the article {article:+.3} ({parts}), score {score:+.3}")?;
    }
    let (shown, rest) = contributions.split_at(contributions.len().min(SHOWN));
    for Contribution { term, value, .. } in shown {
        let style = style(*value);
        writeln!(out, "    {style}{value:+.3}{style:#}  {}", kept_apart(term))?;
    }
    if !rest.is_empty() {
        let total: f64 = rest.iter().map(|contribution| contribution.value).sum();
        writeln!(out, "    {total:+.3}  {} other terms", rest.len())?;
    }
    from_article.iter().try_for_each(|from| part(out, from, kept_apart))
}

/// The strongest terms of a part of the article.
fn part(out: &mut dyn Write, from: &FromArticle, kept_apart: KeptApart) -> io::Result<()> {
    let term = |Contribution { term, value, .. }: &Contribution| {
        let style = style(*value);
        format!("{style}{value:+.3}{style:#} {}", kept_apart(term))
    };
    let terms: Vec<_> = from.contributions.iter().take(SHOWN_OF_PART).map(term).collect();
    if terms.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {}: {}", from.part.name(), terms.join(", "))
}

/// A similar labelled paragraph.
fn evidence(out: &mut dyn Write, neighbour: &Neighbour, kept_apart: KeptApart) -> io::Result<()> {
    let Neighbour { example, similarity, shared } = neighbour;
    let id = kept_apart(&printable(&example.id));
    write!(out, "  similar {BOLD}{id}{BOLD:#} {similarity:.2}: ")?;
    match example.content.text() {
        Some(text) => {
            let text = printable(&text.chars().take(EVIDENCE).collect::<String>());
            writeln!(out, "{}", kept_apart(&text))
        }
        None => writeln!(out, "{DIM}shared words {}{DIM:#}", shared.join(", ")),
    }
}

fn style(value: f64) -> Style {
    if value < 0.0 { AGAINST } else { FOR }
}

/// The paragraph on one line. Each occurrence of the strongest terms is in brackets, with its share
/// of the term's contribution; words of Chinese that overlap are together in brackets.
fn marked(text: &str, explanation: &Explanation, is_for_terminal: bool) -> String {
    let occurrences = explanation.occurrences(SHOWN).into_iter();
    let marks = occurrences.map(|Occurrence { span, value }| (span, value));
    let (words, rest) = cut_at_marks(text, joined(text, marks));
    let mut marked = String::new();
    for (before, word, value) in words {
        marked += &printable(before);
        marked += &bracketed(&printable(word), value, is_for_terminal);
    }
    marked += &printable(rest);
    let (begin, end) = if is_for_terminal { isolates(text) } else { ("", "") };
    format!("{begin}{}{end}", marked.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A word in brackets with its contribution.
fn bracketed(word: &str, value: f64, is_for_terminal: bool) -> String {
    let style = style(value);
    if is_for_terminal && has_right_to_left(word) {
        // The bracket belongs to the word, also in an English paragraph; the number has its sign in
        // front.
        let value = format!("{LEFT_TO_RIGHT}{value:+.2}{END}");
        format!("{RIGHT_TO_LEFT_MARK}[{style}{word} {value}{style:#}]")
    } else {
        format!("[{style}{word} {value:+.2}{style:#}]")
    }
}
