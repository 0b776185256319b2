//! `themewise classify`: the themes of every paragraph.

mod checkpoint;
mod clock;
mod complaints;
mod error_file;
mod interruption;
mod long_run;
mod part;
mod plan;
mod printer;
mod rows;
mod sink;
mod summary;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::document::Source;
use crate::{Error, WholeFile};
use clap::Args;

use self::checkpoint::{Checkpoint, CheckpointFile};
use self::long_run::LongRun;
use self::part::part_of;
use self::plan::Plan;
use self::rows::RowChoice;
use super::args::output::{check_output, is_standard};
use super::args::prediction::PredictionChoice;
use super::args::threads::all_cores;
use super::failure::Failure;
use super::message::eprint_line;

/// Tag every paragraph of articles with themes
///
/// Reads text, Markdown, HTML, JSON, JSON Lines, CSV, TSV, Parquet, web archives (WARC, WACZ),
/// feeds, mails and subtitles, also compressed (.gz, .zst, .bz2, .xz), in any encoding. Whatever
/// cannot be read is reported, and the run continues.
///
/// A confidence is a probability. A theme is given if its confidence reaches the theme's
/// threshold. --min-precision and --min-recall choose other thresholds, by the labelled paragraphs
/// the model was calibrated on. A paragraph unlike these (another language, code, noise, a recipe)
/// is marked as novel: its confidences shrink, and it gets no theme, only themes to review.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Classify {
    #[command(flatten)]
    prediction: PredictionChoice,

    #[command(flatten)]
    rows: RowChoice,

    /// Output file, which appears only when it is complete; `-` is standard output, the default
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Also write an HTML page with the words behind each label
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,

    #[command(flatten)]
    long_run: LongRun,
}

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

/// The options that name files to write, and those files.
type Outputs<'a> = [(&'static str, Option<&'a Path>); 5];

impl Classify {
    /// Whether the output may have colours: rows for people, on a terminal.
    pub(super) fn wants_color(&self) -> bool {
        self.rows.is_text() && self.terminal().is_some()
    }

    /// The width of the terminal in columns, if rows go to one.
    fn terminal(&self) -> Option<usize> {
        const USUAL: usize = 80;
        let width = || terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0.into());
        let standard = self.output.as_deref().is_none_or(is_standard);
        (standard && io::stdout().is_terminal()).then(width)
    }

    pub(super) fn run(self, out: &mut (dyn Write + Send)) -> Result<bool, Failure> {
        let output = self.output.filter(|path| !is_standard(path));
        let whole = Self { output, ..self };
        whole.plan()?.run(out)
    }

    /// Checks all arguments, and prepares the run.
    fn plan(self) -> Result<Plan, Failure> {
        self.check()?;
        self.rows.check()?;
        // Created first, so that a page that cannot be written fails at once.
        let report = self.report.as_deref().map(WholeFile::create).transpose()?;
        let (model, decisions) = self.prediction.load()?;
        let remarks = self.prediction.remarks(&model, &decisions);
        let workers = self.prediction.workers(&model, decisions)?;
        let sources = self.prediction.documents.sources();
        let now = if self.rows.format.traits().documents { clock::seconds()? } else { 0 };
        let checkpoint = self.checkpoint(&sources, now)?;
        for remark in remarks.iter().filter(|_| !self.prediction.documents.is_quiet()) {
            eprint_line(remark);
        }
        let time = checkpoint.as_ref().map_or(now, |(_, checkpoint)| checkpoint.time);
        Ok(Plan {
            options: self.rows.options(self.terminal(), time),
            documents: self.prediction.documents,
            sources,
            workers,
            remarks,
            format: self.rows.format,
            min_words: self.rows.min_words,
            output: self.output,
            report,
            errors: self.long_run.errors,
            checkpoint,
            strict: self.long_run.strict,
            threads: self.long_run.threads.unwrap_or_else(all_cores),
        })
    }

    /// Checks the arguments.
    fn check(&self) -> Result<(), Failure> {
        let part = self.output.as_deref().map(part_of);
        let outputs = [
            ("--report", self.report.as_deref()),
            ("--output", Some(self.output.as_deref().unwrap_or(Path::new("-")))),
            ("--errors", self.long_run.errors.as_deref()),
            ("--resume", self.long_run.resume.as_deref()),
            ("the unfinished output", part.as_deref().filter(|_| self.long_run.resume.is_some())),
        ];
        let inputs: Vec<_> = self.prediction.inputs().cloned().collect();
        for (option, path) in outputs {
            path.map_or(Ok(()), |path| check_output(option, path, &inputs))?;
        }
        check_distinct(&outputs)?;
        self.check_resume()?;
        if self.rows.format.traits().staged && self.terminal().is_some() {
            let expected = "written to a file (--output FILE)";
            return Err(Error::setting("--format parquet", "a terminal", expected).into());
        }
        Ok(())
    }

    /// Checks that the run can be resumed. The parser does not check conflicts with defaults from a
    /// file.
    fn check_resume(&self) -> Result<(), Error> {
        if self.long_run.resume.is_none() {
            return Ok(());
        }
        if self.output.is_none() || self.report.is_some() {
            let found = "no --output, or --report";
            let expected = "used with --output, without --report";
            return Err(Error::setting("--resume", found, expected));
        }
        if self.prediction.documents.paths().iter().any(|path| path == Path::new("-")) {
            let expected = "used with files, which can be read again";
            return Err(Error::setting("--resume", "standard input", expected));
        }
        Ok(())
    }

    /// The checkpoint with its file, for runs that can be resumed; a new one if there is none.
    fn checkpoint(
        &self,
        sources: &[crate::Result<Source>],
        time: u64,
    ) -> Result<Option<(CheckpointFile, Checkpoint)>, Failure> {
        let Some(path) = &self.long_run.resume else { return Ok(None) };
        let file = CheckpointFile::new(path, &self.settings(), sources);
        let checkpoint = file.read(time)?;
        Ok(Some((file, checkpoint)))
    }

    /// All settings that affect the output.
    fn settings(&self) -> [String; 5] {
        let shown = |path: &Option<PathBuf>| {
            path.as_ref().map_or_else(String::new, |path| path.display().to_string())
        };
        [
            env!("CARGO_PKG_VERSION").to_owned(),
            self.prediction.settings(),
            self.rows.settings(),
            shown(&self.output),
            shown(&self.long_run.errors),
        ]
    }
}

/// Refuses to write two outputs to one file.
fn check_distinct(outputs: &Outputs) -> Result<(), Error> {
    for (at, (option, path)) in outputs.iter().enumerate() {
        let same = |(_, other): &&(&str, Option<&Path>)| path.is_some() && other == path;
        if let (Some(path), Some((other, _))) = (path, outputs[..at].iter().find(same)) {
            let found = format!("`{}` for both", path.display());
            return Err(Error::setting(option, found, format!("another file than {other}")));
        }
    }
    Ok(())
}
