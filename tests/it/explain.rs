//! `themewise explain` and `themewise inspect` with a small model.

use serde_json::Value;

use crate::program::{themewise, with_input};
use crate::support::small_model_path;

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

/// The output is enough to check every sum and every byte range.
#[test]
fn explanations_in_json_add_up_exactly_and_point_into_the_file() {
    let path = "tests/data/article.txt";
    let labels = ["--labels", "labels/paragraphs.jsonl", "--labels", "labels/news-words.jsonl"];
    let arguments = [&["explain", "--format", "json", "--scale", "nato", path], &labels[..]];
    let run = themewise(&arguments.concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, themewise(&arguments.concat()).stdout);
    let text = std::fs::read_to_string(path).unwrap();
    let rows = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut rows_with_both = 0;
    for row in rows {
        let number = |value: &Value| value.as_f64().unwrap();
        let place = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let terms = row["contributions"].as_array().unwrap();
        let sum = terms.iter().fold(number(&row["bias"]), |sum, term| sum + number(&term["value"]));
        let from_article = row["from_article"].as_array().into_iter().flatten();
        let sum = from_article.fold(sum, |sum, part| sum + number(&part["value"]));
        assert_eq!(sum.to_bits(), number(&row["score"]).to_bits());
        for occurrence in terms.iter().flat_map(|term| term["occurrences"].as_array().unwrap()) {
            let word = &text[place(&occurrence["start"])..place(&occurrence["end"])];
            assert!(!word.is_empty() && !word.contains(['\n', ' ']), "{word:?}");
            assert!(place(&occurrence["start"]) >= place(&row["start"]));
            assert!(place(&occurrence["end"]) <= place(&row["end"]));
        }
        assert_eq!(row["likelihood"]["scale"], "NATO");
        let evidence = row["evidence"].as_array().unwrap();
        assert!(evidence.len() <= 3);
        assert!(evidence.is_sorted_by(|a, b| number(&a["similarity"]) >= number(&b["similarity"])));
        let known = |text: bool| evidence.iter().any(|near| near["text"].is_string() == text);
        rows_with_both += usize::from(known(true) && known(false));
    }
    assert!(rows_with_both > 0, "evidence comes from texts and from counted words");
}
