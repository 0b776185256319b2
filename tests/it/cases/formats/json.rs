//! JSON as other programs write it: exports of chats and accounts, lists, and what Python calls JSON.

use super::{FIVE, given, members, texts, written};

const POST: &str = "BREAKING: hackers broke into the customs servers and encrypted their files with ransomware #Velmark";

/// The code, ids and texts of a file, whose name tells nothing.
fn read(json: &str) -> (i32, Vec<String>, Vec<String>, String) {
    let run = written(&[("export", json.as_bytes())], &["export"]);
    (run.code, members(&run, "id"), texts(&run), run.stderr)
}

#[test]
fn the_posts_of_a_chat_are_documents() {
    let run = given(&["10-telegram/result.json"]);
    assert_eq!(
        (run.code, texts(&run)),
        (0, vec![POST.to_owned(), FIVE[0].to_owned()]),
        "{}",
        run.stderr
    );
    assert_eq!(members(&run, "id"), ["2", "3"]);
    assert_eq!(
        run.stderr,
        "warning: `10-telegram/result.json`: 2 records without text passed over (entry 1 to entry 4)\n\
         done: 2 documents, 2 paragraphs\n"
    );
    let labels = members(&run, "labels");
    assert!(labels[0].contains("cybersecurity") && labels[1].contains("trade"), "{labels:?}");
    let run = given(&["10-telegram/messages.jsonl"]);
    assert_eq!(
        (run.code, texts(&run)),
        (0, vec![POST.to_owned(), FIVE[0].to_owned()]),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr, "done: 2 documents, 2 paragraphs\n");
}

