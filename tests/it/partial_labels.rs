//! Unknown labels, in training and in figures.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array1, Array2, Axis};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};
use themewise::evaluation::{Bootstrap, Comparison, Confusion, Evaluation, Predictions, Units};
use themewise::features::{Records, SparseRow};
use themewise::model::Scorer;
use themewise::training::{LogisticRegression, SoftTarget, TrainingOptions, recalibrate};
use themewise::{Dataset, Theme, ThemeId, ThemeSet, Trainer};

use crate::program::themewise;
use crate::support::{small_labels, small_model};

const ROWS: usize = 300;
const THEMES: usize = 20;

/// Paragraphs with 12 columns, and more themes than are trained at once.
fn labelled() -> (Vec<SparseRow>, Array2<bool>) {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut row = || (0..12).map(|_| random.gen_range(0.0_f32..1.0)).collect::<Vec<_>>();
    let rows: Vec<Vec<f32>> = (0..ROWS).map(|_| row()).collect();
    let targets = Array2::from_shape_fn((ROWS, THEMES), |(at, theme)| {
        rows[at][theme % 12] + 0.6 * rows[at][(theme + 5) % 12] > 1.0 + theme as f32 / 60.0
    });
    let sparse = |values| SparseRow { columns: (0..12).collect(), values };
    (rows.into_iter().map(sparse).collect(), targets)
}

/// Makes the themes from 8 on unknown for a random half of the paragraphs; also returns that half.
fn half_unknown(targets: &Array2<bool>) -> (Array2<Option<bool>>, Vec<usize>) {
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let (unknown, known): (Vec<usize>, Vec<usize>) = (0..ROWS).partition(|_| random.gen_bool(0.5));
    let mut partial = targets.mapv(Some);
    for paragraph in unknown {
        partial.row_mut(paragraph).iter_mut().skip(8).for_each(|has| *has = None);
    }
    (partial, known)
}

fn fit<S: SoftTarget>(rows: &[SparseRow], targets: Array2<S>, weights: Array1<f32>) -> Scorer {
    let records = Records::new(rows.iter().cloned(), 12);
    let dataset = DatasetBase::new(records, targets).with_weights(weights);
    LogisticRegression::new().c(5.0).tolerance(1e-9).fit(&dataset).unwrap()
}

fn difference(a: &Scorer, b: &Scorer, theme: usize) -> f32 {
    let weights = a.weights.column(theme).to_owned() - b.weights.column(theme);
    weights.fold((a.bias[theme] - b.bias[theme]).abs(), |most, d| most.max(d.abs()))
}

#[test]
fn a_theme_unknown_for_half_the_paragraphs_is_learnt_from_the_other_half() {
    let (rows, targets) = labelled();
    let weights = Array1::from_shape_fn(ROWS, |row| if row % 3 == 0 { 0.5 } else { 1.0 });
    let (partial, known) = half_unknown(&targets);
    let masked = fit(&rows, partial.clone(), weights.clone());
    let half: Vec<_> = known.iter().map(|&row| rows[row].clone()).collect();
    let of_half = (targets.select(Axis(0), &known), weights.select(Axis(0), &known));
    let alone = fit(&half, of_half.0, of_half.1);
    let whole = fit(&rows, targets, weights.clone());
    let negative = fit(&rows, partial.mapv(|has| has == Some(true)), weights);
    for theme in 0..THEMES {
        let expected = if theme < 8 { &whole } else { &alone };
        assert!(difference(&masked, expected, theme) < 1e-4, "theme {theme}");
        // Treating unknown labels as negative would give clearly different weights.
        assert_eq!(difference(&masked, &negative, theme) > 0.1, theme >= 8, "theme {theme}");
    }
}

#[test]
fn a_theme_all_or_none_of_the_known_paragraphs_have_is_constant() {
    let (rows, targets) = labelled();
    let targets = targets.mapv(|has| has.then_some(true));
    let scorer = fit(&rows, targets.clone(), Array1::ones(ROWS));
    assert!(scorer.weights.iter().all(|weight| *weight == 0.0));
    for (theme, column) in targets.columns().into_iter().enumerate() {
        let with = column.iter().flatten().count() as f32;
        assert!((scorer.bias[theme] - (with + 1.0).ln()).abs() < 1e-5);
    }
}

/// Predictions about some paragraphs whose labels are partly unknown.
fn answered() -> (ThemeSet, Array2<Option<bool>>, Predictions) {
    let (_, targets) = labelled();
    let (partial, _) = half_unknown(&targets);
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let confidences = targets.mapv(|has| {
        let noise = random.gen_range(0.0_f32..0.8);
        if has { 1.0 - noise } else { noise }
    });
    let ids = (0..THEMES).map(|theme| Theme::from(format!("t{theme}").parse::<ThemeId>().unwrap()));
    let themes = ThemeSet::try_from(ids.collect::<Vec<_>>()).unwrap();
    (themes, partial, Predictions::by_thresholds(confidences, &[0.5; THEMES]))
}

