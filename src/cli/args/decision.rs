//! How sure a theme must be to be given, or to be looked at.

use clap::Args;
use themewise::Model;
use themewise::model::{DELTA, Decision, precision_threshold, recall_threshold};

/// What to promise, and what to leave to a person.
#[derive(Debug, Args)]
pub(in crate::cli) struct DecisionChoice {
    /// Give only labels expected to be right at least this often, such as 0.9
    #[arg(long, value_name = "P", value_parser = share)]
    min_precision: Option<f64>,

    /// Lower thresholds until this recall is expected; with --min-precision, the extra labels go
    /// to review
    #[arg(long, value_name = "R", value_parser = share)]
    min_recall: Option<f64>,

    /// Review themes that are not given but have at least this confidence
    #[arg(long, value_name = "FROM", value_parser = share)]
    review: Option<f64>,

    /// Review the most confident of the themes not given, for at most this share of paragraphs,
    /// such as 5%
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with_all = ["review", "min_recall"])]
    max_review: Option<f64>,
}

impl DecisionChoice {
    /// The decision asked for.
    pub(in crate::cli) fn decision(&self, model: &Model) -> Decision {
        let curves = &model.heads().curves;
        let precise = self.min_precision.map(|share| Decision::of_precision(curves, share));
        let complete = self.min_recall.map(|share| Decision::of_recall(curves, share));
        let decision = match (precise, complete) {
            (Some(precise), Some(complete)) => precise.reviewing(&complete),
            (Some(decision), None) | (None, Some(decision)) => decision,
            (None, None) => model.decision(),
        };
        match (self.review, self.max_review) {
            (Some(from), _) => decision.reviewing_from(narrow(from)),
            (_, Some(share)) => decision.reviewing_at_most(share, curves),
            (None, None) => decision,
        }
    }

    /// What is asked for, for comparing one run with another.
    pub(in crate::cli) fn settings(&self) -> String {
        let shares = [self.min_precision, self.min_recall, self.review, self.max_review];
        let shown = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |s| s.to_string());
        shares.map(shown).join(" ")
    }

    /// Whether there is something to review beside paragraphs unlike the labelled ones.
    fn reviews(&self) -> bool {
        let both = self.min_precision.is_some() && self.min_recall.is_some();
        both || self.review.is_some() || self.max_review.is_some()
    }

    /// What cannot be promised, and how much is left to review.
    pub(in crate::cli) fn remarks(&self, model: &Model, decision: &Decision) -> Vec<String> {
        let curves = &model.heads().curves;
        let precision = self.min_precision.and_then(|share| {
            let promised = curves.iter().map(|curve| precision_threshold(curve, share).is_some());
            let sure = format!("precision {share} with {:.0} % assurance", 100.0 * (1.0 - DELTA));
            without_promise(model, promised, &sure, "never given")
        });
        let recall = self.min_recall.and_then(|share| {
            let promised = curves.iter().map(|curve| recall_threshold(curve, share).is_some());
            let average = format!("recall {share} on average");
            without_promise(model, promised, &average, "always given or reviewed")
        });
        let review = self.reviews().then(|| {
            let percent = 100.0 * decision.share_to_review(curves);
            format!(
                "of paragraphs like those that calibrated the model at most {percent:.1} % are to review"
            )
        });
        [precision, recall, review].into_iter().flatten().collect()
    }
}

/// The themes whose labels are too few, or too often wrong, for a promise.
fn without_promise(
    model: &Model,
    promised: impl Iterator<Item = bool>,
    promise: &str,
    outcome: &str,
) -> Option<String> {
    let themes = model.themes().ids().zip(promised).filter(|(_, promised)| !promised);
    let themes: Vec<_> = themes.map(|(theme, _)| theme.as_str()).collect();
    let warning = format!(
        "warning: labels are too few or too often wrong to promise {promise} for {}: {outcome}",
        themes.join(", ")
    );
    (!themes.is_empty()).then_some(warning)
}

/// A share, as `0.05` or `5%`, above 0 and below 1.
fn share(text: &str) -> Result<f64, String> {
    let (number, unit) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let share = number.trim().parse::<f64>().map(|number| number / unit);
    match share {
        Ok(share) if share > 0.0 && share < 1.0 => Ok(share),
        _ => Err("expected a share above 0 and below 1, such as 0.05 or 5%".to_owned()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "confidences are f32")]
fn narrow(share: f64) -> f32 {
    share as f32
}
