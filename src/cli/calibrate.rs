//! `themewise calibrate`: confidences that mean what they say on your own paragraphs.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use themewise::model::ModelFile;
use themewise::training::{Recalibrated, TrainingOptions, recalibrate};
use themewise::{Dataset, Evaluation};

use super::args::labels::LabelFormatChoice;
use super::{Failure, ModelChoice, check_output, note};

/// Learn the confidences of a model again from your own labelled paragraphs
///
/// The weights of words stay as they are; calibrations, thresholds and what can be
/// promised of thresholds are learnt from paragraphs the model was not trained on.
/// Prints how good confidences and labels were, and how good those are that were
/// learnt from the other folds of the same paragraphs. A paragraph has no part in a theme
/// of which it is unknown whether it has it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Calibrate {
    /// Label files, which the model must not have been trained on
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    labels: Vec<PathBuf>,

    #[command(flatten)]
    label_format: LabelFormatChoice,

    #[command(flatten)]
    model: ModelChoice,

    /// Where to write the model, if not in the place of the one that is read
    #[arg(long, short, value_name = "FILE", required_unless_present = "model")]
    output: Option<PathBuf>,

    /// Folds of cross-validation
    #[arg(long, value_name = "K", default_value_t = TrainingOptions::default().folds)]
    folds: usize,

    /// Field of labels that names their source; each is kept in one fold if there are 2 a fold
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
    let themes = dataset.themes_of_nobody();
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
