//! `themewise classify`: the themes of every paragraph.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use themewise::document::{Document, paragraphs, sources};
use themewise::output::{Format, Layout, Rollup, TaggedParagraph, Writer};
use themewise::{Result, Worker};

use super::{Failure, ModelChoice, announce_standard_input, failure, note};

/// Tag every paragraph of articles with themes
///
/// Reads plain text in UTF-8. A document that can not be read is reported; the
/// others go on. Confidences are probabilities; a theme is given where its
/// confidence reaches the theme's threshold.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Classify {
    /// Articles: files, folders (their *.txt, *.text, *.md), or `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    model: ModelChoice,

    /// How to print
    #[arg(long, short, value_enum, default_value = "text")]
    format: Format,

    /// Print the confidence of every theme, not only of those given
    #[arg(long, short)]
    all: bool,

    /// Say nothing but errors on standard error
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  themewise classify article.txt
  themewise classify --format jsonl crawl/ > themes.jsonl
  curl -s https://example.org/news.txt | themewise classify --all";

impl Classify {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let model = self.model.load()?;
        announce_standard_input(&self.paths, self.quiet);
        let layout = Layout { all: self.all, terminal: columns() };
        let mut writer = self.format.writer(out, model.themes(), &layout);
        let mut worker = model.worker();
        let mut complete = true;
        for source in sources(&self.paths) {
            match source.and_then(|source| source.read()) {
                Ok(document) => complete &= self.document(&document, &mut worker, &mut *writer)?,
                Err(error) => {
                    failure::report(&error);
                    complete = false;
                }
            }
        }
        writer.finish()?;
        Ok(complete)
    }

    /// Writes one document; returns whether all of it could be read.
    fn document(
        &self,
        document: &Document,
        worker: &mut Worker,
        writer: &mut dyn Writer,
    ) -> io::Result<bool> {
        let mut rollup = Rollup::new(&document.name);
        for (paragraph, number) in paragraphs(&document.text).into_iter().zip(1..) {
            let prediction = worker.predict(paragraph.text);
            let file = &document.name;
            let tagged = TaggedParagraph { file, number, paragraph, prediction };
            rollup.count(&tagged);
            writer.paragraph(&tagged)?;
        }
        writer.end_of_document(&rollup)?;
        if let (Some(first), false) = (document.replaced.first(), self.quiet) {
            let (name, count) = (&document.name, document.replaced.len());
            note(&format!(
                "warning: `{name}` has {count} bytes that are not UTF-8, the first at {first}: read as `?`"
            ));
        }
        Ok(document.replaced.is_empty())
    }
}

/// The columns of standard output, if it is a terminal.
fn columns() -> Option<usize> {
    const USUAL: usize = 80;
    let size = || terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0.into());
    io::stdout().is_terminal().then(size)
}
