//! `themewise explain`: the words behind each label.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use crate::document::Chunk;
use crate::labelling::Neighbours;
use crate::language::Language;
use crate::output::Scale;
use crate::report::explanation::{
    Explained, explanation_page, write_explanation, write_json, write_text,
};
use crate::tagging::{Article, Reading, Unit};
use crate::{Dataset, Model, Prediction, Worker};
use clap::{Args, ValueEnum};

use super::args::labels::{LabelFormatChoice, read_labels};
use super::args::prediction::PredictionChoice;
use super::failure::Failure;

/// Show the words behind each label
///
/// Prints each paragraph with its strongest words, each marked with its contribution to the score,
/// then the sum: bias + own words + what comes from the article = score. Explains the themes given and those to review; if
/// there are none, the theme nearest to its threshold. With --labels, also prints the most similar
/// labelled paragraphs with that theme.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    #[command(flatten)]
    prediction: PredictionChoice,

    /// Explain this theme, even if it is not given
    #[arg(long, short, value_name = "THEME")]
    theme: Option<String>,

    /// Label file to search for similar paragraphs, such as one the model was trained on; may be
    /// repeated
    #[arg(long, short, value_name = "FILE")]
    labels: Vec<PathBuf>,

    #[command(flatten)]
    label_format: LabelFormatChoice,

    /// Number of similar labelled paragraphs to show for each label
    #[arg(long, value_name = "N", default_value_t = 3, requires = "labels")]
    evidence: usize,

    /// Also give confidences in the words of a scale, marked as automatic
    #[arg(long, value_enum)]
    scale: Option<Scale>,

    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    format: ExplanationFormat,

    /// Print an HTML page, the same as --format html
    #[arg(long, conflicts_with = "format")]
    html: bool,
}

/// The formats of explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExplanationFormat {
    /// Words in brackets, with their contributions.
    Text,
    /// JSON Lines, one object for each paragraph and theme.
    Json,
    /// One self-contained HTML page.
    Html,
}

const EXAMPLES: &str = "\
Examples:
  themewise explain article.txt
  themewise explain --html --labels labels/paragraphs.jsonl article.txt > page.html
  echo 'The spies hacked the ministry.' | themewise explain --theme interference";

impl Explain {
    /// Whether the output may have colours.
    pub(super) fn wants_color(&self) -> bool {
        self.format() == ExplanationFormat::Text
    }

    fn format(&self) -> ExplanationFormat {
        if self.html { ExplanationFormat::Html } else { self.format }
    }

    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let (model, decisions) = self.prediction.load()?;
        let asked = self.theme.as_deref().map(|id| model.theme(id)).transpose()?;
        let dataset = self.dataset(&model)?;
        let worker = &mut self.prediction.workers(&model, decisions)?.worker();
        let mut explainer = Explainer {
            explain: self,
            model: &model,
            neighbours: dataset.as_ref().map(|dataset| Neighbours::new(&model, dataset)),
            asked,
            is_for_terminal: io::stdout().is_terminal(),
        };
        let documents = &self.prediction.documents;
        let mut explain =
            |out: &mut dyn Write| documents.each(|chunk| explainer.chunk(chunk, worker, out));
        if self.format() != ExplanationFormat::Html {
            return Ok(explain(out)?);
        }
        let mut complete = true;
        explanation_page(out, |out| {
            complete = explain(out)?;
            Ok(())
        })?;
        Ok(complete)
    }

    fn dataset(&self, model: &Model) -> crate::Result<Option<Dataset>> {
        let read =
            || read_labels(&self.label_format.options(None), &self.labels, Some(model.themes()));
        (!self.labels.is_empty()).then(read).transpose()
    }
}

/// Explains documents one after the other.
struct Explainer<'m> {
    explain: &'m Explain,
    model: &'m Model,
    neighbours: Option<Neighbours<'m>>,
    /// The index of the theme named by `--theme`.
    asked: Option<usize>,
    /// Whether standard output is a terminal.
    is_for_terminal: bool,
}

impl Explainer<'_> {
    fn chunk(
        &mut self,
        chunk: &Chunk,
        worker: &mut Worker,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let (name, mut prediction) = (chunk.document.label(), Prediction::default());
        for article in Article::all(chunk, Unit::Paragraph) {
            let mut reading = Reading::new(article, worker);
            for at in reading.own() {
                reading.predict(at, &mut prediction);
                for theme in self.themes(&prediction) {
                    let explained = Explained {
                        file: &name,
                        language: prediction.language_in(chunk.document.language),
                        explanation: &reading.explain(at, &prediction, theme),
                        paragraph: &reading.passage(at).paragraph,
                        neighbours: &[],
                        scale: self.explain.scale,
                        is_for_terminal: self.is_for_terminal,
                    };
                    self.theme(&explained, prediction.language, theme, out)?;
                }
            }
        }
        Ok(())
    }

    fn theme(
        &mut self,
        explained: &Explained,
        language: Language,
        theme: usize,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let count = self.explain.evidence;
        // The labels are compared by the words of the model's own language.
        let is_own = language == self.model.language();
        let neighbours = match self.neighbours.as_mut().filter(|_| is_own) {
            Some(all) => &all.nearest(explained.paragraph.text, theme, count),
            None => &Vec::new(),
        };
        let explained = Explained { neighbours, ..*explained };
        match self.explain.format() {
            ExplanationFormat::Text => write_text(out, &explained),
            ExplanationFormat::Json => write_json(out, &explained),
            ExplanationFormat::Html => write_explanation(out, self.model.themes(), &explained),
        }
    }

    /// The themes to explain: the one named by `--theme`, or those given and to review, or the
    /// nearest.
    fn themes(&self, prediction: &Prediction) -> Vec<usize> {
        if let Some(theme) = self.asked {
            return vec![theme];
        }
        let labels = prediction.labels.iter().chain(&prediction.review);
        let given: Vec<_> =
            labels.filter_map(|label| self.model.themes().position(label.theme.as_str())).collect();
        if !given.is_empty() {
            return given;
        }
        let thresholds = &self.model.heads_of(prediction).thresholds;
        let near = prediction.confidences.iter().zip(thresholds).map(|(c, t)| c / t);
        let nearest = near.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
        nearest.map(|(theme, _)| theme).into_iter().collect()
    }
}
