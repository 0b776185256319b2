//! `themewise classify`: the themes of every paragraph.

mod checkpoint;
mod clock;

mod interruption;
mod printer;
mod sink;
mod summary;

use std::io::{self, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;
use indicatif::ProgressBar;
use themewise::document::{Batch, BytesRead, Source};
use themewise::model::Decision;
use themewise::output::html::ArticlePage;
use themewise::output::{Columns, OutputFormat, Scale, WriteOptions};
use themewise::pipeline::{Batches, Position, Tagger, in_order};
use themewise::tagging::Unit;
use themewise::{Error, Model, WholeFile};

use self::checkpoint::{Checkpoint, CheckpointFile};
use self::printer::{Complaints, ErrorFile, Printer};
use self::sink::Sink;
use self::summary::Summary;
use super::args::decision::DecisionChoice;
use super::args::input::Documents;
use super::progress::bytes_bar;
use super::{Failure, ModelChoice, check_output, note};

/// Tag every paragraph of articles with themes
///
/// Reads text, Markdown, HTML, JSON Lines, CSV, TSV, Parquet, web archives (WARC) and feeds, also
/// compressed (.gz, .zst, .bz2, .xz), in any encoding. Whatever cannot be read is reported, and
/// the run continues.
///
/// A confidence is a probability. A theme is given if its confidence reaches the theme's
/// threshold. --min-precision and --min-recall choose other thresholds, by the labelled paragraphs
/// the model was calibrated on. A paragraph unlike these (another language, code, noise, a recipe)
/// is marked as novel: its confidences shrink, and it gets no theme, only themes to review.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Classify {
    #[command(flatten)]
    documents: Documents,

    #[command(flatten)]
    model: ModelChoice,

    #[command(flatten)]
    decision: DecisionChoice,

    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    format: OutputFormat,

    /// What gets a row; a document gets the themes of its paragraphs
    #[arg(long, value_enum, default_value = "paragraph")]
    unit: Unit,

    /// Skip paragraphs or sentences with fewer words
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_words: usize,

    /// Print the confidence of every theme, not only of the themes given
    #[arg(long, short)]
    all: bool,

    /// Also write codes that are retired or not verified (misp, ninjs, gdelt)
    #[arg(long)]
    all_codes: bool,

    /// Also give confidences in the words of a scale, marked as automatic
    #[arg(long, value_enum)]
    scale: Option<Scale>,

    /// Output file, which appears only when it is complete [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Also write an HTML page with the words behind each label
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    /// Checkpoint file; if the run is interrupted, the same command resumes it
    #[arg(long, value_name = "STATE", requires = "output", conflicts_with = "report", help_heading = RUNS)]
    resume: Option<PathBuf>,

    /// File for reports of what could not be read, as JSON Lines
    #[arg(long, value_name = "FILE", help_heading = RUNS)]
    errors: Option<PathBuf>,

    /// Stop at the first document or record that cannot be read
    #[arg(long, help_heading = RUNS)]
    strict: bool,

    /// Threads that classify; with 1, the same thread reads and writes [default: all cores]
    #[arg(long, value_name = "N", help_heading = RUNS)]
    threads: Option<NonZeroUsize>,
}

const RUNS: &str = "Long runs";

const EXAMPLES: &str = "\
Examples:
  themewise classify article.txt
  themewise classify --format jsonl crawl/ > themes.jsonl
  themewise classify --text-field body --format csv export.csv -o themes.csv
  themewise classify --unit document --format jsonl 'crawl/*.warc.gz' -o themes.jsonl --resume state
  themewise classify --report themes.html news.rss
  themewise classify --format stix news.rss -o themes.stix.json
  themewise classify --min-precision 0.9 --max-review 5% --scale icd203 article.txt
  curl -s https://example.org/news.txt | themewise classify --all";

/// What a run knows before it begins to read.
struct Run<'a> {
    sources: Vec<themewise::Result<Source>>,
    options: WriteOptions,
    read: BytesRead,
    remarks: Vec<String>,
    state: Option<(CheckpointFile, Checkpoint)>,
    model: &'a Model,
}

impl Classify {
    /// Whether the output is a terminal's, with nothing in it but what it can show.
    pub(super) fn is_for_the_eye(&self) -> bool {
        self.format == OutputFormat::Text && self.columns().is_some()
    }

