//! Label Studio: which control has the themes.

use std::path::Path;

use serde_json::{Value, json};

use super::{CASES, convert, convert_in, labels, said};

#[test]
fn labels_of_a_text_are_its_themes() {
    let run = convert_in(
        Path::new(CASES),
        &["--themes", "03-themes.toml", "03-label-studio-labels.json"],
    );
    let expected = "1: trade ?\n2: cybersecurity ?\n3: military ?\n4: elections ?\n5: economy ?\n\
                    6: trade ?\n7: cybersecurity ?\n8: military ?\n9: elections ?\n10: economy ?\n\
                    11:  ?\n12:  ?";
    assert_eq!((labels(&run.stdout).as_str(), said(&run).as_str()), (expected, ""));
}

/// Tasks, each with the results of its annotations.
fn tasks(tasks: &[&[&[Value]]]) -> Vec<u8> {
    let numbered = tasks.iter().zip(1..);
    let task = |(annotations, id): (&&[&[Value]], usize)| {
        let made = annotations.iter().map(|results| json!({ "result": results }));
        let text = format!("text {id}");
        json!({ "id": id, "data": { "text": text }, "annotations": made.collect::<Vec<_>>() })
    };
    json!(numbered.map(task).collect::<Vec<_>>()).to_string().into_bytes()
}

fn result(control: &str, kind: &str, value: &Value) -> Value {
    json!({ "from_name": control, "to_name": "text", "type": kind, "value": { kind: value } })
}

const HINT: &str = "hint: a table has the columns `text` and `themes`; name another column of themes \
                    with --label-column, a control of Label Studio with --control, or export JSON\n\
                    exit code 2";

#[test]
fn each_kind_of_control_has_themes_or_is_refused() {
    let spans = [
        result("t", "labels", &json!(["trade"])),
        result("t", "labels", &json!(["trade"])),
        result("t", "labels", &json!(["arms"])),
    ];
    let trade = result("t", "choices", &json!(["trade"]));
    let rating = result("r", "rating", &json!(4));
    let path = result("t", "taxonomy", &json!([["economy", "trade"], ["arms"]]));
    let without = "note: f.json: label-studio: themes are the control t; passed over: r (rating)\n\
                   note: f.json: label-studio: 1 annotations have only answers that are no themes: all is \
                   unknown";
    for (file, expected, message) in [
        (tasks(&[&[&spans], &[&[]], &[]]), "1: arms trade ?\n2:  ?\n3:  ? arms trade", ""),
        (tasks(&[&[std::slice::from_ref(&path)]]), "1: arms trade ?", ""),
        (
            tasks(&[&[&[result("t", "hypertextlabels", &json!(["trade"]))]], &[&[]]]),
            "1: trade ?\n2:  ?",
            "",
        ),
        // An annotation that only rates the text does not say no.
        (
            tasks(&[
                &[std::slice::from_ref(&trade)],
                &[std::slice::from_ref(&rating)],
                &[&[trade.clone(), rating.clone()]],
            ]),
            "1: trade ?\n2:  ? trade\n3: trade ?",
            without,
        ),
    ] {
        let expected = (expected.to_owned(), message.to_owned());
        assert_eq!(convert(&[("f.json", &file)], &[]), expected);
    }
    for kind in ["rating", "textarea", "number", "ranker", "datetime", "pairwise", "relation"] {
        let only = tasks(&[&[&[result("r", kind, &json!("x"))]], &[&[]]]);
        let error = format!(
            "error: f.json: results of kind r ({kind}) are no themes: expected choices, labels or \
             taxonomy\n{HINT}"
        );
        assert_eq!(convert(&[("f.json", &only)], &[]), (String::new(), error), "for {kind}");
    }
}

