//! Documents in every format, written by the usual libraries.

use std::fmt::Write as _;
use std::path::Path;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::program::themewise;
use crate::python::script;

const DOCUMENTS: usize = 10_000;

/// Writes documents of two to four random labelled paragraphs.
fn write_documents(path: &Path) {
    let labels = std::fs::read_to_string("labels/paragraphs.jsonl").unwrap();
    let texts: Vec<String> = labels
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned()
        })
        .collect();
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut lines = String::new();
    for number in 0..DOCUMENTS {
        let count = random.gen_range(2..=4);
        let paragraphs: Vec<_> = texts.choose_multiple(&mut random, count).collect();
        let line =
            json!({"id": format!("d{number}"), "title": "Headline", "paragraphs": paragraphs});
        writeln!(lines, "{line}").unwrap();
    }
    std::fs::write(path, lines).unwrap();
}

/// The tagged paragraphs of a source, without headlines, each by itself: what a format knows of the
/// title differs.
fn tagged(arguments: &[&str]) -> Vec<(String, Value)> {
    let always = ["classify", "--format", "jsonl", "--all", "--quiet", "--context", "none"];
    let run = themewise(&[&always, arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    let rows = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let rows = rows.map(|row| {
        let text = row["text"].as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        (text, json!([row["labels"], row["review"], row["novel"], row["confidences"]]))
    });
    rows.filter(|(text, _)| text != "Headline").collect()
}

#[test]
#[ignore = "needs Python"]
fn ten_thousand_documents_have_the_same_themes_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    write_documents(&folder.path().join("documents.jsonl"));
    script("documents.py", &[&path("documents.jsonl"), &path("")]);
    let expected = tagged(&[&path("plain.jsonl")]);
    assert!(expected.len() > 2 * DOCUMENTS);
    let nested = ["--text-field", "a.b", "--id-field", "a.id"];
    for arguments in [
        &["compressed.jsonl.gz"][..],
        &["compressed.jsonl.bz2"],
        &["compressed.jsonl.xz"],
        &["compressed.jsonl.zst"],
        &["utf16.jsonl"],
        &["nested.jsonl", nested[0], nested[1], nested[2], nested[3]],
        &["table.csv"],
        &["table.tsv"],
        #[cfg(feature = "parquet")]
        &["table.parquet"],
        #[cfg(feature = "parquet")]
        &["categories.parquet"],
        &["texts"],
        &["pages"],
        &["markdown"],
        &["crawl.warc.gz"],
        &["rss"],
        &["atom"],
    ] {
        let source = path(arguments[0]);
        let found = tagged(&[&[source.as_str()], &arguments[1..]].concat());
        let differs = found.iter().zip(&expected).find(|(found, expected)| found != expected);
        assert_eq!(differs, None, "{arguments:?}");
        assert_eq!(found.len(), expected.len(), "{arguments:?}");
    }
}
