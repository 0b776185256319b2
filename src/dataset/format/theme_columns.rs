//! Finds the columns of a table that are themes, one for each.
//!
//! A column that nobody declared to be a theme is one only if there is evidence: its cells say
//! yes or no, both occur, and it is not what annotation tools write beside the labels. With a set
//! of themes, its name must be one of them.

use indexmap::IndexSet;
use serde_json::Value;

use super::json::Object;
use super::label_file::LabelFile;
use super::mark::mark;
use super::names::ThemeName;
use crate::error::listed;

/// What is not clear if no column is certain.
pub(super) const WHAT: &str = "column has the themes";

/// The columns that are neither fields nor themes.
pub(super) const COLUMNS: [&str; 7] =
    ["id", "text", "labels", "label", "weight", "alone", "alone_unknown"];

/// The fields whose numbers are not marks of a theme.
const PLACE: [&str; 2] = ["document", "paragraph"];

/// What annotation tools write about an annotation.
const OF_TOOLS: [&str; 22] = [
    "annotator",
    "annotation_id",
    "annotation",
    "annotation_agent",
    "annotations",
    "created_at",
    "updated_at",
    "lead_time",
    "agreement",
    "completed_by",
    "was_cancelled",
    "prediction",
    "predictions",
    "prediction_agent",
    "suggestions",
    "responses",
    "multi_label",
    "_server_id",
    "_input_hash",
    "_task_hash",
    "_session_id",
    "_annotator_id",
];

/// The end of the columns with the answers of all annotators, as Argilla names them.
pub(super) const RESPONSES: &str = ".responses";

/// What people write about a paragraph that is no theme, although it may be a number.
const ABOUT: [&str; 27] = [
    "score",
    "scores",
    "confidence",
    "probability",
    "split",
    "fold",
    "batch",
    "round",
    "index",
    "level_0",
    "row",
    "number",
    "n",
    "count",
    "length",
    "status",
    "user",
    "user_id",
    "coder",
    "reviewer",
    "checked",
    "reviewed",
    "approved",
    "done",
    "duplicate",
    "is_duplicate",
    "year",
];

/// What people call the column that names the themes.
const LIKELY: [&str; 15] = [
    "theme",
    "themes",
    "topic",
    "topics",
    "category",
    "categories",
    "class",
    "classes",
    "tag",
    "tags",
    "target",
    "y",
    "code",
    "codes",
    "subject",
];

/// Whether a column can be that of a theme.
pub(super) fn may_be_theme(column: &str) -> bool {
    !COLUMNS.contains(&column) && !PLACE.contains(&column)
}

/// The columns that are themes, of those with these names; none if that would be a guess.
pub(super) fn find(names: &[String], rows: &[&Object], file: &LabelFile) -> Vec<String> {
    let candidates = names.iter().filter(|name| may_be_theme(name));
    if let Some(themes) = file.themes {
        let is_theme = |name: &&String| ThemeName::Name((*name).clone()).position(themes).is_ok();
        candidates.filter(is_theme).cloned().collect()
    } else if names.iter().any(|name| is_doubtful(name, rows)) {
        Vec::new()
    } else {
        candidates.filter(|name| is_evident(name, rows, file)).cloned().collect()
    }
}

/// Whether a column makes it doubtful that others are themes: a tool has written it, or it may name
/// the themes itself.
fn is_doubtful(name: &str, rows: &[&Object]) -> bool {
    let of_argilla = [RESPONSES, ".suggestion", "-suggestion"];
    is_any(name, &OF_TOOLS)
        || of_argilla.iter().any(|end| name.ends_with(end))
        || is_any(name, &LIKELY) && !is_of_marks(rows, name)
}

/// Whether a column is evidently a theme: it has only marks, and says both yes and no if there are
/// several rows.
fn is_evident(name: &str, rows: &[&Object], file: &LabelFile) -> bool {
    let values = || rows.iter().map(|row| row.get(name).unwrap_or(&Value::Null));
    let is_text = |value: &Value| value.is_string() && !file.is_table();
    let marks: IndexSet<Option<bool>> = values().filter_map(|value| mark(value).ok()).collect();
    let varies = marks.len() > 1 || rows.len() < 2;
    let is_other = name.is_empty() || name.starts_with("Unnamed") || is_any(name, &ABOUT);
    !is_other && varies && is_of_marks(rows, name) && !values().any(is_text)
}

/// Whether all values of a column are marks.
pub(super) fn is_of_marks(rows: &[&Object], name: &str) -> bool {
    let mut values = rows.iter().filter_map(|row| row.get(name)).peekable();
    values.peek().is_some() && values.all(|value| mark(value).is_ok())
}

fn is_any(name: &str, names: &[&str]) -> bool {
    let name = name.to_lowercase().replace([' ', '-'], "_");
    names.contains(&name.as_str())
}

/// Says which columns were taken for themes, and which are fields.
pub(super) fn note(names: &[String], themes: &[String]) -> Option<String> {
    let is_field = |name: &&String| may_be_theme(name) && !themes.contains(name);
    let fields: Vec<_> = names.iter().filter(is_field).collect();
    let end =
        if fields.is_empty() { String::new() } else { format!("; fields: {}", listed(fields)) };
    (!names.is_empty()).then(|| format!("themes are the columns {}{end}", listed(themes)))
}