#[test]
fn figures_are_those_of_the_known_paragraphs_of_each_theme() {
    let (themes, truth, answers) = answered();
    let evaluation = Evaluation::new(&themes, truth.view(), &answers);
    let (mut hits, mut given, mut support, mut squares, mut pairs) = (0, 0, 0, 0.0, 0);
    for (theme, column) in truth.columns().into_iter().enumerate() {
        let known: Vec<usize> = (0..ROWS).filter(|&row| column[row].is_some()).collect();
        let column = truth.select(Axis(0), &known);
        let alone = Evaluation::new(&themes, column.view(), &answers.select(&known));
        assert_eq!(evaluation.themes[theme], alone.themes[theme]);
        assert_eq!(evaluation.themes[theme].known, known.len());
        for &row in &known {
            let (has, label) = (truth[[row, theme]] == Some(true), answers.labels[[row, theme]]);
            hits += usize::from(has && label);
            given += usize::from(label);
            support += usize::from(has);
            let confidence = f64::from(answers.confidences[[row, theme]]);
            squares += (confidence - f64::from(u8::from(has))).powi(2);
        }
        pairs += known.len();
    }
    assert_eq!(evaluation.unknown, ROWS * THEMES - pairs);
    assert!(evaluation.unknown > 1000);
    assert!((evaluation.micro.precision - hits as f64 / given as f64).abs() < 1e-12);
    assert!((evaluation.micro.recall - hits as f64 / support as f64).abs() < 1e-12);
    assert_eq!(evaluation.micro.support, support);
    assert!((evaluation.brier_score - squares / pairs as f64).abs() < 1e-12);
    let negative = truth.mapv(|has| Some(has == Some(true)));
    let negative = Evaluation::new(&themes, negative.view(), &answers);
    assert!((negative.micro.precision - evaluation.micro.precision).abs() > 0.05);
}

/// The prediction for a pair with unknown truth does not matter.
#[test]
fn no_figure_interval_or_comparison_sees_an_unknown_pair() {
    let (themes, truth, answers) = answered();
    let mut other = answers.clone();
    for ((place, confidence), label) in other.confidences.indexed_iter_mut().zip(&mut other.labels)
    {
        if truth[place].is_none() {
            (*confidence, *label) = (1.0 - *confidence, !*label);
        }
    }
    assert_ne!(answers, other);
    let evaluation = |answers| Evaluation::new(&themes, truth.view(), answers);
    assert_eq!(evaluation(&answers), evaluation(&other));
    let (bootstrap, units) = (Bootstrap { samples: 50, seed: 1 }, Units::single(ROWS));
    let intervals = |answers: &Predictions| {
        bootstrap.intervals(&themes, truth.view(), std::slice::from_ref(answers), &units)
    };
    assert_eq!(intervals(&answers), intervals(&other));
    assert_eq!(Confusion::new(truth.view(), &answers), Confusion::new(truth.view(), &other));
    let versus = Comparison::new(&themes, truth.view(), [&answers, &other], bootstrap, &units);
    assert!(versus.differences.iter().flatten().all(|difference| difference.value == 0.0));
}

#[test]
fn paragraphs_with_only_unknown_labels_are_not_in_the_mean() {
    let (themes, mut truth, answers) = answered();
    let seven: Vec<usize> = (7..ROWS).collect();
    (0..7).for_each(|row| truth.row_mut(row).fill(None));
    let all = Evaluation::new(&themes, truth.view(), &answers);
    let rest = truth.select(Axis(0), &seven);
    let rest = Evaluation::new(&themes, rest.view(), &answers.select(&seven));
    assert_eq!((all.samples, all.micro), (rest.samples, rest.micro));
    assert_eq!((all.paragraphs, rest.paragraphs), (ROWS, ROWS - 7));
}

/// The small labels, with `health` unknown for every other paragraph.
fn partial_labels() -> Vec<Value> {
    let labels = std::fs::read_to_string("tests/data/labels.jsonl").unwrap();
    let lines = labels.lines().zip(0..).map(|(line, number)| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        if number % 2 == 0 {
            let themes = line["themes"].as_array().unwrap().iter();
            line["themes"] = themes.filter(|theme| *theme != "health").cloned().collect();
            line["unknown"] = json!(["health"]);
        }
        line
    });
    lines.collect()
}

fn dataset(lines: &[Value]) -> Dataset {
    Dataset::parse(&[("labels.jsonl".as_ref(), in_lines(lines).into_bytes())], None).unwrap()
}

