//! The built-in model: its labels for the sample article, and its training data.

use themewise::document::paragraphs;
use themewise::features::StemVectors;
use themewise::model::Manifest;
use themewise::{Dataset, Model, ThemeSet};

#[test]
fn labels_the_sample_article_as_a_reader_would() {
    let article = std::fs::read_to_string("tests/data/article.txt").unwrap();
    let model = Model::embedded().unwrap();
    let mut worker = model.worker();
    let labels: Vec<_> = paragraphs(&article)
        .into_iter()
        .map(|paragraph| {
            let labels = worker.predict(paragraph.text).labels;
            let themes = labels.iter().map(|label| label.theme.to_string());
            (paragraph.line, themes.collect::<Vec<_>>().join(" "))
        })
        .collect();
    let of_line = |line: usize| &labels.iter().find(|(at, _)| *at == line).unwrap().1;
    for (line, expected) in [
        (5, "cybersecurity"),
        (6, "disinformation"),
        (7, "diplomacy"),
        (8, "trade"),
        (10, "elections"),
        (15, "energy"),
    ] {
        assert!(of_line(line).contains(expected), "line {line} is {}", of_line(line));
    }
    for line in [2, 11, 16, 17] {
        assert_eq!(of_line(line), "", "a byline, a colon, a market, a photo credit");
    }
}

/// The gate trains it again and compares the bytes, which takes a minute. This test checks that it
/// was trained on the labels and stem vectors of this project.
#[test]
fn was_trained_on_the_labels_of_this_project() {
    const FILES: [&str; 5] =
        ["paragraphs", "news-words", "news-words-2", "news-words-3", "articles-words"];
    let files = FILES.map(|name| format!("labels/{name}.jsonl").into());
    let themes = ThemeSet::read("labels/themes.toml".as_ref()).unwrap();
    let dataset = Dataset::read(&files, Some(&themes)).unwrap();
    let model = Model::embedded().unwrap();
    let Manifest { training, context, .. } = model.manifest();
    assert_eq!(model.themes(), &themes);
    assert_eq!(training.labels_sha256, dataset.sha256);
    assert_eq!(training.examples, dataset.examples.len());
    let vectors = StemVectors::embedded().unwrap();
    assert_eq!(training.stem_vectors.as_ref().unwrap().sha256, vectors.sha256());
    let context = context.as_ref().unwrap();
    assert_eq!((context.articles, context.examples), (300, 3995));
    assert_eq!(dataset.articles.len(), 300);
}
