//! `themewise calibrate`: fits the confidences of a model to other paragraphs.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use themewise::language::Language;
use themewise::model::ModelFile;
use themewise::report::CalibrationReport;
use themewise::training::{RecalibratedLanguages, TrainingOptions, recalibrate_languages};

use super::args::labels::{LabelFormatChoice, LabelText, read_labels, warn_of_gaps};
use super::args::model::ModelChoice;
use super::args::output::{check_output, messages_beside};
use super::failure::Failure;
use super::message::eprint_line;

/// Fit the confidences of a model to your own labelled paragraphs
///
/// The term weights do not change. The calibration, the thresholds and their guarantees are
/// fitted to paragraphs that the model was not trained on. Prints the quality of confidences and
/// labels before and after; the figures after are cross-validated. A paragraph whose label for a
/// theme is unknown is ignored for that theme.
///
/// Labels may be in any language of the model; each table is fitted to those in its own.
///
/// Paragraphs by themselves and paragraphs in their articles have confidences of their own. The
/// latter are only fitted if at least 200 of the paragraphs stand in articles.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Calibrate {
    /// Label files, or `-` for standard input; the model must not have been trained on them
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    labels: Vec<PathBuf>,

    #[command(flatten)]
    label_format: LabelFormatChoice,

    #[command(flatten)]
    label_text: LabelText,

    #[command(flatten)]
    model: ModelChoice,

    /// Model file to write, or `-` for standard output [default: replaces the model that is read]
    #[arg(long, short, value_name = "FILE", required_unless_present = "model")]
    output: Option<PathBuf>,

    /// Number of folds for cross-validation
    #[arg(long, value_name = "K", default_value_t = TrainingOptions::default().folds)]
    folds: usize,

    /// Field of the labels that names their source; with at least one source per fold, each stays
    /// in one fold
    #[arg(long, value_name = "FIELD", default_value_t = TrainingOptions::default().group_by)]
    group_by: String,
}

const EXAMPLES: &str = "\
Examples:
  themewise calibrate --model mine.safetensors --labels own.jsonl
  themewise calibrate --labels own.jsonl --output own.safetensors";

impl Calibrate {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let output = self.output.as_ref().or(self.model.model.as_ref());
        let output = output.expect("one of them is required");
        check_output("--output", output, &self.labels)?;
        let model = self.model.load()?;
        let options = self.label_format.options(Some(&self.label_text));
        let dataset = read_labels(&options, &self.labels, Some(model.themes()));
        let dataset = dataset.map_err(|error| self.model.failure(error))?;
        let parts = dataset.by_language()?;
        for part in &parts {
            warn_of_gaps(
                part,
                "their confidences do not change",
                "the calibrated model never gives them",
            );
        }
        let file = ModelFile::create(output)?;
        let recalibrated = recalibrate_languages(model, &parts, self.folds, &self.group_by)?;
        let RecalibratedLanguages { model, languages, too_few } = &recalibrated;
        warn_of_few(too_few);
        file.save(model)?;
        let out = &mut *messages_beside(output, out);
        for recalibrated in languages {
            if languages.len() > 1 {
                writeln!(out, "{}\n", recalibrated.model.language().name())?;
            }
            writeln!(out, "{}", CalibrationReport::new(recalibrated))?;
        }
        writeln!(out, "wrote {}", output.display())?;
        Ok(true)
    }
}

/// Warns about languages whose confidences did not change.
fn warn_of_few(too_few: &[(Language, usize)]) {
    for (language, count) in too_few {
        let name = language.name();
        eprint_line(&format!(
            "warning: {count} labelled paragraphs in {name} are too few: its confidences do not change"
        ));
    }
}
