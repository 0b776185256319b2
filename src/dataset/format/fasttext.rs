//! fastText's training files: `__label__trade __label__energy Oil tariffs rose.` a line.
//!
//! A word that begins with `__label__` is a label wherever it stands, as fastText has it. A
//! line has no id, and themes that are not there are not the paragraph's; nothing can be
//! unknown. (fastText itself learns nothing from a line without a label.)

use std::io::{self, Write};

use super::jsonl::{numbered_lines, text};
use super::record::{Lines, Marks, Record};
use super::written::{PARTLY_UNKNOWN, Written, ids, is_weighted};
use crate::dataset::{Dataset, Example};
use crate::error::{LabelPlace, LabelProblem};

/// What a label begins with, as fastText has it unless told otherwise.
pub(super) const PREFIX: &str = "__label__";

/// What fastText takes for the end of a word.
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

pub(super) fn write(dataset: &Dataset, out: &mut dyn Write) -> io::Result<Written> {
    let mut written = Written::default();
    for example in &dataset.examples {
        let Some(text) = expressible(example, &mut written) else { continue };
        for id in ids(dataset, &example.themes) {
            write!(out, "{PREFIX}{id} ")?;
        }
        writeln!(out, "{}", in_one_line(text))?;
        lose(&mut written, example, text);
        written.count += 1;
    }
    Ok(written)
}

/// The text of a paragraph that fastText can express.
fn expressible<'e>(example: &'e Example, written: &mut Written) -> Option<&'e str> {
    let text = written.text(example)?;
    let has_label = text.split(SEPARATORS).any(|word| word.starts_with(PREFIX));
    let reason = if has_label {
        "a word of it begins with `__label__`"
    } else if !example.unknown.is_empty() {
        PARTLY_UNKNOWN
    } else {
        return Some(text);
    };
    written.leave_out(example, reason);
    None
}

/// A text whose lines are joined by spaces.
fn in_one_line(text: &str) -> String {
    let lines = text.split(['\n', '\r']).map(|line| line.trim_matches(SEPARATORS));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Counts what fastText has no place for.
fn lose(written: &mut Written, example: &Example, text: &str) {
    written.lose("the id");
    if in_one_line(text) != text {
        written.lose("the line breaks and outer spaces");
    }
    if is_weighted(example) {
        written.lose("the weight");
    }
    written.fields(example, |_| true);
}
