//! `themewise train`: a model from labelled paragraphs.

use std::io::Write;
use std::path::PathBuf;
use std::sync::OnceLock;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use themewise::features::VectorizerOptions;
use themewise::model::ModelFile;
use themewise::training::{Dataset, Estimator, Progress, Trained, Trainer, TrainingOptions, Trial};
use themewise::{Error, ThemeSet};

use super::{Failure, check_output, note};

/// Train a model on labelled paragraphs
///
/// Labels are JSON Lines: {"id": …, "themes": [ … ], "text": …}, or instead of
/// the text {"words": {word: count}}. C is chosen by cross-validation, in which
/// also confidences are calibrated and thresholds set; its report is printed.
/// Equal labels and options give an equal file, whatever the number of threads.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Train {
    /// Label files
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    labels: Vec<PathBuf>,

    /// Where to write the model
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,

    /// Themes with their definitions (TOML); without it, the themes of the labels
    #[arg(long, value_name = "FILE")]
    themes: Option<PathBuf>,

    /// What learns the weights
    #[arg(long, value_enum, default_value = "logistic")]
    estimator: Estimator,

    /// Inverse strength of regularisation; of several the best is taken
    #[arg(long, short, value_name = "C", value_delimiter = ',', num_args = 1.., default_values_t = TrainingOptions::default().grid)]
    c: Vec<f64>,

    /// Folds of cross-validation
    #[arg(long, value_name = "K", default_value_t = TrainingOptions::default().folds)]
    folds: usize,

    /// Seed of the folds
    #[arg(long, value_name = "N", default_value_t = TrainingOptions::default().seed)]
    seed: u64,

    /// Paragraphs a stem must occur in
    #[arg(long, value_name = "N", default_value_t = VectorizerOptions::default().min_df)]
    min_df: u32,

    /// Count pairs of neighbouring stems too
    #[arg(long)]
    bigrams: bool,

    /// Threads to use; 0 for one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,

    /// Print no report and no progress
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  themewise train --labels mine.jsonl --output mine.safetensors
  themewise train --labels a.jsonl b.jsonl --themes themes.toml --output both.safetensors
  themewise train --labels mine.jsonl --c 10 --folds 10 --output mine.safetensors";

impl Train {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        self.start_threads()?;
        check_output("--output", &self.output, &self.labels)?;
        let themes = self.themes.as_deref().map(ThemeSet::read).transpose()?;
        let dataset = Dataset::read(&self.labels, themes.as_ref())?;
        // Before training, so that no time is lost on a model without a place.
        let file = ModelFile::create(&self.output)?;
        let bar = OnceLock::new();
        let watch = |progress| self.show(&bar, progress);
        let trained = Trainer::new(self.options()).watched_by(&watch).train(&dataset);
        bar.get().inspect(|bar: &&ProgressBar| bar.finish_and_clear());
        let trained = trained?;
        file.save(&trained.model)?;
        if !self.quiet {
            report(out, &dataset, &trained)?;
            writeln!(out, "\nwrote {}", self.output.display())?;
            warn(&dataset, &trained);
        }
        Ok(true)
    }

    fn start_threads(&self) -> Result<(), Failure> {
        const MOST: usize = 256;
        let refused = || Error::Setting {
            option: "--threads",
            found: self.threads.to_string(),
            allowed: "up to 256, and as many as the system can start",
        };
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.threads);
        let started = self.threads <= MOST && threads.build_global().is_ok();
        if started { Ok(()) } else { Err(refused().into()) }
    }

    fn options(&self) -> TrainingOptions {
        let vectorizer = VectorizerOptions {
            min_df: self.min_df,
            bigrams: self.bigrams,
            ..VectorizerOptions::default()
        };
        TrainingOptions {
            estimator: self.estimator,
            grid: self.c.clone(),
            folds: self.folds,
            seed: self.seed,
            vectorizer,
        }
    }

    /// Moves the progress bar, which shows itself only on a terminal.
    fn show(&self, bar: &OnceLock<ProgressBar>, progress: Progress) {
        if self.quiet {
            return;
        }
        match progress {
            Progress::Started(steps) => {
                let template = "{msg} {wide_bar} {pos}/{len} {elapsed}";
                let style = ProgressStyle::with_template(template).expect("the template is valid");
                let new = ProgressBar::new(steps as u64).with_style(style);
                new.set_message("cross-validating");
                bar.get_or_init(|| new).tick();
            }
            Progress::Step => bar.get().into_iter().for_each(|bar| bar.inc(1)),
            Progress::Fitting => {
                bar.get().into_iter().for_each(|bar| bar.set_message("learning the model"));
            }
        }
    }
}

/// Names the themes that can not be told apart yet.
fn warn(dataset: &Dataset, trained: &Trained) {
    let themes = trained.evaluation.themes.iter().zip(trained.model.calibrations());
    for (scores, _) in themes.filter(|(_, calibration)| calibration.is_constant()) {
        let (theme, with, all) = (&scores.theme, scores.averages.support, dataset.examples.len());
        note(&format!(
            "warning: theme `{theme}` can not be told from others by its {with} of {all} paragraphs: \
             it gets one confidence everywhere"
        ));
    }
}

fn report(out: &mut impl Write, dataset: &Dataset, trained: &Trained) -> std::io::Result<()> {
    let (paragraphs, themes) = (dataset.examples.len(), dataset.themes.len());
    let terms = trained.model.vectorizer().vocabulary().len();
    writeln!(out, "{paragraphs} labelled paragraphs, {themes} themes, {terms} terms")?;
    let duplicates = trained.duplicate_groups;
    writeln!(out, "{duplicates} groups of near-duplicates, each kept in one fold\n")?;
    writeln!(out, "       C  mean average precision out of fold (mean of folds ± deviation)")?;
    for (place, trial) in trained.trials.iter().enumerate() {
        trial_line(out, trial, place == trained.best)?;
    }
    writeln!(out, "\nout of fold, calibrated and labelled by thresholds from the same scores:\n")?;
    write!(out, "{}", trained.evaluation)
}

fn trial_line(out: &mut impl Write, trial: &Trial, best: bool) -> std::io::Result<()> {
    let c = trial.c.map_or_else(|| "-".to_owned(), |c| c.to_string());
    let mark = if best { "  <- chosen" } else { "" };
    let (mean, deviation) = spread(&trial.fold_precisions);
    let all = trial.mean_average_precision;
    writeln!(out, "{c:>8}  {all:.4} ({mean:.4} ± {deviation:.4}){mark}")
}

/// Mean and standard deviation.
fn spread(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}
