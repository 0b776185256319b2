//! What to predict, by which model, and how paragraphs are judged.

use std::path::PathBuf;

use clap::Args;

use super::input::Documents;
use super::judgement::Judgement;
use super::model::ModelChoice;
use crate::model::{Decisions, Workers};
use crate::{Model, Result};

/// What to predict, by which model, and how paragraphs are judged.
#[derive(Debug, Args)]
pub(in crate::cli) struct PredictionChoice {
    #[command(flatten)]
    pub(in crate::cli) documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    #[command(flatten)]
    judgement: Judgement,
}

impl PredictionChoice {
    /// The model, and the decisions that the options select.
    pub(in crate::cli) fn load(&self) -> Result<(Model, Decisions)> {
        self.judgement.of(self.model.load()?)
    }

    /// Workers of a loaded model, which decide by these decisions in its own language.
    ///
    /// # Errors
    /// If the model does not have the language that was chosen.
    pub(in crate::cli) fn workers(&self, model: &Model, decisions: Decisions) -> Result<Workers> {
        self.judgement.deciding(model, decisions)
    }

    /// Warnings about guarantees that cannot be met, and the share of paragraphs to review.
    pub(in crate::cli) fn remarks(&self, model: &Model, decisions: &Decisions) -> Vec<String> {
        self.judgement.remarks(model, decisions)
    }

    /// Every file and folder that is read.
    pub(in crate::cli) fn inputs(&self) -> impl Iterator<Item = &PathBuf> {
        self.documents.paths().iter().chain(&self.model.model)
    }

    /// The options as text, to check that a resumed run uses the same ones.
    pub(in crate::cli) fn settings(&self) -> String {
        let Self { documents, model, judgement } = self;
        let (documents, model) = (documents.settings(), model.settings());
        format!("{documents} {model} {}", judgement.settings())
    }
}
