//! Output in exchange formats, read by their tools.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::program::{Program, Run};
use crate::python::script;

const FORMATS: [&str; 5] = ["misp", "stix", "ninjs", "ninjs2", "gdelt"];

const TIME: &str = "1714557600";

/// Two paragraphs with three themes, and input that breaks a careless writer: quotes, escape
/// sequences, an id of two lines, invalid times and addresses, endless titles.
fn hostile() -> String {
    let tariffs = "The ministry raised tariffs on imported steel and the trade dispute with China \
                   deepened.";
    let hackers = "Hackers broke into the network of the power grid and stole passwords.";
    let records = [
        json!({"id": "a1", "title": "Tariffs \"rise\" \\ fall", "url": "https://example.org/x|y?q=[1]",
            "published": "2024-04-01T01:30:00+02:00", "text": format!("{tariffs}\n\n{hackers}")}),
        json!({"id": "b\t2\n", "headline": " \u{1b}[31m ", "link": "javascript:alert(1)",
            "date": "soon", "text": format!("\"{tariffs}\"\u{7}\n\n{tariffs}")}),
        json!({"title": "ž".repeat(5000), "url": "https://example.org/z",
            "published": "0000-00-00", "text": "The choir sang."}),
        json!({"title": "x\u{0}\u{1b}[31m", "url": "https://", "text": hackers}),
    ];
    records.map(|record| record.to_string()).join("\n")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Runs `themewise classify` with the built-in model at a fixed time, in `folder`, so that file
/// names are short.
fn classify(folder: &Path, arguments: &[&str]) -> Run {
    let program = Program::new(["classify", "--quiet"]).arguments(arguments);
    program.folder(folder).variable("SOURCE_DATE_EPOCH", TIME).run()
}

fn written(folder: &Path, arguments: &[&str]) -> String {
    let run = classify(folder, arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout
}

/// The items that the tool of a format reads from an output; the tool rejects invalid ones.
fn found(folder: &Path, format: &str, text: &str) -> Vec<Value> {
    let path = file(folder, &format!("found.{format}"), text);
    let printed = script("exchange.py", &[format, path.to_str().unwrap()]);
    serde_json::from_str(&printed).unwrap()
}

fn texts<'a>(values: impl IntoIterator<Item = &'a Value>, key: &str) -> Vec<&'a str> {
    values.into_iter().filter_map(|value| value[key].as_str()).collect()
}

#[test]
#[ignore = "needs Python"]
fn misp_takes_events_with_tags_and_evidence() {
    let folder = folder();
    file(folder.path(), "in.jsonl", hostile());
    let text = written(folder.path(), &["--format", "misp", "in.jsonl"]);
    let events = found(folder.path(), "misp", &text);
    assert_eq!(texts(&events, "date"), ["2024-03-31", "2024-05-01", "2024-05-01", "2024-05-01"]);
    let infos = texts(&events, "info");
    assert_eq!(infos[0], "Tariffs \"rise\" \\ fall");
    assert_eq!(infos[1], "[31m");
    assert_eq!((infos[2].len(), infos[3]), (1003, "x  [31m"));
    let tags = texts(events[0]["Tag"].as_array().unwrap(), "name");
    for tag in [
        "misp:automation-level=\"unsupervised\"",
        "themewise:theme=\"trade\"",
        "content-classification:general=\"economy\"",
        "themewise:theme=\"cybersecurity\"",
    ] {
        assert!(tags.contains(&tag), "{tag}: {tags:?}");
    }
    let attributes = events[0]["Attribute"].as_array().unwrap();
    assert_eq!(texts(attributes, "type")[..3], ["text", "link", "text"]);
    assert_eq!(attributes[0]["value"], "in.jsonl#a1");
    assert_eq!(attributes[1]["value"], "https://example.org/x%7Cy?q=%5B1%5D");
    let trade = attributes.iter().find(|attribute| {
        attribute["value"].as_str().is_some_and(|value| value.starts_with("[trade] The ministry"))
    });
    let (comment, tags) = (&trade.unwrap()["comment"], &trade.unwrap()["Tag"]);
    let comment = comment.as_str().unwrap();
    let lines = written(folder.path(), &["--format", "jsonl", "in.jsonl"]);
    let first: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let labels = first["labels"].as_array().unwrap();
    let confidence = &labels.iter().find(|label| label["theme"] == "trade").unwrap()["confidence"];
    let expected = format!("paragraph 1, line 1, bytes 0-88: trade with confidence {confidence}");
    assert!(comment.starts_with(&expected), "{comment} {expected}");
    let tags = texts(tags.as_array().unwrap(), "name");
    assert_eq!(tags[0], "themewise:theme=\"trade\"");
    assert!(tags[1].starts_with("estimative-language:likelihood-probability=\""), "{tags:?}");
    // The third document has no themes. The address of the fourth is invalid, so it has no link.
    assert_eq!(events[2]["Attribute"].as_array().unwrap().len(), 2);
    assert_eq!(events[3]["Attribute"][1]["type"], "text");
}