#[test]
fn one_of_two_controls_is_chosen_by_its_name() {
    let both = |theme: &str, sure: &str| {
        let choices = |control, choice: &str| result(control, "choices", &json!([choice]));
        vec![choices("theme", theme), choices("sure", sure)]
    };
    let file = tasks(&[
        &[&both("trade", "certain")],
        &[&both("arms", "unsure")[..]],
        &[&both("arms", "unsure")[1..]],
    ]);
    let file = &[("f.json", &file[..])];
    let unclear = format!(
        "error: f.json: which control has the themes is not clear: there are theme (choices), sure \
         (choices)\n{HINT}"
    );
    assert_eq!(convert(file, &[]), (String::new(), unclear));
    for option in ["--control", "--label-column"] {
        let note =
            "note: f.json: label-studio: themes are the control theme; passed over: sure (choices)";
        let expected = ("1: trade ?\n2: arms ?\n3:  ?".to_owned(), note.to_owned());
        assert_eq!(convert(file, &[option, "theme"]), expected);
    }
    let missing = format!(
        "error: f.json: no control `topic`: there are theme (choices), sure (choices)\n{HINT}"
    );
    assert_eq!(convert(file, &["--control", "topic"]), (String::new(), missing));
    let rated =
        tasks(&[&[&[result("r", "rating", &json!(4)), result("t", "choices", &json!(["arms"]))]]]);
    let error = format!(
        "error: f.json: results of kind rating are no themes: expected choices, labels or taxonomy\n{HINT}"
    );
    assert_eq!(convert(&[("f.json", &rated)], &["--control", "r"]), (String::new(), error));
}

#[test]
fn the_shorter_export_has_the_same_controls() {
    let row = |id: u8, answers: &str| {
        format!(
            r#"{{"text":"text {id}","id":{id},{answers}"annotator":1,"annotation_id":{id},"lead_time":1.5}}"#
        )
    };
    let file = |rows: &[String]| format!("[{}]", rows.join(",")).into_bytes();
    let note = "note: f.json: label-studio: themes are the control theme";
    let spans = r#""theme":[{"start":0,"end":4,"text":"text","labels":["trade"]}],"#;
    let one = file(&[
        row(1, r#""theme":"trade","#),
        row(2, r#""theme":{"choices":["trade","arms"]},"#),
        row(3, spans),
        row(4, ""),
    ]);
    let expected = "1: trade ?\n2: arms trade ?\n3: trade ?\n4:  ?";
    assert_eq!(convert(&[("f.json", &one)], &[]), (expected.to_owned(), note.to_owned()));
    let two = file(&[row(1, r#""theme":"trade","sure":"yes","#), row(2, r#""sure":"no","#)]);
    let unclear = format!(
        "error: f.json: which control has the themes is not clear: there are theme (choices), sure \
         (choices)\n{HINT}"
    );
    assert_eq!(convert(&[("f.json", &two)], &[]), (String::new(), unclear));
    let chosen = ("1: trade ?\n2:  ?".to_owned(), note.to_owned());
    assert_eq!(convert(&[("f.json", &two)], &["--control", "theme"]), chosen);
}

#[test]
fn labels_of_parts_of_a_text_are_its_themes_in_other_tools() {
    let doccano =
        br#"{"id":1,"text":"Steel and guns.","label":[[0,5,"trade"],[10,14,"arms"],[0,5,"trade"]]}
{"id":2,"text":"Snow.","label":[]}"#;
    let prodigy = br#"{"id":1,"text":"Steel.","spans":[{"start":0,"end":5,"label":"trade"}],"answer":"accept"}
{"id":2,"text":"Guns.","spans":[{"start":0,"end":4,"label":"arms"}],"answer":"reject"}
{"id":3,"text":"Snow.","spans":[],"answer":"accept"}
{"id":4,"text":"Rain.","answer":"ignore"}"#;
    for (file, options, expected) in [
        (&doccano[..], &[][..], "1: arms trade ?\n2:  ?"),
        (prodigy, &["--from", "prodigy"], "1: trade ?\n2:  ? arms trade\n3:  ?\n4:  ? arms trade"),
    ] {
        assert_eq!(convert(&[("f.jsonl", file)], options), (expected.to_owned(), String::new()));
    }
    let spacy = br#"{"text":"Steel.","cats":{"trade":1.0},"entities":[[0,5,"ORG"]]}
{"text":"Guns.","entities":[]}"#;
    let error = "error: f.jsonl:2: no field `cats`: there are text, entities\n\
                 hint: a record is {\"id\": …, \"themes\": [\"trade\"], \"text\": …}; name another field of \
                 themes with --label-column, another format with --label-format (convert: --from)\nexit code 2";
    assert_eq!(convert(&[("f.jsonl", spacy)], &[]), (String::new(), error.to_owned()));
}
