//! Records: what of them is passed on, and what a row is about.

use crate::support::{small_model_path, themewise};

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
fn short_units_are_left_out_and_counted() {
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
