//! Runs the pipelines of `docs/pipelines.md` as they are written there.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::program;
use crate::python::script;

/// The shell blocks of the page.
fn blocks() -> Vec<String> {
    let page = std::fs::read_to_string("docs/pipelines.md").unwrap();
    let blocks = page.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// Runs a script in a folder, with the program on the path.
fn run(folder: &Path, block: &str) {
    let programs = Path::new(program::PATH).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("bash");
    let output = shell.args(["-euo", "pipefail", "-c", block]).current_dir(folder);
    let output = output.env("PATH", path).output().unwrap();
    assert!(output.status.success(), "{block}: {}", String::from_utf8_lossy(&output.stderr));
}

fn labels() -> Vec<Value> {
    let lines = std::fs::read_to_string("labels/paragraphs.jsonl").unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A crawl, an export, a table, a feed, and labels, written by the usual libraries.
fn prepare(folder: &Path) {
    let documents = labels();
    let documents = documents.chunks(3).take(60).enumerate().map(|(number, paragraphs)| {
        let texts: Vec<_> = paragraphs.iter().map(|paragraph| &paragraph["text"]).collect();
        json!({"id": format!("d{number}"), "title": "Headline", "paragraphs": texts}).to_string()
    });
    let source = folder.join("documents.jsonl");
    std::fs::write(&source, documents.collect::<Vec<_>>().join("\n")).unwrap();
    let made = folder.join("made");
    std::fs::create_dir(&made).unwrap();
    script("documents.py", &[source.to_str().unwrap(), made.to_str().unwrap()]);
    std::fs::create_dir(folder.join("crawl")).unwrap();
    for (from, to) in [
        ("crawl.warc.gz", "crawl/a.warc.gz"),
        ("table.parquet", "articles.parquet"),
        ("rss/00000.rss", "news.rss"),
    ] {
        std::fs::rename(made.join(from), folder.join(to)).unwrap();
    }
    let export = std::fs::read_to_string(made.join("table.csv")).unwrap();
    std::fs::write(folder.join("export.csv"), export.replacen("id,text,", "id,body,", 1)).unwrap();
    // The format in which doccano exports a project for multi-label classification.
    let doccano = labels().into_iter().take(1500).enumerate().map(|(id, line)| {
        json!({"id": id, "text": line["text"], "label": line["themes"], "Comments": []}).to_string()
    });
    std::fs::write(folder.join("doccano.jsonl"), doccano.collect::<Vec<_>>().join("\n")).unwrap();
}

#[test]
#[ignore = "needs Python"]
fn the_five_pipelines_of_the_docs_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    prepare(folder);
    let pipelines = blocks();
    assert_eq!(pipelines.len(), 5);
    for block in &pipelines {
        run(folder, block);
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();

    let events: Value = serde_json::from_str(&read("events.json")).unwrap();
    let events = events["response"].as_array().unwrap();
    assert_eq!(events.len(), 60);
    assert!(events.iter().any(|event| event["Event"]["Tag"].as_array().unwrap().len() > 1));

    let table = read("themes.csv");
    assert!(
        table.starts_with("id,body,number,file,paragraphs,novel,themes,confidences,"),
        "{table}"
    );
    let rows = csv::Reader::from_reader(table.as_bytes()).into_records().count();
    assert_eq!(rows, 60);

    let found = script(
        "parquet.py",
        &[
            folder.join("articles.parquet").to_str().unwrap(),
            folder.join("themes.parquet").to_str().unwrap(),
        ],
    );
    assert_eq!(found, "180 rows: columns and types of the input, themes as lists\n");

    assert!(read("themes.html").ends_with("</html>"));
    assert_eq!(read("themes.tsv").lines().filter(|line| line.starts_with("# ")).count(), 60);

    let rows = read("mine.jsonl");
    assert!(rows.lines().count() >= 180);
    let themed = rows.lines().filter(|row| !row.contains("\"labels\":[]")).count();
    assert!(themed > 90, "{themed} paragraphs have themes");
}
