//! The format and content of rows.

use crate::Error;
use crate::output::{OutputFormat, Scale, WriteOptions};
use crate::tagging::Unit;
use clap::Args;

use super::super::args::name_of;

/// Options for the format and content of rows.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag on the command line")]
#[derive(Debug, Args)]
pub(super) struct RowChoice {
    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    pub(super) format: OutputFormat,

    /// What gets a row; a document gets the themes of its paragraphs
    #[arg(long, value_enum, default_value = "paragraph")]
    unit: Unit,

    /// Skip paragraphs or sentences with fewer words
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) min_words: usize,

    /// Print the confidence of every theme, not only of the themes given
    #[arg(long, short)]
    all: bool,

    /// Write only paragraphs with a theme; of documents, only those with one
    #[arg(long)]
    only_labelled: bool,

    /// Begin CSV with a byte order mark, without which Excel takes it for another encoding
    #[arg(long)]
    bom: bool,

    /// Also write codes that are retired or not verified (misp, ninjs, gdelt)
    #[arg(long)]
    all_codes: bool,

    /// Also give confidences in the words of a scale, marked as automatic
    #[arg(long, value_enum)]
    scale: Option<Scale>,
}

impl RowChoice {
    /// Whether rows are lines for people.
    pub(super) fn is_text(&self) -> bool {
        self.format == OutputFormat::Text
    }

    /// Checks that the options fit the format.
    pub(super) fn check(&self) -> crate::Result<()> {
        if self.bom && self.format != OutputFormat::Csv {
            let found = format!("--format {}", name_of(&self.format));
            return Err(Error::setting("--bom", found, "used with --format csv"));
        }
        Ok(())
    }

    /// The options of writers. `terminal` is the width of the terminal, if rows go to one; `time`
    /// is the time of the run.
    pub(super) fn options(&self, terminal: Option<usize>, time: u64) -> WriteOptions {
        WriteOptions {
            all: self.all,
            terminal,
            scale: self.scale,
            unit: self.unit,
            time: Some(time),
            all_codes: self.all_codes,
            only_labelled: self.only_labelled,
            bom: self.bom,
            ..WriteOptions::default()
        }
    }

    /// The options as text, to check that a resumed run uses the same ones.
    pub(super) fn settings(&self) -> String {
        let Self { format, unit, min_words, all, only_labelled, bom, all_codes, scale } = self;
        let scale = scale.as_ref().map(name_of).unwrap_or_default();
        format!(
            "{} {} {min_words} {all} {only_labelled} {bom} {all_codes} {scale}",
            name_of(format),
            name_of(unit)
        )
    }
}
