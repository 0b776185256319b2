//! `themewise evaluate`: how good a model is on labelled paragraphs.

mod learning;
mod predictions;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use themewise::evaluation::{Assessment, Bootstrap, Comparison, Predictions};
use themewise::model::Manifest;
use themewise::report::{ComparisonReport, evaluation_page};
use themewise::training::{TrainingOptions, predictions as predict};
use themewise::{Dataset, Error, Model, WholeFile};

use self::learning::{LearningChoice, Measured};
use super::args::labels::{LabelFormatChoice, warn_of_gaps};
use super::args::model::ModelChoice;
use super::args::output::check_output;
use super::args::report::ReportFormat;
use super::failure::Failure;
use super::message::eprint_line;

/// Evaluate a model, or a way of training, on labelled paragraphs
///
/// Prints precision, recall, F1 and support of each theme and their averages, as scikit-learn's
/// classification report does, with mean average precision, Brier score and expected calibration
/// error (15 bins). Then prints 95 % intervals (which assume independent paragraphs), the shares
/// of themes estimated without labels, confused themes, and each source by itself. Labels are
/// those that `classify` gives. If it is unknown whether a paragraph has a theme, that pair is in
/// no figure; the mean over paragraphs leaves out paragraphs of which nothing is known.
///
/// If you have no labels that the model was not trained on, --cross-validate trains on parts of
/// them and measures on the rest; --time-split trains on older labels and measures on newer ones.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Evaluate {
    /// Label files; the model should not have been trained on them
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    labels: Vec<PathBuf>,

    #[command(flatten)]
    label_format: LabelFormatChoice,

    #[command(flatten)]
    model: ModelChoice,

    /// Another model to compare with: what it does better, and whether this may be chance
    #[arg(long, value_name = "FILE", conflicts_with_all = ["learning", "report", "predictions"])]
    versus: Option<PathBuf>,

    #[command(flatten)]
    learning: LearningChoice,

    /// Field of the labels that names their source; each is measured by itself and stays in one
    /// fold
    #[arg(long, value_name = "FIELD", default_value_t = TrainingOptions::default().group_by)]
    group_by: String,

    /// Bootstrap draws for intervals, up to 100000; 0 for no intervals
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(..=100_000))]
    bootstrap: u32,

    /// Seed for draws and folds
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    format: ReportFormat,

    /// Also write an HTML page with charts
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    /// Also write the predictions, one per line: {"id", "scores": {theme: confidence}, "themes":
    /// […]}
    #[arg(long, value_name = "FILE", conflicts_with = "learning")]
    predictions: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  themewise evaluate --labels held-out.jsonl
  themewise evaluate --labels held-out.jsonl --report page.html
  themewise evaluate --labels held-out.jsonl --model old.safetensors --versus new.safetensors
  themewise evaluate --labels mine.jsonl --cross-validate 5 --repeats 3
  themewise evaluate --labels mine.jsonl --time-split 2024-06-01";

impl Evaluate {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        // Before the work, so that no time is lost on a file without a place.
        let report = self.place("--report", self.report.as_deref())?;
        let predictions = self.place("--predictions", self.predictions.as_deref())?;
        if let Some(path) = &self.versus {
            let comparison = self.compare(path)?;
            self.format.print(&ComparisonReport(&comparison), out)?;
            return Ok(true);
        }
        let assessment = if self.learning.is_chosen() {
            self.learning.measure(self)?.assessment(self)
        } else {
            self.assess_model(predictions)?
        };
        // Neither is lost if the other cannot be written.
        let page = |file: &mut dyn Write| evaluation_page(file, &self.title(), &assessment);
        let written = report.map_or(Ok(()), |file| file.write(page));
        let printed = self.format.print(&assessment, out);
        written?;
        printed?;
        Ok(true)
    }

    /// The place of what is to be written, which is no other file of this run.
    fn place(&self, option: &'static str, path: Option<&Path>) -> Result<Option<WholeFile>, Error> {
        let Some(path) = path else { return Ok(None) };
        check_output(option, path, &self.inputs())?;
        if self.report == self.predictions {
            let found = format!("`{}` for both", path.display());
            return Err(Error::setting("--report", found, "another file than --predictions"));
        }
        WholeFile::create(path).map(Some)
    }

    fn assess_model(&self, file: Option<WholeFile>) -> Result<Assessment, Error> {
        let model = self.model.load()?;
        let dataset = self.label_format.read(&self.labels, Some(model.themes()))?;
        self.check_field(&dataset)?;
        warn(&model, &dataset);
        let predictions = predict(&model, &dataset);
        if let Some(file) = file {
            file.write(|file| predictions::write(file, model.themes(), &dataset, &predictions))?;
        }
        let answers = Predictions::of(&predictions, &dataset.themes);
        let curves = &model.heads().curves;
        let measured = Measured { dataset, answers: vec![answers], learning_curve: None };
        let assessment = measured.assessment(self);
        Ok(assessment.with_prevalences(&measured.answers[0], curves))
    }

    /// Refuses a field that no label has, unless nobody asked for it.
    fn check_field(&self, dataset: &Dataset) -> Result<(), Error> {
        let field = &self.group_by;
        if dataset.values(field) > 0 || *field == TrainingOptions::default().group_by {
            return Ok(());
        }
        Err(Error::setting("--group-by", format!("`{field}`"), "a field of the labels"))
    }

    fn compare(&self, other: &Path) -> Result<Comparison, Error> {
        let (first, second) = (self.model.load()?, Model::read(other)?);
        if !first.themes().ids().eq(second.themes().ids()) {
            let expected = format!("a model of the same themes, {}", first.themes().list());
            return Err(Error::setting("--versus", second.themes().list(), expected));
        }
        let dataset = self.label_format.read(&self.labels, Some(first.themes()))?;
        warn(&first, &dataset);
        warn(&second, &dataset);
        let answers = [first, second]
            .map(|model| Predictions::of(&predict(&model, &dataset), &dataset.themes));
        let [first, second] = &answers;
        let truth = dataset.targets();
        Ok(Comparison::new(&dataset.themes, truth.view(), [first, second], self.bootstrap()))
    }

    fn bootstrap(&self) -> Bootstrap {
        Bootstrap { samples: self.bootstrap as usize, seed: self.seed }
    }

    /// Every file that is read, and must not be written over.
    fn inputs(&self) -> Vec<PathBuf> {
        let others = self.model.model.iter().chain(&self.versus).chain(self.learning.themes());
        self.labels.iter().chain(others).cloned().collect()
    }

    /// What is measured, on what.
    fn title(&self) -> String {
        let name = |path: &Path| {
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        };
        let labels: Vec<_> = self.labels.iter().map(|path| name(path)).collect();
        let model = self.model.model.as_deref().map_or_else(|| "the default model".into(), name);
        let labels = labels.join(", ");
        self.learning
            .title()
            .map_or_else(|| format!("{model} on {labels}"), |how| format!("{how} of {labels}"))
    }
}

/// Warns if the figures are better than they would be on new labels, or worse.
fn warn(model: &Model, dataset: &Dataset) {
    let Manifest { training, calibration, .. } = model.manifest();
    if dataset.sha256 == training.labels_sha256 {
        eprint_line("warning: the model was trained on these labels: it is worse on new ones");
    }
    if calibration.as_ref().is_some_and(|by| by.labels_sha256 == dataset.sha256) {
        eprint_line("warning: the model was calibrated on these labels: it is worse on new ones");
    }
    warn_of_gaps(
        dataset,
        "they are in no average",
        "their figures are 0, and in the macro average",
    );
}
