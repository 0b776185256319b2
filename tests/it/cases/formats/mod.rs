//! Folders, exports of chats, tables and JSON as other programs write them.

mod documents;
mod folder;
mod json;
mod output;
mod table;

use std::path::Path;

use serde_json::Value;

use crate::program::{Program, Run};

/// The five paragraphs of most cases.
const FIVE: [&str; 5] = [
    "The trade ministry of Velmark said on Monday that it would raise tariffs on imported steel by a quarter, after exporters across the strait refused to cut their subsidies.",
    "Hackers broke into the customs service's servers in March and encrypted its files, and investigators said the ransomware had come in a phishing e-mail sent to eleven clerks.",
    "The navy moved two frigates and a squadron of fighter jets to the southern base, the defence minister, Ilse Tarnow, told reporters, calling it a routine deployment of troops.",
    "Voters in the coastal district will go to the polls on Sunday to elect a new assembly, and both parties accuse the electoral commission of printing too few ballots for the islands.",
    "The central bank left its interest rate unchanged at four percent and said that inflation would slow by the autumn, while economists had expected a cut of half a point.",
];

/// Classifies a given case.
fn given(arguments: &[&str]) -> Run {
    let program = Program::new(["classify", "--format", "jsonl"]).arguments(arguments);
    program.folder(Path::new("tests/data/cases")).run()
}

/// Classifies files written for a test.
fn written(files: &[(&str, &[u8])], arguments: &[&str]) -> Run {
    written_as("jsonl", files, arguments)
}

/// The same in another output format.
fn written_as(format: &str, files: &[(&str, &[u8])], arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let program = Program::new(["classify", "--format", format]).arguments(arguments);
    program.folder(folder.path()).run()
}

/// The values of a member of all rows, as text.
fn members(run: &Run, name: &str) -> Vec<String> {
    let member = |row: &str| match &serde_json::from_str::<Value>(row).unwrap()[name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    run.stdout.lines().map(member).collect()
}

/// The texts of all rows.
fn texts(run: &Run) -> Vec<String> {
    members(run, "text")
}
