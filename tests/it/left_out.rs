//! `themewise evaluate` with a time or a source left out of training.

use std::path::Path;

use serde_json::{Value, json};

use crate::evaluate::{LABELS, QUICK, evaluated, evaluated_saying, labels_with, write_labels};
use crate::program::{Program, themewise};

/// Numbers below a bound, the same in every run.
fn random_numbers() -> impl FnMut(u32) -> u32 {
    let mut state = 1_u32;
    move |below| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    }
}

#[test]
fn a_time_split_measures_what_is_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("labels.jsonl");
    let labels = std::fs::read_to_string(LABELS).unwrap();
    let mut number = 0;
    let dated = labels.lines().map(|line| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        number += 1;
        if number % 3 > 0 {
            line["date"] = format!("2024-{:02}-15", number % 12 + 1).into();
        }
        line.to_string() + "\n"
    });
    std::fs::write(&path, dated.collect::<String>()).unwrap();
    let path = path.to_str().unwrap();
    let split = |date| [&["--labels", path, "--time-split", date], &QUICK[..]].concat();
    let later = std::fs::read_to_string(path).unwrap();
    let later = later.lines().filter(|line| line.contains("2024-09") || line.contains("2024-1"));
    let (report, said) = evaluated_saying(&split("2024-09"));
    assert_eq!(report["paragraph_count"], later.count());
    let expected = "trained on 57 earlier paragraphs, measured on 35 later ones; left out: 3 \
                    repeated later, 47 without a date\n";
    assert_eq!(said, expected);
    for (date, found) in [
        ("last week", "`last week`"),
        ("2025-01-01", "2025-01-01, after every `date`"),
        ("2023", "2023, before every `date`"),
    ] {
        let run = themewise(&[&["evaluate"], &split(date)[..]].concat());
        let expected = format!(
            "error: the date to split at: expected a date such as 2024, 2024-05 or 2024-05-09, got {found}\n"
        );
        assert_eq!((run.code, run.stderr), (2, expected));
    }
    let run = themewise(&["evaluate", "--labels", LABELS, "--time-split", "2024"]);
    let expected = "error: the date to split at: expected a date such as 2024, 2024-05 or 2024-05-09, got 2024, but no label has a field `date`";
    assert!(run.code == 2 && run.stderr.starts_with(expected), "{}", run.stderr);
}

/// Themes are random. Two in three paragraphs are repeated a year later with one more word. A model
/// trained on them would have memorised these.
#[test]
fn paragraphs_repeated_later_are_not_trained_on() {
    const PARTS: [[&str; 7]; 2] = [
        ["ka", "lu", "mo", "pe", "si", "to", "vu"],
        ["rax", "nak", "tab", "bad", "dof", "gil", "zun"],
    ];
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    let mut random = random_numbers();
    let mut word = || PARTS.map(|parts| parts[random(7) as usize]).concat();
    let mut lines = Vec::new();
    for number in 0..180 {
        let text = (0..18).map(|_| word()).collect::<Vec<_>>().join(" ");
        let theme = if word().starts_with(['k', 'l', 'm']) { "odd" } else { "even" };
        let later = (number % 3 > 0).then(|| (format!("{text} reuters"), "2024-05-01"));
        let dates = [Some((text, "2023-05-01")), later].into_iter().flatten();
        lines.extend(dates.map(|(text, date)| (theme, text, json!({ "date": date }))));
    }
    write_labels(&labels, lines.into_iter());
    let arguments = ["--labels", labels.to_str().unwrap(), "--time-split", "2024"];
    let (report, said) = evaluated_saying(&[&arguments[..], &QUICK].concat());
    let expected = "trained on 60 earlier paragraphs, measured on 120 later ones; left out: 120 \
                    repeated later, 0 without a date\n";
    assert_eq!(said, expected);
    let precision = report["mean_average_precision"].as_f64().unwrap();
    assert!(precision < 0.65, "{precision}");
}

