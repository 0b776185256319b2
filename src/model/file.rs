//! The model file: one safetensors container, its manifest as JSON.

use std::path::Path;

use ndarray::{Array1, Array2};
use safetensors::Dtype;

use super::heads_file::{HeadsNames, heads, heads_tensors};
use super::{Manifest, Model, Novelty, Scorer};
use super::{built_in_languages, context_file};
use crate::error::{ModelError, Problem};
use crate::features::{Surprisal, Vectorizer, Vocabulary, check_stems};
use crate::tensor_file::{
    self, FINITE, NOT_NEGATIVE, POSITIVE, Tensor, Tensors, bad, floats, numbers,
};
use crate::{Result, file_digest};

impl Model {
    /// The built-in model: fourteen themes, in English and seven other languages, which are read
    /// when a text needs them. Without the feature `embedded-data`, in those of the other languages
    /// whose tables are in the folder of the data.
    pub fn embedded() -> Result<Self> {
        let bytes = include_bytes!("../../models/default.safetensors");
        let model = Self::from_bytes("the embedded model", bytes)?;
        Ok(model.with_unread(built_in_languages::languages(), built_in_languages::read))
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the file cannot be read or is not a valid model.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = tensor_file::read(path, |name, problem| Problem::Model { name, problem })?;
        Self::from_bytes(&path.display().to_string(), &bytes)
    }

    /// Reads a model from the bytes of a file. `name` appears in error messages.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        let parsed = parse(bytes).and_then(|(model, tensors)| Ok((model, others(&tensors)?)));
        let (model, others) =
            parsed.map_err(|problem| Problem::Model { name: name.to_owned(), problem })?;
        model.with_languages(others)
    }

    /// The bytes of the model's file; equal models have equal bytes.
    ///
    /// # Panics
    /// If the manifest is larger than 100 MB, the limit of safetensors.
    pub fn to_bytes(&self) -> Vec<u8> {
        tensor_file::to_bytes(&tensors(self), self.manifest())
    }

    /// SHA-256 of the model's file but for these digits themselves, in hexadecimal, as its manifest
    /// states it. It tells a file that was damaged; it is no signature.
    ///
    /// # Panics
    /// As [`Model::to_bytes`].
    pub fn digest(&self) -> String {
        file_digest::of(&self.to_bytes()).expect("a model's file has a digest")
    }
}

fn tensors(model: &Model) -> Vec<Tensor> {
    let own = own_tensors(model).into_iter();
    let own = own.chain(model.contexts().into_iter().flat_map(context_file::tensors));
    own.chain(files_of_others(model)).collect()
}

/// The files of the models of other languages, one after the other, and where each ends.
fn files_of_others(model: &Model) -> Vec<Tensor> {
    let (mut files, mut ends) = (Vec::new(), Vec::new());
    for other in model.others() {
        files.extend(other.to_bytes());
        ends.extend((files.len() as u64).to_le_bytes());
    }
    if files.is_empty() {
        return Vec::new();
    }
    let (length, count) = (vec![files.len()], vec![ends.len() / 8]);
    vec![(OTHERS, Dtype::U8, length, files), (OTHER_ENDS, Dtype::U64, count, ends)]
}

const OTHERS: &str = "other_languages";
const OTHER_ENDS: &str = "other_language_ends";

/// Reads the models of other languages, which must not have others themselves.
fn others(tensors: &Tensors) -> Result<Vec<Model>, ModelError> {
    if !tensors.has(OTHERS) {
        return Ok(Vec::new());
    }
    let (files, _) = tensors.bytes(OTHERS, Dtype::U8, &[None])?;
    let (ends, _) = tensors.bytes(OTHER_ENDS, Dtype::U64, &[None])?;
    let (ends, _) = ends.as_chunks();
    let mut begin = 0;
    let mut models = Vec::new();
    for (at, end) in ends.iter().map(|end| u64::from_le_bytes(*end)).enumerate() {
        let file = usize::try_from(end).ok().and_then(|end| files.get(begin..end));
        let file =
            file.ok_or_else(|| bad(OTHER_ENDS, end, at, "the end of a file in rising order"))?;
        begin += file.len();
        models.push(parse(file)?.0);
    }
    Ok(models)
}

