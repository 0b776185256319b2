//! A guard against slowdowns: the speedup of a worker over two simple implementations.
//!
//! Times vary between machines and days, but their ratios hardly do. Each round measures all three
//! implementations, and the median of the ratios counts. The guard fails if the speedup is too
//! small, or if results differ.

#![expect(clippy::print_stdout, reason = "it says what it finds")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use themewise::Model;
use themewise::features::{SparseRow, Vectorizer};
use themewise::language::{Language, Stemmer};
use themewise::model::{Calibration, Novelty, Scorer};
use themewise::text::{Stem, normal_form, tokens};

const NEWS: &str = include_str!("data/news.txt");
const ROUNDS: usize = 9;
/// The minimum speedup of a worker over stemming every word; 20 is usual.
const MIN_SPEEDUP_OVER_STEMMING: f64 = 6.0;
/// The minimum speedup of a worker over sorted rows of cached words; 2.6 is usual.
const MIN_SPEEDUP_OVER_ROWS: f64 = 1.4;

fn main() {
    let model = Model::embedded().expect("the embedded model is valid");
    let paragraphs: Vec<&str> = NEWS.lines().collect();
    let (stemming, mut rows, mut worker) =
        (Stemming::new(&model), Rows::new(&model), model.worker());
    let novelty: Vec<f32> = paragraphs.iter().map(|text| worker.predict(text).novelty).collect();
    let mut ratios = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let (slow, expected) = time(&paragraphs, 1, |text| stemming.score(text));
        let (middle, same) = time(&paragraphs, 5, |text| rows.score(text));
        let (fast, found) = time(&paragraphs, 20, |text| worker.confidences(text)[0]);
        assert!(are_equal(&same, &expected) && are_equal(&found, &shrunk(&expected, &novelty)));
        ratios[0].push(slow.as_secs_f64() / fast.as_secs_f64());
        ratios[1].push(middle.as_secs_f64() / fast.as_secs_f64());
    }
    let [stemming, rows] = ratios.map(median);
    println!("a worker is {stemming:.1} times as fast as stemming every word");
    println!("a worker is {rows:.1} times as fast as sorted rows of remembered words");
    assert!(
        stemming > MIN_SPEEDUP_OVER_STEMMING,
        "it should be {MIN_SPEEDUP_OVER_STEMMING} times as fast"
    );
    assert!(rows > MIN_SPEEDUP_OVER_ROWS, "it should be {MIN_SPEEDUP_OVER_ROWS} times as fast");
}

/// The mean time of a run over all paragraphs, and the result for each paragraph.
fn time(
    paragraphs: &[&str],
    runs: u32,
    mut score: impl FnMut(&str) -> f32,
) -> (Duration, Vec<f32>) {
    let begin = Instant::now();
    let mut found = Vec::with_capacity(paragraphs.len());
    for _ in 0..runs {
        found.clear();
        found.extend(paragraphs.iter().map(|text| score(black_box(text))));
    }
    (begin.elapsed() / runs, found)
}

/// The confidences reduced for novelty, which the simple implementations ignore.
fn shrunk(confidences: &[f32], novelty: &[f32]) -> Vec<f32> {
    let each = confidences.iter().zip(novelty);
    each.map(|(confidence, &novelty)| confidence * Novelty::familiarity(novelty)).collect()
}

fn are_equal(found: &[f32], expected: &[f32]) -> bool {
    let mut each = found.iter().zip(expected);
    found.len() == expected.len() && each.all(|(found, expected)| (found - expected).abs() < 1e-5)
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

/// Computes the confidence of the first theme for a row of features.
struct FirstTheme {
    scorer: Scorer,
    calibration: Calibration,
}

impl FirstTheme {
    fn new(model: &Model) -> Self {
        Self { scorer: model.scorer(), calibration: model.calibrations()[0] }
    }

    fn confidence(&self, row: &SparseRow) -> f32 {
        self.calibration.confidence(self.scorer.scores(row)[0])
    }
}

/// Stems and looks up every word of every paragraph.
struct Stemming<'m> {
    theme: FirstTheme,
    vectorizer: &'m Vectorizer,
    stemmer: Stemmer,
    columns: FxHashMap<&'m str, u32>,
}

impl<'m> Stemming<'m> {
    fn new(model: &'m Model) -> Self {
        let columns = model.vectorizer().vocabulary().stems().zip(0..).collect();
        let (theme, vectorizer) = (FirstTheme::new(model), model.vectorizer());
        Self { theme, vectorizer, stemmer: Language::English.stemmer(), columns }
    }

    fn score(&self, text: &str) -> f32 {
        let stems = tokens(text).filter_map(|token| {
            let stem = self.stemmer.stem(&normal_form(token.text, Language::English)?).into_owned();
            let id = *self.columns.get(stem.as_str())?;
            Some(Stem { id, span: token.span, adjacent: false })
        });
        let stems: Vec<Stem> = stems.collect();
        self.theme.confidence(&self.vectorizer.transform(&stems))
    }
}

/// Caches words, and makes sorted rows as in training.
struct Rows<'m> {
    theme: FirstTheme,
    vectorizer: &'m Vectorizer,
    analyzer: themewise::text::Analyzer,
    stems: Vec<Stem>,
}

impl<'m> Rows<'m> {
    fn new(model: &'m Model) -> Self {
        let vectorizer = model.vectorizer();
        let theme = FirstTheme::new(model);
        Self { theme, vectorizer, analyzer: vectorizer.analyzer(), stems: Vec::new() }
    }

    fn score(&mut self, text: &str) -> f32 {
        self.analyzer.analyze(text, &mut self.stems);
        self.theme.confidence(&self.vectorizer.transform(&self.stems))
    }
}
