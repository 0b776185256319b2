//! One labelled paragraph.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

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
    /// The places of the themes of which nobody has decided whether it has them, rising:
    /// they are neither its own nor not. It has none of those in neither list.
    pub unknown: Vec<usize>,
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
                Err(LabelProblem::TooManyWords { found: total(&words), limit: MOST_WORDS })
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
