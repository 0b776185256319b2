//! Pages: where an article stands, and what stands around it.

mod kinds;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Program, Run, themewise};

/// The texts of the paragraphs of each file in a run's JSON Lines.
fn texts(run: &Run) -> BTreeMap<String, Vec<String>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let text = row["text"].as_str().unwrap().to_owned();
        texts.entry(row["file"].as_str().unwrap().to_owned()).or_default().push(text);
    }
    texts
}

/// The texts of the paragraphs of a page.
fn texts_of(page: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("page.html"), page).unwrap();
    let arguments = ["classify", "--format", "jsonl", "page.html"];
    let run = Program::new(arguments).folder(folder.path()).run();
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", String::from_utf8_lossy(page));
    texts(&run).remove("page.html").unwrap()
}

/// The paragraphs in the text beside a page, one a line.
fn expected(page: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(page).with_extension("txt")).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn pages_as_people_met_them() {
    for name in
        ["04-short-item", "05-split-article", "06-aside", "07-headline", "08-charset", "13-pre"]
    {
        let page = format!("tests/data/cases/{name}.html");
        let run = themewise(&["classify", "--format", "jsonl", &page]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        assert_eq!(texts(&run)[&page], expected(&page), "{name}");
    }
}

#[test]
fn hard_pages() {
    let pages = "tests/data/cases/pages/*.html";
    let run = themewise(&["classify", "--quiet", "--format", "jsonl", pages]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let texts = texts(&run);
    assert!(texts.len() >= 40);
    for (page, texts) in texts {
        assert_eq!(texts, expected(&page), "{page}");
    }
}
