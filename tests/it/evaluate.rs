//! `themewise evaluate`: models, cross-validation, articles, and comparisons of two models.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::{Program, themewise, with_input};
use crate::support::small_model_path;

pub(crate) const LABELS: &str = "tests/data/labels.jsonl";
/// A single setting, so that training is fast.
pub(crate) const QUICK: [&str; 6] = ["--c", "10", "--vector-scale", "0.5", "--bootstrap", "50"];

/// The JSON report of a successful run, and its messages.
pub(crate) fn evaluated_saying(arguments: &[&str]) -> (Value, String) {
    let run = themewise(&[&["evaluate", "--format", "json"], arguments].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    (serde_json::from_str(&run.stdout).unwrap(), run.stderr)
}

pub(crate) fn evaluated(arguments: &[&str]) -> Value {
    let (report, said) = evaluated_saying(arguments);
    assert_eq!(said, "");
    report
}

/// Writes label lines `{"id", "themes", "text", …}` with more fields.
pub(crate) fn write_labels(
    path: &Path,
    lines: impl Iterator<Item = (&'static str, String, Value)>,
) {
    let mut file = String::new();
    for (id, (theme, text, fields)) in lines.enumerate() {
        let mut line = json!({ "id": id.to_string(), "themes": [theme], "text": text });
        let fields = fields.as_object().unwrap().clone();
        line.as_object_mut().unwrap().extend(fields);
        writeln!(file, "{line}").unwrap();
    }
    std::fs::write(path, file).unwrap();
}

#[test]
fn measures_a_model() {
    let folder = tempfile::tempdir().unwrap();
    let predictions = folder.path().join("predictions.jsonl");
    let model = ["evaluate", "--model", small_model_path(), "--labels", LABELS];
    let text = themewise(&[&model[..], &["--predictions", predictions.to_str().unwrap()]].concat());
    let warning = "warning: the model was trained on these labels: it is worse on new ones\n";
    assert_eq!((text.code, text.stderr.as_str()), (0, warning));
    insta::assert_snapshot!(text.stdout);
    let json = themewise(&[&model[..], &["--format", "json", "--bootstrap", "0"]].concat());
    insta::assert_snapshot!(json.stdout);
    let predictions = std::fs::read_to_string(predictions).unwrap();
    assert_eq!(predictions.lines().count(), 142);
    let first: Value = serde_json::from_str(predictions.lines().next().unwrap()).unwrap();
    assert_eq!((&first["id"], &first["themes"]), (&"t119".into(), &json!(["health"])));
    assert!(first["scores"]["health"].as_f64().unwrap() > 0.9, "{first}");
}

#[test]
fn a_novel_paragraph_has_no_label_here_either() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    let news = "The ministry said hackers had breached its servers and stolen passwords.";
    let noise = "hackers qzxv wkfj zzpq vvxk jqpw hackers xkcq pqzv wvvk zqjx kkzq";
    let lines = [news, noise].map(|text| ("cybersecurity", text.to_owned(), json!({})));
    write_labels(&labels, lines.into_iter());
    let (report, said) = evaluated_saying(&["--labels", labels.to_str().unwrap()]);
    assert!(said.starts_with("warning: no paragraph has the themes military, trade, "), "{said}");
    assert_eq!(report["cybersecurity"]["recall"], 0.5);
    let classified = with_input(&["classify", "--format", "jsonl"], format!("{news}\n\n{noise}\n"));
    let rows = classified.stdout.lines().map(|row| serde_json::from_str::<Value>(row).unwrap());
    let given: Vec<_> = rows.map(|row| row["labels"].as_array().unwrap().len()).collect();
    assert_eq!(given, [1, 0]);
}

#[test]
fn cross_validation_measures_every_paragraph_whatever_the_number_of_threads() {
    let arguments = ["--labels", LABELS, "--cross-validate", "3", "--repeats", "2"];
    let arguments = [&arguments[..], &QUICK, &["--learning-curve"]].concat();
    let report = evaluated(&arguments);
    assert_eq!(report["paragraph_count"], 142);
    assert_eq!(report["micro avg"]["support"], 126);
    assert_eq!(report["cross_validation_repeats"].as_array().unwrap().len(), 2);
    let points = report["learning_curve"]["points"].as_array().unwrap();
    let sizes: Vec<_> = points.iter().map(|point| point["paragraphs"].as_u64().unwrap()).collect();
    assert!(
        sizes.is_sorted_by(|a, b| a < b) && sizes.last().is_some_and(|&last| last == 95),
        "{sizes:?}"
    );
    let again = evaluated(&arguments);
    assert_eq!(report, again);
    let mean = |figure: &Value| {
        let repeats = report["cross_validation_repeats"].as_array().unwrap().iter();
        repeats
            .map(|repeat| repeat["macro avg"][figure.as_str().unwrap()].as_f64().unwrap())
            .sum::<f64>()
            / 2.0
    };
    let f1 = mean(&"f1-score".into());
    assert!((report["macro avg"]["f1-score"].as_f64().unwrap() - f1).abs() < 1e-12);
    let [low, high] = [0, 1]
        .map(|at| report["confidence_intervals"]["macro avg"]["f1-score"][at].as_f64().unwrap());
    assert!(low < f1 && f1 < high, "{low} {f1} {high}");
}

/// Each source has its own words and one theme. A model that has seen a source knows its theme; one
/// that has not knows nothing.
#[test]
fn paragraphs_of_one_source_are_never_on_both_sides() {
    const SYLLABLES: [&str; 8] = ["ba", "ku", "do", "fe", "gi", "lo", "mu", "ra"];
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    let word = |source: usize, word: usize| {
        [source % 8, source / 8 % 8, word % 8, word / 8].map(|at| SYLLABLES[at]).concat() + "x"
    };
    let lines = (0..200).map(|line: usize| {
        let source = line % 20;
        let text: Vec<_> = (0..14).map(|at| word(source, (line * 7 + at * at * 3) % 16)).collect();
        let theme = if source * 7 % 20 < 10 { "odd" } else { "even" };
        let (source, number) = (source.to_string(), line.to_string());
        // Its words are of no language.
        let fields = json!({ "source": source, "number": number, "language": "en" });
        (theme, text.join(" "), fields)
    });
    write_labels(&labels, lines);
    let precision = |by| {
        let arguments =
            ["--labels", labels.to_str().unwrap(), "--cross-validate", "4", "--group-by", by];
        let report = evaluated(&[&arguments[..], &QUICK].concat());
        report["mean_average_precision"].as_f64().unwrap()
    };
    let (whole, torn) = (precision("source"), precision("number"));
    assert!(whole < 0.75, "{whole}");
    assert!(torn > 0.95, "{torn}");
}

#[test]
fn a_model_does_not_differ_from_itself_and_not_in_themes() {
    let versus = |model, labels| {
        let arguments = ["evaluate", "--labels", labels, "--versus", model, "--bootstrap", "50"];
        themewise(&[&arguments[..], &["--model", small_model_path()]].concat())
    };
    let same = versus(small_model_path(), LABELS);
    let warning = "warning: the model was trained on these labels: it is worse on new ones\n";
    assert_eq!((same.code, same.stderr), (0, warning.repeat(2)));
    let rows = same.stdout.lines().skip(1).take_while(|line| !line.is_empty());
    assert_eq!(rows.clone().count(), 3 * 4 + 4 * 3 + 3);
    assert!(rows.into_iter().all(|row| row.contains(" +0.0000 ") && row.ends_with("1.000")));
    let other = versus("models/default.safetensors", LABELS);
    let expected = "error: --versus must be a model of the same themes, energy, health, trade, got cybersecurity, ";
    assert!(other.code == 2 && other.stderr.starts_with(expected), "{}", other.stderr);
}

/// No input is overwritten, no two outputs are the same file, and a file that cannot be written
/// fails before the work begins.
#[test]
fn files_are_safe() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (themes, article, page) = (path("themes.toml"), path("a.txt"), path("page.html"));
    std::fs::copy("labels/themes.toml", &themes).unwrap();
    std::fs::write(&article, "Tariffs on steel rose.\n").unwrap();
    std::fs::write(&page, "old").unwrap();
    let evaluate = ["evaluate", "--labels", LABELS];
    let cross = ["--cross-validate", "3"];
    let nowhere = path("nowhere/page.html");
    for (arguments, allowed) in [
        (
            [&evaluate[..], &cross, &["--themes", &themes, "--report", &themes]].concat(),
            "a file that is not an input",
        ),
        (
            [&evaluate[..], &["--report", &page, "--predictions", &page]].concat(),
            "another file than",
        ),
        ([&evaluate[..], &cross, &["--report", &nowhere]].concat(), "cannot access"),
        (
            vec!["classify", folder.path().to_str().unwrap(), "--report", &article],
            "a file that is not an input",
        ),
    ] {
        let run = themewise(&arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(allowed), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(std::fs::read_to_string(&article).unwrap(), "Tariffs on steel rose.\n");
    assert_eq!(std::fs::read_to_string(&page).unwrap(), "old");
    let again = themewise(&["classify", &article, "--report", &page]);
    assert_eq!((again.code, again.stderr.as_str()), (0, ""));
    assert!(std::fs::read_to_string(&page).unwrap().ends_with("</html>"));
}

/// `head` closes the pipe after one line; the page must still be written.
#[test]
#[cfg(unix)]
fn a_page_is_written_though_nobody_reads_the_output() {
    let folder = tempfile::tempdir().unwrap();
    let (text, page) = (folder.path().join("a.txt"), folder.path().join("page.html"));
    std::fs::write(&text, "Tariffs on steel rose again.\n\n".repeat(20_000)).unwrap();
    let arguments = ["classify".as_ref(), text.as_os_str(), "--report".as_ref(), page.as_os_str()];
    let mut run = Program::new(arguments).start();
    drop(run.stdout.take());
    assert!(run.wait().unwrap().success());
    let page = std::fs::read_to_string(&page).unwrap();
    assert_eq!(page.matches("<article").count(), 20_000);
}

#[test]
fn training_options_need_a_training_mode() {
    for arguments in [
        &["--c", "1"][..],
        &["--repeats", "2"],
        &["--learning-curve"],
        &["--cross-validate", "3", "--model", "m"],
        &["--cross-validate", "3", "--time-split", "2024"],
        &["--cross-validate", "3", "--versus", "m"],
        &["--cross-validate", "3", "--leave-out", "source"],
        &["--time-split", "2024", "--leave-out", "source"],
        &["--leave-out", "source", "--versus", "m"],
        &["--leave-out", "theme"],
        &["--cross-validate", "3", "--predictions", "p"],
    ] {
        let run = themewise(&[&["evaluate", "--labels", LABELS], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.starts_with("error: "), "{arguments:?}: {}", run.stderr);
    }
    let run = themewise(&["evaluate", "--labels", LABELS, "--cross-validate", "1"]);
    assert_eq!(
        (run.code, run.stderr.lines().next()),
        (2, Some("error: folds must be 2 or more, got 1"))
    );
}

/// The labels again as lines, each with the fields that `fields` gives for its number.
pub(crate) fn labels_with(path: &Path, fields: impl Fn(usize) -> Value) {
    let labels = std::fs::read_to_string(LABELS).unwrap();
    let lines = labels.lines().enumerate().map(|(number, line)| {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let fields = fields(number).as_object().unwrap().clone();
        line.as_object_mut().unwrap().extend(fields);
        line.to_string() + "\n"
    });
    std::fs::write(path, lines.collect::<String>()).unwrap();
}

/// The first forty paragraphs are ten articles; by itself, the first of each is about nothing.
fn in_articles(number: usize) -> Value {
    match (number, number % 4) {
        (40.., _) => json!({}),
        (_, 0) => json!({ "document": (number / 4).to_string(), "paragraph": 1, "alone": [] }),
        (_, at) => json!({ "document": (number / 4).to_string(), "paragraph": at + 1 }),
    }
}

#[test]
fn paragraphs_of_articles_are_measured_against_both_judgements() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    labels_with(&labels, in_articles);
    let labels = labels.to_str().unwrap();
    let model = ["evaluate", "--model", small_model_path(), "--labels", labels];
    let text = |context: &[&str]| {
        let run = themewise(&[&model[..], &["--bootstrap", "50"], context].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    insta::assert_snapshot!(text(&[]));
    insta::assert_snapshot!(text(&["--context", "none"]));
    insta::assert_snapshot!(text(&["--context", "paragraph"]));
    let report = |context| {
        let arguments = ["--model", small_model_path(), "--labels", labels, "--context", context];
        evaluated(&[&arguments[..], &["--bootstrap", "2"]].concat())
    };
    let [article, paragraph, none] = ["article", "paragraph", "none"].map(report);
    let named = [(&paragraph, "paragraph".into()), (&none, "none".into())];
    for (report, context) in [(&article, Value::Null)].into_iter().chain(named) {
        assert_eq!((&report["context"], &report["bootstrap_over"]), (&context, &"articles".into()));
        let support = |of: &str| &report["judgements"][of]["micro avg"]["support"];
        assert!(support("in_article").as_u64() > support("alone").as_u64());
        assert_eq!(support("alone"), 0);
        assert_eq!(report["judgements"]["alone"]["paragraph_count"], 10);
    }
    let support = |report: &Value| report["micro avg"]["support"].as_u64();
    assert_eq!(support(&none), support(&paragraph));
    let meaning = "the main figures are against the judgement that fits the predictions";
    assert!(support(&none) < support(&article), "{meaning}");
}

#[test]
fn a_comparison_says_that_it_draws_articles() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    labels_with(&labels, in_articles);
    let model = small_model_path();
    let arguments = ["evaluate", "--labels", labels.to_str().unwrap(), "--bootstrap", "20"];
    let run = themewise(&[&arguments[..], &["--model", model, "--versus", model]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.ends_with("draws: by bootstrap over articles\n"), "{}", run.stdout);
}

#[test]
fn outlets_of_a_collection_are_one_row_and_a_learning_curve_counts_articles() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    labels_with(&labels, |number| {
        let source = if number % 2 == 0 { format!("wire:{number}") } else { "paper".to_owned() };
        json!({ "source": source, "document": (number / 2).to_string(), "paragraph": number % 2 + 1 })
    });
    let arguments =
        ["--labels", labels.to_str().unwrap(), "--cross-validate", "2", "--learning-curve"];
    let report = evaluated(&[&arguments[..], &QUICK].concat());
    let groups: Vec<_> = report["figures_by_group"].as_object().unwrap().keys().collect();
    assert_eq!(groups, ["paper", "wire"]);
    let points = report["learning_curve"]["points"].as_array().unwrap().iter();
    for point in points {
        let count = |of: &str| point[of].as_u64().unwrap();
        assert!(count("articles").abs_diff(count("paragraphs") / 2) <= 1, "{point}");
    }
}
