//! `themewise explain`: the words behind each label.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use clap::Args;
use themewise::document::{Paragraph, paragraphs, sources};
use themewise::{Explanation, Model, Worker};

use super::{Failure, ModelChoice, announce_standard_input, failure};

/// Show which words made each label
///
/// Prints each paragraph with its strongest words marked by what they add to
/// the score, then the sum: bias + words = score. Explains the themes given;
/// for a paragraph without one, the theme nearest to its threshold.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    /// Articles: files, folders, or `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    model: ModelChoice,

    /// Explain this theme, whether it is given or not
    #[arg(long, short, value_name = "THEME")]
    theme: Option<String>,

    /// Say nothing but errors on standard error
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  themewise explain article.txt
  echo 'The spies hacked the ministry.' | themewise explain --theme interference";

/// Terms listed and marked by name; the rest are one sum.
const SHOWN: usize = 12;

const FOR: Style = AnsiColor::Green.on_default();
const AGAINST: Style = AnsiColor::Red.on_default();
const BOLD: Style = Style::new().bold();

impl Explain {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let model = self.model.load()?;
        let theme = self.theme.as_deref().map(|id| model.theme(id)).transpose()?;
        announce_standard_input(&self.paths, self.quiet);
        let mut worker = model.worker();
        let mut complete = true;
        for source in sources(&self.paths) {
            match source.and_then(|source| source.read()) {
                Ok(document) => {
                    for paragraph in paragraphs(&document.text) {
                        for theme in themes(&model, &mut worker, &paragraph, theme) {
                            let explanation = worker.explain(paragraph.text, theme);
                            show(out, &document.name, &paragraph, &explanation)?;
                        }
                    }
                }
                Err(error) => {
                    failure::report(&error);
                    complete = false;
                }
            }
        }
        Ok(complete)
    }
}

/// The themes to explain: the one asked for, or those given, or the nearest.
fn themes(
    model: &Model,
    worker: &mut Worker,
    paragraph: &Paragraph,
    asked: Option<usize>,
) -> Vec<usize> {
    if let Some(theme) = asked {
        return vec![theme];
    }
    let prediction = worker.predict(paragraph.text);
    let labels = prediction.labels.iter();
    let given: Vec<_> =
        labels.filter_map(|label| model.themes().position(label.theme.as_str())).collect();
    if !given.is_empty() {
        return given;
    }
    let near = prediction.confidences.iter().zip(model.thresholds()).map(|(c, t)| c / t);
    let nearest = near.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b));
    nearest.map(|(theme, _)| theme).into_iter().collect()
}

fn show(
    out: &mut impl Write,
    file: &str,
    paragraph: &Paragraph,
    explanation: &Explanation,
) -> io::Result<()> {
    let Explanation { theme, bias, score, confidence, labelled, contributions } = explanation;
    let verdict = if *labelled { "given" } else { "not given" };
    let line = paragraph.line;
    writeln!(out, "{file}:{line}: {BOLD}{theme}{BOLD:#} {confidence:.4}, {verdict}")?;
    writeln!(out, "  {}", marked(paragraph.text, explanation))?;

    let (shown, rest) = contributions.split_at(contributions.len().min(SHOWN));
    let words: f32 = contributions.iter().map(|contribution| contribution.value).sum();
    writeln!(out, "  bias {bias:+.3}, words {words:+.3}, score {score:+.3}")?;
    for contribution in shown {
        let style = style(contribution.value);
        writeln!(out, "    {style}{:+.3}{style:#}  {}", contribution.value, contribution.term)?;
    }
    if !rest.is_empty() {
        let sum: f32 = rest.iter().map(|contribution| contribution.value).sum();
        writeln!(out, "    {sum:+.3}  {} other terms", rest.len())?;
    }
    writeln!(out)
}

fn style(value: f32) -> Style {
    if value < 0.0 { AGAINST } else { FOR }
}

/// The paragraph in one line, each occurrence of the strongest terms in
/// brackets with its share of what the term adds.
fn marked(text: &str, explanation: &Explanation) -> String {
    let mut marks: Vec<(Range<usize>, f32)> = Vec::new();
    for contribution in explanation.contributions.iter().take(SHOWN) {
        let share = contribution.value / contribution.spans.len() as f32;
        marks.extend(contribution.spans.iter().map(|span| (span.clone(), share)));
    }
    marks.sort_by_key(|(span, _)| (span.start, span.end));
    let mut marked = String::new();
    let mut end = 0;
    for (span, share) in marks {
        // A pair that overlaps the word before can not be marked as well.
        if span.start >= end {
            let style = style(share);
            marked.push_str(&text[end..span.start]);
            let word = &text[span.clone()];
            // Writing to a string does not fail.
            let _ = write!(marked, "[{style}{word} {share:+.2}{style:#}]");
            end = span.end;
        }
    }
    marked.push_str(&text[end..]);
    marked.split_whitespace().collect::<Vec<_>>().join(" ")
}
