//! `themewise bench`: measures speed on this machine.

mod clock;
mod corpus;
mod program;

use std::ffi::OsStr;
use std::fmt;
use std::hint::black_box;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::document::Chunk;
use crate::output::{OutputFormat, WriteOptions};
use crate::pipeline::{Output, Tagger, in_order};
use crate::tagging::{Article, Reading, Unit};
use crate::text::tokens;
use crate::{Model, Prediction, Result, Workers};
use clap::Args;
use serde::Serialize;

use self::clock::Speed;
use self::corpus::{Corpus, Size};
use super::args::context::ContextChoice;
use super::args::model::ModelChoice;
use super::args::report::ReportFormat;
use super::args::threads::all_cores;
use super::failure::Failure;

/// Measure how fast this program is on this machine
///
/// Measures one stage after another on one thread, each including the stages before it, from bytes
/// in memory, in CPU time. Then measures all stages on more threads, in wall-clock time. A
/// megabyte is 1,000,000 bytes of text.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Bench {
    /// Text files to measure on [default: 200 MB generated from the project's own paragraphs]
    #[arg(value_name = "FILE")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    model: ModelChoice,

    #[command(flatten)]
    context: ContextChoice,

    /// Maximum number of threads to measure [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    format: ReportFormat,
}

const EXAMPLES: &str = "\
Examples:
  themewise bench
  themewise bench --format json news.txt";

#[derive(Serialize)]
struct Report {
    version: &'static str,
    corpus: Size,
    stages: Vec<Stage>,
    threads: Vec<Threads>,
    /// The share of words found in the stem cache, from 0 to 1.
    cache_hit_rate: f64,
    cold_start_milliseconds: f64,
    /// Peak memory while classifying the corpus as a stream; `None` if the system does not report it.
    peak_memory_bytes: Option<u64>,
}

#[derive(Serialize)]
struct Stage {
    stage: &'static str,
    #[serde(flatten)]
    speed: Speed,
}

#[derive(Serialize)]
struct Threads {
    threads: usize,
    #[serde(flatten)]
    speed: Speed,
}

impl Bench {
    /// Measures the library, and the program by its name, as it was started.
    pub(super) fn run(
        &self,
        program: &OsStr,
        out: &mut impl Write,
    ) -> std::result::Result<bool, Failure> {
        let report = self.report(program)?;
        self.format.print(&report, out)?;
        Ok(true)
    }

    fn report(&self, program: &OsStr) -> std::result::Result<Report, Failure> {
        let model = self.model.load()?.with_perspective(self.context.perspective());
        let workers = model.workers();
        let corpus =
            if self.paths.is_empty() { Corpus::generated() } else { Corpus::read(&self.paths)? };
        let size = corpus.size()?;
        Ok(Report {
            version: env!("CARGO_PKG_VERSION"),
            corpus: size,
            stages: stages(&workers, &corpus, size)?,
            threads: self.threads(&workers, &corpus, size)?,
            cache_hit_rate: cache_hit_rate(&model, &corpus, size)?,
            cold_start_milliseconds: program::cold_start(program)?.as_secs_f64() * 1e3,
            peak_memory_bytes: program::memory(program, corpus.bytes())?,
        })
    }

    /// The speed of prediction by number of threads.
    fn threads(&self, workers: &Workers, corpus: &Corpus, size: Size) -> Result<Vec<Threads>> {
        let most = self.threads.unwrap_or_else(all_cores).get();
        let counts = (1..=most).filter_map(NonZeroUsize::new);
        let measured = counts.map(|threads| {
            let speed = Speed::measure(size, false, || predict(workers, corpus, threads))?;
            Ok(Threads { threads: threads.get(), speed })
        });
        measured.collect()
    }
}

