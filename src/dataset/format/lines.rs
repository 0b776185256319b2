//! The lines of a file, numbered.

use serde::Deserialize;

use crate::error::LabelProblem;

/// The lines that are not blank, with their numbers from 1.
pub(in super::super) fn numbered_lines(bytes: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let lines = without_mark(bytes).split(|&byte| byte == b'\n').zip(1..);
    lines.filter(|(line, _)| !line.trim_ascii().is_empty())
}

/// Parses a line of JSON.
pub(in super::super) fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, LabelProblem> {
    serde_json::from_str(text(line)?).map_err(LabelProblem::json)
}

/// Decodes a line as UTF-8.
pub(super) fn text(line: &[u8]) -> Result<&str, LabelProblem> {
    str::from_utf8(line).map_err(|error| LabelProblem::Utf8(error.valid_up_to()))
}

/// Removes the byte order mark that some programs write before UTF-8.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes)
}
