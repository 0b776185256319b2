//! Sources that were left out of training.

use super::Evaluation;

/// The figures of each source, by models that were not trained on it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Every source, or group of small ones.
    pub parts: Vec<LeftOutPart>,
}

/// The figures of a source, or of several small ones that were left out together.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutPart {
    /// The names of the sources.
    pub sources: Vec<String>,
    /// The figures of their paragraphs.
    pub evaluation: Evaluation,
}

impl LeftOut {
    /// All parts.
    pub fn all(&self) -> Vec<&LeftOutPart> {
        self.parts.iter().collect()
    }

    /// The quarter of the parts, rounded up, with the highest expected calibration error.
    pub fn worst_calibrated(&self) -> Vec<&LeftOutPart> {
        worst_quarter(self.all(), |part| -part.evaluation.expected_calibration_error)
    }

    /// The quarter of the parts with any label, rounded up, with the lowest mean average precision.
    pub fn worst_ranked(&self) -> Vec<&LeftOutPart> {
        let parts = self.parts.iter().filter(|part| part.evaluation.has_labels());
        worst_quarter(parts.collect(), |part| part.evaluation.mean_average_precision)
    }
}

impl LeftOutPart {
    /// The mean of a figure over those parts that have it, weighted by their paragraphs; `None` if
    /// no part has it.
    pub fn mean(parts: &[&Self], figure: fn(&Evaluation) -> Option<f64>) -> Option<f64> {
        let figures = parts.iter().filter_map(|part| {
            let weight = part.evaluation.paragraphs as f64;
            Some((weight, weight * figure(&part.evaluation)?))
        });
        let (weights, sum) =
            figures.fold((0.0, 0.0), |(all, sum), (weight, figure)| (all + weight, sum + figure));
        (weights > 0.0).then(|| sum / weights)
    }
}

/// The quarter with the lowest quality, rounded up. Equal ones stay in their order.
fn worst_quarter(
    mut parts: Vec<&LeftOutPart>,
    quality: fn(&LeftOutPart) -> f64,
) -> Vec<&LeftOutPart> {
    parts.sort_by(|a, b| quality(a).total_cmp(&quality(b)));
    parts.truncate(parts.len().div_ceil(4));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::Predictions;
    use crate::theme::{Theme, ThemeId, ThemeSet};
    use ndarray::Array2;

    /// A part of some paragraphs, of which the first ones have the theme; every confidence is equal.
    fn part(name: &str, paragraphs: usize, having: usize, confidence: f32) -> LeftOutPart {
        let themes = ThemeSet::try_from(vec![Theme::from("a".parse::<ThemeId>().unwrap())]);
        let truth = Array2::from_shape_fn((paragraphs, 1), |(row, _)| Some(row < having));
        let confidences = Array2::from_elem((paragraphs, 1), confidence);
        let predictions = Predictions::by_thresholds(confidences, &[0.5]);
        let evaluation = Evaluation::new(&themes.unwrap(), truth.view(), &predictions);
        LeftOutPart { sources: vec![name.to_owned()], evaluation }
    }

    #[test]
    fn means_are_weighted_and_the_worst_quarter_is_rounded_up() {
        let parts = [("a", 10, 5, 0.5), ("b", 10, 1, 0.5), ("c", 30, 15, 0.75), ("d", 10, 0, 0.75)];
        let parts = parts.map(|(name, size, having, p)| part(name, size, having, p)).to_vec();
        let left_out = LeftOut { parts: [parts, vec![part("e", 10, 5, 0.5)]].concat() };
        let names = |parts: Vec<&LeftOutPart>| {
            let names: Vec<_> = parts.iter().map(|part| part.sources[0].clone()).collect();
            names.concat()
        };
        assert_eq!(names(left_out.worst_calibrated()), "db");
        // `d` has no label, and one of four is a quarter.
        assert_eq!(names(left_out.worst_ranked()), "b");
        let precision = |e: &Evaluation| e.has_labels().then_some(e.mean_average_precision);
        let mean = LeftOutPart::mean(&left_out.all(), precision).unwrap();
        let expected = (10.0 * 0.5 + 10.0 * 0.1 + 30.0 * 0.5 + 10.0 * 0.5) / 60.0;
        assert!((mean - expected).abs() < 1e-9, "{mean} is not {expected}");
        assert_eq!(LeftOutPart::mean(&[&part("d", 10, 0, 0.5)], precision), None);
    }
}
