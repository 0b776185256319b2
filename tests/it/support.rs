//! A small model of three themes, trained once, and files for the program.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use sha2::{Digest, Sha256};
use themewise::dataset::Content;
use themewise::document::{Document, paragraphs};
use themewise::features::VectorizerOptions;
use themewise::model::{Context, ContextSummary, ContextWeights, Contexts, Manifest, ThemeHeads};
use themewise::output::{OutputFormat, WriteOptions};
use themewise::tagging::{Rollup, TaggedParagraph};
use themewise::training::TrainingOptions;
use themewise::{Dataset, Model, Trainer};

/// The labelled paragraphs of trade, energy and health in `tests/data`.
pub(crate) fn small_labels() -> Dataset {
    Dataset::read(&[PathBuf::from("tests/data/labels.jsonl")], None).unwrap()
}

/// A model of stems and bigrams trained on [`small_labels`].
pub(crate) fn small_model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| {
        let vectorizer = VectorizerOptions { bigrams: true, ..VectorizerOptions::default() };
        let options = TrainingOptions { vectorizer, ..TrainingOptions::default() };
        Trainer::new(options).train(&small_labels()).unwrap().model
    })
}

/// The built-in model.
pub(crate) fn default_model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| Model::embedded().unwrap())
}

/// What a terminal of 60 columns gets for the paragraphs of a text, each predicted by itself.
pub(crate) fn on_terminal(model: &Model, name: &str, text: &str) -> String {
    let document = Arc::new(Document::named(name));
    let mut out = Vec::new();
    let options = WriteOptions { terminal: Some(60), ..WriteOptions::default() };
    let mut writer = OutputFormat::Text.writer(&mut out, model.themes(), &options);
    writer.begin_document(&document).unwrap();
    let mut rollup = Rollup::new(document.clone());
    for (paragraph, number) in paragraphs(text).into_iter().zip(1..) {
        let prediction = model.predict(paragraph.text);
        let tagged = TaggedParagraph {
            document: &document,
            number,
            sentence: None,
            paragraph,
            prediction: &prediction,
            explanations: &[],
        };
        rollup.count(&tagged);
        writer.paragraph(&tagged).unwrap();
    }
    writer.end_of_document(&rollup).unwrap();
    writer.flush().unwrap();
    drop(writer);
    String::from_utf8(out).unwrap()
}

/// The file of [`small_model`].
pub(crate) fn small_model_path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| written(small_model(), "small.safetensors"))
}

/// [`small_model`], taught by hand to read articles.
pub(crate) fn article_model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| with_context(small_model(), 12))
}

/// The file of [`article_model`].
pub(crate) fn article_model_path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| written(article_model(), "article.safetensors"))
}

/// The file of [`small_model`] with weights that another model has learned.
pub(crate) fn borrowing_model_path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| written(&with_context(small_model(), 0), "borrowing.safetensors"))
}

fn written(model: &Model, name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    model.write(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A model with a made-up context, as if learned from a number of articles; borrowed if that is 0.
pub(crate) fn with_context(model: &Model, articles: usize) -> Model {
    let themes = model.themes().len();
    let weights = |parts, bias| ContextWeights { parts, shift: 0.0, biases: vec![bias; themes] };
    let own = model.heads();
    let curves = if articles > 0 { own.curves.clone() } else { Vec::new() };
    // The paragraph, the title, the paragraphs before and after, the rest.
    let article = Context {
        means: vec![-1.5; themes],
        slope: 1.25,
        weights: [
            weights([0.7, 0.5, 0.2, 0.1, 0.3], -1.25),
            weights([0.8, 0.0, 0.3, 0.2, 0.4], -1.5),
            weights([0.8, 0.6, 0.0, 0.0, 0.0], -1.375),
        ],
        heads: ThemeHeads { curves, ..own.clone() },
    };
    let mut paragraph = article.clone();
    for weights in &mut paragraph.weights {
        weights.parts = weights.parts.map(|weight| weight / 8.0);
        weights.parts[0] = 1.0;
    }
    let summary = ContextSummary {
        articles,
        examples: 9 * articles,
        evaluation: None,
        evaluation_by_itself: None,
    };
    let manifest = Manifest { context: Some(summary), ..model.manifest().clone() };
    let contexts = Contexts { article, paragraph };
    model.clone().with_heads(manifest, own.clone(), Some(contexts))
}

/// Name, type, shape and bytes of a tensor.
pub(crate) type Tensor = (&'static str, Dtype, Vec<usize>, Vec<u8>);

/// The bytes of a tensor file with any manifest.
pub(crate) fn numbers_file(tensors: &[Tensor], manifest: &str) -> Vec<u8> {
    let views = tensors.iter().map(|(name, dtype, shape, bytes)| {
        (*name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
    });
    let metadata = [("themewise".to_owned(), manifest.to_owned())].into_iter().collect();
    serialize(views, Some(metadata)).unwrap()
}

/// A model file with the digest that belongs to its bytes, as someone writes it who forges one.
pub(crate) fn with_digest(mut file: Vec<u8>) -> Vec<u8> {
    const BEGIN: &[u8] = b"{\\\"digest\\\":\\\"";
    let Some(begin) = file.windows(BEGIN.len()).position(|bytes| bytes == BEGIN) else {
        return file;
    };
    let place = begin + BEGIN.len()..begin + BEGIN.len() + 64;
    let hash = Sha256::new().chain_update(&file[..place.start]).chain_update(&file[place.end..]);
    let digits: Vec<_> = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    file[place].copy_from_slice(digits.concat().as_bytes());
    file
}

/// The bytes of a file of embeddings of two dimensions, in hundredths.
pub(crate) fn embeddings(paragraphs: impl IntoIterator<Item = (Content, [i8; 2])>) -> Vec<u8> {
    let paragraphs = paragraphs.into_iter().map(|(content, vector)| (content.key(), vector));
    let paragraphs: BTreeMap<u64, [i8; 2]> = paragraphs.collect();
    let rows = paragraphs.len();
    let keys = paragraphs.keys().flat_map(|key| key.to_le_bytes()).collect();
    let scales = [0.01_f32.to_le_bytes()].repeat(rows).concat();
    let vectors = paragraphs.values().flatten().map(|value| value.cast_unsigned()).collect();
    let tensors = [
        ("keys", Dtype::U64, vec![rows], keys),
        ("scales", Dtype::F32, vec![rows], scales),
        ("vectors", Dtype::I8, vec![rows, 2], vectors),
    ];
    numbers_file(&tensors, r#"{"format":1,"provenance":{}}"#)
}
