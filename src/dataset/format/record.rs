//! A labelled paragraph as a file gives it, before its themes are looked up.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::json::{Object, Objects, scalar};
use super::names::ThemeName;
use crate::ThemeSet;
use crate::dataset::article_place::ArticlePlace;
use crate::dataset::{Content, Example, Judgement};
use crate::error::{LabelPlace, LabelProblem};

/// The records of a file, or their errors, each with its place.
pub(in super::super) type Lines = Vec<(LabelPlace, Result<Record, LabelProblem>)>;

/// A labelled paragraph of a file.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Record {
    /// Its id, if the format has one.
    pub(super) id: Option<String>,
    pub(super) text: Option<String>,
    pub(super) words: Option<BTreeMap<String, u32>>,
    pub(super) marks: Marks,
    /// The themes it has by itself, without the rest of its article.
    pub(super) alone: Option<Marks>,
    pub(super) weight: Option<f32>,
    pub(super) fields: BTreeMap<String, String>,
}

/// The themes a paragraph has; `None` is unknown.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    /// The themes that the file names.
    pub(super) named: Vec<(ThemeName, Option<bool>)>,
    /// All other themes.
    pub(super) others: Option<bool>,
}

/// All themes are unknown.
impl Default for Marks {
    fn default() -> Self {
        Self { named: Vec::new(), others: None }
    }
}

impl Marks {
    /// The paragraph has these themes and no others.
    pub(super) fn only(themes: impl IntoIterator<Item = String>) -> Self {
        let named = themes.into_iter().map(|name| (ThemeName::Name(name), Some(true)));
        Self { named: named.collect(), others: Some(false) }
    }

    /// The themes of a set that the paragraph has, and those that are unknown.
    fn judgement(&self, themes: &ThemeSet) -> Result<Judgement, LabelProblem> {
        let has = self.resolve(themes)?;
        let with = |wanted: Option<bool>| {
            let places = has.iter().enumerate().filter(move |(_, has)| **has == wanted);
            places.map(|(place, _)| place).collect()
        };
        Ok(Judgement { themes: with(Some(true)), unknown: with(None) })
    }

    /// Whether the paragraph has each theme of a set.
    fn resolve(&self, themes: &ThemeSet) -> Result<Vec<Option<bool>>, LabelProblem> {
        let mut decided: Vec<Option<Option<bool>>> = vec![None; themes.len()];
        for (name, has) in &self.named {
            let place = name.position(themes)?;
            if decided[place].is_some_and(|before| before != *has) {
                return Err(LabelProblem::Contradiction(themes.as_slice()[place].id.to_string()));
            }
            decided[place] = Some(*has);
        }
        Ok(decided.into_iter().map(|decided| decided.unwrap_or(self.others)).collect())
    }
}

/// Makes a record of each object.
pub(super) fn records(
    objects: Objects,
    record: impl Fn(Object) -> Result<Record, LabelProblem>,
) -> Lines {
    objects.into_iter().map(|(place, object)| (place, object.and_then(&record))).collect()
}

/// The majority of the votes; `None` without votes or in a tie.
pub(super) fn majority(votes_for: usize, votes_against: usize) -> Option<bool> {
    match votes_for.cmp(&votes_against) {
        Ordering::Greater => Some(true),
        Ordering::Less => Some(false),
        Ordering::Equal => None,
    }
}

impl Record {
    /// Makes a record of an object with the fields `id` and `weight`; scalar values are kept as
    /// fields. The format has already taken out the text and the marks.
    pub(super) fn of(
        mut object: Object,
        text: Option<String>,
        marks: Marks,
    ) -> Result<Self, LabelProblem> {
        let id = object.shift_remove("id").and_then(scalar);
        let weight = object.shift_remove("weight").map(weight).transpose()?.flatten();
        let fields = object.into_iter().filter_map(|(name, value)| Some((name, scalar(value)?)));
        let fields = fields.collect();
        Ok(Self { id, text, words: None, marks, alone: None, weight, fields })
    }

    /// Leaves out names that say that there is no theme.
    pub(in super::super) fn without_missing(mut self, themes: Option<&ThemeSet>) -> Self {
        for marks in [&mut self.marks].into_iter().chain(&mut self.alone) {
            marks.named.retain(|(name, _)| !name.is_missing(themes));
        }
        self
    }

    /// Its place in an article, if it has one.
    pub(in super::super) fn article_place(&self) -> Result<Option<ArticlePlace>, LabelProblem> {
        ArticlePlace::of(&self.fields)
    }

    /// The themes that the record names.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = &ThemeName> {
        let marks = [&self.marks].into_iter().chain(&self.alone);
        marks.flat_map(|marks| &marks.named).map(|(name, _)| name)
    }

    /// Makes an example by looking up the themes; `unnamed` gives an id to a record without one.
    pub(in super::super) fn example(
        self,
        themes: &ThemeSet,
        unnamed: impl FnOnce() -> String,
    ) -> Result<Example, LabelProblem> {
        let Judgement { themes: has, unknown } = self.marks.judgement(themes)?;
        let alone = self.alone.map(|marks| marks.judgement(themes)).transpose()?;
        let weight = self.weight.unwrap_or(1.0);
        if !(weight.is_finite() && weight > 0.0) {
            return Err(LabelProblem::Weight(weight));
        }
        let id = self.id.unwrap_or_else(unnamed);
        let content = Content::from_parts(self.text, self.words, &id)?;
        Ok(Example { id, themes: has, unknown, alone, content, weight, fields: self.fields })
    }
}

/// Parses a weight, which may be a number or a string.
fn weight(value: serde_json::Value) -> Result<Option<f32>, LabelProblem> {
    let Some(text) = scalar(value) else { return Ok(None) };
    let allowed = "a number above 0";
    text.parse().map(Some).map_err(|_| LabelProblem::field("weight", &text, allowed))
}
