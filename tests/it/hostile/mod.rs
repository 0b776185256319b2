//! Inputs that are broken, made to break something, or just not what they seem: each gives
//! its message, the good records around it come out, and the memory stays small.
//!
//! Every module is a table of one kind; a snapshot beside the tests holds what a user sees of
//! each of its cases. How many good records come out, and how much memory the program had, is
//! checked besides.

mod bytes;
mod compressed;
mod feed;
mod files;
mod jsonl;
mod large;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod table;
mod text;
mod warc;

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;

use crate::support::{Run, small_model_path};

/// The text of every good record.
const GOOD: &str = "Tariffs on steel rose again.";

/// The maximum memory of the program, in kilobytes.
const MAX_MEMORY: u64 = 300 << 10;

/// An input, and how many good records are in it.
struct Case {
    name: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    arguments: Vec<&'static str>,
    input: Vec<u8>,
    good: usize,
}

/// A case of one file.
fn file(name: &'static str, file: &'static str, bytes: impl Into<Vec<u8>>) -> Case {
    Case {
        name,
        files: vec![(file, bytes.into())],
        arguments: vec![file],
        input: Vec::new(),
        good: 0,
    }
}

impl Case {
    /// With other arguments than the file alone.
    fn with(self, options: &[&'static str]) -> Self {
        Self { arguments: [options, &self.arguments].concat(), ..self }
    }

    /// Sets the number of good records.
    fn good(self, good: usize) -> Self {
        Self { good, ..self }
    }

    /// What a user sees of it.
    fn seen(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in &self.files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let run = classify(folder.path(), &self.arguments, &self.input);
        seen(self.name, &run, self.good)
    }
}

/// What a user sees of all cases, one after the other.
fn table(cases: &[Case]) -> String {
    cases.iter().map(Case::seen).collect()
}

/// The exit code, the messages and the texts, of which `good` must be good.
fn seen(name: &str, run: &Run, good: usize) -> String {
    const SHOWN: usize = 60;
    let texts = texts(&run.stdout);
    let mut seen = format!("== {name}: {}\n{}", run.code, run.stderr);
    for text in texts.iter().take(SHOWN) {
        let short: String = text.chars().take(SHOWN).collect();
        let more = if short.len() < text.len() { "…" } else { "" };
        writeln!(seen, "> {}{more}", short.escape_debug()).unwrap();
    }
    if texts.len() > SHOWN {
        writeln!(seen, "> … {} in all", texts.len()).unwrap();
    }
    let found = texts.iter().filter(|text| *text == GOOD).count();
    assert_eq!(found, good, "so many good records came out of {name:?}:\n{seen}");
    seen
}

/// The texts of rows in JSON Lines.
fn texts(rows: &str) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Row {
        text: String,
    }
    let text = |row| serde_json::from_str::<Row>(row).expect("rows are JSON").text;
    rows.lines().map(text).collect()
}

/// Runs `themewise classify` in a folder, which is `DIR` in what it says, and makes sure that
/// it neither panics nor has more memory than it may, nor waits without end.
fn classify(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    // Python measures exactly, and is wherever tests run.
    const MEASURE: &str = "import resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
open(sys.argv[1], 'w').write(str(most // (1024 if sys.platform == 'darwin' else 1)))
sys.exit(code if code >= 0 else 100 - code)";
    let measured = tempfile::NamedTempFile::new().unwrap();
    let mut command = Command::new("python3");
    command
        .args(["-c", MEASURE])
        .arg(measured.path())
        .arg(assert_cmd::cargo::cargo_bin!("themewise"));
    command.args(["classify", "--model", small_model_path(), "--format", "jsonl"]);
    command.current_dir(folder).env_remove("CLICOLOR_FORCE").args(arguments);
    command.write_stdin(input).timeout(Duration::from_secs(100));
    let mut run = Run::from(command.output().unwrap());
    run.stderr = run.stderr.replace(folder.to_str().unwrap(), "DIR");
    assert!((0..=2).contains(&run.code), "{arguments:?} ended with {}: {}", run.code, run.stderr);
    let memory: u64 = std::fs::read_to_string(measured.path()).unwrap().parse().unwrap();
    assert!(memory < MAX_MEMORY, "{memory} kB of memory for {arguments:?}: {}", run.stderr);
    run
}
