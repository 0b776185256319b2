//! The figures of one set of predictions.

use ndarray::{ArrayView2, Axis};

use super::Predictions;
use super::metrics::{
    Counts, PrecisionRecall, average_precision, brier_score, expected_calibration_error, mean,
    weighted,
};
use crate::ThemeId;
use crate::theme::ThemeSet;

/// Figures of the quality of predictions.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The figures of each theme, in the order of the set.
    pub themes: Vec<ThemeScores>,
    /// Over all pairs of paragraph and theme.
    pub micro: PrecisionRecall,
    /// The mean over themes with any known label.
    pub macro_average: PrecisionRecall,
    /// The mean over themes, weighted by their number of true labels.
    pub weighted: PrecisionRecall,
    /// The mean over paragraphs.
    pub samples: PrecisionRecall,
    /// The mean of average precision over the themes that occur, from 0 to 1.
    pub mean_average_precision: f64,
    /// The mean squared error of confidences, from 0 to 1.
    pub brier_score: f64,
    /// The expected calibration error with 15 bins, from 0 to 1.
    pub expected_calibration_error: f64,
    /// The number of paragraphs.
    pub paragraphs: usize,
    /// The number of pairs of paragraph and theme with an unknown label. No figure counts them, and
    /// the mean over paragraphs skips a paragraph that has no others.
    pub unknown: usize,
}

/// The figures of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeScores {
    /// The theme.
    pub theme: ThemeId,
    /// Precision, recall, F1 and support.
    pub averages: PrecisionRecall,
    /// Average precision; `None` if no paragraph has the theme.
    pub average_precision: Option<f64>,
    /// The number of paragraphs with a known label for the theme.
    pub known: usize,
}

impl Evaluation {
    /// Compares predictions with known labels, all of shape (paragraphs, themes).
    pub fn new(
        themes: &ThemeSet,
        truth: ArrayView2<Option<bool>>,
        predictions: &Predictions,
    ) -> Self {
        let (confidences, labels) = (&predictions.confidences, predictions.labels.view());
        let columns = truth.columns().into_iter().zip(labels.columns()).enumerate();
        let scores = themes.ids().zip(columns).map(|(theme, (at, (truth, labels)))| ThemeScores {
            theme: theme.clone(),
            averages: Counts::of(truth.iter().zip(labels)).averages(),
            average_precision: average_precision(truth, confidences.column(at)),
            known: truth.iter().flatten().count(),
        });
        let scores: Vec<_> = scores.collect();
        let measured = scores.iter().filter(|score| score.known > 0);
        let averages: Vec<_> = measured.map(|score| score.averages).collect();
        Self {
            micro: Counts::of(truth.iter().zip(labels)).averages(),
            macro_average: weighted(&averages, |_| 1.0),
            weighted: weighted(&averages, |average| average.support as f64),
            samples: samples(truth, labels),
            mean_average_precision: mean(scores.iter().map(|score| score.average_precision)),
            brier_score: brier_score(truth, confidences),
            expected_calibration_error: expected_calibration_error(truth, confidences),
            paragraphs: truth.nrows(),
            unknown: truth.iter().filter(|truth| truth.is_none()).count(),
            themes: scores,
        }
    }

    /// The mean of the evaluations of several predictions on the same paragraphs, figure by
    /// figure.
    ///
    /// # Panics
    /// If `predictions` is empty.
    pub fn mean_of(
        themes: &ThemeSet,
        truth: ArrayView2<Option<bool>>,
        predictions: &[Predictions],
    ) -> Self {
        let all = predictions.iter().map(|predictions| Self::new(themes, truth, predictions));
        Self::mean(&all.collect::<Vec<_>>())
    }

    /// [`Evaluation::mean_of`] the paragraphs at some indices.
    pub(crate) fn of_part(
        themes: &ThemeSet,
        truth: ArrayView2<Option<bool>>,
        predictions: &[Predictions],
        paragraphs: &[usize],
    ) -> Self {
        let truth = truth.select(Axis(0), paragraphs);
        let part: Vec<_> = predictions.iter().map(|each| each.select(paragraphs)).collect();
        Self::mean_of(themes, truth.view(), &part)
    }

    /// Whether any paragraph truly has a theme. If none has, F1 and average precision mean nothing.
    pub fn has_labels(&self) -> bool {
        self.micro.support > 0
    }

