//! Quality on real news. The evaluation set is not part of the project, since its texts belong
//! to their publishers.

use std::collections::HashSet;

use themewise::Dataset;
use themewise::model::{Decision, Decisions};
use themewise::text::tokens;

use crate::program::themewise;
use crate::support::default_model;

const DEV: &str = "../shared/eval/dev.jsonl";

#[test]
#[ignore = "needs ../shared/eval/dev.jsonl"]
fn the_shipped_model_keeps_its_quality_on_real_news() {
    let run = themewise(&["evaluate", "--labels", DEV, "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    // TF-IDF and logistic regression of scikit-learn on the same labels: .804 and .734.
    assert!(report["mean_average_precision"].as_f64().unwrap() >= 0.8425);
    assert!(report["macro avg"]["f1-score"].as_f64().unwrap() >= 0.765);
    // fastText, the best of the rivals in each: .0082 and, logistic regression, .0289.
    assert!(report["expected_calibration_error"].as_f64().unwrap() <= 0.008);
    assert!(report["brier_score"].as_f64().unwrap() <= 0.0255);
}

#[test]
#[ignore = "needs ../shared/eval/dev.jsonl"]
fn guaranteed_precision_holds_and_news_is_not_novel() {
    let model = default_model();
    let dataset = Dataset::read(&[DEV.into()], Some(model.themes())).unwrap();
    let alone = Decision::of_precision(&model.heads().curves, 0.9);
    let decisions = Decisions { alone, in_article: None };
    let mut worker = model.workers().with_decisions(decisions).worker();
    let (mut given, mut hits, mut novel) = (0, 0, 0);
    for example in &dataset.examples {
        let prediction = worker.predict_content(&example.content);
        novel += usize::from(prediction.is_novel());
        for label in prediction.labels {
            let theme = model.theme(label.theme.as_str()).unwrap();
            given += 1;
            hits += usize::from(example.themes.contains(&theme));
        }
    }
    assert!(hits * 100 >= given * 85 && given >= 380, "{hits} of {given} are right");
    assert!(novel * 100 <= dataset.examples.len() * 3, "{novel} paragraphs are novel");
}

/// Text that is also in the labels could be memorised, and would prove nothing.
#[test]
#[ignore = "needs ../shared/eval/dev.jsonl"]
fn no_eight_words_of_it_are_in_the_labels() {
    let evaluated = std::fs::read_to_string(DEV).unwrap();
    let evaluated: HashSet<_> = evaluated.lines().flat_map(sequences).collect();
    assert!(evaluated.len() > 10_000);
    let labels = std::fs::read_to_string("labels/paragraphs.jsonl").unwrap();
    let found: Vec<_> =
        labels.lines().flat_map(sequences).filter(|words| evaluated.contains(words)).collect();
    assert!(found.is_empty(), "{found:?}");
}

/// Every sequence of eight words in the text of a line, in lower case.
fn sequences(line: &str) -> Vec<String> {
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = line["text"].as_str().unwrap().to_lowercase();
    let words: Vec<_> = tokens(&text).map(|token| token.text).collect();
    words.windows(8).map(|eight| eight.join(" ")).collect()
}
