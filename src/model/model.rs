//! The model: everything between a paragraph and its labels.

use std::fmt;

use super::table::Table;
use super::{
    Calibration, Decision, Manifest, Novelty, Prediction, Reliability, Scorer, Worker, Workers,
};
use crate::Result;
use crate::error::Problem;
use crate::features::Vectorizer;
use crate::theme::ThemeSet;

/// A trained model.
///
/// # Examples
///
/// ```
/// use themewise::Model;
///
/// let model = Model::embedded()?;
/// let prediction = model.predict("Hackers stole voter files from the party’s e-mail server.");
/// assert_eq!(prediction.labels[0].theme.as_str(), "cybersecurity");
/// # Ok::<(), themewise::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Model {
    manifest: Manifest,
    vectorizer: Vectorizer,
    scorer: Scorer,
    table: Table,
    novelty: Novelty,
    reliability: Reliability,
}

impl Model {
    /// Puts a model together; `reliability` has one entry per theme of the manifest,
    /// `scorer` one column; `novelty` one surprise per term.
    pub fn new(
        manifest: Manifest,
        vectorizer: Vectorizer,
        scorer: Scorer,
        novelty: Novelty,
        reliability: Reliability,
    ) -> Self {
        let shape = (vectorizer.vocabulary().len(), reliability.thresholds.len());
        debug_assert_eq!(scorer.weights.dim(), shape);
        let table = Table::new(&vectorizer, &scorer, &reliability.calibrations);
        Self { manifest, vectorizer, scorer, table, novelty, reliability }
    }

    /// The same model, its scores read in another way, as the manifest says.
    #[must_use]
    pub fn with_reliability(self, manifest: Manifest, reliability: Reliability) -> Self {
        Self::new(manifest, self.vectorizer, self.scorer, self.novelty, reliability)
    }

    /// Predicts the themes of one paragraph; for many, use one [`Worker`].
    pub fn predict(&self, paragraph: &str) -> Prediction {
        self.worker().predict(paragraph)
    }

    /// A worker, which predicts many paragraphs and stems each word once.
    pub fn worker(&self) -> Worker<'_> {
        self.workers().worker()
    }

    /// Makes workers for several threads.
    pub fn workers(&self) -> Workers<'_> {
        Workers::new(self)
    }

    /// What the model says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The themes it gives.
    pub fn themes(&self) -> &ThemeSet {
        &self.manifest.themes
    }

    /// The place of a theme in confidences.
    ///
    /// # Errors
    /// [`Error::UnknownTheme`] with the themes there are.
    pub fn theme(&self, id: &str) -> Result<usize> {
        self.themes().position(id).ok_or_else(|| {
            Problem::UnknownTheme { found: id.to_owned(), expected: self.themes().list() }.into()
        })
    }

    /// The terms and their rarity.
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.vectorizer
    }

    /// The table of weights.
    pub fn scorer(&self) -> &Scorer {
        &self.scorer
    }

    /// The least confidence of a label, one per theme.
    pub fn thresholds(&self) -> &[f32] {
        &self.reliability.thresholds
    }

    /// What makes labels of confidences unless another decision is asked for.
    pub fn decision(&self) -> Decision {
        Decision::new(self.thresholds().to_vec())
    }

    /// What makes a confidence of each theme's score.
    pub fn calibrations(&self) -> &[Calibration] {
        &self.reliability.calibrations
    }

    /// What makes confidences and labels of scores.
    pub fn reliability(&self) -> &Reliability {
        &self.reliability
    }

    /// What tells how far a paragraph is from the labelled ones.
    pub fn novelty(&self) -> &Novelty {
        &self.novelty
    }

    /// The table of weights as workers use it.
    pub(super) fn table(&self) -> &Table {
        &self.table
    }
}

/// The sizes, not the tables: a model has a million numbers.
impl fmt::Debug for Model {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, themes) = self.scorer.weights.dim();
        write!(formatter, "Model({terms} terms, {themes} themes)")
    }
}