    /// The columns of the terminal, if rows go to one.
    fn columns(&self) -> Option<usize> {
        const USUAL: usize = 80;
        let size = || terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0.into());
        (self.output.is_none() && io::stdout().is_terminal()).then(size)
    }

    pub(super) fn run(&self, out: &mut (dyn Write + Send)) -> Result<bool, Failure> {
        self.check()?;
        // Before the work, so that no time is lost on a page without a place.
        let report = self.report.as_deref().map(WholeFile::create).transpose()?;
        let model = self.model.load()?;
        let decision = self.decision.decision(&model);
        let sources = self.documents.sources();
        let now = if self.format.traits().documents { clock::seconds()? } else { 0 };
        let state = self.state(&sources, now)?;
        let time = state.as_ref().map_or(now, |(_, state)| state.time);
        let mut run = Run {
            options: WriteOptions {
                all: self.all,
                terminal: self.columns(),
                scale: self.scale,
                unit: self.unit,
                columns: Columns::default(),
                time: Some(time),
                all_codes: self.all_codes,
            },
            read: BytesRead::default(),
            remarks: self.decision.remarks(&model, &decision),
            sources,
            state,
            model: &model,
        };
        if !self.documents.is_quiet() {
            run.remarks.iter().for_each(|remark| note(remark));
        }
        if let Some((file, state)) = &run.state
            && state.complete
            && !sink::part_of(self.output()).exists()
        {
            // Interrupted between the last two steps.
            file.remove()?;
            return Ok(state.summary.is_complete());
        }
        self.classify(&mut run, decision, report, out)
    }

    /// Refuses what can not be done.
    fn check(&self) -> Result<(), Failure> {
        let inputs: Vec<_> =
            self.documents.paths().iter().chain(&self.model.model).cloned().collect();
        let part = self.output.as_deref().map(sink::part_of).filter(|_| self.resume.is_some());
        let outputs = [
            ("--report", &self.report),
            ("--output", &self.output),
            ("--errors", &self.errors),
            ("--resume", &self.resume),
            ("the unfinished output", &part),
        ];
        for (option, path) in outputs {
            path.as_deref().map_or(Ok(()), |path| check_output(option, path, &inputs))?;
        }
        for (at, (option, path)) in outputs.iter().enumerate() {
            let is_there = |other: &&(&str, &Option<PathBuf>)| path.is_some() && other.1 == *path;
            if let (Some(path), Some((other, _))) = (path, outputs[..at].iter().find(is_there)) {
                let found = format!("`{}` for both", path.display());
                return Err(
                    Error::setting(option, found, format!("another file than {other}")).into()
                );
            }
        }
        // Defaults of a file are not checked by the parser.
        if self.resume.is_some() && (self.output.is_none() || self.report.is_some()) {
            let found = "no --output, or --report";
            return Err(
                Error::setting("--resume", found, "used with --output, without --report").into()
            );
        }
        if self.resume.is_some() && self.documents.paths().iter().any(|path| path == Path::new("-"))
        {
            let expected = "used with files, which can be read again";
            return Err(Error::setting("--resume", "standard input", expected).into());
        }
        if self.format.traits().staged && self.columns().is_some() {
            let expected = "written to a file (--output FILE)";
            return Err(Error::setting("--format parquet", "a terminal", expected).into());
        }
        Ok(())
    }

    fn output(&self) -> &Path {
        self.output.as_deref().unwrap_or(Path::new(""))
    }

    /// How far an interrupted run has come, if it is wanted.
    fn state(
        &self,
        sources: &[themewise::Result<Source>],
        time: u64,
    ) -> Result<Option<(CheckpointFile, Checkpoint)>, Failure> {
        let Some(path) = &self.resume else { return Ok(None) };
        let file = CheckpointFile::new(path, &self.settings(), sources);
        let state = file.read(time)?;
        Ok(Some((file, state)))
    }

    /// All that decides what is written.
    fn settings(&self) -> [String; 5] {
        let Self {
            documents,
            model,
            decision,
            format,
            unit,
            min_words,
            all,
            all_codes,
            scale,
            output,
            ..
        } = self;
        let changed = model.model.as_ref().and_then(|path| path.metadata().ok()?.modified().ok());
        [
            env!("CARGO_PKG_VERSION").to_owned(),
            documents.settings(),
            format!("{:?} {changed:?} {decision:?}", model.model),
            format!("{format:?} {unit:?} {min_words} {all} {all_codes} {scale:?}"),
            format!("{output:?} {:?}", self.errors),
        ]
    }

    fn classify(
        &self,
        run: &mut Run,
        decision: Decision,
        report: Option<WholeFile>,
        out: &mut (dyn Write + Send),
    ) -> Result<bool, Failure> {
        let position = run.state.as_ref().map_or(Position::default(), |(_, state)| state.position);
        let open = self.documents.columns_may_grow(&run.sources);
        let bar = self.bar(&run.sources);
        let sources = std::mem::take(&mut run.sources);
        let mut batches = self.batches(sources, &run.read, position);
        if self.format.traits().table {
            let first = if position == Position::default() {
                batches.first_documents()
            } else {
                // A table goes on with the columns it began with.
                let again = self.batches(
                    self.documents.sources(),
                    &BytesRead::default(),
                    Position::default(),
                );
                { again }.first_documents()
            };
            let first = first.iter().map(|document| &**document);
            run.options.columns = Columns::of(first, open, self.documents.text_field());
        }
        let mut tagger =
            Tagger::new(run.model.workers().deciding(decision), self.format, run.options.clone())
                .with_min_words(self.min_words);
        let page = report.as_ref().map(WholeFile::scratch).transpose()?;
        let page = page
            .map(|scratch| ArticlePage::new(run.model, std::mem::take(&mut run.remarks), scratch));
        if page.is_some() {
            tagger = tagger.explaining();
        }
        let mut printer = self.printer(&tagger, run, out, bar)?;
        printer.page = page.zip(report);
        let printer = Mutex::new(printer);
        interruption::watch(&printer, || {
            lock(&printer).begin()?;
            self.tag(&printer, batches, &tagger, &run.read)?;
            lock(&printer).end(self.documents.is_quiet())
        })
    }

    /// Tags all batches.
    fn tag(
        &self,
        printer: &Mutex<Printer>,
        batches: Batches,
        tagger: &Tagger,
        read: &BytesRead,
    ) -> Result<(), Failure> {
        let worker = || {
            let mut tag = tagger.worker();
            move |(position, batch): (Position, Batch)| (position, tag(batch))
        };
        in_order(self.threads(), batches, worker, |(position, tagged)| {
            let mut printer = lock(printer);
            printer.print(position, tagged?)?;
            printer.bar.set_position(read.load(Ordering::Relaxed));
            Ok(())
        })
    }

    fn printer<'a>(
        &'a self,
        tagger: &'a Tagger,
        run: &mut Run,
        out: &'a mut (dyn Write + Send),
        bar: ProgressBar,
    ) -> Result<Printer<'a>, Failure> {
        let state = run.state.take();
        let begun = state.as_ref().map(|(_, state)| (state.written, state.errors));
        let (written, errors) = begun.unwrap_or_default();
        let destination = match (&self.output, &state) {
            (None, _) => Sink::standard(out, self.format)?,
            (Some(path), None) => Sink::file(path, self.format)?,
            (Some(path), Some(_)) => Sink::resumed(path, self.format, written)?,
        };
        let errors =
            self.errors.as_deref().map(|path| ErrorFile::open(path, errors)).transpose()?;
        let mut printer = Printer {
            tagger,
            documents: &self.documents,
            out: destination,
            page: None,
            errors,
            state,
            bar,
            format: self.format,
            first: true,
            strict: self.strict,
            summary: Summary::default(),
            rollup: None,
            complaints: Complaints::default(),
            closed: false,
            saved: Instant::now(),
        };
        printer.go_on();
        Ok(printer)
    }

    fn batches(
        &self,
        sources: Vec<themewise::Result<Source>>,
        read: &BytesRead,
        position: Position,
    ) -> Batches {
        self.documents.batches(sources, self.format.traits().fields, read, position)
    }

    /// Shows how far the run is, where nothing else is shown.
    fn bar(&self, sources: &[themewise::Result<Source>]) -> ProgressBar {
        let total: Option<u64> = sources.iter().flatten().map(Source::length).sum();
        if self.documents.is_quiet() || self.columns().is_some() {
            return ProgressBar::hidden();
        }
        bytes_bar(total)
    }

    fn threads(&self) -> NonZeroUsize {
        let all = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.threads.unwrap_or_else(all)
    }
}

fn lock<'a, 'p>(printer: &'a Mutex<Printer<'p>>) -> std::sync::MutexGuard<'a, Printer<'p>> {
    printer.lock().expect("another thread has panicked")
}
