//! Records: their fields in the output, and the units of rows.

use crate::program::themewise;
use crate::support::small_model_path;

const LINES: &str = r#"{"id":7,"title":"Steel","text":"Tariffs on steel rose. Doctors treated patients in the hospital.\n\nThe reactor was restarted.","n":1.50}
{"id":"x","text":"Tariffs on steel.","themes":["mine"],"late":{"a":[1]}}
"#;

fn classify(arguments: &[&str], input: &str, name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, input).unwrap();
    let arguments = [&["classify", "--quiet", "--model", small_model_path()], arguments].concat();
    let run = themewise(&[&arguments[..], &[path.to_str().unwrap()]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout.replace(folder.path().to_str().unwrap(), "DIR")
}

#[test]
fn fields_are_passed_on_as_they_were_written() {
    let all = [["paragraph", "jsonl"], ["sentence", "jsonl"], ["document", "jsonl"]];
    let tables = [["paragraph", "csv"], ["document", "csv"], ["document", "text"]];
    let rows = all.into_iter().chain(tables).map(|[unit, format]| {
        let rows = classify(&["--unit", unit, "--format", format], LINES, "a.jsonl");
        format!("{unit}, {format}:\n{rows}")
    });
    insta::assert_snapshot!(rows.collect::<Vec<_>>().join("\n"));
}

#[test]
fn columns_of_the_input_come_first_and_keep_their_names() {
    let table = "themes,body,file\nmine,\"Tariffs on steel.\",\"a;\"\"b\"\n";
    let rows = classify(&["--format", "csv", "--text-field", "body", "--all"], table, "a.csv");
    let header = rows.lines().next().unwrap();
    assert!(
        header.starts_with(
            "themes,body,file,themewise_file,paragraph,line,start,end,themewise_themes,"
        ),
        "{header}"
    );
    assert!(
        rows.lines()
            .nth(1)
            .unwrap()
            .starts_with("mine,Tariffs on steel.,\"a;\"\"b\",DIR/a.csv,1,1,0,17,trade,"),
        "{rows}"
    );
    let columns = |line: &str| {
        csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(line.as_bytes())
            .records()
            .next()
            .unwrap()
            .unwrap()
            .len()
    };
    assert!(rows.lines().all(|line| columns(line) == columns(header)));
}

#[test]
fn short_units_are_skipped_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "Trade\n\nTariffs on steel rose again.\n\nNo.\n").unwrap();
    let path = path.to_str().unwrap();
    let run = themewise(&[
        "classify",
        "--min-words",
        "4",
        "--format",
        "jsonl",
        "--model",
        small_model_path(),
        path,
    ]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (0, "done: 1 document, 1 paragraph, 2 too short\n")
    );
    assert!(run.stdout.contains("\"paragraph\":2,\"line\":3,"), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 1);
}

/// A table with only text before one with fields, and two columns with the same name.
#[test]
fn fields_without_a_column_share_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("a.txt"), "Tariffs on steel.\n").unwrap();
    std::fs::write(path("b.csv"), "id,text\n7,Tariffs on steel.\n").unwrap();
    std::fs::write(path("c.csv"), "id,text,a,a\n7,Tariffs on steel.,x,y\n").unwrap();
    let rows = |names: &[&str]| {
        let paths: Vec<_> = names.iter().map(|name| path(name)).collect();
        let paths: Vec<_> = paths.iter().map(String::as_str).collect();
        let model = ["classify", "--quiet", "--format", "csv", "--model", small_model_path()];
        let run = themewise(&[&model[..], &paths].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    let mixed = rows(&["a.txt", "b.csv"]);
    assert!(mixed.starts_with("other_fields,file,"), "{mixed}");
    assert!(mixed.contains("\n\"{\"\"id\"\":\"\"7\"\"}\","), "{mixed}");
    let twice = rows(&["c.csv"]);
    assert!(twice.starts_with("id,text,a,other_fields,file,"), "{twice}");
    assert!(twice.contains("\n7,Tariffs on steel.,x,\"{\"\"a\"\":\"\"y\"\"}\","), "{twice}");
}

#[test]
#[cfg(feature = "parquet")]
fn columns_of_parquet_are_columns_of_csv() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("a.parquet");
    let table = table.to_str().unwrap();
    let model = ["--quiet", "--model", small_model_path()];
    let lines = folder.path().join("a.jsonl");
    std::fs::write(&lines, LINES).unwrap();
    let write = ["classify", "--format", "parquet", "--output", table, lines.to_str().unwrap()];
    assert_eq!(themewise(&[&write[..], &model].concat()).code, 0);
    let rows = themewise(&[&["classify", "--format", "csv", table][..], &model].concat()).stdout;
    assert!(rows.lines().nth(1).unwrap().starts_with("7,Steel,Tariffs on steel rose."), "{rows}");
}

