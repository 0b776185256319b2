//! fastText's training files: `__label__trade __label__energy Oil tariffs rose.` a line.
//!
//! A word that begins with `__label__` is a label anywhere in the line, as in fastText. A line
//! has no id. The paragraph does not have a theme that is not listed; none can be unknown.
//! (fastText itself learns nothing from a line without a label.)

use super::lines::{numbered_lines, text};
use super::record::{Lines, Marks, Record};
use super::written::{self, LeftOut, Line, ids, is_weighted, partly_unknown};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem};

/// The prefix of a label: fastText's default.
pub(super) const PREFIX: &str = "__label__";

/// The characters that end a word in fastText.
const SEPARATORS: [char; 7] = [' ', '\n', '\r', '\t', '\u{b}', '\u{c}', '\0'];

pub(super) fn read(bytes: &[u8]) -> Lines {
    let lines = numbered_lines(bytes);
    lines.map(|(line, number)| (LabelPlace::Line(number), record(line))).collect()
}

fn record(line: &[u8]) -> Result<Record, LabelProblem> {
    let pieces = text(line)?.split_inclusive(SEPARATORS);
    let (labels, words): (Vec<&str>, Vec<&str>) =
        pieces.partition(|piece| piece.starts_with(PREFIX));
    let names = labels.iter().map(|label| label[PREFIX.len()..].trim_end_matches(SEPARATORS));
    let marks = Marks::only(names.map(str::to_owned));
    let text = Some(words.concat().trim_matches(SEPARATORS).to_owned());
    Ok(Record { text, marks, ..Record::default() })
}

pub(super) fn write(example: &Example, themes: &ThemeSet) -> Result<Line, LeftOut> {
    let text = expressible(example)?;
    let labels = ids(themes, &example.themes).into_iter().map(|id| format!("{PREFIX}{id} "));
    let line = labels.collect::<String>() + &in_one_line(text) + "\n";
    Ok(Line { bytes: line.into_bytes(), not_kept: not_kept(example, text) })
}

/// The text of a paragraph that fastText can express.
fn expressible(example: &Example) -> Result<&str, LeftOut> {
    let text = written::text(example)?;
    if text.split(SEPARATORS).any(|word| word.starts_with(PREFIX)) {
        return Err(LeftOut::new(example, "a word of it begins with `__label__`"));
    }
    if example.unknown.is_empty() { Ok(text) } else { Err(partly_unknown(example)) }
}

/// A text whose lines are joined by spaces.
fn in_one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(|line| line.trim_matches(SEPARATORS));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What fastText has no place for.
fn not_kept(example: &Example, text: &str) -> Vec<String> {
    let (_, mut not_kept) = written::fields(example, |_| true);
    not_kept.push("the id".to_owned());
    if in_one_line(text) != text {
        not_kept.push("the line breaks and outer spaces".to_owned());
    }
    if is_weighted(example) {
        not_kept.push("the weight".to_owned());
    }
    not_kept
}
