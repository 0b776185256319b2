//! What became of labelled paragraphs that were written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Value, json};

use super::json::{Object, line_of_json};
use crate::ThemeSet;
use crate::dataset::Example;

/// What was written, and what the format has no place for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The number of paragraphs written.
    pub count: usize,
    /// The paragraphs left out.
    pub left_out: Vec<LeftOut>,
    /// What was dropped from the paragraphs written, and from how many.
    pub not_kept: BTreeMap<String, usize>,
}

/// A paragraph that a format cannot express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: &'static str,
}

impl LeftOut {
    pub(super) fn new(example: &Example, reason: &'static str) -> Self {
        Self { id: example.id.clone(), reason }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is skipped: {}", self.id, self.reason)
    }
}

/// What the lines of one file have in common.
pub(super) struct Shape<'d> {
    /// The themes that examples name by their place.
    pub(super) themes: &'d ThemeSet,
    /// The names of the fields that some example has.
    pub(super) fields: BTreeSet<&'d str>,
    /// Whether no example has an unknown theme.
    pub(super) all_known: bool,
}

impl<'d> Shape<'d> {
    pub(super) fn of(themes: &'d ThemeSet, examples: &'d [Example]) -> Self {
        let fields = examples.iter().flat_map(|example| example.fields.keys());
        Self {
            themes,
            fields: fields.map(String::as_str).collect(),
            all_known: examples.iter().all(|example| example.unknown.is_empty()),
        }
    }
}

/// A labelled paragraph as a format writes it.
pub(super) struct Line {
    /// The bytes, with the line break if the format has one.
    pub(super) bytes: Vec<u8>,
    /// What the format has no place for.
    pub(super) not_kept: Vec<String>,
}

impl Line {
    /// A line of JSON: an object with the weight and the fields of the example, except for
    /// fields whose name is `taken`.
    pub(super) fn of_object(mut object: Object, example: &Example, taken: &[&str]) -> Self {
        let not_kept = put_rest(&mut object, example, taken);
        Self { bytes: line_of_json(&object), not_kept }
    }
}

/// The text of a paragraph, if it is known by its text.
pub(super) fn text(example: &Example) -> Result<&str, LeftOut> {
    const ONLY_WORDS: &str = "it is known by word counts, not by its text";
    example.content.text().ok_or_else(|| LeftOut::new(example, ONLY_WORDS))
}

/// Leaves out a paragraph with unknown themes.
pub(super) fn partly_unknown(example: &Example) -> LeftOut {
    LeftOut::new(example, "it is unknown whether it has some of the themes")
}

/// The fields of a paragraph that have a place, and what becomes of those that have not:
/// those whose name means something else in the format.
pub(super) fn fields(
    example: &Example,
    is_taken: impl Fn(&str) -> bool,
) -> (Vec<(&String, &String)>, Vec<String>) {
    let (taken, free): (Vec<_>, Vec<_>) =
        example.fields.iter().partition(|(name, _)| is_taken(name));
    (free, taken.into_iter().map(|(name, _)| format!("the field `{name}`")).collect())
}

/// Puts the weight and the fields of a paragraph into an object; returns what has no place.
pub(super) fn put_rest(object: &mut Object, example: &Example, taken: &[&str]) -> Vec<String> {
    if is_weighted(example) {
        object.insert("weight".to_owned(), json!(example.weight));
    }
    let is_taken = |name: &str| taken.contains(&name) || ["id", "weight"].contains(&name);
    let (free, not_kept) = fields(example, is_taken);
    for (name, value) in free {
        object.insert(name.clone(), Value::from(value.as_str()));
    }
    not_kept
}

/// Whether a paragraph counts more or less than one.
#[expect(clippy::float_cmp, reason = "a weight that nobody gave is exactly 1")]
pub(super) fn is_weighted(example: &Example) -> bool {
    example.weight != 1.0
}

/// The ids of themes by their places.
pub(super) fn ids<'t>(themes: &'t ThemeSet, places: &[usize]) -> Vec<&'t str> {
    let themes = themes.as_slice();
    places.iter().map(|&place| themes[place].id.as_str()).collect()
}

/// An object of these fields.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Object {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
