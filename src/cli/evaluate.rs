//! `themewise evaluate`: how good a model is on labelled paragraphs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use ndarray::Array2;
use serde::Serialize;
use themewise::{Dataset, Error, Evaluation, Model, Prediction, ThemeId, ThemeSet};

use super::{Failure, ModelChoice, check_output};

/// Measure a model on labelled paragraphs
///
/// Prints precision, recall, F1 and support of each theme and their averages
/// as scikit-learn's classification report does, and below them mean average
/// precision, Brier score and expected calibration error (15 bins).
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Evaluate {
    /// Label files, which the model should not have been trained on
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    labels: Vec<PathBuf>,

    #[command(flatten)]
    model: ModelChoice,

    /// How to print
    #[arg(long, short, value_enum, default_value = "text")]
    format: ReportFormat,

    /// Also write the predictions: {"id", "scores": {theme: confidence}, "themes": […]} a line
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReportFormat {
    /// scikit-learn's report.
    Text,
    /// One object, as scikit-learn's `output_dict`.
    Json,
}

const EXAMPLES: &str = "\
Examples:
  themewise evaluate --labels held-out.jsonl
  themewise evaluate --labels held-out.jsonl --model mine.safetensors --format json";

impl Evaluate {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        if let Some(path) = &self.predictions {
            let model = self.model.model.iter().cloned();
            let inputs: Vec<_> = self.labels.iter().cloned().chain(model).collect();
            check_output("--predictions", path, &inputs)?;
        }
        let model = self.model.load()?;
        let dataset = Dataset::read(&self.labels, Some(model.themes()))?;
        let mut worker = model.worker();
        let contents = dataset.contents();
        let predictions: Vec<_> = contents.map(|content| content.predict(&mut worker)).collect();
        if let Some(path) = &self.predictions {
            write_predictions(path, model.themes(), &dataset, &predictions)?;
        }
        let evaluation = evaluate(&model, &dataset, &predictions);
        match self.format {
            ReportFormat::Text => write!(out, "{evaluation}")?,
            ReportFormat::Json => {
                let json =
                    serde_json::to_string_pretty(&evaluation).map_err(std::io::Error::from)?;
                writeln!(out, "{json}")?;
            }
        }
        Ok(true)
    }
}

fn evaluate(model: &Model, dataset: &Dataset, predictions: &[Prediction]) -> Evaluation {
    let truth = dataset.targets();
    let confidences: Vec<f32> = predictions.iter().flat_map(|p| &p.confidences).copied().collect();
    let confidences = Array2::from_shape_vec(truth.dim(), confidences)
        .expect("a confidence for each theme of each paragraph");
    let (themes, thresholds) = (model.themes(), model.thresholds());
    Evaluation::with_thresholds(themes, truth.view(), confidences.view(), thresholds)
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    scores: BTreeMap<&'a ThemeId, f32>,
    themes: Vec<&'a ThemeId>,
}

fn write_predictions(
    path: &Path,
    themes: &ThemeSet,
    dataset: &Dataset,
    predictions: &[Prediction],
) -> Result<(), Error> {
    let failed = |source| Error::access(path, source);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    for (example, prediction) in dataset.examples.iter().zip(predictions) {
        let row = Row {
            id: &example.id,
            scores: themes.ids().zip(prediction.confidences.iter().copied()).collect(),
            themes: prediction.labels.iter().map(|label| &label.theme).collect(),
        };
        serde_json::to_writer(&mut file, &row).map_err(|error| failed(error.into()))?;
        file.write_all(b"\n").map_err(failed)?;
    }
    file.flush().map_err(failed)
}
