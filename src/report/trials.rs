//! The settings tried in training, as a table.

use std::fmt;

use super::figures::mean_and_deviation;
use crate::training::{Trained, Trial};

/// A line for each setting, with its mean average precision; the best is marked.
#[derive(Debug)]
pub struct TrialsReport<'a>(pub &'a Trained);

impl fmt::Display for TrialsReport<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "       C  vectors  mean average precision out of fold (mean of folds ± deviation)"
        )?;
        let mut trials = self.0.trials.iter().enumerate();
        trials.try_for_each(|(place, trial)| self.trial(formatter, trial, place == self.0.best))
    }
}

impl TrialsReport<'_> {
    fn trial(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        trial: &Trial,
        is_best: bool,
    ) -> fmt::Result {
        let training = &self.0.model.manifest().training;
        let c = or_dash(training.c.map(|_| trial.setting.c));
        let scale = or_dash(training.stem_vectors.as_ref().map(|_| trial.setting.vector_scale));
        let (mean, deviation) = mean_and_deviation(&trial.fold_precisions);
        let all = trial.mean_average_precision;
        let unlabelled = if trial.self_trained { "  with unlabelled paragraphs" } else { "" };
        let mark = if is_best { "  <- chosen" } else { "" };
        let figures = format!("{all:.4} ({mean:.4} ± {deviation:.4})");
        writeln!(formatter, "{c:>8} {scale:>8}  {figures}{unlabelled}{mark}")
    }
}

/// A setting, or `-` if the estimator has no such setting.
fn or_dash(setting: Option<impl ToString>) -> String {
    setting.map_or_else(|| "-".to_owned(), |setting| setting.to_string())
}
