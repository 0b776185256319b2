//! The built-in model: its labels for the sample article, and its training data.

use themewise::document::paragraphs;
use themewise::features::StemVectors;
use themewise::model::{Manifest, Perspective};
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

/// The table of docs/formats.md.
#[test]
fn a_paragraph_means_what_its_article_makes_of_it_or_what_it_says_itself() {
    let model = Model::embedded().unwrap();
    let surest = |perspective, title, paragraphs: &[&str]| {
        let mut worker = model.clone().with_perspective(perspective).worker();
        let first = worker.predict_article(Some(title), paragraphs).swap_remove(0);
        let theme = first.labels.first().map(|label| label.theme.to_string());
        (theme.unwrap_or_default(), first.confidences[model.theme("health").unwrap()])
    };
    let all = [Perspective::Article, Perspective::Paragraph, Perspective::Alone];
    let deal = [
        "The deal was signed on Monday.",
        "Tariffs on steel imports will fall by half.",
        "Exports will grow, the trade minister said.",
    ];
    let title = "Ministers agree on steel tariffs";
    let found = all.map(|perspective| surest(perspective, title, &deal).0);
    assert_eq!(found, ["trade", "", ""]);
    let virus = [
        "A virus was found on Monday.",
        "Malware had been hidden in an update of the software, investigators said.",
        "The attackers asked for a ransom to decrypt the files.",
        "Experts said the ransomware had infected 4,000 servers.",
    ];
    let title = "Hackers cripple computers of the ministry";
    let found = all.map(|perspective| surest(perspective, title, &virus));
    let themes = found.each_ref().map(|(theme, _)| theme.as_str());
    assert_eq!(themes, ["cybersecurity", "", "health"]);
    assert!(found.is_sorted_by(|(_, a), (_, b)| a + 0.1 < *b), "{found:?}");
}

/// The gate trains it again and compares the bytes, which takes a minute. This test checks that it
/// was trained on the labels and stem vectors of this project.
#[test]
fn was_trained_on_the_labels_of_this_project() {
    const FILES: [&str; 6] =
        ["paragraphs", "news-words", "news-words-2", "news-words-3", "articles-words", "not-news"];
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
