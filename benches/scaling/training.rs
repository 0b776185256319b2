//! The cost of training. Each training runs in its own process, so that its peak memory is its own.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};
use themewise::training::TrainingOptions;
use themewise::{Dataset, Trainer};

use crate::generated::{Words, theme_set};

/// The first argument of the child process; the numbers of themes and paragraphs follow.
pub(crate) const CHILD: &str = "train";

const RUNS: usize = 3;

/// The median of three processes for each number of themes and paragraphs.
pub(crate) fn points() -> impl Iterator<Item = Value> {
    let paragraphs = [1_000, 3_000, 10_000, 30_000, 100_000, 200_000];
    let few = paragraphs.map(|count| (14, count)).into_iter();
    // The last point would take minutes and add nothing.
    let many = paragraphs.map(|count| (90, count)).into_iter().take(paragraphs.len() - 1);
    few.chain(many).map(|(themes, count)| {
        let mut runs: Vec<Value> = (0..RUNS).map(|_| child(themes, count)).collect();
        let seconds = |run: &Value| run["seconds"].as_f64().unwrap_or(f64::NAN);
        runs.sort_by(|a, b| seconds(a).total_cmp(&seconds(b)));
        runs.swap_remove(RUNS / 2)
    })
}

fn child(themes: usize, paragraphs: usize) -> Value {
    let program = std::env::current_exe().expect("the program has a path");
    let arguments = [CHILD.to_owned(), themes.to_string(), paragraphs.to_string()];
    let run = Command::new(program).args(arguments).output().expect("the program runs");
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{errors}");
    serde_json::from_slice(&run.stdout).expect("a point is JSON")
}

/// Trains with one setting and two folds, the minimum, and without stem vectors, which do not
/// contain generated words.
pub(crate) fn train(themes: usize, paragraphs: usize) -> Value {
    const WORDS: usize = 30_000;
    const LENGTH: usize = 40;
    let labels = Words::generated(WORDS).labels(paragraphs, themes, LENGTH).into_bytes();
    let set = theme_set(themes);
    let options = TrainingOptions { grid: vec![10.0], folds: 2, ..TrainingOptions::default() };
    let start = Instant::now();
    let dataset = Dataset::parse(&[(Path::new("generated"), labels)], Some(&set));
    let dataset = dataset.expect("the labels are valid");
    let trained = Trainer::new(options).train(&dataset).expect("the labels suffice");
    let seconds = start.elapsed().as_secs_f64();
    let precision = trained.evaluation.mean_average_precision;
    // By chance, it would be about the share of a theme: at most a hundredth of the paragraphs.
    assert!(precision > 0.1, "nothing was learnt: {precision}");
    json!({
        "curve": "training", "themes": themes, "x": paragraphs, "seconds": seconds,
        "peak_megabytes": peak_megabytes(), "mean_average_precision": precision,
    })
}

/// The peak memory of this process, if the system reports it.
fn peak_megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes / 1e3)
}
