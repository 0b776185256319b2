//! The effect of a calibration, as tables.

use std::fmt;

use crate::Evaluation;
use crate::training::{BeforeAndAfter, Recalibrated};

/// Figures before and after a calibration, each on paragraphs that it was not fitted to.
#[derive(Debug)]
pub struct CalibrationReport<'a>(&'a Recalibrated);

/// The name of a figure, and how to read it from an evaluation.
type Figure = (&'static str, fn(&Evaluation) -> f64);

const FIGURES: [Figure; 5] = [
    ("expected calibration error", |e| e.expected_calibration_error),
    ("Brier score", |e| e.brier_score),
    ("macro F1", |e| e.macro_average.f1),
    ("micro F1", |e| e.micro.f1),
    ("mean average precision", |e| e.mean_average_precision),
];

impl<'a> CalibrationReport<'a> {
    /// The report of a calibration.
    pub fn new(recalibrated: &'a Recalibrated) -> Self {
        Self(recalibrated)
    }
}

/// Tables for people.
impl fmt::Display for CalibrationReport<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Recalibrated { alone, in_articles, .. } = self.0;
        let paragraphs = alone.before.paragraphs;
        writeln!(formatter, "{paragraphs} paragraphs, each judged by what the others say")?;
        tables(alone, formatter)?;
        let Some(in_articles) = in_articles else { return Ok(()) };
        let paragraphs = in_articles.before.paragraphs;
        writeln!(formatter, "\n{paragraphs} of them in their articles, as a reader judges them")?;
        tables(in_articles, formatter)
    }
}

/// The figures of all paragraphs, and of each theme.
fn tables(figures: &BeforeAndAfter, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let BeforeAndAfter { before, after } = figures;
    let names = before.themes.iter().map(|scores| scores.theme.as_str().len());
    let width = names.max().unwrap_or_default().max(FIGURES[0].0.len());
    writeln!(formatter, "\n{:width$}  {:>9} {:>9}", "", "before", "after")?;
    for (name, of) in FIGURES {
        writeln!(formatter, "{name:width$}  {:>9.4} {:>9.4}", of(before), of(after))?;
    }
    let [name, first, second, support] = ["F1 of each theme", "before", "after", "support"];
    writeln!(formatter, "\n{name:width$}  {first:>9} {second:>9} {support:>9}")?;
    before.themes.iter().zip(&after.themes).try_for_each(|(before, after)| {
        let (theme, support) = (&before.theme, before.averages.support);
        let (before, after) = (before.averages.f1, after.averages.f1);
        writeln!(formatter, "{theme:width$}  {before:>9.2} {after:>9.2} {support:>9}")
    })
}
