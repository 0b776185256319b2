//! Label files as annotation tools and spreadsheets save them.

mod annotators;
mod columns;
mod controls;
mod hints;
mod names;
mod own_themes;
mod streams;
mod tables;

use std::path::Path;

use serde_json::Value;

use crate::program::{Program, Run};

/// The folder with the cases.
const CASES: &str = "tests/data/cases";

/// Runs the program in a folder.
fn themewise_in(folder: &Path, arguments: &[&str]) -> Run {
    Program::new(arguments).folder(folder).run()
}

/// Converts label files in a folder to our own format on standard output.
fn convert_in(folder: &Path, arguments: &[&str]) -> Run {
    themewise_in(folder, &[&["convert", "--to", "jsonl", "--output", "-"], arguments].concat())
}

/// Converts given files to our own format; returns the paragraphs as `id: themes ? unknown`, one per
/// line, and what was said.
fn convert(files: &[(&str, &[u8])], options: &[&str]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let names = files.iter().map(|(name, _)| *name).filter(|name| *name != "themes.toml");
    let run = convert_in(folder.path(), &[options, &names.collect::<Vec<_>>()].concat());
    (labels(&run.stdout), said(&run))
}

/// What was said, without the count of paragraphs, with the exit code if it is not 0.
fn said(run: &Run) -> String {
    let lines = run.stderr.lines().filter(|line| !line.ends_with("wrote -"));
    let code = (run.code != 0).then(|| format!("exit code {}", run.code));
    lines.map(str::to_owned).chain(code).collect::<Vec<_>>().join("\n")
}

/// Paragraphs in our own format as `id: themes ? unknown`, one per line.
fn labels(jsonl: &str) -> String {
    jsonl.lines().map(label).collect::<Vec<_>>().join("\n")
}

fn label(line: &str) -> String {
    let row: Value = serde_json::from_str(line).unwrap();
    let id = row["id"].as_str().unwrap();
    format!("{id}: {} ? {}", list(&row["themes"]), list(&row["unknown"])).trim_end().to_owned()
}

fn list(themes: &Value) -> String {
    let ids = themes.as_array().into_iter().flatten().map(|id| id.as_str().unwrap());
    ids.collect::<Vec<_>>().join(" ")
}
