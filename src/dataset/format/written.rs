//! What became of labelled paragraphs that were written down.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use super::super::{Dataset, Example};
use super::json::Object;

/// What was written, and what a format had no place for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The paragraphs written.
    pub count: usize,
    /// The paragraphs left out.
    pub left_out: Vec<LeftOut>,
    /// What was not kept of the paragraphs written, and of how many.
    pub not_kept: BTreeMap<String, usize>,
}

/// A paragraph that a format can not express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: &'static str,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is left out: {}", self.id, self.reason)
    }
}

pub(super) const ONLY_WORDS: &str = "it is known by word counts, not by its text";
pub(super) const PARTLY_UNKNOWN: &str = "it is unknown whether it has some of the themes";

impl Written {
    /// Leaves a paragraph out.
    pub(super) fn leave_out(&mut self, example: &Example, reason: &'static str) {
        self.left_out.push(LeftOut { id: example.id.clone(), reason });
    }

    /// The text of a paragraph, which is left out if there is none.
    pub(super) fn text<'e>(&mut self, example: &'e Example) -> Option<&'e str> {
        let text = example.content.text();
        if text.is_none() {
            self.leave_out(example, ONLY_WORDS);
        }
        text
    }

    /// Counts something of a paragraph that is not kept.
    pub(super) fn lose(&mut self, what: impl Into<String>) {
        *self.not_kept.entry(what.into()).or_default() += 1;
    }

    /// The fields of a paragraph, but for those whose name means something else there.
    pub(super) fn fields<'e>(
        &mut self,
        example: &'e Example,
        is_taken: impl Fn(&str) -> bool,
    ) -> Vec<(&'e String, &'e String)> {
        let (taken, free) = example.fields.iter().partition(|(name, _)| is_taken(name));
        let taken: Vec<(&String, &String)> = taken;
        for (name, _) in taken {
            self.lose(format!("the field `{name}`"));
        }
        free
    }

    /// Puts weight and fields of a paragraph into an object that has its own.
    pub(super) fn put_rest(&mut self, object: &mut Object, example: &Example, taken: &[&str]) {
        if is_weighted(example) {
            object.insert("weight".to_owned(), json!(example.weight));
        }
        let is_taken = |name: &str| taken.contains(&name) || ["id", "weight"].contains(&name);
        for (name, value) in self.fields(example, is_taken) {
            object.insert(name.clone(), Value::from(value.as_str()));
        }
    }
}

/// Whether a paragraph counts more or less than one.
#[expect(clippy::float_cmp, reason = "a weight that nobody gave is exactly 1")]
pub(super) fn is_weighted(example: &Example) -> bool {
    example.weight != 1.0
}

/// The ids of themes by their places.
pub(super) fn ids<'d>(dataset: &'d Dataset, places: &[usize]) -> Vec<&'d str> {
    let themes = dataset.themes.as_slice();
    places.iter().map(|&place| themes[place].id.as_str()).collect()
}

/// An object of these fields.
pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Object {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
