//! The effect of a calibration, as a table.

use std::fmt;

use crate::Evaluation;
use crate::training::Recalibrated;

/// Figures before and after a calibration, each on paragraphs that it was not fitted to.
#[derive(Debug)]
pub struct CalibrationReport<'a> {
    before: &'a Evaluation,
    after: &'a Evaluation,
}

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
        Self { before: &recalibrated.before, after: &recalibrated.after }
    }

    /// The width of the column of names.
    fn width(&self) -> usize {
        let names = self.before.themes.iter().map(|scores| scores.theme.as_str().len());
        names.max().unwrap_or_default().max(FIGURES[0].0.len())
    }

    fn figures(&self, formatter: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        writeln!(formatter, "\n{:width$}  {:>9} {:>9}", "", "before", "after")?;
        FIGURES.iter().try_for_each(|(name, of)| {
            let (before, after) = (of(self.before), of(self.after));
            writeln!(formatter, "{name:width$}  {before:>9.4} {after:>9.4}")
        })
    }

    fn themes(&self, formatter: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        let (name, [before, after, support]) = ("F1 of each theme", ["before", "after", "support"]);
        writeln!(formatter, "\n{name:width$}  {before:>9} {after:>9} {support:>9}")?;
        self.before.themes.iter().zip(&self.after.themes).try_for_each(|(before, after)| {
            let (theme, support) = (&before.theme, before.averages.support);
            let (before, after) = (before.averages.f1, after.averages.f1);
            writeln!(formatter, "{theme:width$}  {before:>9.2} {after:>9.2} {support:>9}")
        })
    }
}

/// Tables for people.
impl fmt::Display for CalibrationReport<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (paragraphs, width) = (self.before.paragraphs, self.width());
        writeln!(formatter, "{paragraphs} paragraphs, each judged by what the others say")?;
        self.figures(formatter, width)?;
        self.themes(formatter, width)
    }
}
