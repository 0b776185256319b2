//! The label files of a person who trains a model of five themes, as programs save them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{CASES, convert_in, said, themewise_in};

fn folder() -> PathBuf {
    Path::new(CASES).join("own-themes")
}

/// The number of paragraphs, of those with each theme, and of those without; and what was said.
fn counted(arguments: &[&str]) -> (String, String) {
    let run = convert_in(&folder(), arguments);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in run.stdout.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["unknown"], Value::Null, "{line}");
        let themes: Vec<_> = row["themes"].as_array().unwrap().iter().collect();
        let names = themes.iter().map(|theme| theme.as_str().unwrap());
        for name in names.chain(themes.is_empty().then_some("none")) {
            *counts.entry(name.to_owned()).or_default() += 1;
        }
    }
    let counts = counts.into_iter().map(|(theme, count)| format!("{theme} {count}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    (format!("{}: {counts}", run.stdout.lines().count()), said(&run))
}

/// What most of the files hold.
const ALL: &str = "105: food-security 15, none 30, press-freedom 15, sanctions-evasion 15, space 15, \
                   vaccine-hesitancy 15";

const COLUMN_HINT: &str = "hint: a table has the columns `text` and `themes`; name another column of \
                           themes with --label-column, a control of Label Studio with --control, or \
                           export JSON\nexit code 2";

#[test]
fn files_that_say_what_they_mean_are_read() {
    let numbered = |name: &str| {
        format!("note: {name}: jsonl: 105 paragraphs have no id: they are numbered by their place")
    };
    let (noid, str) = (numbered("noid.jsonl"), numbered("str.jsonl"));
    for (name, expected, message) in [
        ("labels.jsonl", ALL, ""),
        ("array.json", ALL, ""),
        ("noid.jsonl", ALL, &noid[..]),
        ("numid.jsonl", ALL, ""),
        ("str.jsonl", ALL, &str),
        ("cp.csv", ALL, ""),
        ("excelbom.csv", ALL, ""),
        ("halfok.csv", ALL, ""),
        ("nan2.csv", ALL, ""),
        ("pandas_list.csv", ALL, ""),
        ("semi.csv", ALL, ""),
        ("utf16.csv", ALL, ""),
        ("sep.csv", "1: space 1", ""),
        ("same.jsonl", "15: space 15", ""),
        (
            "ten.jsonl",
            "10: food-security 1, none 5, press-freedom 1, sanctions-evasion 1, space 1, \
             vaccine-hesitancy 1",
            "",
        ),
        (
            "one.jsonl",
            "91: food-security 15, none 30, press-freedom 15, sanctions-evasion 15, space 1, \
             vaccine-hesitancy 15",
            "",
        ),
        (
            "contra.jsonl",
            "120: food-security 15, none 30, press-freedom 15, sanctions-evasion 15, space 30, \
             vaccine-hesitancy 15",
            "",
        ),
        (
            "typo.jsonl",
            "105: food-security 15, none 30, press-freedom 15, sanctions-evasion 15, sapce 1, \
             space 14, vaccine-hesitancy 15",
            "warning: theme `sapce` has 1 paragraph: did you mean `space`?",
        ),
    ] {
        assert_eq!(counted(&[name]), (expected.to_owned(), message.to_owned()), "for {name}");
    }
}

#[test]
fn the_texts_of_other_charsets_are_right() {
    let run = convert_in(&folder(), &["cp.csv"]);
    let first: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    let begin = "Nearly a ‘third’ – café of parents in the survey";
    assert!(first["text"].as_str().unwrap().starts_with(begin), "{first}");
    assert_eq!(first["id"], "cp.csv:2");
    let [plain, wide] =
        ["excelbom.csv", "utf16.csv"].map(|name| convert_in(&folder(), &[name]).stdout);
    assert_eq!(plain, wide);
}

#[test]
fn files_that_do_not_say_where_the_themes_are_are_refused() {
    let half =
        "error: half.csv:1: which column has the themes is not clear: there are id, text, theme";
    let theme = "error: theme.csv:1: no column `text`: there are paragraph, theme";
    let none = "error: noheader.csv:1: no column `text`: there are Nearly a third of parents in the \
                survey …, vaccine-hesitancy";
    for (arguments, error) in [
        (&["half.csv"][..], half),
        (&["halfok.csv", "half.csv"], half),
        (
            &["--from", "csv", "halfok.csv", "half.csv"],
            "error: half.csv:1: no column `themes`: there are id, text, theme",
        ),
        (
            &["--label-column", "topic", "half.csv"],
            "error: half.csv:1: no column `topic`: there are id, text, theme",
        ),
        (&["theme.csv"], theme),
        (&["noheader.csv"], none),
    ] {
        let expected = ("0: ".to_owned(), format!("{error}\n{COLUMN_HINT}"));
        assert_eq!(counted(arguments), expected, "for {arguments:?}");
    }
    let label = "error: the label format of `label.csv` is not clear: expected one of doccano, \
                 hugging-face\nhint: name one of these with --label-format (convert: --from); a paragraph \
                 without a label has no theme in doccano, and is unknown in hugging-face\nexit code 2";
    assert_eq!(counted(&["label.csv"]), ("0: ".to_owned(), label.to_owned()));
}

#[test]
fn a_column_that_is_named_has_the_themes() {
    for (column, name) in [("theme", "half.csv"), ("label", "label.csv")] {
        let note = format!("note: {name}: csv: themes are the column {column}");
        assert_eq!(counted(&["--label-column", column, name]), (ALL.to_owned(), note));
    }
    assert_eq!(counted(&["--from", "doccano", "label.csv"]), (ALL.to_owned(), String::new()));
}

#[test]
fn contradictory_copies_are_said_in_training() {
    let model = tempfile::tempdir().unwrap();
    let path = model.path().join("m");
    let output = path.to_str().unwrap();
    let train =
        ["train", "--quiet", "--c", "10", "--vector-scale", "1", "--output", output, "--labels"];
    let run = themewise_in(&folder(), &[&train[..], &["typo.jsonl"]].concat());
    let typo = "warning: theme `sapce` has 1 paragraph: did you mean `space`?\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, typo));
    let loud: Vec<_> = train.into_iter().filter(|argument| *argument != "--quiet").collect();
    let run = themewise_in(&folder(), &[&loud[..], &["contra.jsonl"]].concat());
    let expected =
        "warning: 15 pairs of near-duplicates have different themes: first `m016` and `m016x`\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, expected));
}
