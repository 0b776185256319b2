//! Which columns of a table are themes.

use std::path::Path;

use serde_json::json;

use super::{CASES, convert, convert_in, labels, said};

const HINT: &str = "hint: a table has the columns `text` and `themes`; name another column of themes \
                    with --label-column, a control of Label Studio with --control, or export JSON\n\
                    exit code 2";

/// The error that asks for the column of themes.
fn unclear(place: &str, found: &str) -> (String, String) {
    let which = "which column has the themes is not clear";
    (String::new(), format!("error: {place}: {which}: there are {found}\n{HINT}"))
}

#[test]
fn a_table_of_label_studio_has_the_themes_of_its_control() {
    let run = convert_in(Path::new(CASES), &["02-label-studio.csv"]);
    let expected = "1: trade ?\n2: cybersecurity ?\n3: military ?\n4: elections ?\n5: economy ?\n\
                    6: trade ?\n7: cybersecurity ?\n8: military ?\n9: elections ?\n10: economy ?\n\
                    11:  ?\n12:  ?";
    let note = "note: 02-label-studio.csv: label-studio: themes are the control theme";
    assert_eq!((labels(&run.stdout).as_str(), said(&run).as_str()), (expected, note));
}

#[test]
fn a_table_of_label_studio_may_have_any_control() {
    let about = "annotator,annotation_id,created_at,updated_at,lead_time";
    let row = |id: u8, control: &str, annotation: &str| {
        format!("text {id},{id},{control},1,{annotation},2024-05-01,2024-05-01,9.5\n")
    };
    let several = r#""{""choices"":[""trade"",""arms""]}""#;
    let spans = r#""[{""start"":0,""end"":4,""text"":""text"",""labels"":[""arms""]}]""#;
    let rows = [
        row(1, "trade", "100"),
        row(2, several, "101"),
        row(3, spans, "102"),
        row(4, "", "103"),
        row(5, "", ""),
    ];
    let table = format!("text,id,genre,{about}\n{}", rows.concat());
    let expected = "1: trade ?\n2: arms trade ?\n3: arms ?\n4:  ?\n5:  ? arms trade";
    let note = |name: &str| format!("note: {name}: label-studio: themes are the control genre");
    let read = |name: &str, table: &str| convert(&[(name, table.as_bytes())], &[]);
    assert_eq!(read("f.csv", &table), (expected.to_owned(), note("f.csv")));
    // The votes of two annotators; tabs; the columns in alphabetical order.
    let votes =
        format!("text,id,genre,{about}\n{}{}", row(1, "trade", "100"), row(1, "arms", "101"));
    assert_eq!(read("f.csv", &votes), ("1:  ? arms trade".to_owned(), note("f.csv")));
    let tabs = votes.replace(',', "\t");
    assert_eq!(read("f.tsv", &tabs), ("1:  ? arms trade".to_owned(), note("f.tsv")));
    let sorted = "annotation_id,annotator,created_at,genre,id,lead_time,text,updated_at\n\
                  100,1,2024,trade,1,9.5,text,2024\n101,1,2024,,2,9.5,text,2024\n";
    assert_eq!(read("f.csv", sorted), ("1: trade ?\n2:  ?".to_owned(), note("f.csv")));
    // The first task was not annotated, so its control is the last column.
    let late = "text,id,annotator,annotation_id,lead_time,genre\na,1,,,,\nb,2,1,100,9.5,trade\n";
    assert_eq!(read("f.csv", late), ("1:  ? trade\n2: trade ?".to_owned(), note("f.csv")));
    let nobody = "text,id,annotator,annotation_id,lead_time\na,1,1,100,9.5\n";
    assert_eq!(
        read("f.csv", nobody),
        unclear("f.csv", "text, id, annotator, annotation_id, lead_time")
    );
    let two = format!("text,id,genre,sure,{about}\nt,1,trade,yes,1,100,2024,2024,9.5\n");
    let which = "error: f.csv: which control has the themes is not clear: there are genre (choices), sure \
                 (choices)";
    assert_eq!(read("f.csv", &two), (String::new(), format!("{which}\n{HINT}")));
    let passed = "note: f.csv: label-studio: themes are the control genre";
    let chosen = convert(&[("f.csv", two.as_bytes())], &["--control", "genre"]);
    assert_eq!(chosen, ("1: trade ?".to_owned(), passed.to_owned()));
}

