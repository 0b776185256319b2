//! `themewise evaluate`: evaluates a model on labelled paragraphs.

mod labelled;
mod learning;
mod measured;
mod measurement;
mod predictions;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::evaluation::{Assessment, Comparison, Predictions, Units};
use crate::model::Manifest;
use crate::report::{ComparisonReport, evaluation_page};
use crate::tagging::Profile;
use crate::training::{Progress, predictions as predict};
use crate::{Dataset, Error, Model, WholeFile};
use clap::Args;
use indicatif::ProgressBar;

use self::labelled::Labelled;
use self::learning::LearningChoice;
use self::measured::Measured;
use self::measurement::Measurement;
use super::args::labels::warn_of_gaps;
use super::args::model::ModelChoice;
use super::args::output::{check_output, is_standard, messages_beside};
use super::args::report::ReportFormat;
use super::failure::Failure;
use super::message::eprint_line;
use super::progress::progress_bar;

/// Evaluate a model, or a way of training, on labelled paragraphs
///
/// Prints precision, recall, F1 and support of each theme and their averages, as scikit-learn's
/// classification report does, with mean average precision, Brier score and expected calibration
/// error (15 bins). Then prints 95 % intervals (which assume independent articles and lone
/// paragraphs), the shares of themes estimated without labels, confused themes, and each source by
/// itself. If paragraphs of articles were judged twice, a table shows both judgements. Labels are
/// those that `classify` gives. If it is unknown whether a paragraph has a theme, that pair is in
/// no figure; the mean over paragraphs leaves out paragraphs of which nothing is known.
///
/// If you have no labels that the model was not trained on, --cross-validate trains on parts of
/// them and measures on the rest; --time-split trains on older labels and measures on newer ones;
/// --leave-out source measures on each source what was learned from the others.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Evaluate {
    #[command(flatten)]
    labelled: Labelled,

    #[command(flatten)]
    model: ModelChoice,

    /// Another model to compare with: what it does better, and whether this may be chance
    #[arg(long, value_name = "FILE", conflicts_with_all = ["learning", "report", "predictions"])]
    versus: Option<PathBuf>,

    #[command(flatten)]
    learning: LearningChoice,

    #[command(flatten)]
    measurement: Measurement,

    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    format: ReportFormat,

    /// Also write an HTML page with charts
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    /// Also write the predictions, one per line: {"id", "scores": {theme: confidence}, "themes":
    /// […]}
    #[arg(long, value_name = "FILE", conflicts_with_all = ["cross_validate", "time_split"])]
    predictions: Option<PathBuf>,
}

/// What an evaluation says.
#[derive(Debug)]
pub enum EvaluationReport {
    /// The figures of one model, or of one way of training.
    Assessment(Box<Assessment>),
    /// Two models beside each other.
    Comparison(Box<Comparison>),
}

const EXAMPLES: &str = "\
Examples:
  themewise evaluate --labels held-out.jsonl
  themewise evaluate --labels held-out.jsonl --report page.html
  themewise evaluate --labels held-out.jsonl --model old.safetensors --versus new.safetensors
  themewise evaluate --labels mine.jsonl --cross-validate 5 --repeats 3
  themewise evaluate --labels mine.jsonl --time-split 2024-06-01
  themewise evaluate --labels mine.jsonl --leave-out source --predictions out-of-source.jsonl
  themewise evaluate --labels articles.jsonl --context paragraph";

