//! The result of writing labelled paragraphs.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Value, json};

use super::json::{Object, line_of_json};
use crate::ThemeSet;
use crate::dataset::Example;

/// What was written, skipped and dropped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The number of paragraphs written, among them the titles of articles.
    pub count: usize,
    /// The paragraphs that the format cannot express.
    pub skipped: Vec<Skipped>,
    /// The values that the format has no place for, and from how many paragraphs each was dropped.
    pub dropped: BTreeMap<String, usize>,
}

impl Written {
    /// Counts a value that the format has no place for.
    pub(super) fn drop(&mut self, what: impl Into<String>) {
        *self.dropped.entry(what.into()).or_default() += 1;
    }
}

/// A paragraph that a format cannot express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its id.
    pub id: String,
    /// Why it was skipped.
    pub reason: &'static str,
}

impl Skipped {
    pub(super) fn new(example: &Example, reason: &'static str) -> Self {
        Self { id: example.id.clone(), reason }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is skipped: {}", self.id, self.reason)
    }
}

/// What all lines of a file share.
pub(super) struct Shape<'d> {
    /// The themes into which examples hold indices.
    pub(super) themes: &'d ThemeSet,
    /// The names of the fields of all rows.
    pub(super) fields: BTreeSet<&'d str>,
    /// Whether no labelled paragraph has an unknown theme.
    pub(super) all_known: bool,
    /// Whether a paragraph was also judged by itself.
    pub(super) judged_alone: bool,
}

impl<'d> Shape<'d> {
    pub(super) fn of(themes: &'d ThemeSet, rows: &'d [Cow<'d, Example>]) -> Self {
        let fields = rows.iter().flat_map(|row| row.fields.keys());
        let is_known = |row: &Example| row.unknown.is_empty() || row.is_context(themes);
        Self {
            themes,
            fields: fields.map(String::as_str).collect(),
            all_known: rows.iter().all(|row| is_known(row)),
            judged_alone: rows.iter().any(|row| row.alone.is_some()),
        }
    }
}

/// A labelled paragraph in the bytes of a format.
pub(super) struct Line {
    /// The bytes, with the line break if the format uses one.
    pub(super) bytes: Vec<u8>,
    /// The values that the format has no place for.
    pub(super) dropped: Vec<String>,
}

impl Line {
    /// A line of JSON: the object with the weight and the fields of the example added, except
    /// fields whose name is `taken`.
    pub(super) fn of_object(mut object: Object, example: &Example, taken: &[&str]) -> Self {
        let dropped = put_rest(&mut object, example, taken);
        Self { bytes: line_of_json(&object), dropped }
    }
}

/// The text of a paragraph; fails if only its word counts are known.
pub(super) fn text(example: &Example) -> Result<&str, Skipped> {
    const ONLY_WORDS: &str = "it is known by word counts, not by its text";
    example.content.text().ok_or_else(|| Skipped::new(example, ONLY_WORDS))
}

/// Skips a paragraph with unknown themes.
pub(super) fn partly_unknown(example: &Example) -> Skipped {
    Skipped::new(example, "it is unknown whether it has some of the themes")
}

/// The fields of a paragraph that can be written, and descriptions of those that cannot, because
/// their name has another meaning in the format.
pub(super) fn fields(
    example: &Example,
    is_taken: impl Fn(&str) -> bool,
) -> (Vec<(&String, &String)>, Vec<String>) {
    let (taken, free): (Vec<_>, Vec<_>) =
        example.fields.iter().partition(|(name, _)| is_taken(name));
    (free, taken.into_iter().map(|(name, _)| format!("the field `{name}`")).collect())
}

/// Adds the weight and the fields of a paragraph to an object; returns what has no place there.
pub(super) fn put_rest(object: &mut Object, example: &Example, taken: &[&str]) -> Vec<String> {
    if is_weighted(example) {
        object.insert("weight".to_owned(), json!(example.weight));
    }
    let is_taken = |name: &str| taken.contains(&name) || ["id", "weight"].contains(&name);
    let (free, dropped) = fields(example, is_taken);
    for (name, value) in free {
        object.insert(name.clone(), field(name, value));
    }
    dropped
}

/// The value of a field. The place in an article is a number, as it was read.
fn field(name: &str, value: &str) -> Value {
    let number = value.parse::<usize>().ok().filter(|_| name == "paragraph");
    number.filter(|number| number.to_string() == value).map_or_else(|| value.into(), Value::from)
}

/// Adds two lists of themes to an object: those a paragraph has, and the unknown ones if there are
/// any.
pub(super) fn put_judgement(
    object: &mut Object,
    [themes_field, unknown_field]: [&str; 2],
    (has, unknown): (&[usize], &[usize]),
    themes: &ThemeSet,
) {
    object.insert(themes_field.to_owned(), json!(ids(themes, has)));
    if !unknown.is_empty() {
        object.insert(unknown_field.to_owned(), json!(ids(themes, unknown)));
    }
}

/// Whether the weight of a paragraph differs from 1.
#[expect(clippy::float_cmp, reason = "a weight that nobody gave is exactly 1")]
pub(super) fn is_weighted(example: &Example) -> bool {
    example.weight != 1.0
}

/// The ids of the themes at these indices.
pub(super) fn ids<'t>(themes: &'t ThemeSet, places: &[usize]) -> Vec<&'t str> {
    let themes = themes.as_slice();
    places.iter().map(|&place| themes[place].id.as_str()).collect()
}

pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Object {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
