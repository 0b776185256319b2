//! All figures of one set of predictions.

use ndarray::{ArrayView2, Zip};

use super::metrics::{
    Averages, Counts, average_precision, brier_score, expected_calibration_error, mean, weighted,
};
use crate::ThemeId;
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
        let columns = truth.columns().into_iter().zip(labels.columns()).enumerate();
        let scores = themes.ids().zip(columns).map(|(theme, (at, (truth, labels)))| ThemeScores {
            theme: theme.clone(),
            averages: Counts::of(truth.iter().zip(labels)).averages(),
            average_precision: average_precision(truth, confidences.column(at)),
        });
        let scores: Vec<_> = scores.collect();
        let averages: Vec<_> = scores.iter().map(|score| score.averages).collect();
        Self {
            micro: Counts::of(truth.iter().zip(&labels)).averages(),
            macro_average: weighted(&averages, |_| 1.0),
            weighted: weighted(&averages, |average| average.support as f64),
            samples: samples(truth, labels),
            mean_average_precision: mean(scores.iter().map(|score| score.average_precision)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;
    use ndarray::array;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-7, "{found} is not {expected}");
    }

    /// The expected figures are printed by `tests/data/metrics.py`.
    #[test]
    fn agrees_with_scikit_learn_also_on_a_theme_nobody_has() {
        let ids = ["a", "b", "c"].map(|id| Theme::from(id.parse::<ThemeId>().unwrap()));
        let themes = ThemeSet::try_from(ids.to_vec()).unwrap();
        let truth = array![[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 0, 0], [0, 1, 0]];
        let truth = truth.mapv(|has| has == 1);
        let confidences = array![
            [0.9, 0.2, 0.1],
            [0.6, 0.7, 0.1],
            [0.6, 0.4, 0.3],
            [0.1, 0.5, 0.0],
            [0.3, 0.1, 0.2],
            [0.2, 0.8, 1.0],
        ];
        let thresholds = [0.5, 0.45, 0.6];
        let evaluation =
            Evaluation::with_thresholds(&themes, truth.view(), confidences.view(), &thresholds);
        let third = 1.0 / 3.0;
        for (averages, precision, recall, f1, support) in [
            (evaluation.themes[0].averages, 2.0 * third, 2.0 * third, 2.0 * third, 3),
            (evaluation.themes[1].averages, 2.0 * third, 2.0 * third, 2.0 * third, 3),
            (evaluation.themes[2].averages, 0.0, 0.0, 0.0, 0),
            (evaluation.micro, 4.0 / 7.0, 2.0 * third, 8.0 / 13.0, 6),
            (evaluation.macro_average, 4.0 / 9.0, 4.0 / 9.0, 4.0 / 9.0, 6),
            (evaluation.weighted, 2.0 * third, 2.0 * third, 2.0 * third, 6),
            (evaluation.samples, 5.0 / 12.0, 0.5, 4.0 / 9.0, 6),
        ] {
            close(averages.precision, precision);
            close(averages.recall, recall);
            close(averages.f1, f1);
            assert_eq!(averages.support, support);
        }
        let precisions = [Some(0.805_555_555_555), Some(0.916_666_666_666), None];
        for (scores, expected) in evaluation.themes.iter().zip(precisions) {
            assert_eq!(scores.average_precision.is_some(), expected.is_some());
            close(scores.average_precision.unwrap_or(0.0), expected.unwrap_or(0.0));
        }
        close(evaluation.mean_average_precision, 0.861_111_111_111);
        close(evaluation.brier_score, 0.167_222_222_222);
        close(evaluation.expected_calibration_error, 0.238_888_888_888);
    }
}
