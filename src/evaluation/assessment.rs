//! A full assessment of a model on labelled paragraphs.

use std::collections::BTreeMap;

use ndarray::ArrayView2;
use serde::Serialize;

use super::metrics::{BINS, bin, known, precision_recall};
use super::{
    Bootstrap, Confusion, Evaluation, Interval, Judgements, LearningCurve, LeftOut, Predictions,
    Prevalence, Units,
};
use crate::model::Perspective;
use crate::theme::ThemeSet;

/// An [`Evaluation`] with intervals, confusion, reliability and curves.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The figures, averaged over repeats.
    pub evaluation: Evaluation,
    /// The interval of each figure, in the order of [`Evaluation::figures`]; empty without a
    /// bootstrap.
    pub intervals: Vec<Option<Interval>>,
    /// Whether intervals are by drawing whole documents, not paragraphs.
    pub over_documents: bool,
    /// Whose view of the paragraphs of articles was predicted, and measured against.
    pub perspective: Perspective,
    /// The figures of each repeat of a cross-validation, if there are several.
    pub repeats: Vec<Evaluation>,
    /// The confusion of themes, in the first repeat.
    pub confusion: Confusion,
    /// The reliability diagram: mean confidence and share of true pairs, by ascending confidence.
    pub reliability: Vec<ReliabilityBin>,
    /// Recall and precision of each theme as its threshold falls, in the first repeat.
    pub precision_recall: Vec<Vec<(f64, f64)>>,
    /// The share of each theme that the model estimates without labels; empty without a model.
    pub prevalences: Vec<Option<Prevalence>>,
    /// The figures of each group of paragraphs with the same value in a field.
    pub parts: BTreeMap<String, Evaluation>,
    /// The paragraphs of articles against two judgements, if there are two.
    pub judgements: Option<Judgements>,
    /// The figures of each source that was left out of training, if they were.
    pub left_out: Option<LeftOut>,
    /// The learning curve, if measured.
    pub learning_curve: Option<LearningCurve>,
}

/// One of fifteen bins of a reliability diagram, which holds pairs of paragraph and theme.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct ReliabilityBin {
    /// The number of pairs, in all repeats.
    pub pairs: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of true pairs.
    pub share: f64,
}

impl Assessment {
    /// Measures predictions on the same paragraphs, one set per repeat, each of shape (paragraphs,
    /// themes).
    ///
    /// # Panics
    /// If `predictions` is empty.
    pub fn new(
        themes: &ThemeSet,
        truth: ArrayView2<Option<bool>>,
        predictions: &[Predictions],
        bootstrap: Bootstrap,
        units: &Units,
    ) -> Self {
        let each =
            predictions.iter().map(|predictions| Evaluation::new(themes, truth, predictions));
        let each: Vec<_> = each.collect();
        let first = &predictions[0];
        let columns = truth.columns().into_iter().zip(first.confidences.columns());
        Self {
            evaluation: Evaluation::mean(&each),
            intervals: bootstrap.intervals(themes, truth, predictions, units),
            over_documents: units.are_documents(),
            perspective: Perspective::default(),
            repeats: if each.len() > 1 { each } else { Vec::new() },
            confusion: Confusion::new(truth, first),
            reliability: reliability(truth, predictions),
            precision_recall: columns.map(|(t, c)| precision_recall(t, c)).collect(),
            prevalences: Vec::new(),
            parts: BTreeMap::new(),
            judgements: None,
            left_out: None,
            learning_curve: None,
        }
    }

    /// The true share of each theme, among the paragraphs for which it is known.
    pub fn shares(&self) -> impl Iterator<Item = f64> {
        let themes = self.evaluation.themes.iter();
        themes.map(|scores| scores.averages.support as f64 / scores.known.max(1) as f64)
    }

    /// Also measures each group of paragraphs with the same value, if there are at least two
    /// groups.
    #[must_use]
    pub fn with_parts<'a>(
        mut self,
        values: impl Iterator<Item = &'a str>,
        themes: &ThemeSet,
        truth: ArrayView2<Option<bool>>,
        predictions: &[Predictions],
    ) -> Self {
        let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, value) in values.enumerate() {
            places.entry(value).or_default().push(place);
        }
        let parts = places.iter().filter(|_| places.len() > 1).map(|(value, places)| {
            ((*value).to_owned(), Evaluation::of_part(themes, truth, predictions, places))
        });
        self.parts = parts.collect();
        self
    }
}

fn reliability(
    truth: ArrayView2<Option<bool>>,
    predictions: &[Predictions],
) -> Vec<ReliabilityBin> {
    let mut bins = vec![ReliabilityBin::default(); BINS];
    for predictions in predictions {
        for (has, confidence) in known(&truth, &predictions.confidences) {
            let bin = &mut bins[bin(confidence, BINS)];
            bin.pairs += 1;
            bin.confidence += confidence;
            bin.share += f64::from(u8::from(has));
        }
    }
    for bin in &mut bins {
        bin.confidence /= bin.pairs.max(1) as f64;
        bin.share /= bin.pairs.max(1) as f64;
    }
    bins
}
