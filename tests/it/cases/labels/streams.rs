//! `-` is standard input and standard output.

use std::path::Path;

use super::{CASES, labels};
use crate::program::Program;

const LABELS: &str = "tests/data/labels.jsonl";

/// Runs the program with the labels on standard input.
fn run(arguments: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    let labels = std::fs::read(LABELS).unwrap();
    let output = Program::new(arguments).folder(folder.path()).input(labels).output();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file is named `-`");
    output
}

#[test]
fn labels_come_from_standard_input_and_go_to_standard_output() {
    let output = run(&["convert", "--to", "jsonl", "-", "--output", "-"]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let expected = labels(&std::fs::read_to_string(LABELS).unwrap());
    assert_eq!(labels(&text(&output.stdout)), expected);
    let count = format!("{} paragraphs, wrote -\n", expected.lines().count());
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), count));
}

#[test]
fn a_table_without_a_name_is_recognised() {
    for name in ["02-label-studio.csv", "own-themes/semi.csv", "own-themes/utf16.csv"] {
        let table = std::fs::read(Path::new(CASES).join(name)).unwrap();
        let run = Program::new(["convert", "--to", "jsonl", "-", "-o", "-"]).input(table).run();
        let named = Program::new(["convert", "--to", "jsonl", name, "-o", "-"]);
        let named = named.folder(Path::new(CASES)).run();
        assert_eq!(run.stdout, named.stdout.replace(&format!("\"{name}:"), "\"-:"), "for {name}");
        assert_eq!(run.code, 0);
    }
}

#[test]
fn a_model_goes_to_standard_output_and_its_report_does_not() {
    let train = ["train", "--c", "10", "--vector-scale", "1", "--labels", "-", "--output"];
    let streamed = run(&[&train[..], &["-"]].concat());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m");
    let written = run(&[&train[..], &[path.to_str().unwrap()]].concat());
    assert!(streamed.stdout == std::fs::read(&path).unwrap());
    let report = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().next().unwrap().to_owned();
    assert_eq!(report(&streamed.stderr), report(&written.stdout));
    let model = path.to_str().unwrap();
    let measured = run(&["evaluate", "--model", model, "--labels", "-", "--bootstrap", "0"]);
    let named = Path::new(LABELS).canonicalize().unwrap();
    let named =
        ["evaluate", "--model", model, "--bootstrap", "0", "--labels", named.to_str().unwrap()];
    assert_eq!(measured.stdout, Program::new(named).output().stdout);
    let calibrated = run(&["calibrate", "--model", model, "--labels", "-", "--output", "-"]);
    assert_eq!(calibrated.status.code(), Some(2), "the model was trained on these labels");
    assert_eq!(calibrated.stdout, b"");
}