#[test]
fn all_chats_of_an_export_are_read() {
    let message = |id: u8, text: &str| {
        format!(
            "{{\"id\": {id}, \"type\": \"message\", \"date\": \"2024-05-01T10:00:00\", \"text\": {text}}}"
        )
    };
    let chat = |id: u16, messages: &[String]| {
        format!(
            "{{\"name\": \"c\", \"type\": \"channel\", \"id\": {id}, \"messages\": [{}]}}",
            messages.join(",")
        )
    };
    let chats = [
        chat(7, &[message(1, "\"Steel\""), message(2, "\"\"")]),
        chat(8, &[message(1, r#"["Zinc ", {"type": "link", "text": "x.example"}]"#)]),
        chat(9, &[]),
    ];
    let export = format!(
        "{{\"about\": \"Here is the data\", \"contacts\": {{\"list\": [{{\"first_name\": \"A\"}}]}}, \"chats\": {{\"about\": \"[{{\", \"list\": [{}]}}}}",
        chats.join(",\n")
    );
    let (code, ids, texts, said) = read(&export);
    assert_eq!(
        (code, ids, texts),
        (0, vec!["7/1".into(), "8/1".into()], vec!["Steel".into(), "Zinc x.example".into()]),
        "{said}"
    );
    assert!(said.contains("1 record without text passed over"), "{said}");
}

#[test]
fn a_list_of_records_is_found() {
    let two = r#"{"id": "a", "text": "Steel"}, {"id": "b", "text": "Zinc"}"#;
    for json in [
        format!("[{two}]"),
        format!("\u{FEFF}[\n{two}\n]\n"),
        format!("[{two},]"),
        format!("{{\"articles\": [{two}]}}"),
        format!("{{\"status\": \"ok\", \"total\": 2, \"articles\": [{two}]}}"),
        format!("{{\"response\": {{\"docs\": [{two}], \"n\": [1, 2]}}}}"),
        format!("{{\"data\": [{two}], \"includes\": {{\"users\": [{{\"name\": \"x\"}}]}}}}"),
        r#"window.YTD.tweets.part0 = [ {"tweet": {"id": "a", "full_text": "Steel"}}, {"tweet": {"id": "b", "full_text": "Zinc"}} ]"#.to_owned(),
        r#"[{"id": "a", "full_text": "Steel"}, {"id": "b", "text": "Zinc"}]"#.to_owned(),
        "{\"id\": \"a\", \"text\": \"Steel\"}\n{\"id\": \"b\", \"text\": \"Zinc\"}\n".to_owned(),
        "{\n \"id\": \"a\",\n \"text\": \"Steel\"\n}\n{\n \"id\": \"b\",\n \"text\": \"Zinc\"\n}\n".to_owned(),
    ] {
        let (code, ids, texts, said) = read(&json);
        assert_eq!((code, ids, texts), (0, vec!["a".into(), "b".into()], vec!["Steel".into(), "Zinc".into()]), "{json}: {said}");
    }
    let (code, ids, texts, said) = read(r#"{"id": 5, "text": "Steel", "tags": [{"text": "no"}]}"#);
    assert_eq!((code, ids, texts), (0, vec!["5".into()], vec!["Steel".into()]), "{said}");
}

#[test]
fn what_is_not_understood_is_said_and_never_read_as_text() {
    for (json, expected, found) in [
        (r#"{"a": 1}"#, "export, entry 1: no field `text`: found a", 0),
        (
            r#"{"items": [{"body": "Steel"}]}"#,
            "export: no record with a field `text`: the lists are items",
            0,
        ),
        (
            r#"[{"text": "Steel"}, {"body": "x"}, {"text": "Zinc"}]"#,
            "export, entry 2: no field `text`: found body",
            2,
        ),
        (
            r#"[{"text": "Steel"}, 5, {"text": "Zinc"}]"#,
            "export, entry 2: not a JSON object: expected an object",
            2,
        ),
        (
            r#"[{"text": "Steel"}, {"text": "a "b" c"}, {"text": "Zinc"}]"#,
            "export, entry 2: not a JSON object: ",
            2,
        ),
        (
            "[{\"text\": \"Steel\"},\n{\"text\": \"a},\n{\"text\": \"Zinc\"}]",
            "export, entry 2: not a JSON object: ",
            2,
        ),
        (
            r#"[{"text": "Steel"}, {"text": "Zinc"}"#,
            "export, entry 3: not a JSON object: the file ends before its list does",
            2,
        ),
        (
            r#"[{"text": "Steel"}, {"text": "Zi"#,
            "export, entry 2: not a JSON object: it does not end",
            1,
        ),
        (
            r#"{"a": [{"text": "Steel"}], "b": [{"text": "Zinc"}]}"#,
            "export: two lists of records, `a` and `b`: only the first is read",
            1,
        ),
        (r#"["Steel", "Zinc"]"#, "export, entry 1: not a JSON object: expected an object", 0),
        ("{'text': 'Steel'}", "export, entry 1: not a JSON object: ", 0),
        ("{}", "export, entry 1: no field `text`: found none", 0),
        ("[]", "`export` contains no text", 0),
    ] {
        let (code, _, texts, said) = read(json);
        assert_eq!((code, texts.len()), (1, found), "{json}: {said}");
        assert!(said.starts_with(&format!("error: {expected}")), "{json}: {said}");
    }
}

/// A list that is longer than any record is read as it comes.
#[test]
fn a_long_list_needs_little_memory() {
    let text = "Tariffs on steel rose again. ".repeat(2000);
    let record = format!("{{\"type\": \"message\", \"text\": \"{text}\"}}");
    let chat = |id: u8| {
        format!("{{\"id\": {id}, \"messages\": [{}]}}", vec![record.as_str(); 200].join(",\n"))
    };
    let export = format!("{{\"chats\": {{\"list\": [{},{}]}}}}", chat(1), chat(2));
    assert!(export.len() > 20 << 20);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.json"), export).unwrap();
    let program = crate::program::Program::limited(
        "-d 300000",
        ["classify", "--format", "jsonl", "--unit", "document", "a.json"],
    );
    let run = program.folder(folder.path()).run();
    assert_eq!((run.code, run.stdout.lines().count()), (0, 400), "{}", run.stderr);
}

/// A record that is too long costs no other record.
#[test]
fn a_record_that_is_too_long_is_passed_over() {
    let long = "Steel ".repeat(3 << 20);
    let json = format!(r#"[{{"text": "Lead"}}, {{"text": "{long}"}}, {{"text": "Zinc"}}]"#);
    let (code, _, texts, said) = read(&json);
    assert_eq!((code, texts), (1, vec!["Lead".to_owned(), "Zinc".to_owned()]), "{said}");
    assert!(said.starts_with("error: export, entry 2: longer than 8388608 bytes\n"), "{said}");
}

#[test]
fn numbers_that_are_none_and_halves_of_characters() {
    let run = given(&["16-nan-surrogate.jsonl"]);
    let second = format!("{} ?", FIVE[1]);
    assert_eq!(texts(&run), [FIVE[0], &second, FIVE[2]], "{}", run.stderr);
    assert_eq!(
        members(&run, "fields"),
        [r#"{"id":"1","sentiment":null}"#, r#"{"id":"2"}"#, r#"{"id":"3","sentiment":0.5}"#]
    );
    assert_eq!(
        run.stderr,
        "warning: `16-nan-surrogate.jsonl#2`: 1 byte is not valid in its encoding (first at offset 195); replaced by `?`\n\
         done: 3 documents, 3 paragraphs, 1 with bytes replaced by `?`\n"
    );
    for (line, text) in [
        (r#"{"text": "Steel", "a": -Infinity, "b": [NaN, {"c": Infinity}]}"#, "Steel"),
        (r#"{"text": "\ude00Steel\ud83d\ude00"}"#, "?Steel😀"),
        (r#"{"text": "NaN, \"Infinity\"", "a": NaN}"#, "NaN, \"Infinity\""),
        ("\u{FEFF}{\"text\": \"Steel\"}", "Steel"),
        (r#"{"text": "Steel", "text": "Zinc"}"#, "Steel"),
    ] {
        let run = written(&[("a.jsonl", line.as_bytes())], &["a.jsonl"]);
        assert_eq!(texts(&run), [text], "{line}: {}", run.stderr);
    }
    for line in [
        r#"{"text": NaN}"#,
        r#"{"text": "a\u0000b"}"#,
        r#"{"text": "Steel",}"#,
        r#"{"text": "\ud83"}"#,
    ] {
        let run = written(&[("a.jsonl", line.as_bytes())], &["a.jsonl"]);
        assert_eq!((run.code, &*run.stdout), (1, ""), "{line}");
        assert!(run.stderr.starts_with("error: a.jsonl:1: "), "{}", run.stderr);
    }
}
