//! One labelled paragraph.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::Judgement;
use super::article_place::ArticlePlace;
use crate::ThemeSet;
use crate::error::LabelProblem;
use crate::language::Language;
use crate::text::{Analyzer, Stem, Token, normal_form, words};

/// A labelled paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its id, unique in the dataset.
    pub id: String,
    /// Its themes, as ascending indices into the theme set of the dataset. In an article, they are
    /// those that a reader of the article takes it to be about.
    pub themes: Vec<usize>,
    /// Its undecided themes, as ascending indices. A theme in neither list is absent.
    pub unknown: Vec<usize>,
    /// How the paragraph is judged by itself, without the rest of its article, if the labels say
    /// so.
    pub alone: Option<Judgement>,
    /// Its words.
    pub content: Content,
    /// Its weight in training, calibration, thresholds and the choice of settings: above 0, and 1
    /// by default. Evaluations count every paragraph once.
    pub weight: f32,
    /// Its other fields with a single value, such as `source` or `date`, by name.
    pub fields: BTreeMap<String, String>,
}

impl Example {
    /// The themes and the unknown themes, as a reader of its article judges.
    pub(super) fn in_context(&self) -> (&[usize], &[usize]) {
        (&self.themes, &self.unknown)
    }

    /// The themes and the unknown themes of the paragraph by itself; if nobody has judged it so,
    /// the same as in its context.
    pub(super) fn by_itself(&self) -> (&[usize], &[usize]) {
        let alone = self.alone.as_ref();
        alone.map_or(self.in_context(), |alone| (&alone.themes, &alone.unknown))
    }

    /// Whether the paragraph only belongs to an article, as its title or without labels.
    pub(super) fn is_context(&self, themes: &ThemeSet) -> bool {
        let place = ArticlePlace::of(&self.fields);
        matches!(place, Ok(Some(_))) && self.is_undecided(themes)
    }

    /// Whether it is the title of an article.
    pub(super) fn is_title(&self) -> bool {
        matches!(ArticlePlace::of(&self.fields), Ok(Some(place)) if place.is_title())
    }

    /// Whether it has a theme, in its article or by itself.
    pub(super) fn has_themes(&self) -> bool {
        !self.in_context().0.is_empty() || !self.by_itself().0.is_empty()
    }

    /// Whether nobody has decided on any theme of the paragraph.
    pub(super) fn is_undecided(&self, themes: &ThemeSet) -> bool {
        let all = themes.len();
        let alone = self.alone.as_ref();
        self.unknown.len() == all && alone.is_none_or(|alone| alone.unknown.len() == all)
    }
}

/// The words of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The text itself.
    Text(String),
    /// The count of each word, for texts that must not be redistributed.
    Words(BTreeMap<String, u32>),
}

impl Content {
    /// The content of a line, which must have either a text or words; `id` is for error messages.
    pub(super) fn from_parts(
        text: Option<String>,
        words: Option<BTreeMap<String, u32>>,
        id: &str,
    ) -> Result<Self, LabelProblem> {
        match (text, words) {
            (Some(_), Some(_)) => Err(LabelProblem::TextAndWords(id.into())),
            (Some(text), None) if !text.trim().is_empty() => Ok(Self::Text(text)),
            (None, Some(words)) if total(&words) > MAX_WORDS => {
                Err(LabelProblem::TooManyWords { found: total(&words), limit: MAX_WORDS })
            }
            (None, Some(words)) if total(&words) > 0 => Ok(Self::Words(words)),
            _ => Err(LabelProblem::Empty(id.into())),
        }
    }

    /// The text, if it is known.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Words(_) => None,
        }
    }

    /// The same paragraph as the count of each word in its normal form, for texts that must not be
    /// redistributed. Its stems are the same, but have no order.
    #[must_use]
    pub fn counted(&self, language: Language) -> Self {
        let Self::Text(text) = self else { return self.clone() };
        let mut counts = BTreeMap::new();
        for Token { span, .. } in words(text, language) {
            if let Some(word) = normal_form(&text[span], language) {
                *counts.entry(word.into_owned()).or_default() += 1;
            }
        }
        Self::Words(counts)
    }

    /// Replaces the contents of `stems` by the stems of the paragraph.
    pub fn analyze(&self, analyzer: &mut Analyzer, stems: &mut Vec<Stem>) {
        match self {
            Self::Text(text) => analyzer.analyze(text, stems),
            Self::Words(words) => analyzer.analyze_counts(counts(words), stems),
        }
    }

    /// The key of the paragraph in a file of embeddings: the first eight bytes, big-endian, of
    /// the SHA-256 of its text, or of a line `word⇥count` for each of its words in
    /// alphabetical order.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::dataset::Content;
    ///
    /// let text = Content::Text("Tariffs on steel".into());
    /// assert_eq!(format!("{:016x}", text.key()), "92f5bf38e4efb41e");
    /// ```
    pub fn key(&self) -> u64 {
        let digest = match self {
            Self::Text(text) => Sha256::digest(text),
            Self::Words(words) => {
                let lines = words.iter().map(|(word, count)| format!("{word}\t{count}\n"));
                Sha256::digest(lines.collect::<String>())
            }
        };
        digest.iter().take(8).fold(0, |key, &byte| key << 8 | u64::from(byte))
    }
}

fn counts(words: &BTreeMap<String, u32>) -> impl Iterator<Item = (&str, u32)> {
    words.iter().map(|(word, &count)| (word.as_str(), count))
}

/// The most words that a counted paragraph may have. More are a mistake and would fill the memory.
const MAX_WORDS: u64 = 1_000_000;

fn total(words: &BTreeMap<String, u32>) -> u64 {
    words.values().map(|&count| u64::from(count)).sum()
}