fn in_lines(lines: &[Value]) -> String {
    lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn unknown_labels_do_not_count_in_training() {
    let lines = partial_labels();
    let options = TrainingOptions { grid: vec![10.0], ..TrainingOptions::default() };
    let train = |dataset: &Dataset| Trainer::new(options.clone()).train(dataset).unwrap();
    let partial = train(&dataset(&lines));
    let whole = train(&small_labels());
    let health = partial.model.themes().position("health").unwrap();
    assert!(partial.model.vectorizer() == whole.model.vectorizer(), "words are all paragraphs'");
    let weights = |model: &themewise::Model| model.scorer().weights.clone();
    let (partly, wholly) = (weights(&partial.model), weights(&whole.model));
    for theme in 0..3 {
        assert_eq!(partly.column(theme) != wholly.column(theme), theme == health);
    }
    assert_eq!(partial.evaluation.themes[health].known, 71);
    assert_eq!(partial.evaluation.unknown, 71);
    let reached: Vec<u32> =
        partial.model.heads().curves.iter().map(|curve| curve.paragraphs().given).collect();
    assert_eq!(reached.iter().filter(|given| **given == 71).count(), 1, "{reached:?}");
    // The paragraphs of the theme are still found; those with an unknown label must not count as
    // errors.
    assert!(partial.evaluation.themes[health].averages.f1 > 0.8, "{}", partial.evaluation);
    let negative: Vec<Value> = lines
        .into_iter()
        .map(|mut line| {
            line.as_object_mut().unwrap().remove("unknown");
            line
        })
        .collect();
    let negative = train(&dataset(&negative));
    let f1 = |trained: &themewise::training::Trained| trained.evaluation.themes[health].averages.f1;
    assert!(f1(&negative) < f1(&partial), "{} and {}", f1(&negative), f1(&partial));
}

#[test]
fn calibration_and_its_curves_count_what_is_known() {
    let mut lines = partial_labels();
    lines.reverse();
    let dataset = dataset(&lines);
    let recalibrated = recalibrate(small_model().clone(), &dataset, 5, "source").unwrap();
    let curves = &recalibrated.model.heads().curves;
    let paragraphs: Vec<u32> = curves.iter().map(|curve| curve.paragraphs().given).collect();
    assert_eq!(paragraphs, [142, 71, 142]);
    assert_eq!((recalibrated.alone.before.unknown, recalibrated.alone.after.unknown), (71, 71));
}

#[test]
fn themes_without_known_labels_keep_their_calibration() {
    let mut lines = partial_labels();
    lines.reverse();
    for line in &mut lines {
        line["unknown"] = json!(["health"]);
        line["themes"].as_array_mut().unwrap().retain(|theme| theme != "health");
    }
    let dataset = dataset(&lines);
    assert_eq!(dataset.undecided_themes(), ["health"]);
    let before = small_model().heads();
    let after = recalibrate(small_model().clone(), &dataset, 5, "source").unwrap().model;
    let after = after.heads();
    for theme in 0..3 {
        let kept = theme == 1;
        assert_eq!(before.calibrations[theme] == after.calibrations[theme], kept, "{theme}");
        assert_eq!(before.curves[theme] == after.curves[theme], kept, "{theme}");
    }
}

/// A theme that is unknown everywhere is never given.
#[test]
fn unknown_themes_are_reported_and_never_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut lines = partial_labels();
    for line in &mut lines {
        line["unknown"] = json!(["space"]);
    }
    std::fs::write(path("labels.jsonl"), in_lines(&lines)).unwrap();
    let (labels, model) = (path("labels.jsonl"), path("model"));
    let run = themewise(&["train", "--c", "10", "--labels", &labels, "--output", &model]);
    let expected = "warning: theme `space` cannot be learned, as 0 of 0 paragraphs have it: \
                    it gets the same confidence everywhere\n";
    assert_eq!((run.code, run.stderr.as_str()), (0, expected));
    assert!(run.stdout.contains("unknown, in no figure      142 pairs"), "{}", run.stdout);
    let classified = themewise(&["classify", "--model", &model, "tests/data/article.txt"]);
    assert!(!classified.stdout.contains("space"), "{}", classified.stdout);
    let evaluate = ["evaluate", "--format", "json", "--bootstrap", "0"];
    let report = themewise(&[&evaluate[..], &["--labels", &labels, "--model", &model]].concat());
    assert!(report.stderr.contains("nothing is known of the themes space"), "{}", report.stderr);
    let report: Value = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!(report["unknown_count"], 142);
    let f1 = |of: &str| report[of]["f1-score"].as_f64().unwrap();
    let mean = ["energy", "health", "trade"].map(f1).iter().sum::<f64>() / 3.0;
    assert!((f1("macro avg") - mean).abs() < 1e-9, "{report}");
}
