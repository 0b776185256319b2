//! The model to use.

use std::path::{Path, PathBuf};

use crate::error::ErrorKind;
use crate::{Error, Model, Result};
use clap::Args;

use crate::cli::failure::Failure;

/// The model to use, by default the built-in one.
#[derive(Debug, Args)]
pub(in crate::cli) struct ModelChoice {
    /// Model file [default: the built-in model: fourteen themes, English news]
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) model: Option<PathBuf>,
}

impl ModelChoice {
    /// Reads the model.
    pub(in crate::cli) fn load(&self) -> Result<Model> {
        load(self.model.as_deref())
    }

    /// The failure of reading labels for this model.
    pub(in crate::cli) fn failure(&self, error: Error) -> Failure {
        if self.model.is_none() && error.kind() == ErrorKind::OtherThemes {
            return Failure::NotBuiltIn(error);
        }
        error.into()
    }

    /// The option as text, to check that a resumed run uses the same model.
    pub(in crate::cli) fn settings(&self) -> String {
        let Some(path) = &self.model else { return String::new() };
        let changed = path.metadata().and_then(|metadata| metadata.modified()).ok();
        format!("{} {changed:?}", path.display())
    }
}

/// Reads a model file, or the built-in model.
pub(in crate::cli) fn load(path: Option<&Path>) -> Result<Model> {
    path.map_or_else(Model::embedded, Model::read)
}
