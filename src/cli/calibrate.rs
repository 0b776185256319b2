//! `themewise calibrate`: confidences that mean what they say on your own paragraphs.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use themewise::model::ModelFile;
use themewise::training::{Recalibrated, TrainingOptions, recalibrate};
use themewise::{Dataset, Evaluation};

use super::args::labels::LabelFormatChoice;
use super::args::model::ModelChoice;
use super::{Failure, check_output, note};

/// Fit the confidences of a model to your own labelled paragraphs
///
/// The weights of words stay as they are. The calibration, the thresholds and their guarantees are
/// fitted to paragraphs that the model was not trained on. Prints how good confidences and labels
/// are before and after; the figures after are cross-validated. A paragraph takes no part in a
/// theme that is unknown for it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Calibrate {
    /// Label files; the model must not have been trained on them
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    labels: Vec<PathBuf>,

    #[command(flatten)]
    label_format: LabelFormatChoice,

    #[command(flatten)]
    model: ModelChoice,

    /// Model file to write [default: replaces the model that is read]
    #[arg(long, short, value_name = "FILE", required_unless_present = "model")]
    output: Option<PathBuf>,

    /// Number of folds for cross-validation
    #[arg(long, value_name = "K", default_value_t = TrainingOptions::default().folds)]
    folds: usize,

    /// Field of the labels that names their source; with at least 2 sources per fold, each stays
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
        let dataset = self.label_format.read(&self.labels, Some(model.themes()))?;
        warn(&dataset);
        let file = ModelFile::create(output)?;
        let Recalibrated { model, before, after } =
            recalibrate(model, &dataset, self.folds, &self.group_by)?;
        file.save(&model)?;
        table(out, &before, &after)?;
        writeln!(out, "\nwrote {}", output.display())?;
        Ok(true)
    }
}

/// Names the themes that are lost, and those that stay as they are.
fn warn(dataset: &Dataset) {
    let undecided = dataset.undecided_themes();
    if !undecided.is_empty() {
        note(&format!(
            "warning: nothing is known of the themes {}: their confidences stay as they are",
            undecided.join(", ")
        ));
    }
    let themes = dataset.themes_without_examples();
    if !themes.is_empty() {
        note(&format!(
            "warning: no paragraph has the themes {}: the calibrated model never gives them",
            themes.join(", ")
        ));
    }
}

/// What a figure is called, and how an evaluation has it.
type Figure = (&'static str, fn(&Evaluation) -> f64);

const FIGURES: [Figure; 5] = [
    ("expected calibration error", |e| e.expected_calibration_error),
    ("Brier score", |e| e.brier_score),
    ("macro F1", |e| e.macro_average.f1),
    ("micro F1", |e| e.micro.f1),
    ("mean average precision", |e| e.mean_average_precision),
];

fn table(out: &mut impl Write, before: &Evaluation, after: &Evaluation) -> std::io::Result<()> {
    let width = before.themes.iter().map(|theme| theme.theme.as_str().len()).max();
    let width = width.unwrap_or_default().max(FIGURES[0].0.len());
    writeln!(out, "{} paragraphs, each judged by what the others say", before.paragraphs)?;
    writeln!(out, "\n{:width$}  {:>9} {:>9}", "", "before", "after")?;
    for (name, of) in FIGURES {
        writeln!(out, "{name:width$}  {:>9.4} {:>9.4}", of(before), of(after))?;
    }
    writeln!(
        out,
        "\n{:width$}  {:>9} {:>9} {:>9}",
        "F1 of each theme", "before", "after", "support"
    )?;
    for (before, after) in before.themes.iter().zip(&after.themes) {
        let (theme, support) = (&before.theme, before.averages.support);
        let (before, after) = (before.averages.f1, after.averages.f1);
        writeln!(out, "{theme:width$}  {before:>9.2} {after:>9.2} {support:>9}")?;
    }
    Ok(())
}
