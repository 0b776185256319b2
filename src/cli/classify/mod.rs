//! `themewise classify`: the themes of every paragraph.

mod tagger;

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;
use themewise::WholeFile;
use themewise::document::End;
use themewise::output::html::ArticlePage;
use themewise::output::{Format, Layout, Rollup, Scale, Writer};
use themewise::pipeline::in_order;

use self::tagger::{Tagged, TaggedPiece};
use super::decision_choice::DecisionChoice;
use super::documents::Documents;
use super::{Failure, ModelChoice, check_output, failure, note};

pub(super) use self::tagger::Tagger;

/// Tag every paragraph of articles with themes
///
/// Reads plain text in UTF-8. A document that can not be read is reported; the
/// others go on. Confidences are probabilities; a theme is given where its
/// confidence reaches the theme's threshold, or with --min-precision and
/// --min-recall where the labels the model was calibrated on promise as much.
/// A paragraph unlike these (another language, code, noise, a recipe) is marked
/// as novel: its confidences shrink, and it gets no theme, only some to review.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Classify {
    #[command(flatten)]
    documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    #[command(flatten)]
    decision: DecisionChoice,

    /// How to print
    #[arg(long, short, value_enum, default_value = "text")]
    format: Format,

    /// Print the confidence of every theme, not only of those given
    #[arg(long, short)]
    all: bool,

    /// Say confidences in the words of a scale too, marked as chosen by a program
    #[arg(long, value_enum)]
    scale: Option<Scale>,

    /// Also write a page to look at, with the words behind each label
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    /// Threads that classify; with 1, the same one reads and writes. All cores if not given
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

const EXAMPLES: &str = "\
Examples:
  themewise classify article.txt
  themewise classify --format jsonl crawl/ > themes.jsonl
  themewise classify --report themes.html article.txt
  themewise classify --min-precision 0.9 --max-review 5% --scale icd203 article.txt
  curl -s https://example.org/news.txt | themewise classify --all";

impl Classify {
    /// Whether the output is a terminal's, with nothing in it but what it can show.
    pub(super) fn is_for_the_eye(&self) -> bool {
        self.format == Format::Text && columns().is_some()
    }

    pub(super) fn run(&self, out: &mut impl Write) -> std::result::Result<bool, Failure> {
        // Before the work, so that no time is lost on a page without a place.
        let report = self.report.as_deref().map(|path| self.place(path)).transpose()?;
        let model = self.model.load()?;
        let layout = Layout { all: self.all, terminal: columns(), scale: self.scale };
        let decision = self.decision.decision(&model);
        let remarks = self.decision.remarks(&model, &decision);
        if !self.documents.is_quiet() {
            for remark in &remarks {
                note(remark);
            }
        }
        let workers = model.workers().deciding(decision);
        let mut tagger = Tagger::new(&model, workers, self.format, layout);
        let page = report.as_ref().map(WholeFile::scratch).transpose()?;
        let page = page.map(|scratch| ArticlePage::new(&model, remarks, scratch));
        if page.is_some() {
            tagger = tagger.explaining();
        }
        let documents = &self.documents;
        let mut printer =
            Printer { tagger: &tagger, documents, rollup: None, page, out, closed: false };
        let mut complete = true;
        printer.write(|writer| writer.begin())?;
        let worker = || tagger.worker();
        in_order(self.threads(), documents.pieces(), worker, |tagged| {
            complete &= printer.print(tagged)?;
            Ok::<(), io::Error>(())
        })?;
        if let (Some(file), Some(page)) = (report, printer.page) {
            file.write(|file| page.write(file))?;
        }
        Ok(complete)
    }

    /// The place of the report, which is none of the files that are read.
    fn place(&self, path: &Path) -> themewise::Result<WholeFile> {
        let inputs = self.documents.paths().iter().chain(&self.model.model);
        check_output("--report", path, &inputs.cloned().collect::<Vec<_>>())?;
        WholeFile::create(path)
    }

    fn threads(&self) -> NonZeroUsize {
        let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(all)
    }
}

/// Prints tagged pieces in their order.
struct Printer<'a, W> {
    tagger: &'a Tagger<'a>,
    documents: &'a Documents,
    /// That of the document at hand, if a piece of it is printed.
    rollup: Option<Rollup>,
    page: Option<ArticlePage<'a>>,
    out: &'a mut W,
    /// Whether the reader of the output has gone, while there is a page to write.
    closed: bool,
}

impl<W: Write> Printer<'_, W> {
    /// Prints a piece, or reports what could not be read; returns whether all could.
    fn print(&mut self, tagged: Tagged) -> io::Result<bool> {
        let TaggedPiece { rows, explained, rollup, end } = match tagged? {
            Ok(piece) => piece,
            Err(error) => return self.fail(&error),
        };
        self.put(|out| out.write_all(&rows))?;
        if let (Some(page), Some(explained)) = (&mut self.page, &explained) {
            if self.rollup.is_none() {
                page.begin_document(&rollup.file)?;
            }
            page.add(&explained.rows, &explained.profile)?;
        }
        match &mut self.rollup {
            Some(begun) => begun.merge(&rollup),
            None => self.rollup = Some(rollup),
        }
        let Some(End { replaced }) = end else { return Ok(true) };
        let rollup = self.rollup.take().expect("a piece has just been added");
        self.write(|writer| writer.end_of_document(&rollup))?;
        self.page.as_mut().map_or(Ok(()), |page| page.end_document(None))?;
        self.documents.warn(&rollup.file, replaced);
        Ok(replaced.is_none())
    }

    /// Reports a document that can not be read, or not further.
    fn fail(&mut self, error: &themewise::Error) -> io::Result<bool> {
        failure::report_document(error);
        let begun = self.rollup.take().is_some();
        if let Some(page) = &mut self.page {
            if !begun {
                page.begin_document("not read")?;
            }
            page.end_document(Some(&error.to_string()))?;
        }
        Ok(false)
    }

    /// Prints by a writer of the format.
    fn write(&mut self, write: impl FnOnce(&mut dyn Writer) -> io::Result<()>) -> io::Result<()> {
        let tagger = self.tagger;
        self.put(|out| tagger.write(out, write))
    }

    /// Prints. Who has seen enough of the output still gets the page.
    fn put(&mut self, print: impl FnOnce(&mut W) -> io::Result<()>) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        match print(self.out) {
            Err(error) if self.page.is_some() && error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            printed => printed,
        }
    }
}

/// The columns of standard output, if it is a terminal.
fn columns() -> Option<usize> {
    const USUAL: usize = 80;
    let size = || terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0.into());
    io::stdout().is_terminal().then(size)
}
