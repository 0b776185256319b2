//! What to predict, by which model, and how sure it must be.

use std::path::PathBuf;

use clap::Args;
use themewise::model::Decision;
use themewise::{Model, Result};

use super::decision::DecisionChoice;
use super::input::Documents;
use super::model::ModelChoice;

/// What to predict, by which model, and how sure it must be.
#[derive(Debug, Args)]
pub(in crate::cli) struct PredictionChoice {
    #[command(flatten)]
    pub(in crate::cli) documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    #[command(flatten)]
    pub(in crate::cli) decision: DecisionChoice,
}

impl PredictionChoice {
    /// The model, and the decision that the options select.
    pub(in crate::cli) fn load(&self) -> Result<(Model, Decision)> {
        let model = self.model.load()?;
        let decision = self.decision.decision(&model);
        Ok((model, decision))
    }

    /// Every file and folder that is read.
    pub(in crate::cli) fn inputs(&self) -> impl Iterator<Item = &PathBuf> {
        self.documents.paths().iter().chain(&self.model.model)
    }

    /// The options as text, to check that a resumed run uses the same ones.
    pub(in crate::cli) fn settings(&self) -> String {
        let Self { documents, model, decision } = self;
        format!("{} {} {}", documents.settings(), model.settings(), decision.settings())
    }
}
