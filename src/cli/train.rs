//! `themewise train`: trains a model on labelled paragraphs.

use std::io::Write;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::dataset::{Dataset, Unlabelled};
use crate::features::{ParagraphEmbeddings, StemVectors, VectorizerOptions};
use crate::language::Language;
use crate::model::{ModelFile, SourcesSummary};
use crate::report::TrialsReport;
use crate::text::printable;
use crate::training::{
    Estimator, Progress, SelfTrainingOptions, Trained, TrainedLanguages, Trainer, TrainingOptions,
};
use crate::{Error, ThemeSet};
use clap::Args;
use indicatif::ProgressBar;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::args::labels::{LabelFormatChoice, LabelText, read_labels};
use super::args::language::language;
use super::args::output::{check_output, messages_beside};
use super::failure::Failure;
use super::message::eprint_line;
use super::progress::progress_bar;

/// Train a model on labelled paragraphs
///
/// Labels are JSON Lines: {"id": …, "themes": [ … ], "text": …}, where {"words": {word: count}}
/// may replace the text, or they are in the format of an annotation tool (see `convert --help`). A
/// paragraph takes no part in learning, calibrating or measuring the themes it lists in "unknown".
///
/// Stem vectors, which know words before any label, are a second view of each paragraph and are
/// then folded into the model. Cross-validation chooses C and the scale of the vectors, fits the
/// calibration and sets the thresholds; its report is printed. Equal labels and options give equal
/// bytes, whatever the number of threads.
///
/// With --unlabelled, the model also learns from its own predictions: scores are multiplied by the
/// sharpening and become soft labels from 0 to 1. With --embeddings, a teacher makes these
/// predictions; it sees a transformer's embedding of each paragraph beside its words. The result
/// is kept only if the out-of-fold mean average precision does not fall.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Train {
    /// Label files, or `-` for standard input
    #[arg(long, short, value_name = "FILE", required = true, num_args = 1..)]
    labels: Vec<PathBuf>,

    #[command(flatten)]
    label_format: LabelFormatChoice,

    #[command(flatten)]
    label_text: LabelText,

    /// Weight of the paragraphs of each label file, in the same order [default: 1 each]
    #[arg(long, value_name = "W", value_delimiter = ',', num_args = 1..)]
    weights: Vec<f32>,

    /// Model file to write, or `-` for standard output
    #[arg(long, short, value_name = "FILE", required = true)]
    output: Option<PathBuf>,

    /// Themes with their names (TOML: [[theme]] id = "trade" name = "Trade and tariffs") [default:
    /// the themes of the labels]
    #[arg(long, value_name = "FILE")]
    themes: Option<PathBuf>,

    /// Estimator of the weights
    #[arg(long, value_enum, default_value = "logistic")]
    estimator: Estimator,

    /// Inverse regularisation strength; the best of several values is chosen
    #[arg(long, short, value_name = "C", value_delimiter = ',', num_args = 1.., default_values_t = TrainingOptions::default().grid)]
    c: Vec<f64>,

    /// Stem vectors to use instead of the built-in ones
    #[arg(long, value_name = "FILE", conflicts_with = "no_stem_vectors")]
    stem_vectors: Option<PathBuf>,

    /// Learn from the labels alone, without stem vectors
    #[arg(long, conflicts_with = "vector_scale")]
    no_stem_vectors: bool,

    /// Scale of the stem vectors; the best of several values is chosen, C with the first
    #[arg(long, value_name = "S", value_delimiter = ',', num_args = 1.., default_values_t = TrainingOptions::default().vector_scales)]
    vector_scale: Vec<f32>,

    /// Share of what tells names of countries, peoples, cities and leaders apart, from 0 (a name
    /// says that a state acts, not which) to 1 (names are words like others)
    #[arg(long, value_name = "S", default_value_t = TrainingOptions::default().name_scale)]
    name_scale: f32,

    /// Languages to train tables for, by their codes; one with no or too few labels learns from those
    /// of all languages. The first language of the model is that with the most labels [default: those
    /// of the labels]
    #[arg(long, value_name = "CODE", value_delimiter = ',', num_args = 1.., value_parser = language)]
    languages: Vec<Language>,

    /// Weight of a labelled paragraph in another language, relative to one in the language that is
    /// learned
    #[arg(long, value_name = "W", default_value_t = TrainingOptions::default().foreign_weight)]
    foreign_weight: f32,

    /// Unlabelled paragraphs to learn from, in any format that `classify` reads
    #[arg(long, value_name = "FILE", num_args = 1..)]
    unlabelled: Vec<PathBuf>,

    /// Weight of an unlabelled paragraph, relative to a labelled one
    #[arg(long, value_name = "W", default_value_t = SelfTrainingOptions::default().weight, requires = "unlabelled")]
    unlabelled_weight: f32,

    /// Factor for the scores of unlabelled paragraphs; above 1, predictions become more confident
    #[arg(long, value_name = "S", default_value_t = SelfTrainingOptions::default().sharpening, requires = "unlabelled")]
    sharpening: f32,

    /// Embeddings for a teacher that predicts the themes of unlabelled paragraphs
    #[arg(long, value_name = "FILE", requires = "unlabelled")]
    embeddings: Option<PathBuf>,

    /// Scale of the embeddings
    #[arg(long, value_name = "S", default_value_t = SelfTrainingOptions::default().embedding_scale, requires = "embeddings")]
    embedding_scale: f32,

    /// Number of folds for cross-validation
    #[arg(long, value_name = "K", default_value_t = TrainingOptions::default().folds)]
    folds: usize,

    /// Seed for the folds
    #[arg(long, value_name = "N", default_value_t = TrainingOptions::default().seed)]
    seed: u64,

    /// Field of the labels that names their source; with at least one source per fold, each stays
    /// in one fold
    #[arg(long, value_name = "FIELD", default_value_t = TrainingOptions::default().group_by)]
    group_by: String,

    /// Minimum number of paragraphs with a stem, unless it has a stem vector
    #[arg(long, value_name = "N", default_value_t = VectorizerOptions::default().min_df)]
    min_df: u32,

    /// Also count pairs of adjacent stems
    #[arg(long)]
    bigrams: bool,

    /// Number of threads; 0 for one per core
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
  themewise train --labels mine.jsonl --unlabelled crawl/ more.jsonl.gz --output mine.safetensors
  themewise train --labels mine.jsonl --c 10 --folds 10 --output mine.safetensors";

