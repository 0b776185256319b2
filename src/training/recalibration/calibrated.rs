//! Heads fitted to scored paragraphs, and what they are worth.

use super::before_and_after::BeforeAndAfter;
use super::scored_paragraphs::ScoredParagraphs;
use crate::evaluation::{Evaluation, Predictions};
use crate::model::{OperatingCurve, ThemeHeads};
use crate::training::Folds;

/// Heads fitted to scored paragraphs, and the quality before and after.
pub(super) struct Calibrated {
    pub(super) heads: ThemeHeads,
    pub(super) figures: BeforeAndAfter,
}

impl Calibrated {
    /// Fits heads in place of others. `folds` are those of the whole dataset.
    pub(super) fn fit(paragraphs: &ScoredParagraphs, before: &ThemeHeads, folds: &Folds) -> Self {
        let all: Vec<usize> = (0..paragraphs.len()).collect();
        let evaluation = |answers: &Predictions| {
            Evaluation::new(paragraphs.themes, paragraphs.targets.view(), answers)
        };
        let figures = BeforeAndAfter {
            before: evaluation(&paragraphs.answer(&all, before)),
            after: evaluation(&cross_validated(paragraphs, before, folds)),
        };
        Self { heads: fitted(paragraphs, &all, before), figures }
    }
}

/// The predictions of each fold with heads fitted to the others.
fn cross_validated(
    paragraphs: &ScoredParagraphs,
    before: &ThemeHeads,
    folds: &Folds,
) -> Predictions {
    let mut all = Predictions::none(paragraphs.targets.dim());
    for fold in 0..folds.count() {
        let in_fold = |&place: &usize| folds.fold_of(paragraphs.examples[place]) == fold;
        let (unseen, seen): (Vec<usize>, Vec<usize>) = (0..paragraphs.len()).partition(in_fold);
        let heads = fitted(paragraphs, &seen, before);
        all.put(&unseen, &paragraphs.answer(&unseen, &heads));
    }
    all
}

/// Heads fitted to the paragraphs at some places. Themes without known labels keep theirs.
fn fitted(paragraphs: &ScoredParagraphs, places: &[usize], before: &ThemeHeads) -> ThemeHeads {
    let mut heads = paragraphs.heads(places);
    for (theme, targets) in paragraphs.targets.columns().into_iter().enumerate() {
        if targets.iter().all(Option::is_none) {
            heads.calibrations[theme] = before.calibrations[theme];
            heads.thresholds[theme] = before.thresholds[theme];
            let curve = before.curves.get(theme).cloned();
            heads.curves[theme] = curve.unwrap_or_else(|| OperatingCurve::new(std::iter::empty()));
        }
    }
    heads
}
