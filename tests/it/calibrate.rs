//! Recalibration, and thresholds with guarantees.

use std::path::PathBuf;

use serde_json::Value;
use themewise::Model;
use themewise::training::recalibrate;

use crate::program::{themewise, with_input};
use crate::support::{borrowing_model_path, small_labels, small_model, small_model_path};

/// A separate file for each test.
fn path(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    path.to_str().unwrap().to_owned()
}

/// The small labels in another order, so that the file has another hash.
fn own_labels(name: &str) -> String {
    let labels = std::fs::read_to_string("tests/data/labels.jsonl").unwrap();
    let mut lines: Vec<_> = labels.lines().collect();
    lines.reverse();
    let path = path(name);
    std::fs::write(&path, lines.join("\n")).unwrap();
    path
}

#[test]
fn calibrates_in_place_and_leaves_the_weights() {
    let (model, labels) = (path("calibrated.safetensors"), own_labels("own.jsonl"));
    std::fs::copy(small_model_path(), &model).unwrap();
    let run = themewise(&["calibrate", "--model", &model, "--labels", &labels]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout.replace(&model, "MODEL"));
    let (before, after) = (small_model(), Model::read(model.as_ref()).unwrap());
    assert_eq!(before.scorer(), after.scorer());
    assert!(before.vectorizer() == after.vectorizer());
    assert_eq!(before.novelty(), after.novelty());
    assert_ne!(before.heads(), after.heads());
    let calibration = after.manifest().calibration.as_ref().unwrap();
    assert_eq!(calibration.examples, small_labels().examples.len());
}

/// The small labels twice, in articles of eight paragraphs, of which four are copies.
fn labels_in_articles(name: &str, count: usize) -> String {
    let labels = std::fs::read_to_string("tests/data/labels.jsonl").unwrap();
    let rows = labels.lines().cycle().take(count).enumerate().map(|(number, line)| {
        let mut row: Value = serde_json::from_str(line).unwrap();
        let (copy, place) = (number / 142, number % 142);
        row["id"] = number.to_string().into();
        row["document"] = (place / 4).to_string().into();
        row["paragraph"] = (place % 4 + 4 * copy + 1).into();
        row.to_string() + "\n"
    });
    let path = path(name);
    std::fs::write(&path, rows.collect::<String>()).unwrap();
    path
}

#[test]
fn confidences_in_articles_are_calibrated_if_there_are_enough() {
    let model = path("in_articles.safetensors");
    let calibrated = |count| {
        let labels = labels_in_articles(&format!("{count}.jsonl"), count);
        std::fs::copy(borrowing_model_path(), &model).unwrap();
        let run = themewise(&["calibrate", "--model", &model, "--labels", &labels]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        (run.stdout.replace(&model, "MODEL"), Model::read(model.as_ref()).unwrap())
    };
    let guarantee = ["classify", "--model", &model, "--min-precision", "0.5"];
    let text = "Tariffs on imported steel rose.\n\nThe deal was signed.";
    let before = Model::read(borrowing_model_path().as_ref()).unwrap();

    let (said, few) = calibrated(199);
    assert!(!said.contains("in their articles"), "{said}");
    assert_eq!(few.contexts(), before.contexts());
    assert_eq!(with_input(&guarantee, text).code, 2);

    let (said, many) = calibrated(284);
    insta::assert_snapshot!(said);
    let [old, new] = [&before, &many].map(|model| model.contexts().unwrap());
    for (old, new) in [(&old.article, &new.article), (&old.paragraph, &new.paragraph)] {
        assert_eq!(old.weights, new.weights);
        assert_ne!(old.heads.calibrations, new.heads.calibrations);
        assert_eq!((old.heads.curves.len(), new.heads.curves.len()), (0, 3));
    }
    assert_eq!(with_input(&guarantee, text).code, 0);
}

#[test]
fn the_labels_of_training_do_not_calibrate() {
    let error = recalibrate(small_model().clone(), &small_labels(), 5, "source").unwrap_err();
    assert_eq!(
        error.to_string(),
        "labels to calibrate on must be paragraphs it has not seen, \
         got what the model was trained on, of which it is too sure"
    );
}

#[test]
fn uncertain_labels_go_to_review() {
    let text = std::fs::read_to_string("tests/data/article.txt").unwrap();
    let rows = |arguments: &[&str]| {
        let run =
            with_input(&[&["classify", "--format", "jsonl"], arguments].concat(), text.as_str());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let rows: Vec<serde_json::Value> =
            run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (rows, run.stderr)
    };
    let (plain, said) = rows(&[]);
    assert_eq!(said, "");
    assert!(plain.iter().all(|row| row.get("review").is_none()));
    let (precise, said) = rows(&["--min-precision", "0.9", "--max-review", "5%"]);
    assert!(said.contains("at most 4.") || said.contains("at most 5.0"), "{said}");
    for (plain, precise) in plain.iter().zip(&precise) {
        let count = |row: &serde_json::Value| row["labels"].as_array().unwrap().len();
        assert!(count(precise) <= count(plain));
    }
    let (both, said) = rows(&["--min-precision", "0.9", "--min-recall", "0.9"]);
    assert!(both.iter().any(|row| row["review"].is_array()), "{both:?} {said}");
}

#[test]
fn shares_out_of_range_are_refused() {
    for arguments in [["--min-precision", "1"], ["--min-recall", "-1"], ["--max-review", "x"]] {
        let run = with_input(&[&["classify"][..], &arguments].concat(), "text");
        assert_eq!(run.code, 2);
        assert!(
            run.stderr.contains("share above 0 and below 1") || run.stderr.contains("unexpected")
        );
    }
}

#[test]
fn too_few_labels_give_a_warning_and_no_guarantee() {
    let arguments = ["classify", "--model", small_model_path(), "--min-precision", "0.99"];
    for context in ["article", "paragraph"] {
        let arguments = [&arguments[..], &["--context", context]].concat();
        let run = with_input(&arguments, "Tariffs on imported steel rose.");
        let expected = format!(
            "error: --context must be `none`, because no labelled paragraph of this model stands in \
             an article, got `{context}`, with thresholds that guarantee something\n"
        );
        assert_eq!((run.code, run.stderr), (2, expected));
    }
    let arguments = [&arguments[..], &["--context", "none"]].concat();
    let run = with_input(&arguments, "Tariffs on imported steel rose.");
    assert_eq!(run.code, 0);
    let expected = "warning: too few or too noisy labels to guarantee precision 0.99 with \
                    90 % confidence for energy, health, trade: never given\n";
    assert_eq!(run.stderr, expected);
}
