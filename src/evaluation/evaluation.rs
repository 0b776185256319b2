//! All figures of one set of predictions.

use ndarray::{ArrayView2, Zip};

use super::metrics::{
    Averages, Counts, average_precision, brier_score, expected_calibration_error, weighted,
};
use crate::ThemeId;
use crate::model::EvaluationSummary;
use crate::theme::ThemeSet;

/// How good predictions are.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The figures of each theme, in the order of the set.
    pub themes: Vec<ThemeScores>,
    /// Over all pairs of paragraph and theme.
    pub micro: Averages,
    /// The mean over themes.
    pub macro_average: Averages,
    /// The mean over themes, each by its number of true labels.
    pub weighted: Averages,
    /// The mean over paragraphs.
    pub samples: Averages,
    /// The mean over themes that occur of average precision, from 0 to 1.
    pub mean_average_precision: f64,
    /// The mean squared error of confidences, from 0 to 1.
    pub brier_score: f64,
    /// The gap between confidence and truth, 15 bins, from 0 to 1.
    pub expected_calibration_error: f64,
    /// The number of paragraphs.
    pub paragraphs: usize,
}

/// The figures of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeScores {
    /// The theme.
    pub theme: ThemeId,
    /// Precision, recall, F1 and support.
    pub averages: Averages,
    /// Average precision; `None` if no paragraph has the theme.
    pub average_precision: Option<f64>,
}

impl Evaluation {
    /// Compares labels and confidences with the truth; all three have the
    /// shape (paragraphs, themes).
    pub fn new(
        themes: &ThemeSet,
        truth: ArrayView2<bool>,
        confidences: ArrayView2<f32>,
        labels: ArrayView2<bool>,
    ) -> Self {
        let columns = truth.columns().into_iter().zip(labels.columns());
        let counts: Vec<_> =
            columns.map(|(truth, labels)| Counts::of(truth.iter().zip(labels))).collect();
        let scores =
            themes.ids().zip(&counts).enumerate().map(|(at, (theme, counts))| ThemeScores {
                theme: theme.clone(),
                averages: counts.averages(),
                average_precision: average_precision(truth.column(at), confidences.column(at)),
            });
        let scores: Vec<_> = scores.collect();
        let averages: Vec<_> = scores.iter().map(|score| score.averages).collect();
        let precisions: Vec<_> = scores.iter().filter_map(|s| s.average_precision).collect();
        Self {
            micro: Counts::of(truth.iter().zip(&labels)).averages(),
            macro_average: weighted(&averages, |_| 1.0),
            weighted: weighted(&averages, |average| average.support as f64),
            samples: samples(truth, labels),
            mean_average_precision: precisions.iter().sum::<f64>() / precisions.len().max(1) as f64,
            brier_score: brier_score(truth, confidences),
            expected_calibration_error: expected_calibration_error(truth, confidences),
            paragraphs: truth.nrows(),
            themes: scores,
        }
    }

    /// Compares confidences with the truth, a label being a confidence that
    /// reaches its theme's threshold.
    pub fn with_thresholds(
        themes: &ThemeSet,
        truth: ArrayView2<bool>,
        confidences: ArrayView2<f32>,
        thresholds: &[f32],
    ) -> Self {
        let thresholds = ndarray::ArrayView1::from(thresholds);
        let labels = Zip::from(confidences)
            .and_broadcast(thresholds)
            .map_collect(|confidence, threshold| confidence >= threshold);
        Self::new(themes, truth, confidences, labels.view())
    }
}

fn samples(truth: ArrayView2<bool>, labels: ArrayView2<bool>) -> Averages {
    let rows = truth.rows().into_iter().zip(labels.rows());
    let averages: Vec<_> = rows.map(|(t, l)| Counts::of(t.iter().zip(l)).averages()).collect();
    weighted(&averages, |_| 1.0)
}

impl From<&Evaluation> for EvaluationSummary {
    fn from(evaluation: &Evaluation) -> Self {
        Self {
            mean_average_precision: evaluation.mean_average_precision,
            macro_f1: evaluation.macro_average.f1,
            micro_f1: evaluation.micro.f1,
            expected_calibration_error: evaluation.expected_calibration_error,
            brier_score: evaluation.brier_score,
        }
    }
}
