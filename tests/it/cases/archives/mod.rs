//! Web archives, answers of servers, feeds, and files that were made to do harm.

mod answers;
mod feeds;
mod models;
mod nesting;

use std::path::Path;
use std::time::{Duration, Instant};

use crate::program::{Program, Run};
use crate::support::small_model_path;

/// The kilobytes of memory that no input may make the program take.
const MEMORY: u64 = 300 << 10;
/// How long it may take for one, on a busy machine and without an optimiser.
const PATIENCE: Duration = Duration::from_secs(30);

/// The text of a good document beside a bad one.
const GOOD: &str = "Tariffs on steel rose again.";

/// Runs the program with little memory. Whatever it reads, it must end by itself and in time.
fn run(folder: &Path, arguments: &[&str]) -> Run {
    let begin = Instant::now();
    let run = Program::limited(&format!("-d {MEMORY}"), arguments).folder(folder).run();
    assert!((0..=2).contains(&run.code), "{arguments:?} ended with {}: {}", run.code, run.stderr);
    assert!(begin.elapsed() < PATIENCE, "{arguments:?} took {:?}", begin.elapsed());
    run
}

/// Classifies files of a folder; returns the texts of the rows too.
fn classify(folder: &Path, files: &[&str]) -> (Run, Vec<String>) {
    let options = ["classify", "--format", "jsonl", "--model", small_model_path()];
    let run = run(folder, &[&options, files].concat());
    let text = |row: &str| {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        row["text"].as_str().unwrap().to_owned()
    };
    let texts = run.stdout.lines().map(text).collect();
    (run, texts)
}

/// Classifies one file with these bytes.
fn classify_bytes(name: &str, bytes: &[u8]) -> (Run, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    classify(folder.path(), &[name])
}

/// The given cases.
fn cases() -> &'static Path {
    Path::new("tests/data/cases")
}
