//! `themewise classify`: the themes of every paragraph.

use std::io::{self, IsTerminal, Write};

use clap::Args;
use themewise::Worker;
use themewise::document::{Document, paragraphs};
use themewise::output::{Format, Layout, Rollup, TaggedParagraph, Writer};

use super::documents::Documents;
use super::{Failure, ModelChoice};

/// Tag every paragraph of articles with themes
///
/// Reads plain text in UTF-8. A document that can not be read is reported; the
/// others go on. Confidences are probabilities; a theme is given where its
/// confidence reaches the theme's threshold.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Classify {
    #[command(flatten)]
    documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    /// How to print
    #[arg(long, short, value_enum, default_value = "text")]
    format: Format,

    /// Print the confidence of every theme, not only of those given
    #[arg(long, short)]
    all: bool,
}

const EXAMPLES: &str = "\
Examples:
  themewise classify article.txt
  themewise classify --format jsonl crawl/ > themes.jsonl
  curl -s https://example.org/news.txt | themewise classify --all";

impl Classify {
    /// Whether the output is a terminal's, with nothing in it but what it can show.
    pub(super) fn is_for_the_eye(&self) -> bool {
        self.format == Format::Text && columns().is_some()
    }

    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let model = self.model.load()?;
        let layout = Layout { all: self.all, terminal: columns() };
        let mut writer = self.format.writer(out, model.themes(), &layout);
        let mut worker = model.worker();
        let complete =
            self.documents.each(|document| write(document, &mut worker, &mut *writer))?;
        writer.finish()?;
        Ok(complete)
    }
}

fn write(document: &Document, worker: &mut Worker, writer: &mut dyn Writer) -> io::Result<()> {
    let mut rollup = Rollup::new(&document.name);
    for (paragraph, number) in paragraphs(&document.text).into_iter().zip(1..) {
        let prediction = worker.predict(paragraph.text);
        let tagged = TaggedParagraph { file: &document.name, number, paragraph, prediction };
        rollup.count(&tagged);
        writer.paragraph(&tagged)?;
    }
    writer.end_of_document(&rollup)
}

/// The columns of standard output, if it is a terminal.
fn columns() -> Option<usize> {
    const USUAL: usize = 80;
    let size = || terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0.into());
    io::stdout().is_terminal().then(size)
}
