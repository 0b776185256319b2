//! One labelled paragraph.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::ThemeId;
use crate::error::LabelProblem;
use crate::model::{Prediction, Worker};
use crate::text::{Analyzer, Stem};

/// A paragraph with the themes a reader gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its id, unique in the dataset.
    pub id: String,
    /// The places of its themes in the dataset's set of themes, rising.
    pub themes: Vec<usize>,
    /// Its words.
    pub content: Content,
    /// How much it counts in learning weights, calibration, thresholds and the
    /// choice of settings, above 0; 1 unless the label says otherwise. The figures
    /// of an evaluation count it once.
    pub weight: f32,
    /// What else its line says in one text or number, such as `source` or `date`,
    /// by the name of the field.
    pub fields: BTreeMap<String, String>,
}

/// The words of a labelled paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The text itself.
    Text(String),
    /// Only how often each word occurs, for texts that may not be passed on.
    Words(BTreeMap<String, u32>),
}

impl Content {
    /// The content of a line that should have either; `id` is for messages.
    pub(super) fn from_parts(
        text: Option<String>,
        words: Option<BTreeMap<String, u32>>,
        id: &str,
    ) -> Result<Self, LabelProblem> {
        match (text, words) {
            (Some(_), Some(_)) => Err(LabelProblem::TextAndWords(id.into())),
            (Some(text), None) if !text.trim().is_empty() => Ok(Self::Text(text)),
            (None, Some(words)) if total(&words) > MOST_WORDS => {
                Err(LabelProblem::TooManyWords { found: total(&words), allowed: MOST_WORDS })
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

    /// Puts the stems of the paragraph into `stems`.
    pub fn analyze(&self, analyzer: &mut Analyzer, stems: &mut Vec<Stem>) {
        match self {
            Self::Text(text) => analyzer.analyze(text, stems),
            Self::Words(words) => analyzer.analyze_counts(counts(words), stems),
        }
    }

    /// By what the paragraph is known in a file of embeddings: the first eight
    /// bytes of the SHA-256 of its text, or of a line `word⇥count` for each of its
    /// words in alphabetical order, as a number whose first byte is the highest.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::training::Content;
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

    /// Predicts the themes of the paragraph.
    pub fn predict(&self, worker: &mut Worker) -> Prediction {
        match self {
            Self::Text(text) => worker.predict(text),
            Self::Words(words) => worker.predict_counts(counts(words)),
        }
    }
}

fn counts(words: &BTreeMap<String, u32>) -> impl Iterator<Item = (&str, u32)> {
    words.iter().map(|(word, &count)| (word.as_str(), count))
}

/// The words of a counted paragraph at most; more is a mistake, and would fill
/// the memory.
const MOST_WORDS: u64 = 1_000_000;

fn total(words: &BTreeMap<String, u32>) -> u64 {
    words.values().map(|&count| u64::from(count)).sum()
}

/// A line of a label file, before its themes are known to exist.
#[derive(Deserialize)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) themes: Vec<String>,
    text: Option<String>,
    words: Option<BTreeMap<String, u32>>,
    weight: Option<f32>,
    #[serde(flatten)]
    others: BTreeMap<String, Value>,
}

/// The lines that are not blank, with their number from 1.
pub(super) fn numbered_lines(bytes: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let lines = bytes.split(|&byte| byte == b'\n').zip(1..);
    lines.filter(|(line, _)| !line.trim_ascii().is_empty())
}

/// What a line says of a paragraph, as JSON.
pub(super) fn parse<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, LabelProblem> {
    let text = str::from_utf8(line).map_err(|e| LabelProblem::Utf8(e.valid_up_to()))?;
    serde_json::from_str(text).map_err(LabelProblem::Json)
}

impl Line {
    pub(super) fn parse(line: &[u8]) -> Result<Self, LabelProblem> {
        let line: Self = parse(line)?;
        let invalid = line.themes.iter().find_map(|id| id.parse::<ThemeId>().err());
        invalid.map_or(Ok(line), |error| Err(LabelProblem::ThemeId(Box::new(error))))
    }

    /// The example, once the places of its themes are known.
    pub(super) fn example(self, mut themes: Vec<usize>) -> Result<Example, LabelProblem> {
        themes.sort_unstable();
        themes.dedup();
        let weight = self.weight.unwrap_or(1.0);
        if !(weight.is_finite() && weight > 0.0) {
            return Err(LabelProblem::Weight(weight));
        }
        let content = Content::from_parts(self.text, self.words, &self.id)?;
        let fields = self.others.into_iter().filter_map(|(name, value)| Some((name, one(value)?)));
        Ok(Example { id: self.id, themes, content, weight, fields: fields.collect() })
    }
}

/// A field of one value as text; lists and objects are none.
fn one(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
