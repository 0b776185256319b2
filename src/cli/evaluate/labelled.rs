//! The labelled paragraphs to evaluate on.

use std::path::PathBuf;

use crate::{Dataset, Result, ThemeSet};
use clap::Args;

use crate::cli::args::labels::{LabelFormatChoice, LabelText, read_labels};

/// The label files and their format.
#[derive(Debug, Args)]
pub(super) struct Labelled {
    /// Label files, or `-` for standard input; the model should not have been trained on them
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    pub(super) labels: Vec<PathBuf>,

    #[command(flatten)]
    label_format: LabelFormatChoice,

    #[command(flatten)]
    label_text: LabelText,
}

impl Labelled {
    /// Reads the labelled paragraphs.
    pub(super) fn read(&self, themes: Option<&ThemeSet>) -> Result<Dataset> {
        let options = self.label_format.options(Some(&self.label_text));
        read_labels(&options, &self.labels, themes)
    }
}
