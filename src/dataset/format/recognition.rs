//! Detects the format of a label file.

use std::path::Path;

use serde_json::Value;

use super::fasttext::PREFIX;
use super::json::{Object, is_list, scalar};
use super::label_file::LabelFile;
use super::label_format::LabelFormat;
use super::lines::{numbered_lines, without_mark};
use super::mark::mark;
use super::table::{Table, is_named_table};
use super::theme_columns::{RESPONSES, is_of_marks};
use crate::Result;
use crate::document::InputFormat;
use crate::error::{LabelError, LabelProblem, Problem};

impl LabelFormat {
    /// Detects the format of a file from the extension of its name and its first record.
    ///
    /// In `*.csv` the columns decide, otherwise the fields of the first object. A line that begins
    /// with `__label__` is fastText. Objects with `themes` are our own format, and so are objects
    /// that no other format matches.
    ///
    /// # Errors
    /// If several formats match, or no format does.
    pub fn recognise(path: &Path, bytes: &[u8]) -> Result<Self> {
        let (themes, columns, control, delimiter) = (None, &[][..], None, None);
        Self::of(&LabelFile { path, bytes, themes, columns, control, delimiter })
    }

    /// Detects the format of a file.
    pub(in super::super) fn of(file: &LabelFile) -> Result<Self> {
        let LabelFile { path, bytes, .. } = *file;
        if is_named_table(path) || is_unnamed_table(file) {
            return of_table(file);
        }
        let Some(first) = first_line(bytes) else { return Ok(Self::Jsonl) };
        let fields = first_object(first, bytes);
        match fields {
            First::Tuple => Ok(Self::Spacy),
            First::Object(object) => match &of_fields(&object)[..] {
                [Self::LabelStudio] => Ok(Self::LabelStudio),
                _ if file.column().is_some() => Ok(Self::HuggingFace),
                // Read as our own format, whose errors say line by line what is missing.
                [] => Ok(Self::Jsonl),
                formats => one_of(path, formats),
            },
            First::Other if is_json(path) || first.trim_ascii_start().starts_with(b"{") => {
                Ok(Self::Jsonl)
            }
            First::Other => one_of(path, if is_fasttext(bytes) { &[Self::Fasttext] } else { &[] }),
        }
    }
}

/// Whether a file whose name does not tell is a table with a text.
fn is_unnamed_table(file: &LabelFile) -> bool {
    let is_text = matches!(InputFormat::of_name(file.path), None | Some(InputFormat::Text));
    let is_told = !is_text || is_json(file.path);
    !is_told && file.is_table() && !is_fasttext(file.bytes) && {
        let table = Table::of(file);
        table.has("text") && table.columns.len() > 1
    }
}

fn of_table(file: &LabelFile) -> Result<LabelFormat> {
    let table = Table::of(file);
    let formats = of_columns(&table);
    match (&formats[..], file.columns) {
        ([], _) => {
            let problem = LabelProblem::missing("column", "text", &table.columns);
            let (path, place) = (file.path.into(), table.place());
            Err(Problem::Labels(vec![LabelError { path, place, problem }]).into())
        }
        ([LabelFormat::LabelStudio], _) | (_, []) => one_of(file.path, &formats),
        (_, [column]) => {
            let rows = table.rows();
            let rows: Vec<_> = rows.iter().filter_map(|(_, row)| row.as_ref().ok()).collect();
            let marks = is_of_marks(&rows, column);
            let is_list = marks || column.ends_with(RESPONSES);
            Ok(if is_list { LabelFormat::HuggingFace } else { LabelFormat::Csv })
        }
        (_, _) => Ok(LabelFormat::HuggingFace),
    }
}

/// The first record of a file.
enum First {
    Object(Object),
    /// `["text", {"cats": …}]`.
    Tuple,
    Other,
}

/// The first line that is not the title of an article, as a title has no labels.
fn first_line(bytes: &[u8]) -> Option<&[u8]> {
    let mut lines = numbered_lines(bytes).map(|(line, _)| line);
    let first = lines.next()?;
    let is_labelled = |line: &&[u8]| !serde_json::from_slice(line).is_ok_and(|row| is_title(&row));
    [first].into_iter().chain(lines).find(is_labelled).or(Some(first))
}

