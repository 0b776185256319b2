//! Texts that are not English news are marked as novel; news is not.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rand::distributions::{Alphanumeric, DistString, Distribution, Uniform};
use rand::seq::{IteratorRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Deserialize;
use themewise::Dataset;
use themewise::language::Detected;

use crate::program::with_input;
use crate::support::default_model;

#[derive(Deserialize)]
struct Material {
    language: Vec<Language>,
    recipe: Vec<Text>,
    code: Vec<Text>,
}

#[derive(Deserialize)]
struct Language {
    name: String,
    sentences: Vec<String>,
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

/// Five hundred texts, with the kind of each.
fn texts() -> Vec<(&'static str, String)> {
    let material = std::fs::read_to_string("tests/data/not-news.toml").unwrap();
    let Material { language, recipe, code } = toml::from_str(&material).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut texts = Vec::new();
    let read = default_model().languages();
    let is_read = |name: &str| read.iter().any(|language| language.name() == name);
    let others = language.iter().filter(|language| !is_read(&language.name));
    for language in others.cycle().take(240) {
        let count = (1..=3).choose(&mut random).unwrap();
        let sentences = language.sentences.choose_multiple(&mut random, count);
        texts.push(("language", sentences.map(String::as_str).collect::<Vec<_>>().join(" ")));
    }
    let vocabulary: Vec<_> = default_model().vectorizer().vocabulary().stems().collect();
    let length = Uniform::new(10, 60);
    for _ in 0..60 {
        let words =
            (0..length.sample(&mut random)).map(|_| *vocabulary.choose(&mut random).unwrap());
        texts.push(("words", words.collect::<Vec<_>>().join(" ")));
        let letters = (0..length.sample(&mut random)).map(|_| {
            let length = (2..=10).choose(&mut random).unwrap();
            (0..length).map(|_| ('a'..='z').choose(&mut random).unwrap()).collect::<String>()
        });
        texts.push(("letters", letters.collect::<Vec<_>>().join(" ")));
    }
    for _ in 0..30 {
        let length = (80..500).choose(&mut random).unwrap();
        texts.push(("base64", Alphanumeric.sample_string(&mut random, length)));
        let recipes: Vec<_> = recipe.choose_multiple(&mut random, 2).collect();
        let steps: Vec<_> = recipes.iter().flat_map(|text| text.text.trim().split(". ")).collect();
        texts.push(("recipe", part(&steps, 3..=6, ". ", &mut random)));
    }
    for _ in 0..80 {
        let lines: Vec<_> = code.choose(&mut random).unwrap().text.lines().collect();
        texts.push(("code", part(&lines, 5..=10, "\n", &mut random)));
    }
    texts
}

/// Some neighbouring parts of a text.
fn part(
    parts: &[&str],
    count: std::ops::RangeInclusive<usize>,
    joint: &str,
    random: &mut ChaCha8Rng,
) -> String {
    let count = count.choose(random).unwrap().min(parts.len());
    let from = (0..=parts.len() - count).choose(random).unwrap();
    parts[from..from + count].join(joint)
}

#[test]
fn five_hundred_other_texts_are_marked_and_get_no_label() {
    let texts = texts();
    assert_eq!(texts.len(), 500);
    let mut worker = default_model().worker();
    let mut marked: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (kind, text) in &texts {
        let prediction = worker.predict(text);
        let [novel, all] = marked.entry(kind).or_default();
        *novel += usize::from(prediction.is_novel());
        *all += 1;
        if prediction.is_novel() {
            assert!(prediction.labels.is_empty(), "{text}");
            assert!(prediction.confidences.iter().all(|&confidence| confidence <= 0.75), "{text}");
        }
    }
    let novel: usize = marked.values().map(|[novel, _]| novel).sum();
    assert!(novel >= 475, "{novel} of 500 are marked: {marked:?}");
}

#[test]
fn languages_are_named() {
    let material = std::fs::read_to_string("tests/data/not-news.toml").unwrap();
    let Material { language, .. } = toml::from_str(&material).unwrap();
    let mut named = 0;
    for Language { name, sentences } in &language {
        let run = with_input(&["classify", "--format", "jsonl"], sentences.join(" "));
        let row: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let found = row["language"].as_str().and_then(Detected::of_code);
        if found.and_then(Detected::language).is_none() {
            assert!(row["novel"]["novelty"].as_f64().unwrap() >= 0.5, "{name}: {row}");
            assert_eq!(row["labels"].as_array().unwrap().len(), 0, "{name}");
        }
        named += usize::from(found.map(Detected::name) == Some(name));
    }
    assert!(named >= 25, "{named} of 30 languages are named");
}

#[test]
fn news_is_not_marked() {
    let labels = Dataset::read(&[PathBuf::from("labels/news-words.jsonl")], None).unwrap();
    let mut worker = default_model().worker();
    let novel =
        labels.contents().filter(|content| worker.predict_content(content).is_novel()).count();
    assert!(novel * 50 <= labels.examples.len(), "{novel} of {}", labels.examples.len());
}

#[test]
fn a_novel_paragraph_is_not_said_to_be_in_the_language_of_its_document() {
    let italian = "Il governo ha annunciato martedì un aumento dei dazi doganali sulle importazioni \
                   di acciaio, nonostante le proteste dei sindacati.";
    let polish = "Rząd ogłosił we wtorek podwyżkę ceł na import stali mimo protestów związków.";
    let run = with_input(&["classify"], format!("{italian}\n\n{polish}\n"));
    let labels = run.stdout.lines().filter_map(|line| line.split(['\t', ':']).nth(3));
    assert_eq!(
        labels.collect::<Vec<_>>()[..2],
        ["!novel(Italian)", "!novel(Polish)"],
        "{}",
        run.stdout
    );
}
