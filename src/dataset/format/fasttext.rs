//! fastText's training files, with lines such as `__label__trade __label__energy Oil tariffs rose.`
//!
//! A word that begins with `__label__` is a label anywhere in the line, as in fastText. A line has
//! no id. A paragraph does not have the themes that are not listed; no theme can be unknown.
//! (fastText itself learns nothing from a line without a label.)

use super::label_file::{LabelFile, Records};
use super::lines::{numbered_lines, text};
use super::record::{Lines, Marks, Record};
use super::written::{self, Line, Skipped, ids, is_weighted, partly_unknown};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem};

/// fastText's default prefix of a label.
pub(super) const PREFIX: &str = "__label__";

/// The characters that end a word in fastText.
const SEPARATORS: [char; 7] = [' ', '\n', '\r', '\t', '\u{b}', '\u{c}', '\0'];

pub(super) fn read(file: &LabelFile) -> Records {
    let lines = numbered_lines(file.bytes);
    let lines: Lines =
        lines.map(|(line, number)| (LabelPlace::Line(number), record(line))).collect();
    lines.into()
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

pub(super) fn write(example: &Example, themes: &ThemeSet) -> Result<Line, Skipped> {
    let text = expressible(example)?;
    let labels = ids(themes, &example.themes).into_iter().map(|id| format!("{PREFIX}{id} "));
    let line = labels.collect::<String>() + &in_one_line(text) + "\n";
    Ok(Line { bytes: line.into_bytes(), dropped: dropped(example, text) })
}

/// The text of a paragraph, if fastText can express the paragraph.
fn expressible(example: &Example) -> Result<&str, Skipped> {
    let text = written::text(example)?;
    if text.split(SEPARATORS).any(|word| word.starts_with(PREFIX)) {
        return Err(Skipped::new(example, "a word of it begins with `__label__`"));
    }
    if example.unknown.is_empty() { Ok(text) } else { Err(partly_unknown(example)) }
}

/// Joins the lines of a text with spaces.
fn in_one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(|line| line.trim_matches(SEPARATORS));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The parts of a paragraph that fastText has no place for.
fn dropped(example: &Example, text: &str) -> Vec<String> {
    let (_, mut dropped) = written::fields(example, |_| true);
    dropped.push("the id".to_owned());
    if in_one_line(text) != text {
        dropped.push("the line breaks and outer spaces".to_owned());
    }
    if is_weighted(example) {
        dropped.push("the weight".to_owned());
    }
    dropped
}
