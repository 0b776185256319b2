//! `themewise bench` on a small file.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::themewise;

const ARTICLE: &str = "tests/data/article.txt";
const STAGES: [&str; 5] = ["split", "tokenize", "stem", "predict", "write"];

fn report() -> Value {
    let run = themewise(&["bench", "--format", "json", "--threads", "2", ARTICLE]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn measures_every_stage_every_number_of_threads_and_the_program() {
    let report = report();
    let article = std::fs::read_to_string(ARTICLE).unwrap();
    let paragraphs = themewise::document::paragraphs(&article);
    let words: Vec<&str> =
        paragraphs.iter().flat_map(|p| themewise::text::tokens(p.text)).map(|t| t.text).collect();
    let size = (article.len(), paragraphs.len(), words.len());
    let number = |value: &Value| value.as_f64().unwrap();
    let count = |field: &str| usize::try_from(report["corpus"][field].as_u64().unwrap()).unwrap();
    assert_eq!((count("bytes"), count("paragraphs"), count("words")), size);

    let list = |field: &str| report[field].as_array().unwrap().clone();
    let (stages, threads) = (list("stages"), list("threads"));
    assert_eq!(stages.iter().map(|stage| &stage["stage"]).collect::<Vec<_>>(), STAGES);
    assert_eq!(threads.iter().map(|row| &row["threads"]).collect::<Vec<_>>(), [1, 2]);
    for speed in stages.iter().chain(&threads) {
        let paragraphs_per_byte =
            number(&speed["paragraphs_per_second"]) / number(&speed["megabytes_per_second"]) / 1e6;
        assert!(number(&speed["seconds"]) > 0.0);
        assert!((paragraphs_per_byte * size.0 as f64 / size.1 as f64 - 1.0).abs() < 1e-9);
    }
    let distinct = words.iter().collect::<BTreeSet<_>>().len();
    let seen_before = 1.0 - distinct as f64 / words.len() as f64;
    assert!((number(&report["cache_hit_rate"]) - seen_before).abs() < 1e-9);
    assert!(number(&report["cold_start_milliseconds"]) > 0.1);
    if cfg!(target_os = "linux") {
        assert!((1e6..150e6).contains(&number(&report["peak_memory_bytes"])));
    }
}

#[test]
fn prints_a_row_for_each_measurement() {
    let run = themewise(&["bench", "--threads", "2", ARTICLE]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let rows = ["split", "tokenize", "stem", "predict", "write", "1 thread ", "2 threads"];
    let others = ["cache hit rate", "cold start", "peak memory"];
    for row in rows.iter().chain(&others) {
        let count = run.stdout.lines().filter(|line| line.starts_with(row)).count();
        assert_eq!(count, 1, "`{row}` in\n{}", run.stdout);
    }
}

#[test]
fn a_file_that_cannot_be_read_ends_it() {
    let run = themewise(&["bench", ARTICLE, "tests/data/missing.txt"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.starts_with("error: cannot access `tests/data/missing.txt`: "));
}
