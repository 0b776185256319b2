//! Labels do not change when they are written in a format and read again.

use std::path::Path;

use proptest::prelude::*;
use themewise::dataset::{
    Article, ArticleParagraph, Content, Context, Example, Judgement, LabelFormat,
};
use themewise::language::Language;
use themewise::{Dataset, Theme, ThemeId, ThemeSet};

use crate::program::themewise;

pub(crate) fn three_themes() -> ThemeSet {
    let ids =
        ["arms", "human-rights", "zinc"].map(|id| Theme::from(id.parse::<ThemeId>().unwrap()));
    ThemeSet::try_from(ids.to_vec()).unwrap()
}

/// Whether to generate paragraphs with some unknown themes, with only unknown themes, or with word
/// counts.
#[derive(Debug, Clone, Copy)]
struct Kinds {
    partly: bool,
    ignored: bool,
    words: bool,
}

prop_compose! {
    fn content(words: bool)(
        text in "(\\PC|[\n\r\t\",;#' ]|__label){1,40}".prop_filter("a text", |text| !text.trim().is_empty()),
        counts in proptest::collection::btree_map("[a-z]{1,5}", 1_u32..9, 1..4),
        is_text in any::<bool>(),
    ) -> Content {
        if is_text || !words { Content::Text(text) } else { Content::Words(counts) }
    }
}

prop_compose! {
    fn example(kinds: Kinds)(
        content in content(kinds.words),
        marks in proptest::collection::vec(0_u8..3, 3),
        ignored in proptest::bool::weighted(0.2),
        weight in prop_oneof![Just(1.0_f32), Just(0.25), Just(3.5)],
        fields in proptest::collection::btree_map("source|date", "[a-z0-9 ;,\"]{0,5}[a-z]", 0..3),
    ) -> Example {
        let ignored = ignored && kinds.ignored;
        let with = |wanted: u8| {
            let is = |place: &usize| match marks[*place] {
                _ if ignored => wanted == 2,
                2 if !kinds.partly => wanted == 0,
                mark => mark == wanted,
            };
            (0..3).filter(is).collect::<Vec<_>>()
        };
        let (themes, unknown) = (with(1), with(2));
        Example { id: String::new(), themes, unknown, alone: None, content, weight, fields }
    }
}

/// An article whose paragraphs are examples or only texts.
#[derive(Debug, Clone)]
struct Parts {
    title: Option<Content>,
    paragraphs: Vec<(Example, bool)>,
}

prop_compose! {
    fn parts(kinds: Kinds)(
        title in proptest::option::of(content(kinds.words)),
        paragraphs in proptest::collection::vec(
            (example(kinds), proptest::option::of(judgement()), any::<bool>()),
            0..4,
        ),
    ) -> Parts {
        let paragraphs = paragraphs.into_iter().map(|(mut example, alone, is_labelled)| {
            example.alone = alone;
            (example, is_labelled)
        });
        Parts { title, paragraphs: paragraphs.collect() }
    }
}

prop_compose! {
    fn judgement()(marks in proptest::collection::vec(0_u8..3, 3)) -> Judgement {
        let with = |wanted: u8| (0..3).filter(|&place| marks[place] == wanted).collect();
        Judgement { themes: with(1), unknown: with(2) }
    }
}

fn dataset(kinds: Kinds) -> impl Strategy<Value = Dataset> {
    proptest::collection::vec(example(kinds), 1..6).prop_map(|mut examples| {
        for (number, example) in examples.iter_mut().enumerate() {
            example.id = format!("e{number}");
        }
        let file_lengths = vec![examples.len()];
        let sha256 = String::new();
        let (themes, articles, file_weights) = (three_themes(), vec![], vec![1.0]);
        let language = Language::English;
        Dataset { themes, language, examples, articles, file_lengths, file_weights, sha256 }
    })
}

/// A dataset that ends with articles.
fn with_articles(kinds: Kinds) -> impl Strategy<Value = Dataset> {
    let articles = proptest::collection::vec(parts(kinds), 0..4);
    (dataset(kinds), articles).prop_map(|(mut dataset, articles)| {
        for (number, parts) in articles.into_iter().enumerate() {
            add_article(&mut dataset, &format!("d{number}"), parts);
        }
        dataset
    })
}

fn add_article(dataset: &mut Dataset, document: &str, Parts { title, paragraphs }: Parts) {
    let place = |number: usize| {
        [("document".to_owned(), document.to_owned()), ("paragraph".to_owned(), number.to_string())]
    };
    let id = |number: usize| format!("{document}.{number}");
    let title_context = || Context { id: id(0), fields: place(0).into() };
    let context = title.iter().map(|_| title_context()).collect();
    let mut article = Article { document: document.to_owned(), title, paragraphs: vec![], context };
    for (number, (mut example, is_labelled)) in (1..).zip(paragraphs) {
        example.id = id(number);
        example.fields.extend(place(number));
        article.paragraphs.push(if is_labelled && example.unknown.len() < 3 {
            dataset.examples.push(example);
            ArticleParagraph::Labelled(dataset.examples.len() - 1)
        } else {
            article.context.push(Context { id: example.id, fields: example.fields });
            ArticleParagraph::Unlabelled(example.content)
        });
    }
    if article.title.is_some() || !article.paragraphs.is_empty() {
        dataset.articles.push(article);
    }
}

