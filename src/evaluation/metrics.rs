//! Single figures, each defined as scikit-learn defines it.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};
use serde::Serialize;

/// Precision, recall, F1 and support.
///
/// Precision is 0 if nothing was predicted, and recall is 0 if nothing is true (scikit-learn's
/// `zero_division=0`).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PrecisionRecall {
    /// The share of labels given that are true, from 0 to 1.
    pub precision: f64,
    /// The share of true labels that are given, from 0 to 1.
    pub recall: f64,
    /// The harmonic mean of the two, from 0 to 1.
    #[serde(rename = "f1-score")]
    pub f1: f64,
    /// The number of true labels.
    pub support: usize,
}

/// The number of labels that are given, true, and both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Counts {
    pub(super) given: usize,
    pub(super) truly: usize,
    pub(super) hits: usize,
}

impl Counts {
    /// Counts pairs of truth and label whose truth is known.
    pub(super) fn of<'a>(labels: impl Iterator<Item = (&'a Option<bool>, &'a bool)>) -> Self {
        let known = labels.filter_map(|(truly, &given)| Some(((*truly)?, given)));
        known.fold(Self::default(), |counts, (truly, given)| Self {
            given: counts.given + usize::from(given),
            truly: counts.truly + usize::from(truly),
            hits: counts.hits + usize::from(given && truly),
        })
    }

    pub(super) fn averages(self) -> PrecisionRecall {
        PrecisionRecall {
            precision: share(self.hits, self.given),
            recall: share(self.hits, self.truly),
            f1: share(2 * self.hits, self.given + self.truly),
            support: self.truly,
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The weighted mean of several sets of figures.
pub(super) fn weighted(
    averages: &[PrecisionRecall],
    weight: impl Fn(&PrecisionRecall) -> f64,
) -> PrecisionRecall {
    let total: f64 = averages.iter().map(&weight).sum();
    let mean = |figure: fn(&PrecisionRecall) -> f64| {
        let sum: f64 = averages.iter().map(|average| weight(average) * figure(average)).sum();
        if total > 0.0 { sum / total } else { 0.0 }
    };
    PrecisionRecall {
        precision: mean(|average| average.precision),
        recall: mean(|average| average.recall),
        f1: mean(|average| average.f1),
        support: averages.iter().map(|average| average.support).sum(),
    }
}

/// Average precision: the mean of the precision at the rank of each true paragraph. Equal scores
/// share a rank. `None` if no paragraph is true. Paragraphs with unknown truth are skipped.
pub fn average_precision(truth: ArrayView1<Option<bool>>, scores: ArrayView1<f32>) -> Option<f64> {
    weighted_average_precision(truth, scores, Array1::ones(truth.len()).view())
}

/// [`average_precision`] in which each paragraph counts by its weight, above 0.
fn weighted_average_precision(
    truth: ArrayView1<Option<bool>>,
    scores: ArrayView1<f32>,
    weights: ArrayView1<f32>,
) -> Option<f64> {
    let (mut hits, mut sum) = (0.0, 0.0);
    for_each_rank(truth, scores, weights, |rank| {
        sum += rank.here * rank.hits / rank.seen;
        hits = rank.hits;
    });
    (hits > 0.0).then(|| sum / hits)
}

/// Recall and precision at each rank down to the last true paragraph; equal scores are
/// one rank. Empty if no paragraph is true.
pub(super) fn precision_recall(
    truth: ArrayView1<Option<bool>>,
    scores: ArrayView1<f32>,
) -> Vec<(f64, f64)> {
    let mut ranks = Vec::new();
    let weights = Array1::ones(truth.len());
    for_each_rank(truth, scores, weights.view(), |rank| ranks.push(rank));
    let all = ranks.last().map_or(0.0, |rank| rank.hits);
    let useful = ranks.iter().take_while(|rank| rank.hits - rank.here < all);
    useful.map(|rank| (rank.hits / all, rank.hits / rank.seen)).collect()
}

/// The paragraphs with one score: the weight of the true ones here (`here`), and down to this rank
/// the weight of the true ones (`hits`) and of all (`seen`).
struct Rank {
    here: f64,
    hits: f64,
    seen: f64,
}

/// Calls `take` with every rank, from the highest score down. Unknown truth is skipped.
fn for_each_rank(
    truth: ArrayView1<Option<bool>>,
    scores: ArrayView1<f32>,
    weights: ArrayView1<f32>,
    mut take: impl FnMut(Rank),
) {
    let paragraphs = scores.iter().zip(truth).zip(weights);
    let known = paragraphs
        .filter_map(|((score, &truly), &weight)| Some((score, truly?, f64::from(weight))));
    let mut ranked: Vec<_> = known.collect();
    ranked.sort_by(|a, b| b.0.total_cmp(a.0));
    let (mut hits, mut seen) = (0.0, 0.0);
    for rank in ranked.chunk_by(|a, b| a.0.total_cmp(b.0).is_eq()) {
        let of_hits = rank.iter().filter(|(_, truly, _)| *truly);
        let here: f64 = of_hits.map(|(_, _, weight)| weight).sum();
        seen += rank.iter().map(|(_, _, weight)| weight).sum::<f64>();
        hits += here;
        take(Rank { here, hits, seen });
    }
}

/// The mean of [`average_precision`] over the themes that at least one paragraph has; 0 without
/// such themes. Both arrays have the shape (paragraphs, themes).
pub fn mean_average_precision(truth: ArrayView2<Option<bool>>, scores: ArrayView2<f32>) -> f64 {
    weighted_mean_average_precision(truth, scores, Array1::ones(truth.nrows()).view())
}

/// [`mean_average_precision`] in which each paragraph counts by its weight, above 0.
pub fn weighted_mean_average_precision(
    truth: ArrayView2<Option<bool>>,
    scores: ArrayView2<f32>,
    weights: ArrayView1<f32>,
) -> f64 {
    let themes = truth.columns().into_iter().zip(scores.columns());
    mean(themes.map(|(truth, scores)| weighted_average_precision(truth, scores, weights)))
}

/// The mean of the defined average precisions; 0 if all are undefined.
pub(super) fn mean(precisions: impl Iterator<Item = Option<f64>>) -> f64 {
    let precisions: Vec<f64> = precisions.flatten().collect();
    // An empty sum of floats is -0.
    (0.0 + precisions.iter().sum::<f64>()) / precisions.len().max(1) as f64
}

/// The pairs of paragraph and theme with known truth, with their confidence.
pub(super) fn known<'a>(
    truth: &'a ArrayView2<Option<bool>>,
    confidences: &'a Array2<f32>,
) -> impl Iterator<Item = (bool, f64)> {
    let pairs = truth.iter().zip(confidences);
    pairs.filter_map(|(truly, &confidence)| Some(((*truly)?, f64::from(confidence))))
}

/// The mean squared error of confidences over all pairs of paragraph and theme.
pub(super) fn brier_score(truth: ArrayView2<Option<bool>>, confidences: &Array2<f32>) -> f64 {
    let pairs = known(&truth, confidences);
    let sum: f64 = pairs.map(|(truly, p)| (p - f64::from(u8::from(truly))).powi(2)).sum();
    sum / known(&truth, confidences).count().max(1) as f64
}

/// The number of bins of confidences, as is usual.
pub(super) const BINS: usize = 15;

/// The gap between mean confidence and share of truth, averaged over 15 bins
/// of equal width by the pairs in them (Guo et al. 2017), over all pairs.
pub(super) fn expected_calibration_error(
    truth: ArrayView2<Option<bool>>,
    confidences: &Array2<f32>,
) -> f64 {
    let (mut gaps, mut pairs) = ([0.0_f64; BINS], 0_usize);
    for (truly, confidence) in known(&truth, confidences) {
        gaps[bin(confidence, BINS)] += confidence - f64::from(u8::from(truly));
        pairs += 1;
    }
    gaps.iter().map(|gap| gap.abs()).sum::<f64>() / pairs.max(1) as f64
}

/// The bin of a confidence from 0 to 1; bins include their lower edge.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the whole part of a number from 0 to the number of bins"
)]
pub(super) fn bin(confidence: f64, bins: usize) -> usize {
    ((confidence * bins as f64) as usize).min(bins - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Axis, array};

    #[test]
    fn a_weight_of_two_is_the_paragraph_twice() {
        let truth = array![[true, false], [false, true], [true, true], [false, false]].mapv(Some);
        let scores = array![[0.9, 0.1], [0.8, 0.7], [0.7, 0.2], [0.1, 0.7]];
        let weights = array![1.0, 2.0, 1.0, 2.0];
        let rows = [0, 1, 1, 2, 3, 3];
        let twice = (truth.select(Axis(0), &rows), scores.select(Axis(0), &rows));
        let twice = mean_average_precision(twice.0.view(), twice.1.view());
        let once = mean_average_precision(truth.view(), scores.view());
        let weighted = weighted_mean_average_precision(truth.view(), scores.view(), weights.view());
        assert!((weighted - twice).abs() < 1e-12, "{weighted} and {twice}");
        assert!((weighted - once).abs() > 0.01, "{weighted} and {once}");
    }
}