/// A large collection of two outlets, two small sources, and the rest without a source.
fn of_sources(number: usize) -> Value {
    match number {
        0..110 => json!({ "source": format!("wire:{}", number % 2) }),
        110..125 => json!({ "source": "https://a.org" }),
        125..135 => json!({ "source": "b" }),
        _ => json!({}),
    }
}

#[test]
fn each_source_is_measured_by_a_model_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (labels, predictions, page) = (path("l.jsonl"), path("p.jsonl"), path("page.html"));
    labels_with(Path::new(&labels), of_sources);
    let arguments =
        [&["--labels", &labels, "--leave-out", "source", "--name-scale", "1"], &QUICK[..]].concat();
    let outputs = ["evaluate", "--predictions", &predictions, "--report", &page];
    let run = themewise(&[&outputs[..], &arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains("<h2>Sources left out</h2>") && !page.contains("<h2>By source</h2>"));

    let report = evaluated(&arguments);
    let on_one_thread = Program::new(["evaluate", "--format", "json"]).arguments(&arguments);
    let on_one_thread = on_one_thread.variable("RAYON_NUM_THREADS", "1").run().stdout;
    assert_eq!(report, serde_json::from_str::<Value>(&on_one_thread).unwrap());
    let names = |of: &Value| serde_json::from_value::<Vec<String>>(of["names"].clone()).unwrap();
    let sources = report["left_out_sources"]["sources"].as_array().unwrap();
    let found: Vec<_> = sources.iter().map(names).collect();
    assert_eq!(found, [vec!["wire"], vec!["b", "https://a.org"]]);
    let count = |source: &Value| source["evaluation"]["paragraph_count"].as_u64().unwrap();
    assert_eq!(sources.iter().map(count).collect::<Vec<_>>(), [110, 25]);
    assert_eq!((&report["paragraph_count"], report.get("figures_by_group")), (&json!(135), None));

    let lines = std::fs::read_to_string(predictions).unwrap();
    let all = std::fs::read_to_string(&labels).unwrap();
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].clone();
    assert!(lines.lines().map(id).eq(all.lines().take(135).map(id)));
}

/// Themes are random, and each paragraph of one source is a copy of one of the other. A model that
/// has seen the copies would know them.
#[test]
fn copies_of_a_source_that_is_left_out_are_not_trained_on() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    let mut random = random_numbers();
    let mut word = || {
        const PARTS: [&str; 8] = ["ka", "lu", "mo", "pe", "si", "to", "vu", "zun"];
        (0..3).map(|_| PARTS[random(8) as usize]).collect::<String>() + "x"
    };
    let mut lines = Vec::new();
    for number in 0..160 {
        let text = (0..18).map(|_| word()).collect::<Vec<_>>().join(" ");
        let theme = if word().starts_with(['k', 'l', 'm', 'p']) { "odd" } else { "even" };
        lines.push((theme, text.clone(), json!({ "source": "large", "language": "en" })));
        if number < 100 {
            lines.push((theme, text + " reuters", json!({ "source": "copies", "language": "en" })));
        }
    }
    for number in 0..80 {
        let text = (0..18).map(|_| word()).collect::<Vec<_>>().join(" ");
        lines.push((["odd", "even"][number % 2], text, json!({ "language": "en" })));
    }
    write_labels(&labels, lines.into_iter());
    let arguments = ["--labels", labels.to_str().unwrap(), "--leave-out", "source"];
    let report = evaluated(&[&arguments[..], &QUICK].concat());
    let precision = report["left_out_sources"]["mean"]["mean_ap"].as_f64().unwrap();
    assert!(precision < 0.7, "{precision}");
}

#[test]
fn sources_can_only_be_left_out_if_there_are_several() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    labels_with(&labels, |_| json!({ "source": "wire" }));
    let labels = labels.to_str().unwrap();
    for (labels, found) in [(LABELS, "none"), (labels, "one with all paragraphs")] {
        let run = themewise(&["evaluate", "--labels", labels, "--leave-out", "source"]);
        let expected = format!(
            "error: the sources to leave out must be several values of the field `source`, got {found}\n"
        );
        assert_eq!((run.code, run.stderr), (2, expected));
    }
}
