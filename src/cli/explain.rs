//! `themewise explain`: the words behind each label.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use clap::Args;
use themewise::document::{Paragraph, paragraphs};
use themewise::model::{Contribution, Occurrence};
use themewise::output::printable;
use themewise::{Explanation, Model, Worker};

use super::documents::Documents;
use super::{Failure, ModelChoice};

/// Show which words made each label
///
/// Prints each paragraph with its strongest words marked by what they add to
/// the score, then the sum: bias + words = score. Explains the themes given;
/// for a paragraph without one, the theme nearest to its threshold.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    #[command(flatten)]
    documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    /// Explain this theme, whether it is given or not
    #[arg(long, short, value_name = "THEME")]
    theme: Option<String>,
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
        let asked = self.theme.as_deref().map(|id| model.theme(id)).transpose()?;
        let mut worker = model.worker();
        let complete = self.documents.each(|document| {
            for paragraph in paragraphs(&document.text) {
                for theme in themes(&model, &mut worker, &paragraph, asked) {
                    let explanation = worker.explain(paragraph.text, theme);
                    show(out, &document.name, &paragraph, &explanation)?;
                }
            }
            Ok(())
        })?;
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
    let Explanation { theme, confidence, threshold, .. } = explanation;
    let verdict = if confidence >= threshold { "given" } else { "not given" };
    let (file, line) = (printable(file), paragraph.line);
    writeln!(
        out,
        "{file}:{line}: {BOLD}{theme}{BOLD:#} {confidence:.4}, {verdict} (from {threshold:.4})"
    )?;
    writeln!(out, "  {}", marked(paragraph.text, explanation))?;
    sum(out, explanation)?;
    writeln!(out)
}

/// The score as a sum: the bias, the strongest terms, and the others as one.
fn sum(out: &mut impl Write, explanation: &Explanation) -> io::Result<()> {
    let Explanation { bias, score, contributions, .. } = explanation;
    let total = |of: &[Contribution]| of.iter().map(|c| c.value).sum::<f64>() + 0.0;
    let words = total(contributions);
    writeln!(out, "  bias {bias:+.3}, words {words:+.3}, score {score:+.3}")?;
    let (shown, rest) = contributions.split_at(contributions.len().min(SHOWN));
    for Contribution { term, value, .. } in shown {
        let style = style(*value);
        writeln!(out, "    {style}{value:+.3}{style:#}  {term}")?;
    }
    if !rest.is_empty() {
        writeln!(out, "    {:+.3}  {} other terms", total(rest), rest.len())?;
    }
    Ok(())
}

fn style(value: f64) -> Style {
    if value < 0.0 { AGAINST } else { FOR }
}

/// The paragraph in one line, each occurrence of the strongest terms in
/// brackets with its share of what the term adds.
fn marked(text: &str, explanation: &Explanation) -> String {
    let mut marked = String::new();
    let mut end = 0;
    for Occurrence { span, value } in explanation.occurrences(SHOWN) {
        // A pair that overlaps the word before can not be marked as well.
        if span.start >= end {
            let style = style(value);
            marked.push_str(&printable(&text[end..span.start]));
            let word = printable(&text[span.clone()]);
            // Writing to a string does not fail.
            let _ = write!(marked, "[{style}{word} {value:+.2}{style:#}]");
            end = span.end;
        }
    }
    marked.push_str(&printable(&text[end..]));
    marked.split_whitespace().collect::<Vec<_>>().join(" ")
}