#[test]
fn two_outputs_are_two_files() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").to_str().unwrap().to_owned();
    for option in ["--resume", "--errors", "--report"] {
        let run = themewise(&["classify", "tests/data/small.txt", "--output", &out, option, &out]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{option}");
        assert!(run.stderr.contains(" must be another file than --"), "{option}: {}", run.stderr);
    }
    for option in ["--errors", "--report"] {
        let run = themewise(&["classify", "tests/data/small.txt", option, "-"]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{option}");
        let expected = if option == "--errors" { "--errors" } else { "--output" };
        let expected = format!("error: {expected} must be another file than --");
        assert!(run.stderr.starts_with(&expected), "{option}: {}", run.stderr);
    }
}

#[test]
fn reports_of_what_cannot_be_read_go_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("a.jsonl"), "{\n{\"text\": \"Tariffs on steel.\"}\n").unwrap();
    let reports = |place: &str| {
        let model = ["classify", "--quiet", "--model", small_model_path(), "--format", "jsonl"];
        let paths = [&path("a.jsonl"), "--output", &path("rows"), "--errors", place];
        let run = themewise(&[&model[..], &paths].concat());
        assert_eq!(run.code, 1, "{}", run.stderr);
        run.stdout
    };
    assert_eq!(reports(&path("errors")), "");
    let written = std::fs::read_to_string(path("errors")).unwrap();
    assert_eq!(reports("-"), written);
    assert!(written.starts_with("{\"file\":"), "{written}");
}

#[test]
fn title_address_and_date_of_a_record_reach_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let (lines, page) = (folder.path().join("a.jsonl"), folder.path().join("page.html"));
    let line = r#"{"id":"a1","headline":"Steel & tariffs","link":"https://a.example/1","date":"2024-05-01","text":"Tariffs on steel rose after the vote."}"#;
    std::fs::write(&lines, line).unwrap();
    let model = ["classify", "--quiet", "--model", small_model_path(), "--report"];
    let paths = [page.to_str().unwrap(), lines.to_str().unwrap()];
    assert_eq!(themewise(&[&model[..], &paths].concat()).code, 0);
    let page = std::fs::read_to_string(page).unwrap();
    for part in [
        "<h2 id=\"document-1\" lang=\"en\">Steel &amp; tariffs</h2>",
        "<p class=\"text\" lang=\"en\">",
        "2024-05-01",
        "<a href=\"https://a.example/1\"",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn what_a_text_says_of_its_language_comes_before_what_its_record_declares() {
    let german = "Die Minister haben gestern über neue Zölle auf Stahl und Holz gesprochen.";
    for (text, declared, language) in [
        (german, "en", Some("de")),
        ("The ministers spoke about the tariffs on steel.", "de", Some("en")),
        ("Tariffs", "fr-CA", Some("fr")),
        ("Tariffs", "unknown", None),
    ] {
        let line = serde_json::json!({"language": declared, "text": text}).to_string();
        let row = classify(&["--format", "jsonl"], &line, "a.jsonl");
        let row: serde_json::Value = serde_json::from_str(&row).unwrap();
        assert_eq!(row["language"].as_str(), language, "for {text}");
        assert_eq!(row["fields"]["language"], declared);
    }
}
