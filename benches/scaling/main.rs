//! How speed, time and memory grow: one JSON line per point, drawn by `draw.py`.
//!
//! `benches/scaling/run` runs both. Models and labels are generated from a seed by the public
//! library. Every point is the median of at least three runs, and results are checked, so that a
//! faster wrong answer fails.

mod generated;
mod training;

use std::hint::black_box;
use std::io::Write;
use std::sync::Barrier;
use std::time::Instant;

use generated::{Words, model_of, random_scorer};
use serde_json::{Value, json};
use themewise::Model;

const RUNS: usize = 5;
/// The number of times that a run reads the text.
const PASSES: usize = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, themes, paragraphs] = &arguments[..]
        && mode == training::CHILD
    {
        let number = |text: &String| text.parse().expect("a number");
        return print(&training::train(number(themes), number(paragraphs)));
    }
    lengths();
    themes();
    vocabularies();
    threads();
    training::points().for_each(|point| print(&point));
}

/// Speed by paragraph length: the text of the project's labels, cut into paragraphs.
fn lengths() {
    let model = Model::embedded().expect("the embedded model is valid");
    let words = label_words();
    for length in [10, 20, 50, 100, 200, 500, 1000, 2000] {
        let paragraphs = cut(&words, length);
        print(&point("length", length, &speed(&model, &paragraphs, 1)));
    }
}

/// Speed by number of themes, with random weights.
fn themes() {
    let embedded = Model::embedded().expect("the embedded model is valid");
    let paragraphs = cut(&label_words(), 60);
    for themes in [2, 4, 8, 16, 32, 64, 128, 256, 500] {
        let vectorizer = embedded.vectorizer().clone();
        let scorer = random_scorer(vectorizer.vocabulary().len(), themes);
        let model = model_of(vectorizer, &scorer);
        print(&point("themes", themes, &speed(&model, &paragraphs, 1)));
    }
}

/// Speed by vocabulary size, with generated words drawn by Zipf's law, as in natural language.
fn vocabularies() {
    for stems in [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000] {
        let words = Words::generated(stems);
        let texts = words.paragraphs(5_000, 60);
        let model = model_of(words.vectorizer(), &random_scorer(stems, 14));
        print(&point("vocabulary", stems, &speed(&model, &texts, 1)));
    }
}

/// Speed by number of threads, with one worker per thread and one model.
fn threads() {
    let model = Model::embedded().expect("the embedded model is valid");
    let paragraphs = cut(&label_words(), 60);
    for threads in [1, 2] {
        print(&point("threads", threads, &speed(&model, &paragraphs, threads)));
    }
}

/// The words of the labelled paragraphs, split at white space.
fn label_words() -> Vec<String> {
    let labels = include_str!("../../labels/paragraphs.jsonl");
    let text = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("a label is JSON");
        line["text"].as_str().expect("a label has a text").to_owned()
    };
    let texts: Vec<String> = labels.lines().map(text).collect();
    texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
}

fn cut(words: &[String], length: usize) -> Vec<String> {
    words.chunks_exact(length).map(|words| words.join(" ")).collect()
}

/// The cost of a run.
struct Speed {
    bytes: usize,
    words: usize,
    seconds: f64,
}

/// The median run, with one worker per thread. Each worker reads every paragraph several times, so
/// that the run is long compared with the time to schedule the threads.
fn speed(model: &Model, paragraphs: &[String], threads: usize) -> Speed {
    let line = Barrier::new(threads + 1);
    let workers = model.workers();
    let work = || {
        let mut worker = workers.worker();
        // The first pass stems the words and warms the caches.
        pass(&mut worker, paragraphs, model.themes().len());
        for _ in 0..RUNS {
            line.wait();
            (0..PASSES).for_each(|_| pass(&mut worker, paragraphs, model.themes().len()));
            line.wait();
        }
    };
    let run = || {
        line.wait();
        let start = Instant::now();
        line.wait();
        start.elapsed().as_secs_f64()
    };
    let seconds = std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
        median((0..RUNS).map(|_| run()).collect())
    });
    let bytes: usize = paragraphs.iter().map(String::len).sum();
    let words: usize = paragraphs.iter().map(|text| text.split_whitespace().count()).sum();
    let times = threads * PASSES;
    Speed { bytes: bytes * times, words: words * times, seconds }
}

fn pass(worker: &mut themewise::Worker, paragraphs: &[String], themes: usize) {
    for paragraph in paragraphs {
        let confidences = worker.confidences(black_box(paragraph));
        assert_eq!(confidences.len(), themes);
        assert!(confidences.iter().all(|confidence| (0.0..=1.0).contains(confidence)));
    }
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

fn point(curve: &str, x: usize, speed: &Speed) -> Value {
    let &Speed { bytes, words, seconds } = speed;
    let megabytes_per_second = bytes as f64 / 1e6 / seconds;
    let words_per_second = words as f64 / seconds;
    json!({"curve": curve, "x": x, "megabytes_per_second": megabytes_per_second, "words_per_second": words_per_second})
}

fn print(point: &Value) {
    writeln!(std::io::stdout(), "{point}").expect("standard output is open");
}