#[test]
#[ignore = "needs Python"]
fn stix_takes_a_bundle_of_reports_and_notes() {
    let folder = folder();
    file(folder.path(), "in.jsonl", hostile());
    let text = written(folder.path(), &["--format", "stix", "--scale", "icd203", "in.jsonl"]);
    let objects = found(folder.path(), "stix", &text);
    let of = |kind: &str| objects.iter().filter(|o| o["type"] == kind).collect::<Vec<_>>();
    assert_eq!((of("identity").len(), of("report").len()), (1, 4));
    assert_eq!((of("url").len(), of("file").len()), (2, 2));
    assert_eq!(texts(of("file"), "name"), ["in.jsonl#b\t2\n", "in.jsonl#4"]);
    let report = of("report")[0];
    assert_eq!(report["published"], "2024-03-31T23:30:00.000Z");
    assert_eq!(of("report")[1]["published"], "2024-05-01T10:00:00.000Z");
    let labels: Vec<_> = report["labels"].as_array().unwrap().iter().collect();
    assert!(labels.contains(&&json!("trade")) && labels.contains(&&json!("cybersecurity")));
    let notes = of("note");
    let own = notes.iter().filter(|note| note["object_refs"][0] == report["id"]);
    let least = own.clone().map(|note| note["confidence"].as_u64().unwrap()).min();
    assert_eq!(report["confidence"].as_u64(), least);
    let trade = own.clone().find(|note| note["labels"] == json!(["trade"])).unwrap();
    assert_eq!(trade["abstract"], "Trade");
    let content = trade["content"].as_str().unwrap();
    assert!(content.starts_with("trade: 1 of 2 paragraphs; confidence "), "{content}");
    assert!(content.contains("DNI Scale: automatic); very likely (ICD 203: automatic)"));
    assert!(content.contains("paragraph 1, line 1, bytes 0-88, "), "{content}");
    assert_eq!(of("report")[2].get("labels"), None);
}

