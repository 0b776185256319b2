//! How paragraphs are judged.

use clap::Args;

use super::context::ContextChoice;
use super::decision::DecisionChoice;
use super::language::{LanguageChoice, language_or_auto};
use crate::cli::message::eprint_line;
use crate::model::{Decisions, Workers};
use crate::{Model, Result};

/// How paragraphs are judged: in which language, with which context, and how sure labels must be.
#[derive(Debug, Args)]
pub struct Judgement {
    /// Language of the texts, by its code; `auto` to let them tell
    #[arg(long, value_name = "CODE", default_value = "auto", value_parser = language_or_auto)]
    language: LanguageChoice,

    #[command(flatten)]
    context: ContextChoice,

    #[command(flatten)]
    decision: DecisionChoice,
}

impl Judgement {
    /// Workers of a model that judge so; warns about guarantees that cannot be met.
    ///
    /// # Errors
    /// If the model does not have the language that was chosen, or cannot guarantee what is asked.
    pub fn workers(&self, model: Model) -> Result<Workers> {
        let (model, decisions) = self.of(model)?;
        self.remarks(&model, &decisions).iter().for_each(|remark| eprint_line(remark));
        self.deciding(&model, decisions)
    }

    /// The language of every text, if it was chosen.
    pub fn language(&self) -> Option<crate::language::Language> {
        self.language.0
    }

    /// A model in the context that was chosen, and the decisions that the options select.
    pub(super) fn of(&self, model: Model) -> Result<(Model, Decisions)> {
        let model = model.with_perspective(self.context.perspective());
        let decisions = self.decision.decisions(&model)?;
        Ok((model, decisions))
    }

    /// Workers of such a model, which decide by these decisions in its own language.
    pub(super) fn deciding(&self, model: &Model, decisions: Decisions) -> Result<Workers> {
        let decision = self.decision.clone();
        let workers = model.workers().with_decisions(decisions);
        workers.deciding_by(move |model| decision.in_language(model)).in_language(self.language.0)
    }

    /// Warnings about guarantees that cannot be met, and the share of paragraphs to review.
    pub(super) fn remarks(&self, model: &Model, decisions: &Decisions) -> Vec<String> {
        self.decision.remarks(model, decisions)
    }

    /// The options as text, to check that a resumed run uses the same ones.
    pub(super) fn settings(&self) -> String {
        let Self { language, context, decision } = self;
        format!("{language:?} {} {}", context.settings(), decision.settings())
    }
}
