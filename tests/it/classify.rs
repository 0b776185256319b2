//! `themewise classify` with a small model: complete outputs.

use crate::program::{Program, themewise, with_input};
use crate::support::small_model_path;

const SMALL: &str = "tests/data/small.txt";

fn classified(arguments: &[&str]) -> String {
    let run = themewise(&[&["classify", "--model", small_model_path(), SMALL], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn prints_tabs_in_a_pipe() {
    insta::assert_snapshot!(classified(&[]));
}

#[test]
fn prints_every_confidence_when_asked() {
    insta::assert_snapshot!(classified(&["--all"]));
}

#[test]
fn prints_json_lines() {
    insta::assert_snapshot!(classified(&["--format", "jsonl"]));
    insta::assert_snapshot!(classified(&["--format", "jsonl", "--all"]));
}

#[test]
fn prints_csv() {
    insta::assert_snapshot!(classified(&["--format", "csv"]));
    insta::assert_snapshot!(classified(&["--format", "csv", "--all"]));
}

#[test]
fn says_confidences_in_words_that_name_their_scale() {
    insta::assert_snapshot!(classified(&["--scale", "icd203"]));
    insta::assert_snapshot!(classified(&["--scale", "misp", "--format", "csv"]));
    insta::assert_snapshot!(classified(&["--scale", "nato", "--format", "jsonl"]));
}

#[test]
fn json_offsets_find_the_paragraph_in_the_file() {
    let file = std::fs::read_to_string(SMALL).unwrap();
    let rows = classified(&["--format", "jsonl"]);
    assert_eq!(rows.lines().count(), 4);
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let offset = |field: &str| usize::try_from(row[field].as_u64().unwrap()).unwrap();
        let found = file[offset("start")..offset("end")].replace('\n', " ");
        assert_eq!(found, row["text"].as_str().unwrap());
    }
}

#[test]
fn reads_standard_input_and_folders_in_the_order_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (name, text) in [
        ("b.txt", "Tariffs on steel."),
        ("a.md", "The hospital has no doctors."),
        (".hidden.txt", "x"),
        ("picture.png", "\0"),
    ] {
        std::fs::write(path(name), text).unwrap();
    }
    let folder = folder.path().to_str().unwrap();
    let arguments = ["classify", "--format", "csv", "--model", small_model_path(), folder, "-"];
    let run = with_input(&arguments, "The reactor was restarted.");
    let said = "warning: 1 file passed over in folders: 1 binary file (`DIR/picture.png`)\n\
                done: 3 documents, 3 paragraphs\n";
    assert_eq!((run.code, &*run.stderr.replace(folder, "DIR").replace('\\', "/")), (0, said));
    let rows = run.stdout.replace(folder, "DIR").replace('\\', "/");
    let labels: Vec<_> =
        rows.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>()).collect();
    let found: Vec<_> = labels.iter().map(|row| (row[0], row[5])).collect();
    assert_eq!(found, [("DIR/a.md", "health"), ("DIR/b.txt", "trade"), ("-", "energy")]);
}

#[test]
fn a_closed_pipe_is_success() {
    let mut child = Program::new(["classify", "--format", "jsonl", "--all"]).start();
    drop(child.stdout.take());
    let text = "A tariff on steel.\n\n".repeat(20_000);
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_pipe_gets_every_row_whatever_the_text_holds() {
    let model = small_model_path();
    let text = "Tariffs \u{1b}]0;on\u{7f} steel.\n\n\u{1b}[31mSteel\u{7}.\n\nThe hospital.\n";
    let expected = [("text", 4), ("csv", 4), ("jsonl", 3)];
    for (format, rows) in expected {
        let run = with_input(&["classify", "--model", model, "--format", format], text);
        assert_eq!((run.code, run.stdout.lines().count()), (0, rows), "{format}: {}", run.stdout);
    }
    let run = with_input(&["classify", "--model", model, "--format", "jsonl"], text);
    let row: serde_json::Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(row["text"], "Tariffs \u{1b}]0;on\u{7f} steel.");
}

#[test]
fn colours_are_asked_for_not_forced() {
    let forced = |variable: &str| {
        let arguments = ["explain", "--model", small_model_path(), SMALL];
        Program::new(arguments).variable(variable, "1").run().stdout
    };
    assert!(forced("CLICOLOR_FORCE").contains('\u{1b}'));
    assert!(!forced("NO_COLOR").contains('\u{1b}'));
}