    /// The mean of one or more evaluations of the same paragraphs, figure by figure.
    pub(super) fn mean(all: &[Self]) -> Self {
        let first = all.first().expect("there are predictions").clone();
        if all.len() == 1 {
            return first;
        }
        let mean =
            |figure: &dyn Fn(&Self) -> f64| all.iter().map(figure).sum::<f64>() / all.len() as f64;
        let averages = |of: &dyn Fn(&Self) -> PrecisionRecall| PrecisionRecall {
            precision: mean(&|each| of(each).precision),
            recall: mean(&|each| of(each).recall),
            f1: mean(&|each| of(each).f1),
            support: of(&first).support,
        };
        let themes = first.themes.iter().enumerate().map(|(at, scores)| ThemeScores {
            theme: scores.theme.clone(),
            averages: averages(&|each| each.themes[at].averages),
            average_precision: scores
                .average_precision
                .map(|_| mean(&|each| each.themes[at].average_precision.unwrap_or_default())),
            known: scores.known,
        });
        Self {
            themes: themes.collect(),
            micro: averages(&|each| each.micro),
            macro_average: averages(&|each| each.macro_average),
            weighted: averages(&|each| each.weighted),
            samples: averages(&|each| each.samples),
            mean_average_precision: mean(&|each| each.mean_average_precision),
            brier_score: mean(&|each| each.brier_score),
            expected_calibration_error: mean(&|each| each.expected_calibration_error),
            paragraphs: first.paragraphs,
            unknown: first.unknown,
        }
    }
}

fn samples(truth: ArrayView2<Option<bool>>, labels: ArrayView2<bool>) -> PrecisionRecall {
    let rows = truth.rows().into_iter().zip(labels.rows());
    let known = rows.filter(|(truth, _)| truth.iter().any(Option::is_some));
    let averages: Vec<_> = known.map(|(t, l)| Counts::of(t.iter().zip(l)).averages()).collect();
    weighted(&averages, |_| 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::Figure;
    use super::*;
    use crate::theme::Theme;
    use ndarray::{Array2, array};
    use serde::Deserialize;
    use std::collections::BTreeMap;

    /// Predictions with scikit-learn's figures for them, as printed by `tests/data/metrics.py`.
    #[derive(Deserialize)]
    struct Fixture {
        themes: Vec<ThemeId>,
        thresholds: Vec<f32>,
        truth: Vec<Vec<u8>>,
        confidences: Vec<Vec<f32>>,
        figures: BTreeMap<String, BTreeMap<String, Option<f64>>>,
    }

    fn matrix<T: Clone>(rows: &[Vec<T>]) -> Array2<T> {
        let shape = (rows.len(), rows[0].len());
        Array2::from_shape_vec(shape, rows.concat()).unwrap()
    }

    #[test]
    fn agrees_with_scikit_learn_to_a_billionth() {
        let fixture: Vec<Fixture> =
            serde_json::from_str(include_str!("../../tests/data/metrics.json")).unwrap();
        for Fixture { themes, thresholds, truth, confidences, figures } in fixture {
            let themes: Vec<_> = themes.into_iter().map(Theme::from).collect();
            let themes = ThemeSet::try_from(themes).unwrap();
            let truth = matrix(&truth).mapv(|has| Some(has == 1));
            let predictions = Predictions::by_thresholds(matrix(&confidences), &thresholds);
            let evaluation = Evaluation::new(&themes, truth.view(), &predictions);
            let found = evaluation.figures();
            assert_eq!(found.len(), figures.values().map(BTreeMap::len).sum::<usize>());
            for Figure { of, name, value } in found {
                let expected = figures[of][name];
                assert_eq!(value.is_some(), expected.is_some(), "{of} {name}");
                let difference = value.unwrap_or_default() - expected.unwrap_or_default();
                assert!(difference.abs() < 1e-9, "{value:?} is not {expected:?}: {of} {name}");
            }
        }
    }

    #[test]
    fn the_mean_of_answers_is_the_mean_of_their_figures() {
        let themes = ThemeSet::try_from(vec![Theme::from("a".parse::<ThemeId>().unwrap())]);
        let (themes, truth) = (themes.unwrap(), array![[true], [false], [true]].mapv(Some));
        let predictions = [array![[0.9], [0.2], [0.7]], array![[0.9], [0.8], [0.1]]];
        let predictions =
            predictions.map(|confidences| Predictions::by_thresholds(confidences, &[0.5]));
        let each = predictions.each_ref().map(|a| Evaluation::new(&themes, truth.view(), a));
        let mean = Evaluation::mean_of(&themes, truth.view(), &predictions);
        let both = each[0].figures().into_iter().zip(each[1].figures());
        for (mean, (first, second)) in mean.figures().into_iter().zip(both) {
            let expected = f64::midpoint(first.value.unwrap(), second.value.unwrap());
            assert!((mean.value.unwrap() - expected).abs() < 1e-12, "{mean:?}");
        }
        assert_eq!(mean.micro.support, 2);
    }
}
