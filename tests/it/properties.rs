//! Properties that hold for any text.

use proptest::prelude::*;

use themewise::Model;
use themewise::language::Language;
use themewise::model::{Decisions, Novelty};
use themewise::text::{Analyzer, Stem};

use crate::support::{article_model, default_model, small_model};

/// Texts of known words, other words and noise.
fn text() -> impl Strategy<Value = String> {
    "((tariffs|steel|power|grid|doctors|patients|the|on|U\\.S\\.|x)[ .,-]){0,40}\\PC{0,20}"
}

proptest! {
    #[test]
    fn contributions_and_bias_are_the_score(text in text(), theme in 0_usize..3) {
        let model = small_model();
        let explanation = model.worker().explain(&text, theme);
        let sum = explanation.contributions.iter().fold(explanation.bias, |sum, c| sum + c.value);
        prop_assert_eq!(sum.to_bits(), explanation.score.to_bits());
        let occurrences = explanation.occurrences(usize::MAX);
        let by_place: f64 = occurrences.iter().map(|occurrence| occurrence.value).sum();
        prop_assert!((explanation.bias + by_place - explanation.score).abs() < 1e-12);
        let prediction = model.predict(&text);
        prop_assert_eq!(explanation.confidence.to_bits(), prediction.confidences[theme].to_bits());
        prop_assert_eq!(explanation.novelty.to_bits(), prediction.novelty.to_bits());
        let mut stems = Vec::new();
        model.vectorizer().analyzer().analyze(&text, &mut stems);
        let score = model.scorer().scores(&model.vectorizer().transform(&stems))[theme];
        prop_assert!((f64::from(score) - explanation.score).abs() < 1e-5);
        let read = model.calibrations()[theme].confidence(score);
        let shrunk = read * Novelty::familiarity(explanation.novelty);
        prop_assert!((explanation.confidence - shrunk).abs() < 1e-6);
        for contribution in &explanation.contributions {
            prop_assert!(!contribution.spans.is_empty());
            for span in &contribution.spans {
                prop_assert!(text[span.clone()].chars().any(char::is_alphanumeric));
            }
        }
    }

    #[test]
    fn what_comes_from_the_article_is_part_of_the_score(
        title in proptest::option::of(text()),
        texts in proptest::collection::vec(text(), 1..8),
        (at, theme) in (0_usize..8, 0_usize..3),
    ) {
        let (model, at) = (article_model(), at % texts.len());
        let mut worker = model.worker();
        let prediction = worker.predict_article(title.as_deref(), &texts).swap_remove(at);
        let explanation = worker.explain_article(title.as_deref(), &texts, at, theme);
        let own = explanation.contributions.iter().fold(explanation.bias, |sum, c| sum + c.value);
        let score = explanation.from_article.iter().fold(own, |sum, from| sum + from.value);
        prop_assert_eq!(score.to_bits(), explanation.score.to_bits());
        for from in &explanation.from_article {
            let sum = from.contributions.iter().fold(0.0, |sum, c| sum + c.value);
            prop_assert_eq!(sum.to_bits(), from.value.to_bits());
        }
        prop_assert_eq!(prediction.in_article, title.is_some() || texts.len() > 1);
        prop_assert_eq!(explanation.from_article.is_empty(), !prediction.in_article);
        #[expect(clippy::cast_possible_truncation, reason = "scores are f32")]
        let read = model.heads_of(&prediction).calibrations[theme].confidence(score as f32);
        let shrunk = read * Novelty::familiarity(explanation.novelty);
        prop_assert!((prediction.confidences[theme] - shrunk).abs() < 1e-4);
        prop_assert_eq!(explanation.confidence.to_bits(), prediction.confidences[theme].to_bits());
    }

    #[test]
    fn labels_are_explained_together_as_one_by_one(text in text()) {
        for model in [small_model(), default_model()] {
            let alone = model.decisions().alone.reviewing_from(0.02);
            let decisions = Decisions { alone, in_article: None };
            let mut worker = model.workers().with_decisions(decisions).worker();
            let prediction = worker.predict(&text);
            let together = worker.explain_predicted(&text, &prediction);
            let explained = prediction.labels.iter().chain(&prediction.review).map(|label| {
                worker.explain(&text, model.theme(label.theme.as_str()).unwrap())
            });
            prop_assert_eq!(together, explained.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_worker_predicts_as_a_new_one_does(texts in proptest::collection::vec(text(), 1..8)) {
        let model = small_model();
        let mut worker = model.worker();
        for text in &texts {
            prop_assert_eq!(worker.predict(text), model.predict(text));
        }
    }

    #[test]
    fn workers_agree_with_the_separate_stages(text in text()) {
        for model in [small_model(), default_model()] {
            let difference = largest_difference(model, &text);
            prop_assert!(difference < 1e-6, "{difference} in {text:?}");
        }
    }

    #[test]
    fn confidences_are_probabilities_and_labels_reach_their_thresholds(text in text()) {
        let model = small_model();
        let prediction = model.predict(&text);
        prop_assert!(prediction.confidences.iter().all(|c| (0.0..=1.0).contains(c)));
        let reached = prediction.confidences.iter().zip(model.thresholds()).filter(|(c, t)| c >= t);
        prop_assert_eq!(reached.count(), prediction.labels.len() + prediction.review.len());
        let refused = if prediction.is_novel() { &prediction.labels } else { &prediction.review };
        prop_assert!(refused.is_empty());
        prop_assert!(prediction.labels.is_sorted_by(|a, b| a.confidence >= b.confidence));
    }
}

/// The largest difference between the confidences of a worker and those of the separate stages:
/// vectorizer, scorer and calibrations.
fn largest_difference(model: &Model, text: &str) -> f32 {
    let mut stems = Vec::new();
    model.vectorizer().analyzer().analyze(text, &mut stems);
    let scores = model.scorer().scores(&model.vectorizer().transform(&stems));
    let familiarity = Novelty::familiarity(novelty(model, text));
    let plain = model.calibrations().iter().zip(&scores);
    let plain = plain.map(|(calibration, &score)| familiarity * calibration.confidence(score));
    let workers = model.workers().in_language(Some(Language::English)).unwrap();
    let mut worker = workers.worker();
    let quick = worker.confidences(text).iter();
    plain.zip(quick).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// The novelty of a text, computed stem by stem.
fn novelty(model: &Model, text: &str) -> f32 {
    let mut stems = Vec::new();
    Analyzer::growing(Language::English, model.vectorizer().vocabulary().stems())
        .analyze(text, &mut stems);
    let surprisal = &model.novelty().surprisal;
    let of = |stem: &Stem| surprisal.of_terms.get(stem.id as usize).copied();
    let known = model.vectorizer().vocabulary().stems().len();
    let sum = stems.iter().map(|stem| match of(stem) {
        Some(surprise) if (stem.id as usize) < known => surprise,
        _ => surprisal.of_unknown,
    });
    model.novelty().of(sum.sum(), stems.len())
}

#[test]
fn workers_agree_with_the_separate_stages_on_news() {
    for paragraph in include_str!("../../benches/data/news.txt").lines() {
        let difference = largest_difference(default_model(), paragraph);
        assert!(difference < 1e-6, "{difference} in {paragraph}");
    }
}

#[test]
fn nothing_is_allocated_for_a_paragraph_of_known_words() {
    let paragraphs: Vec<&str> = include_str!("../../benches/data/news.txt").lines().collect();
    for model in [small_model(), default_model()] {
        let mut worker = model.worker();
        let mut all = || paragraphs.iter().map(|text| worker.confidences(text)[0]).sum::<f32>();
        let (mut first, mut second) = (0.0, 0.0);
        let warming = allocation_counter::measure(|| first = all());
        let warm = allocation_counter::measure(|| second = all());
        assert!(warming.count_total > 0, "the counter counts");
        assert_eq!((warm.count_total, second), (0, first));
    }
}
