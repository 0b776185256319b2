//! The table of stem vectors: it agrees with the recipe, a damaged one is refused, and trained
//! models contain no vectors.

use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use themewise::dataset::Content;
use themewise::features::{Lexicon, StemVectors, Vectorizer, VectorizerOptions};
use themewise::language::Language;
use themewise::training::Embedding;
use themewise::{Model, Trainer};

use crate::support::{Tensor, numbers_file, small_labels};

/// A text and its vector as `models/distill` computed it.
#[derive(Deserialize)]
struct Line {
    text: String,
    vector: Vec<f32>,
}

#[test]
fn a_paragraph_has_the_vector_the_recipe_gave_it() {
    let table = StemVectors::embedded().unwrap();
    let (none, options): (&[Content], _) = (&[], VectorizerOptions::default());
    let language = Language::English;
    let lexicon = Lexicon { vectors: Some(&table), ..Lexicon::default() };
    let vectorizer = Vectorizer::fit(language, none, Content::analyze, options, lexicon);
    let embedding = Embedding::new(&table, vectorizer.vocabulary());
    let (mut analyzer, mut stems) = (vectorizer.analyzer(), Vec::new());
    let fixture = std::fs::read_to_string("tests/data/stem-vectors.jsonl").unwrap();
    let lines: Vec<Line> = fixture.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(lines.len() >= 5);
    for Line { text, vector } in lines {
        analyzer.analyze(&text, &mut stems);
        let ours = embedding.embed(&[vectorizer.transform(&stems)]);
        assert_eq!(ours.len(), vector.len());
        let differences = ours.iter().zip(&vector).map(|(a, b)| (a - b).abs());
        let largest = differences.fold(0.0, f32::max);
        assert!(largest < 1e-4, "{largest} for {text}");
        assert!(vector.iter().any(|value| value.abs() > 0.05), "the vector is not nothing");
    }
}

/// A model knows the stems of the table even if the labels do not contain them.
#[test]
fn a_model_knows_words_its_labels_lack_and_has_no_vector_inside() {
    let table = StemVectors::embedded().unwrap();
    let trainer = || Trainer::default();
    let with = trainer().with_stem_vectors(&table).train(&small_labels()).unwrap().model;
    let without = trainer().train(&small_labels()).unwrap().model;
    let labels = std::fs::read_to_string("tests/data/labels.jsonl").unwrap();
    let unheard = "Surgeons feared influenza; antibiotics failed.";
    for stem in ["urgeon", "influenza", "antibiotic"] {
        assert!(!labels.contains(stem), "{stem} is not unheard");
    }
    let health = |model: &Model| model.predict(unheard).confidences[model.theme("health").unwrap()];
    assert!(health(&with) > 0.6, "{}", health(&with));
    assert!(health(&with) > health(&without));

    let bytes = with.to_bytes();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    let mut tensors = file.names();
    tensors.sort_unstable();
    let expected = [
        "bias",
        "bigrams",
        "by_itself_biases",
        "by_itself_calibration",
        "by_itself_curves",
        "by_itself_means",
        "by_itself_parts",
        "by_itself_shifts",
        "by_itself_slope",
        "by_itself_thresholds",
        "calibration",
        "context_biases",
        "context_calibration",
        "context_curves",
        "context_means",
        "context_parts",
        "context_shifts",
        "context_slope",
        "context_thresholds",
        "curves",
        "novelty",
        "stems",
        "surprises",
        "term_weights",
        "thresholds",
        "unknown_surprise",
        "unseen_weight",
        "weights",
    ];
    assert_eq!(tensors, expected);
    let summary = with.manifest().training.stem_vectors.as_ref().unwrap();
    assert_eq!(summary.sha256, table.sha256());
    assert!(without.manifest().training.stem_vectors.is_none());
}

#[test]
fn a_damaged_table_is_refused() {
    let stems = || ("stems", Dtype::U8, vec![8], b"deal\nwar".to_vec());
    let floats = |name, values: [f32; 2]| {
        (name, Dtype::F32, vec![2], values.iter().flat_map(|v| v.to_le_bytes()).collect())
    };
    let vectors = |shape| ("vectors", Dtype::I8, shape, vec![1_u8, 2, 3, 255, 128, 127]);
    let good = || {
        vec![
            stems(),
            floats("weights", [1.0, 2.0]),
            floats("scales", [0.1, 0.2]),
            vectors(vec![2, 3]),
        ]
    };
    let manifest = r#"{"format":1,"language":"en","stemmer":{"name":"english/rust-stemmers","version":"1.2+1"},"paragraphs":9,"idf_power":1.5,"provenance":{}}"#;
    let read = |tensors: Vec<Tensor>, manifest: &str| {
        StemVectors::from_bytes("t", &numbers_file(&tensors, manifest))
    };
    let table = read(good(), manifest).unwrap();
    assert_eq!(table.place("war"), Some(1));
    assert_eq!(table.vector(1), (0.2, &[-1, -128, 127][..]));

    let changed = |place: usize, tensor| {
        let mut tensors = good();
        tensors[place] = tensor;
        read(tensors, manifest).unwrap_err().to_string()
    };
    let refused = |what: &str| format!("`t` is not a table of stem vectors: {what}");
    for (message, expected) in [
        (
            changed(0, ("stems", Dtype::U8, vec![8], b"war\ndeal".to_vec())),
            "tensor `stems`: expected rising order, got `deal` at index 1",
        ),
        (
            changed(1, floats("weights", [1.0, 0.0])),
            "tensor `weights`: expected a number from 1e-6 to 1e6, got 0 at index 1",
        ),
        (
            changed(2, floats("scales", [f32::NAN, 1.0])),
            "tensor `scales`: expected a number from 1e-6 to 1e6, got NaN at index 0",
        ),
        (changed(3, vectors(vec![3, 2])), "tensor `vectors`: expected I8 [2, any], got I8 [3, 2]"),
        (
            read(good(), &manifest.replace("1.5", "-1")).unwrap_err().to_string(),
            "invalid manifest: idf_power is not from 0 to 4",
        ),
        (
            read(good(), &manifest.replace(":1,", ":7,")).unwrap_err().to_string(),
            "expected format `1`, got `7`",
        ),
    ] {
        assert_eq!(message, refused(expected));
    }
}
