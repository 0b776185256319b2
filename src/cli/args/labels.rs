//! How to read label files.

use std::path::PathBuf;

use crate::dataset::{LabelFormat, LabelOptions, Labels};
use crate::document::Delimiter;
use crate::text::printable;
use crate::{Dataset, Result, ThemeSet};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use encoding_rs::Encoding;

use super::input::encoding;
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

    #[command(flatten)]
    themes: LabelThemes,
}

/// Where label files have their themes.
#[derive(Debug, Args)]
pub(in crate::cli) struct LabelThemes {
    /// Column or field of the labels that names the themes, separated by `;`; or the columns of 0
    /// and 1 for each theme [default: detected, if it is certain]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    label_column: Vec<String>,

    /// Control of Label Studio whose choices are themes [default: the only one]
    #[arg(long, value_name = "NAME")]
    control: Option<String>,
}

/// How the text of label files is written.
#[derive(Debug, Args)]
pub(in crate::cli) struct LabelText {
    /// Encoding of the label files, such as windows-1252 [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    encoding: Option<&'static Encoding>,

    /// Character between the columns of label tables, such as ; or tab [default: detected]
    #[arg(long, value_name = "CHARACTER")]
    delimiter: Option<Delimiter>,
}

impl LabelFormatChoice {
    /// How to read label files; `text` says how their text is written, if that is not detected.
    pub(in crate::cli) fn options(&self, text: Option<&LabelText>) -> LabelOptions {
        self.themes.options(self.label_format, text)
    }
}

impl LabelThemes {
    /// How to read label files of a format.
    pub(in crate::cli) fn options(&self, format: Choice, text: Option<&LabelText>) -> LabelOptions {
        LabelOptions {
            format: format.0,
            columns: self.label_column.clone(),
            control: self.control.clone(),
            delimiter: text.and_then(|text| text.delimiter),
            encoding: text.and_then(|text| text.encoding),
        }
    }
}

/// Reads label files as one dataset, and says what was taken for what.
pub(in crate::cli) fn read_labels(
    options: &LabelOptions,
    labels: &[PathBuf],
    themes: Option<&ThemeSet>,
) -> Result<Dataset> {
    let Labels { dataset, notes } = Labels::read(options, labels, themes)?;
    for note in notes {
        eprint_line(&format!("note: {}", printable(&note)));
    }
    if themes.is_none() {
        for (slip, other) in dataset.slips() {
            eprint_line(&format!(
                "warning: theme `{slip}` has 1 paragraph: did you mean `{other}`?"
            ));
        }
    }
    Ok(dataset)
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
