//! `themewise calibrate`: fits the confidences of a model to other paragraphs.

use std::io::Write;
use std::path::PathBuf;

use crate::language::Language;
use crate::model::ModelFile;
use crate::report::CalibrationReport;
use crate::training::{RecalibratedLanguages, TrainingOptions, recalibrate_languages};
use crate::{Dataset, Error, Model};
use clap::Args;

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
pub struct Calibrate {
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
    #[arg(long, short, value_name = "FILE")]
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
        let missing = || Error::setting("--output", "none", "a file, as no --model is replaced");
        let output = output.ok_or_else(missing)?;
        let RecalibratedLanguages { languages, .. } = &self.calibrated(None, Some(output))?;
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

    /// Fits the confidences of a model, by default the one that is chosen, and writes the file if there
    /// is an output.
    ///
    /// # Errors
    /// If the labels cannot be read or are too few, or the file cannot be written.
    pub fn calibrate(&self, model: Option<Model>) -> Result<RecalibratedLanguages, Failure> {
        self.calibrated(model, self.output.as_ref())
    }

    fn calibrated(
        &self,
        model: Option<Model>,
        output: Option<&PathBuf>,
    ) -> Result<RecalibratedLanguages, Failure> {
        output.map_or(Ok(()), |output| check_output("--output", output, &self.labels))?;
        let model = model.map_or_else(|| self.model.load(), Ok)?;
        let parts = self.labelled(&model)?;
        let file = output.map(|output| ModelFile::create(output)).transpose()?;
        let calibrated = recalibrate_languages(model, &parts, self.folds, &self.group_by)?;
        warn_of_few(&calibrated.too_few);
        file.map_or(Ok(()), |file| file.save(&calibrated.model))?;
        Ok(calibrated)
    }

    /// The labels of each language.
    fn labelled(&self, model: &Model) -> Result<Vec<Dataset>, Failure> {
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
        Ok(parts)
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
