//! Options that set the thresholds for labels and for review.

use crate::model::{
    DELTA, Decision, Decisions, OperatingCurve, precision_threshold, recall_threshold,
};
use crate::{Error, Model, Result};
use clap::Args;

/// Options for thresholds and review.
#[derive(Debug, Clone, Args)]
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
    /// The thresholds that the options select for a model, for lone paragraphs and, if the article
    /// counts, for those of articles.
    ///
    /// # Errors
    /// If a guarantee is asked for in articles, but the model has seen no labelled article.
    pub(in crate::cli) fn decisions(&self, model: &Model) -> Result<Decisions> {
        let alone =
            self.decision(&model.heads().curves, Decision::new(model.thresholds().to_vec()));
        let Some(context) = model.context() else {
            return Ok(Decisions { alone, in_article: None });
        };
        if self.needs_curves() && !context.is_own() {
            return Err(Error::setting(
                "--context",
                format!(
                    "`{}`, with thresholds that guarantee something",
                    model.perspective().name()
                ),
                "`none`, because no labelled paragraph of this model stands in an article",
            ));
        }
        let usual = Decision::new(context.heads.thresholds.clone());
        Ok(Decisions { alone, in_article: Some(self.decision(&context.heads.curves, usual)) })
    }

    /// The same for the model of another language. If a guarantee is asked for, and its labels do not
    /// support one in articles, paragraphs are judged by themselves.
    pub(in crate::cli) fn in_language(&self, model: &Model) -> Decisions {
        self.decisions(model).unwrap_or_else(|_| {
            let usual = Decision::new(model.thresholds().to_vec());
            Decisions { alone: self.decision(&model.heads().curves, usual), in_article: None }
        })
    }

    /// Whether the thresholds depend on how often labels are right.
    fn needs_curves(&self) -> bool {
        self.min_precision.or(self.min_recall).or(self.max_review).is_some()
    }

    /// The thresholds that the options select by these curves, or the usual ones.
    fn decision(&self, curves: &[OperatingCurve], usual: Decision) -> Decision {
        let precise = self.min_precision.map(|share| Decision::of_precision(curves, share));
        let complete = self.min_recall.map(|share| Decision::of_recall(curves, share));
        let decision = match (precise, complete) {
            (Some(precise), Some(complete)) => precise.reviewing(&complete),
            (Some(decision), None) | (None, Some(decision)) => decision,
            (None, None) => usual,
        };
        match (self.review, self.max_review) {
            (Some(from), _) => decision.reviewing_from(narrow(from)),
            (_, Some(share)) => decision.reviewing_at_most(share, curves),
            (None, None) => decision,
        }
    }

    /// The options as text, to check that a resumed run uses the same ones.
    pub(in crate::cli) fn settings(&self) -> String {
        let shares = [self.min_precision, self.min_recall, self.review, self.max_review];
        let shown = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |s| s.to_string());
        shares.map(shown).join(" ")
    }

    /// Whether any option sends paragraphs to review.
    fn reviews(&self) -> bool {
        let both = self.min_precision.is_some() && self.min_recall.is_some();
        both || self.review.is_some() || self.max_review.is_some()
    }

    /// Warnings about guarantees that cannot be met, and the share of paragraphs to review.
    pub(in crate::cli) fn remarks(&self, model: &Model, decisions: &Decisions) -> Vec<String> {
        let alone = (&model.heads().curves, &decisions.alone, "");
        let context = model.context().zip(decisions.in_article.as_ref());
        let in_article = context.filter(|(context, _)| context.is_own());
        let in_article =
            in_article.map(|(context, decision)| (&context.heads.curves, decision, " in articles"));
        let remarks = |(curves, decision, place): (&Vec<_>, _, _)| {
            self.remarks_on(model, curves, decision, place)
        };
        in_article.into_iter().chain([alone]).flat_map(remarks).collect()
    }

    /// Remarks on the paragraphs of one kind.
    fn remarks_on(
        &self,
        model: &Model,
        curves: &[OperatingCurve],
        decision: &Decision,
        place: &str,
    ) -> Vec<String> {
        let precision = self.min_precision.and_then(|share| {
            let met = curves.iter().map(|curve| precision_threshold(curve, share).is_some());
            let sure = format!("precision {share} with {:.0} % confidence", 100.0 * (1.0 - DELTA));
            warn_without_guarantee(model, met, &format!("{sure}{place}"), "never given")
        });
        let recall = self.min_recall.and_then(|share| {
            let met = curves.iter().map(|curve| recall_threshold(curve, share).is_some());
            let average = format!("recall {share} on average{place}");
            warn_without_guarantee(model, met, &average, "always given or reviewed")
        });
        let review = self.reviews().then(|| {
            let percent = 100.0 * decision.share_to_review(curves);
            let like = format!("paragraphs like the calibration data{place}");
            format!("at most {percent:.1} % of {like} need review")
        });
        [precision, recall, review].into_iter().flatten().collect()
    }
}

/// Warns about themes for which the labels cannot support a guarantee.
fn warn_without_guarantee(
    model: &Model,
    met: impl Iterator<Item = bool>,
    guarantee: &str,
    outcome: &str,
) -> Option<String> {
    let themes = model.themes().ids().zip(met).filter(|(_, met)| !met);
    let themes: Vec<_> = themes.map(|(theme, _)| theme.as_str()).collect();
    let warning = format!(
        "warning: too few or too noisy labels to guarantee {guarantee} for {}: {outcome}",
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
