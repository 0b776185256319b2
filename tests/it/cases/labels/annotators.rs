//! A file for each annotator, with the same ids.

use std::path::Path;

use super::{CASES, convert, convert_in, labels, said};

fn votes(paragraphs: usize, drawn: usize) -> String {
    format!(
        "note: paragraphs in several files: {paragraphs}; their answers are votes, and the themes of \
         a draw are unknown ({drawn} drawn)"
    )
}

fn renamed(paragraphs: usize) -> String {
    format!(
        "note: paragraphs with an id that others in another file have: {paragraphs}; the name of the \
         file is put before it"
    )
}

#[test]
fn equal_ids_and_texts_are_votes() {
    let run = convert_in(Path::new(CASES), &["18-doccano/alice.jsonl", "18-doccano/bob.jsonl"]);
    let expected = "1: trade ?\n2: cybersecurity ?\n3:  ? military\n4: elections ?\n5: economy ?\n\
                    6: trade ?\n7: cybersecurity ?\n8: military ?\n9: elections ?\n10: economy ?\n\
                    11:  ?\n12:  ?";
    assert_eq!((labels(&run.stdout), said(&run)), (expected.to_owned(), votes(12, 1)));
}

#[test]
fn each_format_has_several_files() {
    let doccano = |label: &str| format!(r#"{{"id":1,"text":"a","label":[{label}]}}"#);
    let jsonl = |themes: &str, unknown: &str| {
        format!(r#"{{"id":"1","themes":[{themes}],"unknown":[{unknown}],"text":"a"}}"#)
    };
    let csv = |themes: &str| format!("id,text,themes\n1,a,{themes}\n2,b,zinc\n");
    let both = r#""arms","zinc""#;
    for (files, expected, message) in [
        (
            vec![
                ("a.jsonl", doccano(both)),
                ("b.jsonl", doccano("\"arms\"")),
                ("c.jsonl", doccano("")),
            ],
            "1: arms ?",
            votes(1, 0),
        ),
        (
            vec![("a.jsonl", jsonl("\"arms\"", "")), ("b.jsonl", jsonl("", "\"arms\""))],
            "1: arms ?",
            votes(1, 0),
        ),
        (
            vec![("a.jsonl", jsonl("\"arms\"", "")), ("b.jsonl", jsonl("", ""))],
            "1:  ? arms",
            votes(1, 1),
        ),
        (
            vec![("a.csv", csv("arms")), ("b.csv", csv("zinc"))],
            "1:  ? arms zinc\n2: zinc ?",
            votes(2, 1),
        ),
        (
            vec![("x/f.jsonl", doccano("\"arms\"")), ("y/f.jsonl", doccano("\"arms\""))],
            "1: arms ?",
            votes(1, 0),
        ),
    ] {
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        assert_eq!(convert(&files, &[]), (expected.to_owned(), message), "for {files:?}");
    }
}

#[test]
fn equal_ids_of_different_texts_get_the_name_of_their_file() {
    let row =
        |id: u8, text: &str| format!("{{\"id\":{id},\"text\":\"{text}\",\"label\":[\"arms\"]}}\n");
    let one = row(1, "a") + &row(2, "b");
    for (files, expected, messages) in [
        (
            vec![("a.jsonl", one.clone()), ("b.jsonl", row(2, "other") + &row(3, "c"))],
            "1: arms ?\na.jsonl:2: arms ?\nb.jsonl:2: arms ?\n3: arms ?",
            renamed(2),
        ),
        (
            vec![("x/f.jsonl", one.clone()), ("y/f.jsonl", row(2, "other"))],
            "1: arms ?\nx/f.jsonl:2: arms ?\ny/f.jsonl:2: arms ?",
            renamed(2),
        ),
        (
            vec![("a.jsonl", one.clone()), ("b.jsonl", row(2, "other")), ("c.jsonl", row(2, "b"))],
            "1: arms ?\na.jsonl:2: arms ?\nb.jsonl:2: arms ?",
            format!("{}\n{}", votes(1, 0), renamed(2)),
        ),
    ] {
        let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        assert_eq!(convert(&files, &[]), (expected.to_owned(), messages), "for {files:?}");
    }
    let twice = one.clone() + &row(2, "other");
    let error = "error: a.jsonl:3: duplicate id `2`, first used at a.jsonl:2\nexit code 2";
    assert_eq!(convert(&[("a.jsonl", twice.as_bytes())], &[]), (String::new(), error.to_owned()));
}
