//! The figures that tables of several evaluations show.

use crate::evaluation::Evaluation;

/// The name of a figure, and how to read it from an evaluation.
pub(crate) type Chosen = (&'static str, fn(&Evaluation) -> f64);

/// The figures by which models are usually compared.
pub(crate) const CHOSEN: [Chosen; 5] = [
    ("macro F1", |e| e.macro_average.f1),
    ("micro F1", |e| e.micro.f1),
    ("mean AP", |e| e.mean_average_precision),
    ("Brier", |e| e.brier_score),
    ("ECE", |e| e.expected_calibration_error),
];

/// The name of a figure that some parts of the paragraphs lack, and how to read it.
pub(crate) type OfPart = (&'static str, fn(&Evaluation) -> Option<f64>);

/// [`CHOSEN`] for a part of the paragraphs, which may have no label at all.
pub(crate) const OF_JUDGEMENTS: [OfPart; 5] = [
    ("macro F1", |e| e.has_labels().then_some(e.macro_average.f1)),
    ("micro F1", |e| e.has_labels().then_some(e.micro.f1)),
    ("mean AP", |e| e.has_labels().then_some(e.mean_average_precision)),
    ("Brier", |e| Some(e.brier_score)),
    ("ECE", |e| Some(e.expected_calibration_error)),
];

/// The figures of a source. Some themes may not occur in it, so it has no macro average.
pub(crate) const OF_PARTS: [OfPart; 4] =
    [OF_JUDGEMENTS[1], OF_JUDGEMENTS[2], OF_JUDGEMENTS[3], OF_JUDGEMENTS[4]];

/// The mean and the standard deviation of values.
pub(crate) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

/// What a bootstrap draws, in words.
pub(crate) fn drawn(over_documents: bool) -> &'static str {
    if over_documents { "by bootstrap over articles" } else { "by bootstrap over paragraphs" }
}
