//! `themewise explain` and `themewise inspect` on a small model.

use crate::support::{small_model_path, themewise, with_input};

#[test]
fn explains_the_themes_given_or_the_nearest() {
    let run = themewise(&["explain", "--model", small_model_path(), "tests/data/small.txt"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn explains_the_theme_asked_for() {
    let arguments = ["explain", "--model", small_model_path(), "--theme", "health"];
    let run = with_input(&arguments, "Tariffs on steel: doctors treated patients.");
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn inspects_a_model() {
    let run = themewise(&["inspect", small_model_path(), "--terms", "5"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn measures_a_model() {
    let folder = tempfile::tempdir().unwrap();
    let predictions = folder.path().join("predictions.jsonl");
    let model = ["evaluate", "--model", small_model_path(), "--labels", "tests/data/labels.jsonl"];
    let text = themewise(&[&model[..], &["--predictions", predictions.to_str().unwrap()]].concat());
    assert_eq!((text.code, text.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(text.stdout);
    let json = themewise(&[&model[..], &["--format", "json"]].concat());
    insta::assert_snapshot!(json.stdout);
    let predictions = std::fs::read_to_string(predictions).unwrap();
    assert_eq!(predictions.lines().count(), 142);
    let first: serde_json::Value =
        serde_json::from_str(predictions.lines().next().unwrap()).unwrap();
    assert_eq!((&first["id"], &first["themes"]), (&"t119".into(), &serde_json::json!(["health"])));
    assert!(first["scores"]["health"].as_f64().unwrap() > 0.9, "{first}");
}