/// Writes a dataset and reads it again.
fn there_and_back(format: LabelFormat, dataset: &Dataset) -> Result<Dataset, TestCaseError> {
    let mut bytes = Vec::new();
    let written = dataset.write_as(format, &mut bytes).unwrap();
    prop_assert_eq!(&written.skipped, &[]);
    let files = [(Path::new("labels"), bytes)];
    let read = Dataset::parse_as(Some(format), &files, Some(&dataset.themes));
    let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let (sha256, file_lengths) = (dataset.sha256.clone(), dataset.file_lengths.clone());
    Ok(Dataset { sha256, file_lengths, ..read })
}

proptest! {
    #[test]
    fn ours_say_everything(dataset in with_articles(Kinds { partly: true, ignored: true, words: true })) {
        let read = there_and_back(LabelFormat::Jsonl, &dataset)?;
        prop_assert_eq!(read, dataset);
    }

    #[test]
    fn what_can_say_unknown_says_it(dataset in with_articles(Kinds { partly: true, ignored: true, words: false })) {
        use LabelFormat::{Csv, HuggingFace, Prodigy, Spacy};
        for format in [Csv, HuggingFace, Prodigy, Spacy] {
            let dataset = as_judged(format, &dataset);
            let read = there_and_back(format, &dataset)?;
            prop_assert_eq!(read, dataset, "{:?}", format);
        }
    }

    #[test]
    fn label_studio_says_known_or_not(dataset in with_articles(Kinds { partly: false, ignored: true, words: false })) {
        let dataset = as_judged(LabelFormat::LabelStudio, &dataset);
        let read = there_and_back(LabelFormat::LabelStudio, &dataset)?;
        prop_assert_eq!(read, dataset);
    }

    #[test]
    fn doccano_says_what_is_known(dataset in dataset(Kinds { partly: false, ignored: false, words: false })) {
        let read = there_and_back(LabelFormat::Doccano, &dataset)?;
        prop_assert_eq!(read, dataset);
    }

    #[test]
    fn fasttext_says_themes_of_one_line(dataset in dataset(Kinds { partly: false, ignored: false, words: false })) {
        let mut dataset = dataset;
        for (number, example) in (1..).zip(&mut dataset.examples) {
            let text = example.content.text().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            example.content = Content::Text(text.replace("__label__", "__label"));
            (example.id, example.weight) = (format!("labels:{number}"), 1.0);
            example.fields.clear();
        }
        let read = there_and_back(LabelFormat::Fasttext, &dataset)?;
        prop_assert_eq!(read, dataset);
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..80), text in "[\\[{\",:}\\]a-z01_ \n]{0,60}") {
        for bytes in [bytes, text.into_bytes()] {
            for format in LabelFormat::ALL {
                let files = [(Path::new("labels"), bytes.clone())];
                let _ = Dataset::parse_as(Some(format), &files, None);
                let _ = Dataset::parse_as(Some(format), &files, Some(&three_themes()));
            }
            let _ = LabelFormat::recognise(Path::new("labels"), &bytes);
        }
    }
}

/// The dataset with as many judgements as a format can say: in CSV, all paragraphs have two or none;
/// in most formats, none.
fn as_judged(format: LabelFormat, dataset: &Dataset) -> Dataset {
    use LabelFormat::{Csv, HuggingFace};
    let mut dataset = dataset.clone();
    let judged_twice = dataset.examples.iter().any(|example| example.alone.is_some());
    for example in &mut dataset.examples {
        let Example { themes, unknown, alone, .. } = example;
        match format {
            HuggingFace => {}
            Csv if judged_twice => {
                alone.get_or_insert_with(|| Judgement {
                    themes: themes.clone(),
                    unknown: unknown.clone(),
                });
            }
            _ => *alone = None,
        }
    }
    dataset
}

/// Labels converted to each format and back give the same model.
#[test]
fn a_model_of_converted_labels_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let small = std::fs::read_to_string("tests/data/labels.jsonl").unwrap();
    let texts =
        small.lines().filter(|line| line.contains("\"text\":")).map(|line| format!("{line}\n"));
    std::fs::write(path("labels"), texts.collect::<String>()).unwrap();
    let train = |labels: &str, format: &str| {
        let train = ["train", "--quiet", "--c", "10", "--vector-scale", "0.5", "--labels", labels];
        let run = themewise(
            &[&train[..], &["--label-format", format, "--output", &path("model")]].concat(),
        );
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format}");
        let model = themewise::Model::read(Path::new(&path("model"))).unwrap();
        (model.scorer().clone(), model.heads().clone())
    };
    let expected = train(&path("labels"), "auto");
    for format in LabelFormat::ALL.map(LabelFormat::name) {
        let arguments = ["convert", "--to", format, &path("labels"), "--output", &path(format)];
        assert_eq!(themewise(&arguments).code, 0, "{format}");
        assert!(train(&path(format), format) == expected, "{format}");
    }
}
