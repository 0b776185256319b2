//! `themewise train`: its report, and equal bytes from equal labels.

use crate::program::themewise;

const LABELS: &str = "tests/data/labels.jsonl";

/// Trains into a temporary file; returns the bytes and the report.
fn trained(arguments: &[&str]) -> (Vec<u8>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.safetensors");
    let path = path.to_str().unwrap();
    let train = ["train", "--labels", LABELS, "--output", path];
    let run = themewise(&[&train[..], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    (std::fs::read(path).unwrap(), run.stdout.replace(path, "FILE"))
}

#[test]
fn reports_cross_validation() {
    insta::assert_snapshot!(trained(&["--c", "1,10"]).1);
}

#[test]
fn equal_labels_and_seed_give_equal_bytes_whatever_the_threads() {
    let (once, _) = trained(&["--threads", "1"]);
    assert!(once == trained(&["--threads", "2"]).0, "threads make a difference");
    assert!(once == trained(&["--threads", "3"]).0, "a second run makes a difference");
    assert!(once != trained(&["--seed", "1"]).0, "the seed makes none");
}

#[test]
fn every_estimator_learns_the_small_labels() {
    let baselines =
        if cfg!(feature = "baselines") { &["linfa-logistic", "linfa-bayes"][..] } else { &[] };
    for estimator in [&["logistic"][..], baselines].concat() {
        let (_, report) = trained(&["--estimator", estimator]);
        let line = report.lines().find(|line| line.starts_with("mean average precision"));
        let precision: f64 = line.unwrap().split_whitespace().last().unwrap().parse().unwrap();
        assert!(precision > 0.8, "{estimator}: {precision}");
    }
}

#[test]
fn learns_from_unlabelled_paragraphs_and_reports_the_gain() {
    // Any unlabelled paragraphs will do.
    let unlabelled =
        ["--c", "10", "--unlabelled", "tests/data/article.txt", "benches/data/news.txt"];
    let (model, report) = trained(&unlabelled);
    let trials: Vec<_> = report.lines().filter(|line| line.contains(" ± 0.")).collect();
    assert!(trials.last().unwrap().contains("with unlabelled paragraphs"), "{report}");
    let precision = |line: &str| line.split_whitespace().nth(2).unwrap().parse::<f64>().unwrap();
    let chosen = trials.iter().find(|line| line.ends_with("<- chosen")).unwrap();
    assert!(trials.iter().all(|line| precision(line) <= precision(chosen)), "{report}");
    assert!(model == trained(&[&unlabelled[..], &["--threads", "1"]].concat()).0);
}

#[test]
fn stem_vectors_can_be_left_out() {
    let (_, report) = trained(&["--no-stem-vectors", "--c", "10"]);
    let trials: Vec<_> = report.lines().filter(|line| line.contains(" ± 0.")).collect();
    assert_eq!(trials.len(), 1);
    assert!(trials[0].starts_with("      10        -  "), "{report}");
}

#[test]
fn quiet_says_nothing() {
    assert_eq!(trained(&["--quiet", "--c", "10"]).1, "");
}

/// Three paragraphs are too few to learn from; chance must not invert a theme.
#[test]
fn a_theme_with_few_paragraphs_is_reported_and_never_inverted() {
    let folder = tempfile::tempdir().unwrap();
    let labels = std::fs::read_to_string("labels/paragraphs.jsonl").unwrap();
    let every = labels.lines().skip(6).step_by(100).take(30).map(|line| format!("{line}\n"));
    let (few, model) = (folder.path().join("few.jsonl"), folder.path().join("m"));
    std::fs::write(&few, every.collect::<String>()).unwrap();
    let (few, path) = (few.to_str().unwrap(), model.to_str().unwrap());
    let run = themewise(&["train", "--labels", few, "--output", path]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.contains("warning: theme `interference` cannot be learned"),
        "{}",
        run.stderr
    );
    let model = themewise::Model::read(&model).unwrap();
    assert!(
        model
            .calibrations()
            .iter()
            .all(|calibration| calibration.below >= 0.0 && calibration.above >= 0.0)
    );
    let labels = model.predict("Kremlin spies secretly funded the party.").labels;
    assert!(labels.len() < model.themes().len(), "{labels:?}");
}
