//! Label files written and read by the real tools.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use themewise::dataset::{LabelFormat, Written};
use themewise::{Dataset, ThemeId, ThemeSet};

use crate::python::script;

const LABELS: &str = "tests/data/label-formats.jsonl";
const THEMES: &str = "tests/data/label-formats.toml";

fn themes() -> ThemeSet {
    ThemeSet::read(Path::new(THEMES)).unwrap()
}

fn labels() -> Dataset {
    Dataset::read(&[LABELS.into()], Some(&themes())).unwrap()
}

/// The paragraphs that a format can express, by their ids.
fn expressible(format: LabelFormat) -> Vec<&'static str> {
    use LabelFormat::{Csv, Doccano, Fasttext, HuggingFace, Jsonl, LabelStudio, Prodigy, Spacy};
    match format {
        Fasttext | Doccano => vec!["a1", "a2", "a3", "a4"],
        LabelStudio => vec!["a1", "a2", "a3", "a4", "a6"],
        Jsonl | Prodigy | Spacy | Csv | HuggingFace => {
            vec!["a1", "a2", "a3", "a4", "a5", "a6", "a7"]
        }
    }
}

/// Each text, and 1, 0 or null for each theme. For fastText, texts are in one line.
fn marks(dataset: &Dataset, format: LabelFormat) -> Vec<Value> {
    let targets = dataset.targets();
    let rows = dataset.examples.iter().zip(targets.rows());
    let rows = rows.map(|(example, row)| {
        let marks = row.iter().map(|has| has.map(u8::from));
        let marks: BTreeMap<&ThemeId, Option<u8>> = dataset.themes.ids().zip(marks).collect();
        let text = example.content.text().unwrap();
        let is_line = format == LabelFormat::Fasttext;
        json!([if is_line { text.replace('\n', " ") } else { text.to_owned() }, marks])
    });
    rows.collect()
}

fn expected(format: LabelFormat) -> Vec<Value> {
    let mut dataset = labels();
    dataset.examples.retain(|example| expressible(format).contains(&example.id.as_str()));
    marks(&dataset, format)
}

fn write(format: LabelFormat, dataset: &Dataset) -> (Vec<u8>, Written) {
    let mut bytes = Vec::new();
    let written = dataset.write_as(format, &mut bytes).unwrap();
    (bytes, written)
}

#[test]
#[ignore = "needs Python"]
fn files_made_by_the_tools_are_recognised_and_read() {
    use LabelFormat::{Csv, Doccano, Fasttext, HuggingFace, LabelStudio, Prodigy, Spacy};
    let made = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    script("label_formats.py", &["make", made.path().to_str().unwrap()]);
    for (name, format) in [
        ("csv.csv", Csv),
        ("doccano.csv", Doccano),
        ("doccano.json", Doccano),
        ("doccano.jsonl", Doccano),
        ("fasttext.txt", Fasttext),
        ("hugging-face-columns.csv", HuggingFace),
        ("hugging-face-columns.jsonl", HuggingFace),
        ("hugging-face-multi-hot.csv", HuggingFace),
        ("hugging-face-multi-hot.jsonl", HuggingFace),
        ("label-studio-min.json", LabelStudio),
        ("label-studio.json", LabelStudio),
        ("prodigy.jsonl", Prodigy),
        ("spacy-tuples.jsonl", Spacy),
        ("spacy.jsonl", Spacy),
    ] {
        let path = made.path().join(name);
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(LabelFormat::recognise(&path, &bytes).unwrap(), format, "{name}");
        let dataset = Dataset::read(&[path], Some(&themes())).unwrap();
        assert_eq!(marks(&dataset, format), expected(format), "{name}");
        let without_ids = ["doccano", "fasttext", "spacy-tuples"];
        if !without_ids.iter().any(|tool| name.starts_with(tool)) {
            let ids: Vec<_> = dataset.examples.iter().map(|example| example.id.as_str()).collect();
            assert_eq!(ids, expressible(format), "{name}");
        }
    }
    // Lists of names or numbers cannot express unknown themes.
    for name in ["numbers.csv", "numbers.jsonl", "names.csv"] {
        let path = made.path().join(format!("hugging-face-{name}"));
        let dataset = Dataset::read(&[path], Some(&themes())).unwrap();
        assert_eq!(marks(&dataset, HuggingFace), expected(Doccano), "{name}");
    }
}

#[test]
#[ignore = "needs Python"]
fn the_tools_read_what_is_written() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for format in LabelFormat::ALL {
        let (bytes, written) = write(format, &labels());
        let ids = expressible(format);
        assert_eq!(written.count, ids.len(), "{format:?}");
        let skipped = written.skipped.iter().map(|skipped| skipped.id.as_str());
        let all = labels();
        let others = all.examples.iter().map(|example| example.id.as_str());
        assert!(skipped.eq(others.filter(|id| !ids.contains(id))), "{format:?}");
        if format == LabelFormat::Jsonl {
            continue;
        }
        let path = folder.path().join(format.name());
        std::fs::write(&path, bytes).unwrap();
        let printed = script("label_formats.py", &["read", format.name(), path.to_str().unwrap()]);
        let found = printed.lines().map(|line| serde_json::from_str(line).unwrap());
        assert_eq!(found.collect::<Vec<Value>>(), expected(format), "{format:?}");
    }
}

/// Without unknown themes, a list of class labels is written.
#[test]
#[ignore = "needs Python"]
fn hugging_face_reads_lists_of_class_labels() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut known = labels();
    known.examples.retain(|example| example.unknown.is_empty());
    let path = folder.path().join("labels.jsonl");
    let (bytes, _) = write(LabelFormat::HuggingFace, &known);
    assert!(String::from_utf8_lossy(&bytes).contains(r#""labels":["energy","trade"]"#));
    std::fs::write(&path, bytes).unwrap();
    let printed = script("label_formats.py", &["read", "hugging-face", path.to_str().unwrap()]);
    let found = printed.lines().map(|line| serde_json::from_str(line).unwrap());
    assert_eq!(found.collect::<Vec<Value>>(), marks(&known, LabelFormat::HuggingFace));
}