impl Evaluate {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let bar = OnceLock::new();
        let report = self.report(None, &|progress| show(&bar, progress));
        bar.get().inspect(|bar: &&ProgressBar| bar.finish_and_clear());
        let (report, written) = report?;
        // Both are written, even if one of them fails.
        let printed = match &report {
            EvaluationReport::Assessment(assessment) => {
                self.format.print(&**assessment, &mut messages_beside(self.streamed(), out))
            }
            EvaluationReport::Comparison(comparison) => {
                self.format.print(&ComparisonReport(comparison), out)
            }
        };
        written?;
        printed?;
        Ok(true)
    }

    /// Evaluates a model, by default the one that is chosen, or a way of training, and writes the files
    /// that are asked for; calls `watch` from any thread.
    ///
    /// # Errors
    /// If the labels cannot be read, nothing can be learned from them, or a file cannot be written.
    pub fn evaluate(
        &self,
        model: Option<Model>,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<EvaluationReport, Failure> {
        let (report, written) = self.report(model, watch)?;
        written?;
        Ok(report)
    }

    /// The report, and whether the page could be written.
    fn report(
        &self,
        model: Option<Model>,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<(EvaluationReport, Result<(), Error>), Failure> {
        // Created first, so that a file that cannot be written fails at once.
        let page = self.place("--report", self.report.as_deref())?;
        let predictions = self.place("--predictions", self.predictions.as_deref())?;
        if let Some(path) = &self.versus {
            let comparison = self.compare(model, path);
            let comparison = comparison.map_err(|error| self.model.failure(error))?;
            return Ok((EvaluationReport::Comparison(comparison.into()), Ok(())));
        }
        let measured = if self.learning.is_chosen() {
            self.learning.measure(&self.labelled, &self.measurement, watch)?
        } else {
            self.measure_model(model).map_err(|error| self.model.failure(error))?
        };
        if let Some(file) = predictions {
            let answers = &measured.answers[0];
            file.write(|file| predictions::write(file, &measured.dataset, answers))?;
        }
        let assessment = measured.assessment(&self.measurement);
        let write = |file: &mut dyn Write| evaluation_page(file, &self.title(), &assessment);
        let written = page.map_or(Ok(()), |file| file.write(write));
        Ok((EvaluationReport::Assessment(assessment.into()), written))
    }

    /// Creates an output file, which must differ from the other files of this run.
    fn place(&self, option: &'static str, path: Option<&Path>) -> Result<Option<WholeFile>, Error> {
        let Some(path) = path else { return Ok(None) };
        check_output(option, path, &self.inputs())?;
        if self.report == self.predictions {
            let found = format!("`{}` for both", path.display());
            return Err(Error::setting("--report", found, "another file than --predictions"));
        }
        WholeFile::create(path).map(Some)
    }

    /// The predictions of a model, and the shares that it estimates.
    fn measure_model(&self, model: Option<Model>) -> Result<Measured, Error> {
        let model = self.load(model)?;
        let dataset = self.labelled.read(Some(model.themes()))?;
        self.measurement.check_field(&dataset)?;
        warn(&model, &dataset);
        let predictions = predict(&model.workers(), &dataset);
        let mut profile = Profile::new(dataset.themes.len());
        for prediction in &predictions {
            profile.count(&dataset.themes, prediction);
        }
        let prevalences = 0..dataset.themes.len();
        let prevalences = prevalences.map(|theme| profile.prevalence(theme, &model)).collect();
        let answers = Predictions::of(&predictions, &dataset.themes);
        Ok(Measured { prevalences, ..Measured::of(dataset, vec![answers]) })
    }

    /// The model, by default the one that is chosen, from the perspective that is asked for.
    fn load(&self, model: Option<Model>) -> Result<Model, Error> {
        let model = model.map_or_else(|| self.model.load(), Ok)?;
        Ok(model.with_perspective(self.measurement.context.perspective()))
    }

    fn compare(&self, model: Option<Model>, other: &Path) -> Result<Comparison, Error> {
        let first = self.load(model)?;
        let second = Model::read(other)?.with_perspective(first.perspective());
        if !first.themes().ids().eq(second.themes().ids()) {
            let expected = format!("a model of the same themes, {}", first.themes().list());
            return Err(Error::setting("--versus", second.themes().list(), expected));
        }
        let dataset = self.labelled.read(Some(first.themes()))?;
        warn(&first, &dataset);
        warn(&second, &dataset);
        let [first, second] = &[first, second]
            .map(|model| Predictions::of(&predict(&model.workers(), &dataset), &dataset.themes));
        let truth = self.measurement.truth(&dataset);
        Ok(Comparison::new(
            &dataset.themes,
            truth.view(),
            [first, second],
            self.measurement.bootstrap(),
            &Units::of_documents(dataset.documents()),
        ))
    }

    /// The output that is standard output, or any other file.
    fn streamed(&self) -> &Path {
        let outputs = [&self.report, &self.predictions].into_iter().flatten();
        let streamed = outputs.map(PathBuf::as_path).find(|path| is_standard(path));
        streamed.unwrap_or(Path::new(""))
    }

    /// The input files, which must not be overwritten.
    fn inputs(&self) -> Vec<PathBuf> {
        let others = self.model.model.iter().chain(&self.versus).chain(self.learning.themes());
        self.labelled.labels.iter().chain(others).cloned().collect()
    }

    /// The model or method, and the labels.
    pub fn title(&self) -> String {
        let name = |path: &Path| {
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        };
        let labels: Vec<_> = self.labelled.labels.iter().map(|path| name(path)).collect();
        let model = self.model.model.as_deref().map_or_else(|| "the default model".into(), name);
        let labels = labels.join(", ");
        self.learning
            .title()
            .map_or_else(|| format!("{model} on {labels}"), |how| format!("{how} of {labels}"))
    }
}

/// Updates the progress bar, which is visible only on a terminal.
fn show(bar: &OnceLock<ProgressBar>, progress: Progress) {
    match progress {
        Progress::Started(trainings) => {
            bar.get_or_init(|| progress_bar(trainings as u64, "training"));
        }
        Progress::Step => bar.get().into_iter().for_each(|bar| bar.inc(1)),
        Progress::Fitting => {}
    }
}

/// Warns if the labels make the figures too high or too low.
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