impl Train {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let output = self.output.as_deref().expect("it is required");
        let bar = OnceLock::new();
        let trained = self.train(&|progress| self.show(&bar, progress));
        bar.get().inspect(|bar: &&ProgressBar| bar.finish_and_clear());
        let trained = trained?;
        if !self.quiet {
            let out = &mut *messages_beside(output, out);
            write_report(out, &trained)?;
            writeln!(out, "wrote {}", output.display())?;
            warn_of(&trained);
        }
        Ok(true)
    }

    /// Trains a model for each language, and writes the file if there is an output; calls `watch` from
    /// any thread.
    ///
    /// # Errors
    /// If the labels cannot be read, nothing can be learned from them, or the file cannot be written.
    pub fn train(&self, watch: &(dyn Fn(Progress) + Sync)) -> Result<TrainedLanguages, Failure> {
        let output = self.output.as_deref();
        output.map_or(Ok(()), |output| check_output("--output", output, &self.inputs()))?;
        let threads = self.threads()?;
        let dataset = self.dataset()?;
        // Created first, so that a model that cannot be written fails before training.
        let file = output.map(ModelFile::create).transpose()?;
        let trained = self.learn(&dataset, &threads, watch)?;
        file.map_or(Ok(()), |file| file.save(&trained.model()?))?;
        Ok(trained)
    }

    /// The input files, which must not be overwritten.
    fn inputs(&self) -> Vec<PathBuf> {
        let other = self.themes.iter().chain(&self.stem_vectors);
        let other = other.chain(&self.unlabelled).chain(&self.embeddings);
        self.labels.iter().chain(other).cloned().collect()
    }

    fn dataset(&self) -> Result<Dataset, Error> {
        let themes = self.themes.as_deref().map(ThemeSet::read).transpose()?;
        let options = self.label_format.options(Some(&self.label_text));
        let mut dataset = read_labels(&options, &self.labels, themes.as_ref())?;
        if !self.weights.is_empty() {
            dataset.weigh_files(&self.weights)?;
        }
        Ok(dataset)
    }

    fn learn(
        &self,
        dataset: &Dataset,
        threads: &ThreadPool,
        watch: &(dyn Fn(Progress) + Sync),
    ) -> Result<TrainedLanguages, Error> {
        let vectors = self.stem_vectors()?;
        let unlabelled = (!self.unlabelled.is_empty()).then(|| Unlabelled::read(&self.unlabelled));
        let unlabelled = unlabelled.transpose()?;
        let embeddings = self.embeddings.as_deref().map(ParagraphEmbeddings::read).transpose()?;
        let mut trainer = Trainer::new(self.options()).on_progress(watch);
        if let Some(vectors) = &vectors {
            trainer = trainer.with_stem_vectors(vectors);
        }
        if let Some(unlabelled) = &unlabelled {
            trainer = trainer.with_unlabelled(unlabelled, self.self_training());
        }
        if let Some(embeddings) = &embeddings {
            trainer = trainer.with_embeddings(embeddings);
        }
        let wanted = (!self.languages.is_empty()).then_some(&*self.languages);
        threads.install(|| trainer.train_languages(dataset, wanted))
    }

    fn threads(&self) -> Result<ThreadPool, Error> {
        const MAX_THREADS: usize = 256;
        let refused = || {
            let expected = "at most 256, and no more than the system can start";
            Error::setting("--threads", self.threads.to_string(), expected)
        };
        let threads = ThreadPoolBuilder::new().num_threads(self.threads);
        let threads = (self.threads <= MAX_THREADS).then(|| threads.build().ok()).flatten();
        threads.ok_or_else(refused)
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
            vector_scales: self.vector_scale.clone(),
            name_scale: self.name_scale,
            foreign_weight: self.foreign_weight,
            folds: self.folds,
            seed: self.seed,
            group_by: self.group_by.clone(),
            vectorizer,
        }
    }

    fn stem_vectors(&self) -> Result<Option<StemVectors>, Error> {
        match &self.stem_vectors {
            _ if self.no_stem_vectors => Ok(None),
            Some(path) => StemVectors::read(path).map(Some),
            None => StemVectors::embedded().map(Some),
        }
    }

    fn self_training(&self) -> SelfTrainingOptions {
        SelfTrainingOptions {
            weight: self.unlabelled_weight,
            sharpening: self.sharpening,
            embedding_scale: self.embedding_scale,
        }
    }

    /// Updates the progress bar, which is visible only on a terminal.
    fn show(&self, bar: &OnceLock<ProgressBar>, progress: Progress) {
        if self.quiet {
            return;
        }
        match progress {
            // Once for each language.
            Progress::Started(steps) => {
                let bar = bar.get_or_init(|| progress_bar(0, "cross-validating"));
                bar.set_message("cross-validating");
                bar.inc_length(steps as u64);
            }
            Progress::Step => bar.get().into_iter().for_each(|bar| bar.inc(1)),
            Progress::Fitting => {
                bar.get().into_iter().for_each(|bar| bar.set_message("training the model"));
            }
        }
    }
}

