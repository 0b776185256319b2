//! Inputs that are broken, malicious or mislabelled. Each gives a message, the good records around
//! it are still classified, and little memory is used.
//!
//! Every module is a table of cases of one kind; a snapshot next to the tests has the output of
//! each case. The number of good records and the memory limit are also checked.

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

/// The memory limit of the program, in kilobytes; if it allocates more, it is aborted.
const MAX_MEMORY: u64 = 300 << 10;

/// An input, and the number of good records in it.
struct Case {
    name: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    arguments: Vec<&'static str>,
    input: Vec<u8>,
    good: usize,
}

/// A case with one file.
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
    /// The same case with options before the file.
    fn with(self, options: &[&'static str]) -> Self {
        Self { arguments: [options, &self.arguments].concat(), ..self }
    }

    /// The same case with this number of good records.
    fn good(self, good: usize) -> Self {
        Self { good, ..self }
    }

    /// The output of the case.
    fn seen(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in &self.files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let run = classify(folder.path(), &self.arguments, &self.input);
        seen(self.name, &run, self.good)
    }
}

/// The outputs of all cases.
fn table(cases: &[Case]) -> String {
    cases.iter().map(Case::seen).collect()
}

/// The exit code, the messages, and the texts of the rows, `good` of which must be [`GOOD`].
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

/// Removes the causes that other crates report from messages, as they change with versions.
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

/// Runs `themewise classify` in a folder, which is `DIR` in messages. Checks that the program does
/// not panic, exceed its memory limit, or hang.
fn classify(folder: &Path, arguments: &[&str], input: &[u8]) -> Run {
    classify_within(MAX_MEMORY, folder, arguments, input)
}

/// The same with another memory limit, in kilobytes.
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
