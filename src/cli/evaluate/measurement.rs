//! Options of the evaluation.

use crate::evaluation::Bootstrap;
use crate::training::{TrainingOptions, targets};
use crate::{Dataset, Error};
use clap::Args;
use ndarray::Array2;

use crate::cli::args::context::ContextChoice;

/// Options for groups of paragraphs and for intervals.
#[derive(Debug, Args)]
pub(super) struct Measurement {
    #[command(flatten)]
    pub(super) context: ContextChoice,

    /// Field of the labels that names their source; each is measured by itself and stays in one
    /// fold. `collection:outlet` counts as the collection
    #[arg(long, value_name = "FIELD", default_value_t = TrainingOptions::default().group_by)]
    pub(super) group_by: String,

    /// Bootstrap draws for intervals, up to 100000; 0 for no intervals
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(..=100_000))]
    bootstrap: u32,

    /// Seed for draws and folds
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,
}

impl Measurement {
    /// Refuses a `--group-by` field that no label has, except the default.
    pub(super) fn check_field(&self, dataset: &Dataset) -> Result<(), Error> {
        let field = &self.group_by;
        if dataset.values(field) > 0 || *field == TrainingOptions::default().group_by {
            return Ok(());
        }
        Err(Error::setting("--group-by", format!("`{field}`"), "a field of the labels"))
    }

    /// What predictions are measured against.
    pub(super) fn truth(&self, dataset: &Dataset) -> Array2<Option<bool>> {
        targets(dataset, self.context.perspective())
    }

    pub(super) fn bootstrap(&self) -> Bootstrap {
        Bootstrap { samples: self.bootstrap as usize, seed: self.seed }
    }
}
