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

use crate::program::{Program, Run};
use crate::support::small_model_path;

/// The text of every good record.
const GOOD: &str = "Tariffs on steel rose again.";

/// The memory of the program, in kilobytes; if it asks for more, it is aborted.
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

    /// With this number of good records.
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

/// The code, the messages, and the texts that came out, `good` of which must be good.
fn seen(name: &str, run: &Run, good: usize) -> String {
    const SHOWN: usize = 60;
    let texts = texts(&run.stdout);
    let mut seen = format!("== {name}: {}\n{}", run.code, without_causes(&run.stderr));
    for text in texts.iter().take(SHOWN) {
        let short: String = text.chars().take(SHOWN).collect();
        let more = if short.len() < text.len() { "…" } else { "" };
        writeln!(seen, "> {}{more}", short.escape_debug()).unwrap();
    }
    if texts.len() > SHOWN {
        writeln!(seen, "> … {} in all", texts.len()).unwrap();
    }
    let found = texts.iter().filter(|text| *text == GOOD).count();
    assert_eq!(found, good, "good records of {name:?}:\n{seen}");
    seen
}

/// Messages without what other crates say of a cause, which changes with their versions.
fn without_causes(messages: &str) -> String {
    const BEFORE_CAUSES: [&str; 8] = [
        "not a JSON object: ",
        "not a feed: ",
        ": unable to parse XML: ",
        "damaged in the first ",
        "cannot decompress the HTTP response: ",
        "not a Parquet file, or damaged: ",
        "cannot read it: ",
        "nor a valid pattern: ",
    ];
    let shortened = |line: &str| {
        let found = BEFORE_CAUSES.iter().find_map(|before| Some(line.find(before)? + before.len()));
        found.map_or_else(|| line.to_owned(), |end| format!("{}…", &line[..end]))
    };
    messages.lines().map(|line| shortened(line) + "\n").collect()
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

/// Runs `themewise classify` in a folder, which is `DIR` in its messages, and makes sure that
/// it does not panic, run out of the memory it may have, or wait without end.
fn classify(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    classify_within(MAX_MEMORY, folder, arguments, input)
}

/// The same with another limit of memory, in kilobytes.
fn classify_within(memory: u64, folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    let program = Program::limited(&format!("-d {memory}"), ["classify", "--format", "jsonl"]);
    let program = program.arguments(["--model", small_model_path()]).arguments(arguments);
    let mut run = program.folder(folder).input(input).run();
    run.stderr = run.stderr.replace(folder.to_str().unwrap(), "DIR");
    assert!((0..=2).contains(&run.code), "{arguments:?} ended with {}: {}", run.code, run.stderr);
    run
}

#[test]
fn a_program_out_of_memory_does_not_pass() {
    let output = Program::limited("-d 2000", ["classify", "tests/data/small.txt"]).output();
    assert!(!output.status.success(), "{output:?}");
}
