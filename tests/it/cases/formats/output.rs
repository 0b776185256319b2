//! Outputs for people: only what has a theme, a mark for Excel, no confidence of 1.

use super::{FIVE, texts, written_as};
use crate::program::{Program, Run};

/// Three records: the second has no theme.
fn records() -> String {
    let record = |id: u8, text: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n");
    record(1, FIVE[0])
        + &record(2, "He sat down, looked at his shoes and said nothing at all.")
        + &record(3, FIVE[1])
}

/// The rows of these records.
fn run(format: &str, options: &[&str]) -> Run {
    let files = [("a.jsonl", records())];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_bytes()));
    written_as(format, &files, &[options, &["a.jsonl"]].concat())
}

#[test]
fn only_what_has_a_theme_is_written() {
    let labelled = run("jsonl", &["--only-labelled"]);
    assert_eq!(
        (labelled.code, texts(&labelled)),
        (0, vec![FIVE[0].to_owned(), FIVE[1].to_owned()])
    );
    assert_eq!(
        labelled.stderr,
        "done: 3 documents, 3 paragraphs; 1 document and 1 paragraph without a label were not written\n"
    );
    let whole = run("jsonl", &["--only-labelled", "--unit", "document"]);
    assert_eq!(whole.stdout.lines().count(), 2);
    assert_eq!(
        whole.stderr,
        "done: 3 documents, 3 paragraphs; 1 document without a label was not written\n"
    );
}

#[test]
fn events_are_written_for_documents_with_a_theme_only() {
    for (format, of_second) in [
        ("misp", "\"2\""),
        ("stix", "a.jsonl#2"),
        ("ninjs", "#2"),
        ("gdelt", "2\t"),
        ("text", "a.jsonl#2"),
        ("csv", "a.jsonl,2"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.jsonl"), records()).unwrap();
        let output = |options: &[&str]| {
            let program =
                Program::new(["classify", "--format", format, "a.jsonl"]).arguments(options);
            program.folder(folder.path()).variable("SOURCE_DATE_EPOCH", "1714471200").run()
        };
        let (all, labelled) = (output(&[]), output(&["--only-labelled"]));
        assert_eq!((all.code, labelled.code), (0, 0), "{}", labelled.stderr);
        assert!(
            labelled.stdout.len() < all.stdout.len(),
            "{format}: {of_second}: {}",
            labelled.stdout
        );
        assert!(labelled.stderr.contains("1 document"), "{format}: {}", labelled.stderr);
        if ["misp", "stix"].contains(&format) {
            let json: serde_json::Value = serde_json::from_str(&labelled.stdout).unwrap();
            let events = json["response"].as_array().map(Vec::len);
            assert!(events.is_none_or(|events| events == 2), "{format}: {}", labelled.stdout);
        }
    }
}

/// A document in parts, the first of which has no theme, is written once and whole.
#[test]
fn a_long_document_begins_with_its_first_theme() {
    let nothing = "He sat down, looked at his shoes and said nothing at all.\n\n".repeat(25_000);
    let text = format!(
        "{nothing}{}\n\n{nothing}",
        "Tariffs on steel and aluminium imports rose, the trade ministry said."
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    std::fs::write(folder.path().join("b.txt"), &nothing).unwrap();
    let output = |format: &str| {
        let options = ["classify", "--only-labelled", "--format", format, "a.txt", "b.txt"];
        Program::new(options).folder(folder.path()).run()
    };
    let gdelt = output("gdelt");
    assert_eq!(gdelt.stdout.matches('\t').count(), 1, "{}", gdelt.stdout);
    assert!(gdelt.stdout.starts_with("a.txt\t"), "{}", gdelt.stdout);
    let rows = output("jsonl");
    assert!(
        rows.stderr.contains("; 1 document and 75000 paragraphs without a label were not written"),
        "{}",
        rows.stderr
    );
}

#[test]
fn a_run_without_unlabelled_documents_resumes_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl"), records().repeat(3)).unwrap();
    let common = ["classify", "--format", "misp", "--only-labelled", "a.jsonl"];
    let program = |more: &[&str]| {
        Program::new(common)
            .arguments(more)
            .folder(folder.path())
            .variable("SOURCE_DATE_EPOCH", "1714471200")
            .run()
    };
    let (straight, resumed) = (program(&[]), program(&["--output", "o.json", "--resume", "state"]));
    assert_eq!((straight.code, resumed.code), (0, 0), "{}", resumed.stderr);
    let written = std::fs::read_to_string(folder.path().join("o.json")).unwrap();
    assert_eq!(written, straight.stdout);
    assert_eq!(straight.stderr, resumed.stderr);
}

#[test]
fn csv_may_begin_with_a_mark() {
    let plain = run("csv", &[]);
    let marked = run("csv", &["--bom"]);
    assert_eq!(marked.stdout, format!("\u{FEFF}{}", plain.stdout));
    let wrong = run("jsonl", &["--bom"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.stderr.contains("--bom must be used with --format csv, got --format jsonl"),
        "{}",
        wrong.stderr
    );
}

/// The most certain paragraph there is: its confidence is below 1, and so is what is printed.
#[test]
fn a_confidence_below_one_is_never_printed_as_one() {
    let sure = "Hackers broke into servers with malware and ransomware; the cyberattack by hackers stole passwords, cybersecurity experts said of the hack.".repeat(3);
    let record = format!("{{\"text\": \"{sure}\"}}\n");
    for format in ["text", "jsonl", "csv", "ninjs", "misp", "stix"] {
        let run = written_as(format, &[("a.jsonl", record.as_bytes())], &["a.jsonl"]);
        assert!(run.code == 0 && run.stdout.contains("cybersecurity"), "{format}: {}", run.stderr);
        for one in [
            "\"confidence\":1.0",
            "\"confidence\":100",
            ":1.0000",
            "with 1.0000",
            "confidence 1.0000",
        ] {
            assert!(!run.stdout.contains(one), "{format}: {}", run.stdout);
        }
    }
}
