//! Tables as spreadsheets and statistics programs save them.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::{CASES, convert, convert_in, labels, said};

#[test]
fn a_table_of_a_spreadsheet_is_decoded() {
    let run = convert_in(Path::new(CASES), &["19-labels-excel.csv"]);
    assert_eq!(said(&run), "");
    let themes = ["trade", "cybersecurity", "military", "elections", "economy"];
    let themes = themes.iter().chain(&themes).chain([&"", &""]);
    let expected =
        themes.zip(2..).map(|(theme, line)| format!("19-labels-excel.csv:{line}: {theme} ?"));
    assert_eq!(labels(&run.stdout), expected.collect::<Vec<_>>().join("\n"));
    for line in run.stdout.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert!(row["text"].as_str().unwrap().ends_with(" – a first report."), "{row}");
    }
    assert!(run.stdout.contains("the customs service’s servers"));
}

/// A table with a text that is not ASCII.
const TABLE: &str = "id,text,themes\n1,\"Zölle für “Stahl” – wieder teurer, sagt der Händler\",trade\n\
                     2,\"Die Königin hörte schöne Chöre, für später\",\n";

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    format!("\u{FEFF}{text}").encode_utf16().flat_map(unit).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_charset_delimiter_and_compression_gives_the_same() {
    let ansi = encoding_rs::WINDOWS_1252.encode(TABLE).0.into_owned();
    let tabs = TABLE.replace("id,text,themes", "id\ttext\tthemes").replace("1,\"", "1\t\"");
    let tabs = tabs.replace("2,\"", "2\t\"").replace("\",", "\"\t");
    let with = |delimiter: &str| tabs.replace('\t', delimiter);
    let plain = convert(&[("f.csv", TABLE.as_bytes())], &[]);
    assert_eq!(plain, ("1: trade ?\n2:  ?".to_owned(), String::new()));
    for (name, bytes, options) in [
        ("f.csv", format!("\u{FEFF}{TABLE}").into_bytes(), &[][..]),
        ("f.csv", ansi.clone(), &[]),
        ("f.csv", ansi.clone(), &["--encoding", "windows-1252"]),
        ("f.csv", utf16(TABLE, false), &[]),
        ("f.csv", utf16(TABLE, true), &[]),
        ("f.txt", utf16(&tabs, false), &[]),
        ("f.csv", with(";").into_bytes(), &[]),
        ("f.csv", with("|").into_bytes(), &[]),
        ("f.csv", tabs.clone().into_bytes(), &[]),
        ("f.tsv", tabs.clone().into_bytes(), &[]),
        ("f.csv", with("^").into_bytes(), &["--delimiter", "^"]),
        ("f.csv", format!("sep=;\r\n{}", with(";")).into_bytes(), &[]),
        ("f.csv", format!("\u{FEFF}sep=^\n{}", with("^")).into_bytes(), &[]),
        ("f.csv", TABLE.replace('\n', "\r\n").into_bytes(), &[]),
        ("f.csv.gz", gzip(TABLE.as_bytes()), &[]),
        ("f.csv.gz", gzip(&ansi), &[]),
        ("f.csv", gzip(&utf16(&with(";"), false)), &[]),
        ("f.csv.zst", zstd::encode_all(TABLE.as_bytes(), 1).unwrap(), &[]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), &bytes).unwrap();
        let run = convert_in(folder.path(), &[options, &[name]].concat());
        let texts: Vec<Value> =
            run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((labels(&run.stdout), said(&run)), plain, "for {name} {options:?}");
        assert_eq!(
            texts[0]["text"], "Zölle für “Stahl” – wieder teurer, sagt der Händler",
            "{name}"
        );
    }
}

#[test]
fn json_of_any_charset_is_read() {
    let jsonl =
        "{\"id\":1,\"themes\":[\"trade\"],\"text\":\"Zölle für Stahl, wieder für später\"}\n";
    let ansi = encoding_rs::WINDOWS_1252.encode(jsonl).0.into_owned();
    for (name, bytes) in [
        ("f.jsonl", ansi),
        ("f.jsonl", utf16(jsonl, false)),
        ("f.jsonl.gz", gzip(jsonl.as_bytes())),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), &bytes).unwrap();
        let run = convert_in(folder.path(), &[name]);
        assert_eq!(
            run.stdout,
            jsonl.replace("\"id\":1", "\"id\":\"1\""),
            "for {name}: {}",
            run.stderr
        );
    }
}

#[test]
fn what_is_missing_is_no_theme_in_every_format() {
    for missing in ["NA", "NaN", "nan", "None", "null", "N/A", "<NA>", ""] {
        let csv = format!("id,text,themes\n1,a,trade\n2,b,{missing}\n");
        let doccano = format!("id,text,label,Comments\n1,a,trade,\n2,b,{missing},\n");
        let hugging_face = format!("id,text,labels\n1,a,trade\n2,b,{missing}\n");
        let columns = format!("id,text,trade,arms\n1,a,1,0\n2,b,{missing},1\n");
        let jsonl = format!(
            "{{\"id\":1,\"themes\":[\"trade\"],\"text\":\"a\"}}\n{{\"id\":2,\"themes\":[\"{missing}\"],\"text\":\"b\"}}"
        );
        for (name, text, expected) in [
            ("f.csv", &csv, "1: trade ?\n2:  ?"),
            ("f.csv", &doccano, "1: trade ?\n2:  ?"),
            ("f.csv", &hugging_face, "1: trade ?\n2:  ? trade"),
            ("f.csv", &columns, "1: trade ?\n2: arms ? trade"),
            ("f.jsonl", &jsonl, "1: trade ?\n2:  ?"),
        ] {
            assert_eq!(convert(&[(name, text.as_bytes())], &[]).0, expected, "for {text}");
        }
    }
    let themes = b"[[theme]]\nid = \"trade\"\n[[theme]]\nid = \"none\"\n";
    let files = [("f.csv", &b"id,text,themes\n1,a,none\n"[..]), ("themes.toml", themes)];
    assert_eq!(
        convert(&files, &["--themes", "themes.toml"]),
        ("1: none ?".to_owned(), String::new())
    );
}

#[test]
fn lists_in_cells_are_read() {
    let rows = [
        ("\"['arms', 'zinc']\"", "arms zinc"),
        ("\"[\"\"arms\"\"]\"", "arms"),
        ("['arms']", "arms"),
        ("\"['arms'\n 'zinc']\"", "arms zinc"),
        ("[]", ""),
        ("arms; zinc", "arms zinc"),
        ("\"{\"\"choices\"\":[\"\"arms\"\",\"\"zinc\"\"]}\"", "arms zinc"),
    ];
    let cells = rows.iter().enumerate().map(|(id, (cell, _))| format!("{id},t {id},{cell}\n"));
    let table = format!("id,text,themes\n{}", cells.collect::<String>());
    let expected = rows.iter().enumerate().map(|(id, (_, themes))| format!("{id}: {themes} ?"));
    let expected = expected.collect::<Vec<_>>().join("\n");
    assert_eq!(convert(&[("f.csv", table.as_bytes())], &[]), (expected, String::new()));
}
