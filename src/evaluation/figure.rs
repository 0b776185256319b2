//! The figures of an evaluation, by name.

use super::{Evaluation, PrecisionRecall};

/// One number of an [`Evaluation`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure<'a> {
    /// The theme, the average as scikit-learn calls it, or [`ALL`].
    pub of: &'a str,
    /// The name of the metric.
    pub name: &'static str,
    /// Its value, from 0 to 1; `None` if it is undefined.
    pub value: Option<f64>,
}

/// The name for [`Figure`]s over all pairs of paragraph and theme. No theme can have this name.
pub const ALL: &str = "all pairs";

/// The metrics of each theme; averages have all but the last.
pub(crate) const OF_THEMES: [&str; 4] = ["precision", "recall", "f1-score", "average precision"];

pub(crate) const CALIBRATION_ERROR: &str = "expected calibration error";

impl Evaluation {
    /// Every figure, always in the same order: of the themes, the averages, and all pairs.
    pub fn figures(&self) -> Vec<Figure<'_>> {
        let mut figures = Vec::new();
        for scores in &self.themes {
            let of = scores.theme.as_str();
            figures.extend(of_averages(of, &scores.averages));
            let value = scores.average_precision;
            figures.push(Figure { of, name: OF_THEMES[3], value });
        }
        for (of, averages) in self.averages() {
            figures.extend(of_averages(of, &averages));
        }
        let singles = self.singles().into_iter();
        figures.extend(singles.map(|(name, value)| Figure { of: ALL, name, value: Some(value) }));
        figures
    }

    /// The four averages with the names scikit-learn gives them.
    pub(crate) fn averages(&self) -> [(&'static str, PrecisionRecall); 4] {
        [
            ("micro avg", self.micro),
            ("macro avg", self.macro_average),
            ("weighted avg", self.weighted),
            ("samples avg", self.samples),
        ]
    }

    /// The figures that are a single number.
    pub(crate) fn singles(&self) -> [(&'static str, f64); 3] {
        [
            ("mean average precision", self.mean_average_precision),
            ("Brier score", self.brier_score),
            (CALIBRATION_ERROR, self.expected_calibration_error),
        ]
    }
}

fn of_averages<'a>(of: &'a str, averages: &PrecisionRecall) -> [Figure<'a>; 3] {
    let PrecisionRecall { precision, recall, f1, .. } = *averages;
    let values = [precision, recall, f1];
    std::array::from_fn(|at| Figure { of, name: OF_THEMES[at], value: Some(values[at]) })
}