#[test]
#[ignore = "needs Python"]
fn ninjs_has_media_topics_that_are_verified_or_all_of_them() {
    let folder = folder();
    file(folder.path(), "in.jsonl", hostile());
    let subjects = |arguments: &[&str]| {
        let text =
            written(folder.path(), &[&["--format", "ninjs", "in.jsonl"], arguments].concat());
        let items = found(folder.path(), "ninjs", &text);
        assert_eq!(items.len(), 4);
        assert_eq!(items[0]["uri"], "https://example.org/x%7Cy?q=%5B1%5D");
        assert!(items[1]["uri"].as_str().unwrap().starts_with("urn:uuid:"));
        items[0]["subjects"].as_array().unwrap().clone()
    };
    let old = written(folder.path(), &["--format", "ninjs2", "in.jsonl"]);
    let old = &found(folder.path(), "ninjs2", &old)[0]["subjects"];
    assert_eq!(old[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["literal", "name"]);
    let topic = |number: &str| format!("http://cv.iptc.org/newscodes/mediatopic/{number}");
    let (verified, all) = (subjects(&[]), subjects(&["--all-codes"]));
    assert!(texts(&verified, "literal").contains(&"cybersecurity"));
    let crime = verified.iter().find(|subject| subject["uri"] == topic("20000086")).unwrap();
    assert_eq!((&crime["name"], &crime["relevance"]), (&json!("cyber crime"), &json!(50)));
    // One code is translated and retired, the other translated.
    for number in ["20000229", "20000627"] {
        assert!(!texts(&verified, "uri").contains(&&*topic(number)), "{number}");
        let found = all.iter().find(|subject| subject["uri"] == topic(number)).unwrap();
        assert_eq!(found.get("name"), None, "{number}");
    }
    let uris = texts(&all, "uri");
    assert_eq!(uris.len(), uris.iter().collect::<BTreeSet<_>>().len());
}

#[test]
fn gdelt_has_a_line_for_each_document() {
    let folder = folder();
    file(folder.path(), "in.jsonl", hostile());
    let expected = "https://example.org/x%7Cy?q=%5B1%5D\tWB_698_TRADE,0;CYBER_ATTACK,90;\n\
                    b 2 \tWB_698_TRADE,0;WB_698_TRADE,93;\n\
                    https://example.org/z\t\n\
                    in.jsonl#4\tCYBER_ATTACK,0;WB_507_ENERGY_AND_EXTRACTIVES,0;\n";
    for unit in ["paragraph", "document"] {
        let arguments = ["--format", "gdelt", "--unit", unit, "in.jsonl"];
        assert_eq!(written(folder.path(), &arguments), expected, "{unit}");
    }
}

#[test]
#[ignore = "needs Python"]
fn themes_without_codes_have_tags_of_ours() {
    let folder = folder();
    let model = std::fs::canonicalize(crate::support::small_model_path()).unwrap();
    let small = std::fs::canonicalize("tests/data/small.txt").unwrap();
    std::fs::copy(small, folder.path().join("small.txt")).unwrap();
    let of = |format: &str| {
        written(
            folder.path(),
            &["--model", model.to_str().unwrap(), "--format", format, "small.txt"],
        )
    };
    assert_eq!(of("gdelt"), "small.txt\tTHEMEWISE_TRADE,0;THEMEWISE_ENERGY,16;\n");
    let events = found(folder.path(), "misp", &of("misp"));
    let tags = texts(events[0]["Tag"].as_array().unwrap(), "name");
    assert!(tags[1..].iter().all(|tag| tag.starts_with("themewise:theme=")), "{tags:?}");
    let items = found(folder.path(), "ninjs", &of("ninjs"));
    assert_eq!(texts(items[0]["subjects"].as_array().unwrap(), "uri"), [""; 0]);
    found(folder.path(), "stix", &of("stix"));
}

#[test]
#[ignore = "needs Python"]
fn without_a_document_the_output_is_whole() {
    let folder = folder();
    for format in FORMATS {
        let run = classify(folder.path(), &["--format", format, "missing.txt"]);
        assert_eq!(run.code, 1, "{format}: {}", run.stderr);
        match format {
            "gdelt" => assert_eq!(run.stdout, ""),
            "stix" => assert_eq!(found(folder.path(), format, &run.stdout).len(), 1),
            _ => assert_eq!(found(folder.path(), format, &run.stdout), [json!(null); 0]),
        }
    }
}

/// Two hundred records, each with an address of its own if it has any.
fn many() -> String {
    let records = hostile();
    let records: Vec<_> = records.lines().collect();
    let many = (0..200).map(|number| {
        let mut record: Value = serde_json::from_str(records[number % records.len()]).unwrap();
        record["id"] = json!(number);
        if record["url"].as_str().is_some_and(|url| url.starts_with("https://example.org/")) {
            record["url"] = json!(format!("https://example.org/{number}|y?q=[1]"));
        }
        format!("{record}\n")
    });
    many.collect()
}

#[test]
fn threads_and_runs_make_no_difference() {
    let folder = folder();
    file(folder.path(), "in.jsonl", many());
    for format in FORMATS {
        let of = |threads| {
            written(folder.path(), &["--format", format, "--threads", threads, "in.jsonl"])
        };
        let one = of("1");
        assert!(one == of("4") && one == of("4"), "{format}");
    }
}

#[test]
#[ignore = "needs Python"]
fn every_document_is_an_item() {
    let folder = folder();
    file(folder.path(), "in.jsonl", many());
    for format in ["misp", "stix", "ninjs", "ninjs2"] {
        let text = written(folder.path(), &["--format", format, "in.jsonl"]);
        assert!(found(folder.path(), format, &text).len() >= 200, "{format}");
    }
}

/// Documents that are read in parts; one of them is cut off.
#[test]
#[ignore = "needs Python"]
fn a_document_in_parts_is_one_item() {
    let folder = folder();
    let text = "The ministry raised tariffs on imported steel.\n\n".repeat(60_000);
    let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    file(folder.path(), "broken.txt.gz", &packed[..packed.len() - 40]);
    file(folder.path(), "large.txt", &text);
    file(folder.path(), "last.txt", "The choir sang.");
    let inputs = ["large.txt", "broken.txt.gz", "last.txt"];
    let of = |format: &str| classify(folder.path(), &[&["--format", format][..], &inputs].concat());
    let run = of("gdelt");
    assert_eq!(run.code, 1, "{}", run.stderr);
    let lines: Vec<_> = run.stdout.lines().map(|line| line.split_once('\t').unwrap()).collect();
    let names: Vec<_> = lines.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, inputs);
    assert_eq!(lines[0].1.matches(';').count(), 60_000);
    let offset = (text.len() / 60_000) * 59_999;
    assert!(lines[0].1.ends_with(&format!("WB_698_TRADE,{offset};")));
    for format in ["misp", "stix", "ninjs", "ninjs2"] {
        let run = of(format);
        assert_eq!(run.code, 1, "{format}");
        let count = found(folder.path(), format, &run.stdout).len();
        assert_eq!(count, if format == "stix" { 6 } else { 2 }, "{format}");
    }
}

#[test]
fn an_invalid_time_is_refused_where_it_is_needed() {
    let folder = folder();
    file(folder.path(), "a.txt", "The choir sang.");
    for (format, code) in
        [("misp", 2), ("stix", 2), ("ninjs", 2), ("ninjs2", 2), ("gdelt", 0), ("csv", 0)]
    {
        let program = Program::new(["classify", "-f", format, "a.txt"]).folder(folder.path());
        let run = program.variable("SOURCE_DATE_EPOCH", "today").run();
        assert_eq!(run.code, code, "{format}");
        let problem = "SOURCE_DATE_EPOCH must be a number of seconds since 1970, got today";
        assert_eq!(run.stderr.contains(problem), code == 2, "{format}: {}", run.stderr);
    }
}