/// The speed of each stage on one thread, including the stages before it.
fn stages(workers: &Workers, corpus: &Corpus, size: Size) -> Result<Vec<Stage>> {
    let (mut analyzer, mut stems) = (workers.model().vectorizer().analyzer(), Vec::new());
    let mut stem = |text: &str| {
        analyzer.number(text, &mut stems);
        stems.len()
    };
    let output = Output::new(OutputFormat::Jsonl, WriteOptions::default());
    let tagger = Tagger::new(workers.clone(), output);
    let mut tag = tagger.worker();
    let mut write = || {
        corpus.chunks().for_each(|chunk| drop(black_box(tag(chunk.into()))));
        Ok(())
    };
    let measure = |stage, run: &mut dyn FnMut() -> Result<()>| -> Result<Stage> {
        Ok(Stage { stage, speed: Speed::measure(size, true, run)? })
    };
    Ok(vec![
        measure("split", &mut || each_paragraph(corpus, str::len))?,
        measure("tokenize", &mut || each_paragraph(corpus, |text| tokens(text).count()))?,
        measure("stem", &mut || each_paragraph(corpus, &mut stem))?,
        measure("predict", &mut || predict(workers, corpus, NonZeroUsize::MIN))?,
        measure("write", &mut write)?,
    ])
}

/// Runs `work` on every paragraph; using its result keeps the compiler from removing it.
fn each_paragraph(corpus: &Corpus, mut work: impl FnMut(&str) -> usize) -> Result<()> {
    for chunk in corpus.chunks() {
        black_box(chunk?.paragraphs().map(|paragraph| work(paragraph.text)).sum::<usize>());
    }
    Ok(())
}

/// Predicts every paragraph in its article.
fn predict(workers: &Workers, corpus: &Corpus, threads: NonZeroUsize) -> Result<()> {
    let worker = || {
        let (mut worker, mut prediction) = (workers.worker(), Prediction::default());
        move |chunk: Result<Chunk>| {
            for article in Article::all(&chunk?, Unit::Paragraph) {
                let mut reading = Reading::new(article, &mut worker);
                reading.own().for_each(|at| reading.predict(at, &mut prediction));
            }
            Ok(prediction.novelty)
        }
    };
    in_order(threads, corpus.chunks(), worker, |last: Result<f32>| {
        black_box(last?);
        Ok(())
    })
}

/// The share of words found in the stem cache.
fn cache_hit_rate(model: &Model, corpus: &Corpus, size: Size) -> Result<f64> {
    let (mut analyzer, mut stems) = (model.vectorizer().analyzer(), Vec::new());
    each_paragraph(corpus, |text| {
        analyzer.number(text, &mut stems);
        stems.len()
    })?;
    Ok(1.0 - analyzer.cache_misses() as f64 / size.words as f64)
}

/// Formats the report as a table.
impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { bytes, paragraphs, words } = self.corpus;
        writeln!(formatter, "themewise {} on {:.1} MB:", self.version, bytes as f64 / 1e6)?;
        writeln!(formatter, "{paragraphs} paragraphs, {words} words\n")?;
        writeln!(formatter, "{:<12}{:>8}{:>16}{:>14}", "", "MB/s", "paragraphs/s", "words/s")?;
        let mut row = |name: &str, speed: &Speed| {
            let Speed { megabytes_per_second, paragraphs_per_second, words_per_second, .. } = speed;
            writeln!(
                formatter,
                "{name:<12}{megabytes_per_second:>8.1}{paragraphs_per_second:>16.0}{words_per_second:>14.0}"
            )
        };
        self.stages.iter().try_for_each(|stage| row(stage.stage, &stage.speed))?;
        for Threads { threads, speed } in &self.threads {
            let plural = if *threads == 1 { "" } else { "s" };
            row(&format!("{threads} thread{plural}"), speed)?;
        }
        writeln!(formatter, "\ncache hit rate   {:.2} %", 100.0 * self.cache_hit_rate)?;
        writeln!(formatter, "cold start       {:.1} ms", self.cold_start_milliseconds)?;
        match self.peak_memory_bytes {
            Some(bytes) => {
                writeln!(formatter, "peak memory      {:.1} MB (streaming)", bytes as f64 / 1e6)
            }
            None => writeln!(formatter, "peak memory      not available on this system"),
        }
    }
}