#[test]
fn a_column_is_a_theme_only_if_that_is_evident() {
    for (table, found) in [
        ("text,id,annotator\na,1,1\nb,2,1\n", "text, id, annotator"),
        ("text,id,trade,annotator\na,1,1,1\nb,2,0,1\n", "text, id, trade, annotator"),
        ("text,reviewer\na,1\nb,1\n", "text, reviewer"),
        ("text,score\na,1\nb,0\n", "text, score"),
        ("text,topic,double\na,trade,0\nb,arms,1\n", "text, topic, double"),
        ("text,split,lead_time\na,0,1\nb,1,0\n", "text, split, lead_time"),
        // Nobody varies, so it says nothing.
        ("text,trade\na,1\nb,1\n", "text, trade"),
        ("text,trade\na,2\nb,1\n", "text, trade"),
        // Argilla.
        (
            "text,prediction,prediction_agent,annotation,multi_label,status\n\
             a,,,trade,False,Validated\nb,,,,True,Default\n",
            "text, prediction, prediction_agent, annotation, multi_label, status",
        ),
        (
            "id,status,text,genre.responses,genre.suggestion.score\n1,completed,a,['trade'],1\n\
             2,pending,b,,0\n",
            "id, status, text, genre.responses, genre.suggestion.score",
        ),
    ] {
        let read = convert(&[("f.csv", table.as_bytes())], &[]);
        assert_eq!(read, unclear("f.csv:1", found), "for {table}");
    }
    let argilla = json!([
        { "text": "a", "prediction": null, "annotation": "trade", "multi_label": false },
        { "text": "b", "prediction": null, "annotation": null, "multi_label": true },
    ]);
    let argilla = argilla.to_string();
    let file = [("f.json", argilla.as_bytes())];
    assert_eq!(convert(&file, &[]), unclear("f.json", "annotation, multi_label, prediction, text"));
    let note = "note: f.json: hugging-face: themes are in the column annotation";
    let responses = "id,text,genre.responses,genre.responses.users\n\
                     1,a,\"['trade', 'arms']\",x\n2,b,\"[['trade', 'arms'], ['trade']]\",x\n3,c,['trade'],x\n4,d,[],x\n";
    let votes = "1:  ? arms trade\n2: trade ? arms\n3: trade ?\n4:  ? arms trade";
    let said = "note: f.csv: hugging-face: themes are in the column genre.responses";
    let read = convert(&[("f.csv", responses.as_bytes())], &["--label-column", "genre.responses"]);
    assert_eq!(read, (votes.to_owned(), said.to_owned()));
    let twice = b"id,text,themes,themes\n1,a,trade,arms\n";
    let error = format!("error: f.csv:1: column `themes` is there several times\n{HINT}");
    assert_eq!(convert(&[("f.csv", twice)], &[]), (String::new(), error));
    let named = ("f.json:1: trade ?\nf.json:2:  ? trade".to_owned(), note.to_owned());
    assert_eq!(convert(&file, &["--label-column", "annotation"]), named);
}

#[test]
fn a_column_for_each_theme_is_said() {
    let themes = b"[[theme]]\nid = \"trade\"\n[[theme]]\nid = \"arms\"\n";
    let note = |end: &str| format!("note: f.csv: hugging-face: themes are the columns {end}");
    for (table, options, expected, message) in [
        (
            "id,text,trade,arms\n1,a,1,0\n2,b,0,1\n",
            &[][..],
            "1: trade ?\n2: arms ?",
            note("trade, arms"),
        ),
        (
            "id,text,trade,arms,source\n1,a,yes,no,x\n2,b,No,,y\n",
            &[],
            "1: trade ?\n2:  ? arms",
            note("trade, arms; fields: source"),
        ),
        (
            "id,text,trade,arms\n1,a,TRUE,NA\n2,b,FALSE,true\n",
            &[],
            "1: trade ? arms\n2: arms ?",
            note("trade, arms"),
        ),
        (
            "id,text,trade,checked\n1,a,1,1\n2,b,0,0\n",
            &["--themes", "themes.toml"],
            "1: trade ? arms\n2:  ? arms",
            note("trade; fields: checked"),
        ),
        (
            "id,text,annotator,score\n1,a,1,0\n2,b,0,1\n",
            &["--label-column", "annotator,score"],
            "1: annotator ?\n2: score ?",
            note("annotator, score"),
        ),
        (
            "id,text,trade\n1,a,1\n2,b,1\n",
            &["--label-column", "trade"],
            "1: trade ?\n2: trade ?",
            note("trade"),
        ),
    ] {
        let files = [("f.csv", table.as_bytes()), ("themes.toml", &themes[..])];
        assert_eq!(convert(&files, options), (expected.to_owned(), message), "for {table}");
    }
    let other = [("f.csv", &b"id,text,war\n1,a,1\n2,b,0\n"[..]), ("themes.toml", themes)];
    assert_eq!(convert(&other, &["--themes", "themes.toml"]), unclear("f.csv:1", "id, text, war"));
}
