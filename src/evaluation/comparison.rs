//! Compares two models.

use std::iter::repeat;

use ndarray::{ArrayView2, Axis};

use super::bootstrap::Draws;
use super::{Bootstrap, Evaluation, Interval, Predictions, Units};
use crate::theme::ThemeSet;

/// Two models measured on the same paragraphs.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The figures of the first.
    pub first: Evaluation,
    /// The figures of the second.
    pub second: Evaluation,
    /// The differences, second minus first, in the order of [`Evaluation::figures`].
    pub differences: Vec<Option<Difference>>,
    /// Whether intervals are by drawing whole documents, not paragraphs.
    pub over_documents: bool,
}

/// The difference of one figure, second model minus first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its 95 % interval, if there are draws.
    pub interval: Option<Interval>,
    /// The share of draws in which it has the opposite sign or is 0. It is small if the difference
    /// is unlikely to be chance.
    pub reversed: Option<f64>,
}

impl Comparison {
    /// Compares predictions on paragraphs, of shape (paragraphs, themes), with a paired bootstrap:
    /// each draw of units evaluates both models on the same paragraphs.
    pub fn new(
        themes: &ThemeSet,
        truth: ArrayView2<Option<bool>>,
        [first, second]: [&Predictions; 2],
        bootstrap: Bootstrap,
        units: &Units,
    ) -> Self {
        let draws = bootstrap.draws(units, |paragraphs| {
            let truth = truth.select(Axis(0), paragraphs);
            let [first, second] = [first, second].map(|predictions| {
                Evaluation::new(themes, truth.view(), &predictions.select(paragraphs))
            });
            differences(&first, &second)
        });
        let [first, second] =
            [first, second].map(|predictions| Evaluation::new(themes, truth, predictions));
        let values = differences(&first, &second).into_iter();
        // Without a bootstrap, no figure has draws.
        let differences = values.zip(draws.into_iter().chain(repeat(Draws::new())));
        let differences = differences.map(|(value, draws)| Some(Difference::new(value?, draws)));
        let (differences, over_documents) = (differences.collect(), units.are_documents());
        Self { first, second, differences, over_documents }
    }
}

impl Difference {
    fn new(value: f64, draws: Draws) -> Self {
        let same = draws.iter().filter(|draw| **draw * value > 0.0).count();
        let reversed = 1.0 - same as f64 / draws.len() as f64;
        let reversed = (!draws.is_empty()).then_some(reversed);
        Self { value, interval: Interval::of(draws), reversed }
    }
}

fn differences(first: &Evaluation, second: &Evaluation) -> Vec<Option<f64>> {
    let both = first.figures().into_iter().zip(second.figures());
    both.map(|(first, second)| Some(second.value? - first.value?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ThemeId;
    use crate::theme::Theme;
    use ndarray::Array2;

    #[test]
    fn the_better_one_is_better_in_nearly_every_draw_and_equals_differ_in_nothing() {
        let themes = ThemeSet::try_from(vec![Theme::from("a".parse::<ThemeId>().unwrap())]);
        let themes = themes.unwrap();
        let truth = Array2::from_shape_fn((200, 1), |(row, _)| Some(row % 3 == 0));
        let predictions = |wrong: usize| {
            let confidence = |(row, _): (usize, usize)| {
                let right = if row % 3 == 0 { 0.8 } else { 0.2 };
                if row % wrong == 1 { 1.0 - right } else { right }
            };
            Predictions::by_thresholds(Array2::from_shape_fn((200, 1), confidence), &[0.5])
        };
        let bootstrap = Bootstrap { samples: 500, seed: 1 };
        let compare = |a: &Predictions, b: &Predictions| {
            let units = Units::single(200);
            Comparison::new(&themes, truth.view(), [a, b], bootstrap, &units).differences
        };
        let (bad, good) = (predictions(4), predictions(11));
        for (at, better) in compare(&bad, &good).into_iter().flatten().enumerate() {
            let Difference { value, interval, reversed } = better;
            let (interval, reversed) = (interval.unwrap(), reversed.unwrap());
            assert!(reversed < 0.05, "{reversed} of figure {at}");
            assert!((interval.low..=interval.high).contains(&value));
        }
        for same in compare(&good, &good).into_iter().flatten() {
            assert!(same.value.abs() < 1e-12 && same.reversed.unwrap() > 0.999);
        }
    }
}
