//! `themewise evaluate`: evaluates a model on labelled paragraphs.

mod labelled;
mod learning;
mod measured;
mod measurement;
mod predictions;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use themewise::evaluation::{Comparison, Predictions, Units};
use themewise::model::Manifest;
use themewise::report::{ComparisonReport, evaluation_page};
use themewise::tagging::Profile;
use themewise::training::predictions as predict;
use themewise::{Dataset, Error, Model, WholeFile};

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
pub(super) struct Evaluate {
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
        // Created first, so that a file that cannot be written fails at once.
        let report = self.place("--report", self.report.as_deref())?;
        let predictions = self.place("--predictions", self.predictions.as_deref())?;
        if let Some(path) = &self.versus {
            let comparison = self.compare(path).map_err(|error| self.model.failure(error))?;
            self.format.print(&ComparisonReport(&comparison), out)?;
            return Ok(true);
        }
        let measured = if self.learning.is_chosen() {
            self.learning.measure(&self.labelled, &self.measurement)?
        } else {
            self.measure_model().map_err(|error| self.model.failure(error))?
        };
        let answers = &measured.answers[0];
        if let Some(file) = predictions {
            file.write(|file| predictions::write(file, &measured.dataset, answers))?;
        }
        let assessment = measured.assessment(&self.measurement);
        // Both are written, even if one of them fails.
        let page = |file: &mut dyn Write| evaluation_page(file, &self.title(), &assessment);
        let written = report.map_or(Ok(()), |file| file.write(page));
        let printed = self.format.print(&assessment, &mut messages_beside(self.streamed(), out));
        written?;
        printed?;
        Ok(true)
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
    fn measure_model(&self) -> Result<Measured, Error> {
        let model = self.load()?;
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

    /// The model, from the perspective that is asked for.
    fn load(&self) -> Result<Model, Error> {
        Ok(self.model.load()?.with_perspective(self.measurement.context.perspective()))
    }

    fn compare(&self, other: &Path) -> Result<Comparison, Error> {
        let first = self.load()?;
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
    fn title(&self) -> String {
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
