//! Measures the pipeline stage by stage, on 120 paragraphs written for this benchmark.
//!
//! Each stage checks its result, so that a faster wrong answer fails, and reports its speed in
//! bytes of text per second. Stages include the stages before them.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use themewise::Model;
use themewise::document::{Paragraph, paragraphs};
use themewise::text::tokens;

const NEWS: &str = include_str!("data/news.txt");

fn line(criterion: &mut Criterion) {
    let model = Model::embedded().expect("the embedded model is valid");
    let news = paragraphs(NEWS);
    let mut group = criterion.benchmark_group("line");
    group.throughput(Throughput::Bytes(NEWS.len() as u64));
    group.bench_function("split", |bencher| {
        bencher.iter(|| assert_eq!(paragraphs(black_box(NEWS)).len(), 120));
    });
    group.bench_function("tokenize", |bencher| {
        bencher.iter(|| assert_eq!(count(&news, |text| tokens(text).count()), WORDS));
    });
    let (mut analyzer, mut stems) = (model.vectorizer().analyzer(), Vec::new());
    group.bench_function("stem", |bencher| {
        bencher.iter(|| {
            let known = count(&news, |text| {
                analyzer.analyze(text, &mut stems);
                stems.len()
            });
            assert_eq!(known, KNOWN_STEMS);
        });
    });
    group.bench_function("vectorize", |bencher| {
        bencher.iter(|| {
            let features = count(&news, |text| {
                analyzer.analyze(text, &mut stems);
                model.vectorizer().transform(&stems).columns.len()
            });
            assert_eq!(features, FEATURES);
        });
    });
    let mut worker = model.worker();
    group.bench_function("predict", |bencher| {
        bencher.iter(|| {
            let labels = count(&news, |text| worker.predict(text).labels.len());
            assert!(LABELS.contains(&labels), "{labels} labels");
        });
    });
    group.bench_function("explain", |bencher| {
        bencher.iter(|| {
            let words = count(&news, |text| worker.explain(text, 0).contributions.len());
            assert_eq!(words, FEATURES);
        });
    });
    group.finish();
}

const WORDS: usize = 6321;
const KNOWN_STEMS: usize = 5982;
const FEATURES: usize = 5073;
/// The expected number of labels: a range, since a confidence may differ from a threshold by
/// rounding only.
const LABELS: std::ops::RangeInclusive<usize> = 105..=109;

/// Sums a count over the paragraphs.
fn count(news: &[Paragraph], mut of: impl FnMut(&str) -> usize) -> usize {
    news.iter().map(|paragraph| of(black_box(paragraph.text))).sum()
}

criterion_group!(benches, line);
criterion_main!(benches);
