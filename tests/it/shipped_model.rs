//! The built-in model: its labels for the sample article, and its training data.

use std::collections::HashSet;

use themewise::document::paragraphs;
use themewise::features::StemVectors;
use themewise::model::TrainingSummary;
use themewise::training::TrainingOptions;
use themewise::{Dataset, Model, ThemeSet, Trainer};

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

/// The model cannot be reproduced from the project alone, since it was also trained on texts that
/// are not part of it. This test checks that it names the project's labels and vectors, and that it
/// is close to a model trained on these alone.
#[test]
fn is_close_to_a_model_trained_on_the_project_alone() {
    let files = ["labels/paragraphs.jsonl", "labels/news-words.jsonl"].map(Into::into);
    let themes = ThemeSet::read("labels/themes.toml".as_ref()).unwrap();
    let mut dataset = Dataset::read(&files, Some(&themes)).unwrap();
    let vectors = StemVectors::embedded().unwrap();
    let shipped = Model::embedded().unwrap();
    let theirs = &shipped.manifest().training;
    dataset.weigh_files(&theirs.file_weights).unwrap();
    let setting = theirs.stem_vectors.as_ref().unwrap();
    let options = TrainingOptions {
        grid: vec![theirs.c.unwrap()],
        vector_scales: vec![setting.scale],
        name_scale: theirs.name_scale,
        ..TrainingOptions::default()
    };
    let alone = Trainer::new(options).with_stem_vectors(&vectors).train(&dataset).unwrap().model;

    let unlabelled = theirs.self_training.as_ref().expect("it learnt from unlabelled paragraphs");
    assert!(unlabelled.embeddings.is_some(), "a teacher told what themes these have");
    let without = TrainingSummary { self_training: None, ..theirs.clone() };
    assert_eq!(alone.manifest().training, without);
    assert_eq!(alone.themes(), shipped.themes());
    assert!(alone.vectorizer() == shipped.vectorizer());
    let precisions = [&alone, &shipped].map(|m| m.manifest().evaluation.mean_average_precision);
    assert!((precisions[0] - precisions[1]).abs() < 0.005, "{precisions:?}");
    let news = std::fs::read_to_string("benches/data/news.txt").unwrap();
    let news = paragraphs(&news);
    let decisions = |model: &Model| {
        let mut worker = model.worker();
        let labels = news.iter().map(|paragraph| worker.predict(paragraph.text).labels);
        let given = labels.enumerate().flat_map(|(at, labels)| {
            labels.into_iter().map(move |label| (at, label.theme.to_string()))
        });
        given.collect::<HashSet<_>>()
    };
    let (ours, theirs) = (decisions(&alone), decisions(&shipped));
    let (both, either) = (ours.intersection(&theirs).count(), ours.union(&theirs).count());
    assert!(both * 10 >= either * 9 && either >= 100, "{both} of {either} labels are the same");
}