fn is_title(row: &Object) -> bool {
    let paragraph = row.get("paragraph").cloned().and_then(scalar);
    row.contains_key("document") && paragraph.as_deref() == Some("0")
}

fn first_object(line: &[u8], bytes: &[u8]) -> First {
    if let Ok(object) = serde_json::from_slice(without_mark(line)) {
        return First::Object(object);
    }
    if serde_json::from_slice::<(String, Object)>(line).is_ok() {
        return First::Tuple;
    }
    if !is_list(bytes) {
        return First::Other;
    }
    let objects: Vec<Object> = serde_json::from_slice(without_mark(bytes)).unwrap_or_default();
    let labelled = objects.iter().position(|object| !is_title(object)).unwrap_or(0);
    objects.into_iter().nth(labelled).map_or(First::Other, First::Object)
}

fn is_json(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let plain = [".gz", ".zst", ".bz2", ".xz"].iter().find_map(|packed| name.strip_suffix(packed));
    let plain = plain.unwrap_or(&name);
    [".jsonl", ".json", ".ndjson"].iter().any(|extension| plain.ends_with(extension))
}

/// Whether any line begins with a label; the first lines may have no label.
fn is_fasttext(bytes: &[u8]) -> bool {
    numbered_lines(bytes).any(|(line, _)| line.trim_ascii_start().starts_with(PREFIX.as_bytes()))
}

/// The formats that match the fields of an object.
fn of_fields(object: &Object) -> Vec<LabelFormat> {
    let has = |name: &str| object.contains_key(name);
    if has("themes") {
        return vec![LabelFormat::Jsonl];
    }
    let label = object.get("label");
    let marks = [
        (has("cats"), LabelFormat::Spacy),
        (has("answer") || has("accept") || has("_input_hash"), LabelFormat::Prodigy),
        (
            has("annotations") || has("completions") || has("annotation_id"),
            LabelFormat::LabelStudio,
        ),
        (has("labels"), LabelFormat::HuggingFace),
    ];
    let certain: Vec<_> =
        marks.into_iter().filter(|(is, _)| *is).map(|(_, format)| format).collect();
    match label {
        _ if !certain.is_empty() => certain,
        Some(Value::Array(_)) => vec![LabelFormat::Doccano],
        Some(_) => vec![LabelFormat::HuggingFace],
        None if has("text") && object.iter().any(may_be_mark) => vec![LabelFormat::HuggingFace],
        None => Vec::new(),
    }
}

/// Whether a field may be the mark of a theme.
fn may_be_mark((name, value): (&String, &Value)) -> bool {
    !["id", "paragraph"].contains(&name.as_str()) && !value.is_string() && mark(value).is_ok()
}

/// The formats that match the columns of a table.
fn of_columns(table: &Table) -> Vec<LabelFormat> {
    let has = |name: &str| table.has(name);
    let of_label_studio = has("annotation_id") && has("annotator") || has("lead_time");
    match () {
        () if has("text") && has("themes") => vec![LabelFormat::Csv],
        () if of_label_studio && has("id") => vec![LabelFormat::LabelStudio],
        () if has("data") && has("label") && !has("text") => vec![LabelFormat::Doccano],
        () if !has("text") => Vec::new(),
        () if has("label") && has("Comments") => vec![LabelFormat::Doccano],
        () if has("label") => vec![LabelFormat::Doccano, LabelFormat::HuggingFace],
        () => vec![LabelFormat::HuggingFace],
    }
}

fn one_of(path: &Path, formats: &[LabelFormat]) -> Result<LabelFormat> {
    let names = |formats: &[LabelFormat]| {
        formats.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
    };
    let (found, expected) = match formats {
        [format] => return Ok(*format),
        [] => ("not recognised", names(&LabelFormat::ALL)),
        several => ("not clear", names(several)),
    };
    Err(Problem::LabelFormat { path: path.into(), found, expected }.into())
}
