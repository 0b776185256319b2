//! The format of label files.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use themewise::dataset::LabelFormat;
use themewise::{Dataset, Result, ThemeSet};

use crate::cli::message::eprint_line;

/// How to read label files.
#[derive(Debug, Args)]
pub(in crate::cli) struct LabelFormatChoice {
    /// Format of the label files (see convert --help); auto detects it by extension and first
    /// record
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        default_value = "auto",
        hide_possible_values = true
    )]
    label_format: Choice,
}

impl LabelFormatChoice {
    /// Reads label files as one dataset.
    pub(in crate::cli) fn read(
        &self,
        labels: &[PathBuf],
        themes: Option<&ThemeSet>,
    ) -> Result<Dataset> {
        Dataset::read_as(self.label_format.0, labels, themes)
    }
}

/// Warns about themes that are unknown for every paragraph, and themes that no paragraph has. Each
/// message ends with the consequence given.
pub(in crate::cli) fn warn_of_gaps(dataset: &Dataset, undecided: &str, without_examples: &str) {
    let gaps = [
        ("nothing is known of the themes", dataset.undecided_themes(), undecided),
        ("no paragraph has the themes", dataset.themes_without_examples(), without_examples),
    ];
    for (gap, themes, outcome) in gaps.iter().filter(|(_, themes, _)| !themes.is_empty()) {
        eprint_line(&format!("warning: {gap} {}: {outcome}", themes.join(", ")));
    }
}

/// A format, or `None` to detect it.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Choice(pub(in crate::cli) Option<LabelFormat>);

/// Detection, and every format.
const CHOICES: [Choice; 9] = {
    let mut choices = [Choice(None); 9];
    let mut place = 0;
    while place < LabelFormat::ALL.len() {
        choices[place + 1] = Choice(Some(LabelFormat::ALL[place]));
        place += 1;
    }
    choices
};

impl ValueEnum for Choice {
    fn value_variants<'a>() -> &'a [Self] {
        &CHOICES
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let auto = || PossibleValue::new("auto").help("Detected by extension and first record");
        self.0.map_or_else(|| Some(auto()), |format| format.to_possible_value())
    }
}
