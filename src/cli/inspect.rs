//! `themewise inspect`: describes a model.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::language::Language;
use crate::model::{
    ContextSummary, EmbeddingsSummary, EvaluationSummary, SelfTrainingSummary, StemVectorsSummary,
};
use crate::text::printable;
use crate::{Model, Theme};
use clap::Args;

use super::args::model::load;
use super::failure::Failure;

/// Describe a model and its strongest words
///
/// Prints how the model was trained and evaluated, its sizes, and the threshold and strongest
/// terms of each theme.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Inspect {
    /// Model file [default: the built-in model]
    #[arg(value_name = "MODEL")]
    model: Option<PathBuf>,

    /// Number of terms to show for each theme
    #[arg(long, short, value_name = "N", default_value_t = 10)]
    terms: usize,
}

const EXAMPLES: &str = "\
Examples:
  themewise inspect
  themewise inspect mine.safetensors --terms 30";

impl Inspect {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let model = load(self.model.as_deref())?;
        manifest(out, &model)?;
        for (place, theme) in model.themes().as_slice().iter().enumerate() {
            self.theme(out, &model, place, theme)?;
        }
        Ok(true)
    }

    fn theme(
        &self,
        out: &mut impl Write,
        model: &Model,
        at: usize,
        theme: &Theme,
    ) -> io::Result<()> {
        writeln!(out, "\n{} (threshold {:.3})", theme.id, model.thresholds()[at])?;
        if !theme.definition.is_empty() {
            writeln!(out, "  {}", printable(&theme.definition))?;
        }
        let strongest = strongest(model, at, self.terms);
        writeln!(out, "  {}", printable(&strongest.join(", ")))
    }
}

fn manifest(out: &mut impl Write, model: &Model) -> io::Result<()> {
    let manifest = model.manifest();
    let (training, evaluation) = (&manifest.training, &manifest.evaluation);
    let terms = model.vectorizer().vocabulary();
    let c = training.c.map_or_else(String::new, |c| format!(", C {c}"));
    let bytes = model.to_bytes().len();
    let languages: Vec<_> = model.languages().into_iter().map(Language::code).collect();
    let rows = [
        ("format", manifest.format.to_string()),
        ("languages", languages.join(", ")),
        ("stemmer", format!("{} {}", manifest.stemmer.name, manifest.stemmer.version)),
        ("size", format!("{bytes} bytes")),
        ("digest", format!("sha256 {}", model.digest())),
        ("themes", model.themes().len().to_string()),
        ("terms", format!("{} stems, {} bigrams", terms.stems().len(), terms.bigrams().len())),
        (
            "trained by",
            format!("{}{c}, {} folds, seed {}", training.estimator, training.folds, training.seed),
        ),
        ("trained on", format!("{} paragraphs", training.examples)),
        ("labels", format!("sha256 {}", training.labels_sha256)),
        ("file weights", numbers(&training.file_weights)),
        ("stem vectors", training.stem_vectors.as_ref().map_or_else(none, vectors)),
        ("names", names(training.name_scale)),
        ("unlabelled", training.self_training.as_ref().map_or_else(none, unlabelled)),
        (
            "average precision",
            format!("{:.4} (mean over themes, cross-validated)", evaluation.mean_average_precision),
        ),
        ("F1", format!("{:.4} macro, {:.4} micro", evaluation.macro_f1, evaluation.micro_f1)),
        ("calibration error", format!("{:.4}", evaluation.expected_calibration_error)),
        ("Brier score", format!("{:.4}", evaluation.brier_score)),
        ("articles", manifest.context.as_ref().map_or_else(none, articles)),
    ];
    rows.iter().try_for_each(|(name, value)| writeln!(out, "{name:18} {value}"))
}

fn none() -> String {
    "none".to_owned()
}

fn numbers(numbers: &[f32]) -> String {
    let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(", ")
}

fn vectors(StemVectorsSummary { sha256, scale }: &StemVectorsSummary) -> String {
    format!("sha256 {sha256}, scaled by {scale}")
}

fn articles(summary: &ContextSummary) -> String {
    let ContextSummary { articles, examples, evaluation, evaluation_by_itself } = summary;
    let quality = |whose: &str, evaluation: &Option<EvaluationSummary>| {
        evaluation.as_ref().map_or_else(String::new, |evaluation| {
            let (precision, f1) = (evaluation.mean_average_precision, evaluation.macro_f1);
            format!("; {whose}: average precision {precision:.4}, F1 {f1:.4} macro")
        })
    };
    let in_article = quality("as a reader judges", evaluation);
    let by_itself = quality("each paragraph by itself", evaluation_by_itself);
    match articles {
        0 => "read with the weights of the built-in model".to_owned(),
        _ => {
            format!("read, learned from {examples} paragraphs of {articles}{in_article}{by_itself}")
        }
    }
}

fn names(scale: f32) -> String {
    if scale < 1.0 { format!("tied together, scaled by {scale}") } else { "words".to_owned() }
}

fn unlabelled(summary: &SelfTrainingSummary) -> String {
    let SelfTrainingSummary { paragraphs, sha256, weight, sharpening, embeddings } = summary;
    let taught =
        embeddings.as_ref().map_or_else(String::new, |EmbeddingsSummary { sha256, scale }| {
            format!(", embeddings scaled by {scale}; sha256 {sha256}")
        });
    format!(
        "{paragraphs} paragraphs of weight {weight}, sharpened {sharpening}; sha256 {sha256}{taught}"
    )
}

/// The terms that add most to the score where they occur: weight × rarity.
fn strongest(model: &Model, theme: usize, count: usize) -> Vec<String> {
    let scorer = model.scorer();
    let weights = scorer.weights.column(theme);
    let term_weights = model.vectorizer().term_weights();
    let mut ranked: Vec<_> =
        weights.iter().zip(term_weights).map(|(weight, term)| weight * term).zip(0..).collect();
    ranked.sort_by(|a: &(f32, u32), b| b.0.total_cmp(&a.0));
    let vocabulary = model.vectorizer().vocabulary();
    ranked.iter().take(count).map(|&(_, column)| vocabulary.term(column)).collect()
}
