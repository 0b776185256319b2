//! Messages about label files fit the case, and have no words of a programming language.

use std::path::Path;

use super::{CASES, convert, said, themewise_in};

#[test]
fn the_themes_of_another_model_are_known_as_such() {
    let folder = Path::new(CASES).join("own-themes");
    let built_in = "cybersecurity, military, trade, interference, disinformation, diplomacy, elections, \
                    human-rights, justice, energy, climate, health, migration, technology";
    let unknown = |line: usize, theme: &str, end: &str| {
        format!("labels.jsonl:{line}: unknown theme `{theme}` (15 lines){end}")
    };
    let errors = [
        unknown(1, "vaccine-hesitancy", &format!(": expected one of {built_in}")),
        unknown(16, "food-security", ""),
        unknown(31, "space", ""),
        unknown(46, "press-freedom", ""),
        unknown(61, "sanctions-evasion", ""),
    ];
    let hint = "hint: these are not the themes of the built-in model: did you forget --model (or, to \
                evaluate, --cross-validate)?";
    let expected = format!("error: {}\n{hint}\nexit code 2", errors.join("\n"));
    for command in [&["evaluate"][..], &["calibrate", "--output", "m"]] {
        let run = themewise_in(&folder, &[command, &["--labels", "labels.jsonl"]].concat());
        assert_eq!((run.stdout.as_str(), said(&run)), ("", expected.clone()));
    }
}

const RECORD: &str = "hint: a record is {\"id\": …, \"themes\": [\"trade\"], \"text\": …}; name another field of \
                 themes with --label-column, another format with --label-format (convert: --from)\n";

#[test]
fn a_hint_is_about_what_is_wrong() {
    let many = "{\"text\":\"t\",\"topic\":\"war\"}\n".repeat(105);
    for (name, text, error, hint) in [
        ("f.jsonl", "[]\n", "no labelled paragraphs in `f.jsonl`: expected at least one", ""),
        (
            "f.jsonl",
            "{\"text\":\"t\",\"themes\":[]}\n[1]\n",
            "f.jsonl:2: expected an object such as {\"text\": …}, got a list",
            RECORD,
        ),
        (
            "f.json",
            "[{\"id\":1,\"text\":\"t\",\"themes\":[]},\n7]",
            "f.json: record 2: expected an object such as {\"text\": …}, got a number",
            RECORD,
        ),
        (
            "f.json",
            "[{\"id\":1,\"text\":\"t\",\n\"themes\":[}]",
            "f.json:2: invalid JSON: expected value at column 11",
            RECORD,
        ),
        (
            "f.jsonl",
            "{\"id\":1,\"text\":\"t\n",
            "f.jsonl:1: invalid JSON: it ends too early",
            RECORD,
        ),
        (
            "f.jsonl",
            &many,
            "f.jsonl:1: no field `themes`: there are text, topic\n\
             f.jsonl:2: no field `themes`: there are text, topic\n…and 103 more lines like it",
            RECORD,
        ),
        (
            "f.jsonl",
            "{\"id\":1,\"text\":\"t\",\"themes\":{\"war\":1}}\n",
            "f.jsonl:1: `themes` must be a list of themes, got {\"war\":1}",
            "",
        ),
        (
            "f.csv",
            "text,themes\na,war\nb;c\n",
            "f.csv:3: expected 2 columns as in the first line, got 1",
            "hint: if another character separates the columns, name it with --delimiter\n",
        ),
        (
            "f.xlsx",
            "PK\u{3}\u{4}x",
            "`f.xlsx` is a spreadsheet or an archive: expected text",
            "hint: save it as CSV UTF-8\n",
        ),
        (
            "f.txt",
            "Tariffs on steel.\n",
            "the label format of `f.txt` is not recognised: expected one of jsonl, fasttext, prodigy, \
             doccano, spacy, label-studio, csv, hugging-face",
            "hint: name the format with --label-format (convert: --from); docs/labels.md describes them\n",
        ),
    ] {
        let read = convert(&[(name, text.as_bytes())], &[]);
        let expected = format!("error: {error}\n{hint}exit code 2");
        assert_eq!(read, (String::new(), expected), "for {name}: {text}");
    }
    let mixed =
        [b"text,themes\nSch\xC3\xB6ne Gr\xC3\xBC\xC3\x9Fe,war\n".as_slice(), b"a\xFF,war\n"]
            .concat();
    let expected = "error: f.csv:3: undecodable byte 1 of the line\n\
                    hint: name the encoding with --encoding, such as windows-1252\nexit code 2";
    assert_eq!(convert(&[("f.csv", &mixed)], &[]), (String::new(), expected.to_owned()));
}
