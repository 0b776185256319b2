//! The lowest confidence at which a theme is given.

use ndarray::{ArrayView1, ArrayView2};

use crate::math::{narrow, sigmoid};

/// The minimum threshold. The best threshold is half the best F1 (Lipton, Elkan and Narayanaswamy
/// 2014), so a lower one means that F1 is so low that most labels would be wrong.
const MIN_THRESHOLD: f32 = 0.2;

/// The thresholds tried: log-odds from -3 to 3 (0.047 to 0.953), in steps of `STEP`.
const STEPS: i32 = 60;
const STEP: f64 = 0.05;

/// The threshold, common to all themes, with the highest micro-averaged F1 on out-of-fold
/// confidences of shape (paragraphs, themes), but at least 0.2; 1 if no paragraph has a theme.
///
/// Confidences are calibrated, so they mean the same for every theme. With sources left out, a
/// threshold for each theme was worse on every figure, because it fits the sources it
/// was chosen on.
///
/// F1 is first smoothed over half a unit of log-odds, because the raw maximum depends on single
/// paragraphs. Paragraphs count by their weight; unknown labels are ignored.
///
/// # Panics
/// If the arrays do not have as many rows.
pub fn best_f1_threshold(
    confidences: ArrayView2<f32>,
    targets: ArrayView2<Option<bool>>,
    weights: ArrayView1<f32>,
) -> f32 {
    let rows = confidences.rows().into_iter().zip(targets.rows()).zip(weights);
    let labels = rows.flat_map(|((confidences, targets), &weight)| {
        let themes = confidences.into_iter().zip(targets);
        themes.filter_map(move |(&confidence, &has)| {
            Some(Label { confidence, has: has?, weight: weight.into() })
        })
    });
    let labels: Vec<Label> = labels.collect();
    if !labels.iter().any(|label| label.has) {
        return 1.0;
    }
    let f1: Vec<f64> = (-STEPS..=STEPS).map(|step| f1_from(threshold(step), &labels)).collect();
    let smooth = (-STEPS..=STEPS).rev().map(|step| (smoothed(&f1, step), step));
    let best = smooth.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.map_or(1.0, |(_, step)| threshold(step).max(MIN_THRESHOLD))
}

/// Whether a paragraph has a theme, and how confident the model is.
struct Label {
    confidence: f32,
    has: bool,
    weight: f64,
}

fn threshold(step: i32) -> f32 {
    narrow(sigmoid(STEP * f64::from(step)))
}

/// F1 if every theme is given to the paragraphs that reach the threshold.
fn f1_from(threshold: f32, labels: &[Label]) -> f64 {
    let (mut hits, mut given, mut with) = (0.0, 0.0, 0.0);
    for &Label { confidence, has, weight } in labels {
        let is_given = confidence >= threshold;
        given += if is_given { weight } else { 0.0 };
        with += if has { weight } else { 0.0 };
        hits += if is_given && has { weight } else { 0.0 };
    }
    2.0 * hits / (given + with)
}

/// The mean of F1 around a step, weighted by a Gaussian of half a unit of log-odds.
fn smoothed(f1: &[f64], step: i32) -> f64 {
    const WIDTH: f64 = 0.5;
    let (mut sum, mut weights) = (0.0, 0.0);
    for (f1, other) in f1.iter().zip(-STEPS..) {
        let distance = STEP * f64::from(other - step) / WIDTH;
        let weight = (-0.5 * distance * distance).exp();
        sum += weight * f1;
        weights += weight;
    }
    sum / weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Axis, array};

    fn found(paragraphs: &[(f32, bool)]) -> f32 {
        let (confidences, labels): (Vec<f32>, Vec<bool>) = paragraphs.iter().copied().unzip();
        let weights = Array1::ones(labels.len());
        best_f1_threshold(
            Array1::from(confidences).insert_axis(Axis(1)).view(),
            Array1::from(labels).insert_axis(Axis(1)).mapv(Some).view(),
            weights.view(),
        )
    }

    #[test]
    fn lies_where_f1_is_high_all_around() {
        for (paragraphs, expected) in [
            (vec![(0.9, true), (0.8, true), (0.2, false)], 0.4875),
            (vec![(0.9, true), (0.6, true), (0.55, false), (0.5, false), (0.45, false)], 0.5987),
            (vec![(0.9, true), (0.1, true), (0.1, false)], 0.2),
            (vec![(0.9, false), (0.1, false)], 1.0),
            (vec![], 1.0),
        ] {
            let threshold = found(&paragraphs);
            assert!((threshold - expected).abs() < 1e-3, "{threshold} for {paragraphs:?}");
        }
    }

    #[test]
    fn is_common_to_all_themes() {
        let confidences = array![[0.9, 0.4], [0.8, 0.3], [0.2, 0.1]];
        let targets = array![[Some(true), Some(true)], [Some(true), None], [Some(false); 2]];
        let both =
            best_f1_threshold(confidences.view(), targets.view(), array![1.0, 1.0, 1.0].view());
        assert!((0.2..0.4).contains(&both), "{both}");
    }

    #[test]
    fn one_lucky_paragraph_does_not_move_it() {
        // Calibrated: at each confidence, that share of paragraphs has the theme.
        let hundred =
            |percent: u8| (0..100).map(move |place| (f32::from(percent) / 100.0, place < percent));
        let mut paragraphs: Vec<_> = (1..100).step_by(2).flat_map(hundred).collect();
        let before = found(&paragraphs);
        paragraphs.extend([(0.61, true); 9]);
        assert!((found(&paragraphs) - before).abs() < 0.02);
        assert!((0.3..0.45).contains(&before), "{before} is not half of F1");
    }
}
