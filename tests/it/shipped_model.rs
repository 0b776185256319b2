//! The model inside the program: what it says of the sample article, and that
//! the labels of the project give it.

use themewise::document::paragraphs;
use themewise::features::StemVectors;
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

/// Also on another processor, whose logarithms may differ in the last bit.
#[test]
fn is_what_the_labels_of_the_project_give() {
    let files = ["labels/paragraphs.jsonl", "labels/news-words.jsonl"].map(Into::into);
    let themes = ThemeSet::read("labels/themes.toml".as_ref()).unwrap();
    let mut dataset = Dataset::read(&files, Some(&themes)).unwrap();
    dataset.weigh_files(&[0.5, 1.0]).unwrap();
    let vectors = StemVectors::embedded().unwrap();
    let options = TrainingOptions {
        grid: vec![15.0],
        vector_scales: vec![0.5],
        ..TrainingOptions::default()
    };
    let trained = Trainer::new(options).knowing(&vectors).train(&dataset).unwrap().model;
    let shipped = Model::embedded().unwrap();
    let (ours, theirs) = (trained.manifest(), shipped.manifest());
    assert_eq!((&ours.training, &ours.themes), (&theirs.training, &theirs.themes));
    assert!(trained.vectorizer() == shipped.vectorizer());
    let differences = numbers(&trained).zip(numbers(&shipped)).map(|(a, b)| (a - b).abs());
    let largest = differences.fold(0.0_f32, f32::max);
    assert!(largest < 1e-3, "the models differ by {largest}: train the default model anew");
    let summaries = [&ours.evaluation, &theirs.evaluation].map(|e| e.mean_average_precision);
    assert!((summaries[0] - summaries[1]).abs() < 1e-4, "{summaries:?}");
}

/// Every number of a model that was learnt, in one order.
fn numbers(model: &Model) -> impl Iterator<Item = f32> + '_ {
    let scorer = model.scorer();
    let calibrations = model.calibrations().iter().flat_map(|c| [c.slope, c.intercept]);
    let numbers = scorer.weights.iter().chain(&scorer.bias).chain(model.thresholds());
    numbers.copied().chain(calibrations)
}