/// Warns about themes that cannot be learned because all or no paragraphs have them.
fn warn(trained: &Trained) {
    let themes = trained.evaluation.themes.iter().zip(trained.model.calibrations());
    for (scores, _) in themes.filter(|(_, calibration)| calibration.is_constant()) {
        let (theme, with, all) = (&scores.theme, scores.averages.support, scores.known);
        eprint_line(&format!(
            "warning: theme `{theme}` cannot be learned, as {with} of {all} paragraphs have it: \
             it gets the same confidence everywhere"
        ));
    }
}

/// Warns about what a person should know of the labels.
pub fn warn_of(trained: &TrainedLanguages) {
    for (dataset, trained) in &trained.languages {
        warn(trained);
        warn_of_contradictions(dataset, trained);
    }
    warn_of_few(&trained.too_few);
}

/// Warns about languages that got no table.
fn warn_of_few(too_few: &[(Language, usize)]) {
    for (language, count) in too_few {
        let name = language.name();
        let warning = match count {
            0 => format!(
                "no labels are in {name}, and without stem vectors it learns from no others"
            ),
            count => format!(
                "{count} labelled paragraphs in {name} are too few for a table of their own; they \
                 taught the other languages"
            ),
        };
        eprint_line(&format!("warning: {warning}"));
    }
}

/// Warns about near-duplicates with different themes, which cannot both be learned.
fn warn_of_contradictions(dataset: &Dataset, trained: &Trained) {
    let Some([a, b]) = trained.contradictions.first() else { return };
    let [a, b] = [a, b].map(|&paragraph| printable(&dataset.examples[paragraph].id));
    let pairs = match trained.contradictions.len() {
        1 => "a pair of near-duplicates has different themes:".to_owned(),
        count => format!("{count} pairs of near-duplicates have different themes: first"),
    };
    eprint_line(&format!("warning: {pairs} `{a}` and `{b}`"));
}

/// Writes how the model of each language was chosen, and its quality out of fold.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_report(out: &mut dyn Write, trained: &TrainedLanguages) -> std::io::Result<()> {
    for (dataset, part) in &trained.languages {
        if trained.languages.len() > 1 {
            writeln!(out, "{}\n", dataset.language.name())?;
        }
        report(out, dataset, part)?;
        writeln!(out)?;
    }
    Ok(())
}

fn report(
    out: &mut (impl Write + ?Sized),
    dataset: &Dataset,
    trained: &Trained,
) -> std::io::Result<()> {
    let (paragraphs, themes) = (dataset.examples.len(), dataset.themes.len());
    let terms = trained.model.vectorizer().vocabulary().len();
    writeln!(out, "{paragraphs} labelled paragraphs, {themes} themes, {terms} terms")?;
    let measured = trained.evaluation.paragraphs;
    if measured != paragraphs {
        writeln!(
            out,
            "learned from the labels of all languages; measured on these {measured} paragraphs"
        )?;
    }
    let duplicates = trained.duplicate_groups;
    if measured == paragraphs {
        writeln!(out, "{duplicates} groups of near-duplicates, each kept in one fold")?;
    }
    if let Some(sources) = &trained.model.manifest().training.sources {
        let SourcesSummary { field, count, examples } = sources;
        writeln!(
            out,
            "{count} distinct `{field}`, each kept in one fold; calibrated on these {examples} paragraphs"
        )?;
    }
    writeln!(out)?;
    write!(out, "{}", TrialsReport(trained))?;
    writeln!(out, "\nout of fold; calibration and thresholds are fitted to the same scores:\n")?;
    write!(out, "{}", trained.evaluation)
}
