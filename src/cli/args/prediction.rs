//! What to predict, by which model, and how sure it must be.

use std::path::PathBuf;

use clap::Args;
use themewise::model::{Decisions, Workers};
use themewise::{Model, Result};

use super::context::ContextChoice;
use super::decision::DecisionChoice;
use super::input::Documents;
use super::language::{LanguageChoice, language_or_auto};
use super::model::ModelChoice;

/// What to predict, by which model, and how sure it must be.
#[derive(Debug, Args)]
pub(in crate::cli) struct PredictionChoice {
    #[command(flatten)]
    pub(in crate::cli) documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    /// Language of the texts, by its code; `auto` to let them tell
    #[arg(long, value_name = "CODE", default_value = "auto", value_parser = language_or_auto)]
    language: LanguageChoice,

    #[command(flatten)]
    context: ContextChoice,

    #[command(flatten)]
    decision: DecisionChoice,
}

impl PredictionChoice {
    /// The model, and the decisions that the options select.
    pub(in crate::cli) fn load(&self) -> Result<(Model, Decisions)> {
        let model = self.model.load()?.with_perspective(self.context.perspective());
        let decisions = self.decision.decisions(&model)?;
        Ok((model, decisions))
    }

    /// Workers of a loaded model, which decide by these decisions in its own language.
    ///
    /// # Errors
    /// If the model does not have the language that was chosen.
    pub(in crate::cli) fn workers(&self, model: &Model, decisions: Decisions) -> Result<Workers> {
        let decision = self.decision.clone();
        let workers = model.workers().with_decisions(decisions);
        workers.deciding_by(move |model| decision.in_language(model)).in_language(self.language.0)
    }

    /// Warnings about guarantees that cannot be met, and the share of paragraphs to review.
    pub(in crate::cli) fn remarks(&self, model: &Model, decisions: &Decisions) -> Vec<String> {
        self.decision.remarks(model, decisions)
    }

    /// Every file and folder that is read.
    pub(in crate::cli) fn inputs(&self) -> impl Iterator<Item = &PathBuf> {
        self.documents.paths().iter().chain(&self.model.model)
    }

    /// The options as text, to check that a resumed run uses the same ones.
    pub(in crate::cli) fn settings(&self) -> String {
        let Self { documents, model, language, context, decision } = self;
        let (documents, model) = (documents.settings(), model.settings());
        let (context, decision) = (context.settings(), decision.settings());
        format!("{documents} {model} {language:?} {context} {decision}")
    }
}