/// The tensors of a model without its context.
fn own_tensors(model: &Model) -> [Tensor; 12] {
    let (vectorizer, scorer, novelty) = (model.vectorizer(), model.scorer(), model.novelty());
    let Surprisal { of_terms, of_unknown } = &novelty.surprisal;
    let Novelty { mean, deviation, limit, .. } = *novelty;
    let terms = vectorizer.vocabulary();
    let stems = tensor_file::lines(terms.stems());
    let bigrams = terms.bigrams().iter().flatten().flat_map(|stem| stem.to_le_bytes());
    let (rows, themes) = scorer.weights.dim();
    let [calibration, thresholds, curves] = heads_tensors(model.heads(), HEADS);
    [
        ("stems", Dtype::U8, vec![stems.len()], stems),
        ("bigrams", Dtype::U32, vec![terms.bigrams().len(), 2], bigrams.collect()),
        ("term_weights", Dtype::F32, vec![rows], floats(vectorizer.term_weights().iter().copied())),
        ("unseen_weight", Dtype::F32, vec![1], floats([vectorizer.unseen_weight()].into_iter())),
        ("weights", Dtype::F32, vec![rows, themes], floats(scorer.weights.iter().copied())),
        ("bias", Dtype::F32, vec![themes], floats(scorer.bias.iter().copied())),
        calibration,
        thresholds,
        curves,
        ("surprises", Dtype::F32, vec![rows], floats(of_terms.iter().copied())),
        ("unknown_surprise", Dtype::F32, vec![1], floats([*of_unknown].into_iter())),
        ("novelty", Dtype::F32, vec![3], floats([mean, deviation, limit].into_iter())),
    ]
}

const HEADS: HeadsNames = ["calibration", "thresholds", "curves"];

fn parse(bytes: &[u8]) -> Result<(Model, Tensors<'_>), ModelError> {
    let (manifest, tensors): (Manifest, _) =
        tensor_file::open_checked(bytes, Manifest::FORMAT, check_stems)?;
    let themes = manifest.themes.len();
    let stems = tensors.stems()?;
    let bigrams = bigrams(&tensors, stems.len())?;
    let vocabulary = Vocabulary::new(stems, bigrams);
    let terms = vocabulary.len();
    let term_weights = tensors.floats("term_weights", &[terms], POSITIVE)?;
    let unseen_weight = tensors.floats("unseen_weight", &[1], POSITIVE)?[0];
    let weights = tensors.floats("weights", &[terms, themes], FINITE)?;
    let bias = tensors.floats("bias", &[themes], FINITE)?;
    let examples = manifest.examples();
    let heads = heads(&tensors, HEADS, (themes, examples), false)?;
    let novelty = novelty(&tensors, terms)?;
    let contexts = manifest.context.as_ref();
    let contexts = contexts.map(|_| context_file::parse(&tensors, themes, examples)).transpose()?;

    let weights = Array2::from_shape_vec((terms, themes), weights).expect("the shape was checked");
    let (language, options) = (manifest.language, manifest.vectorizer.clone());
    let vectorizer = Vectorizer::new(language, vocabulary, term_weights, unseen_weight, options);
    let scorer = Scorer { weights, bias: Array1::from(bias) };
    Ok((Model::new(manifest, vectorizer, &scorer, novelty, heads, contexts), tensors))
}

fn novelty(tensors: &Tensors, terms: usize) -> Result<Novelty, ModelError> {
    let of_terms = tensors.floats("surprises", &[terms], NOT_NEGATIVE)?;
    let of_unknown = tensors.floats("unknown_surprise", &[1], NOT_NEGATIVE)?[0];
    let numbers = tensors.floats("novelty", &[3], FINITE)?;
    let (mean, deviation, limit) = (numbers[0], numbers[1], numbers[2]);
    if deviation < 1e-6 {
        return Err(bad("novelty", deviation, 1, POSITIVE.1));
    }
    Ok(Novelty { surprisal: Surprisal { of_terms, of_unknown }, mean, deviation, limit })
}

/// Reads the bigrams: pairs of indices of stems, sorted and unique.
fn bigrams(tensors: &Tensors, stems: usize) -> Result<Vec<[u32; 2]>, ModelError> {
    let tensor = "bigrams";
    let (bytes, _) = tensors.bytes(tensor, Dtype::U32, &[None, Some(2)])?;
    let numbers: Vec<u32> = numbers(bytes).map(u32::from_le_bytes).collect();
    if let Some(at) = numbers.iter().position(|&stem| stem as usize >= stems) {
        return Err(bad(tensor, numbers[at], at, "the place of a stem"));
    }
    let bigrams: Vec<_> = numbers.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
    match bigrams.windows(2).position(|pair| pair[0] >= pair[1]) {
        None => Ok(bigrams),
        Some(at) => Err(bad(tensor, format!("{:?}", bigrams[at + 1]), at + 1, "rising order")),
    }
}
