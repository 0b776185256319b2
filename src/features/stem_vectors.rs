//! Pretrained knowledge of words: a weight and a vector per stem.
//!
//! The table is distilled once from a sentence transformer (`models/distill` has the recipe). A
//! stem's *weight* depends on how rare it is in news and how much it changes the embedding of a
//! paragraph; its *vector* is the direction of this change. A vector has one byte per dimension and
//! its own scale.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::quantized_vectors::QuantizedVectors;
use super::stem_language::check_stems;
use crate::Result;
use crate::error::{ModelError, Problem};
use crate::language::{Language, StemmerVersion};
use crate::tensor_file::{self, FINITE, POSITIVE};

/// A table of stems with a weight and a vector each.
///
/// # Examples
///
/// ```
/// use themewise::features::StemVectors;
///
/// let table = StemVectors::embedded()?;
/// let weight = |stem| table.place(stem).map(|place| table.weight(place));
/// assert!(weight("tariff") > weight("the"));
/// # Ok::<(), themewise::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct StemVectors {
    manifest: StemVectorsManifest,
    stems: Vec<Box<str>>,
    weights: Vec<f32>,
    vectors: QuantizedVectors,
    mean: Vec<f32>,
    sha256: String,
}

/// The description of a table, stored in its file as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StemVectorsManifest {
    /// The version of the file format; see [`StemVectorsManifest::FORMAT`].
    pub format: u32,
    /// The language of the stems.
    pub language: Language,
    /// The stemmer that the stems were made with.
    pub stemmer: StemmerVersion,
    /// The number of paragraphs in which the stems were counted.
    pub paragraphs: u32,
    /// The power of the inverse document frequency in the weights.
    pub idf_power: f32,
    /// The origin of the table, in words.
    pub provenance: BTreeMap<String, String>,
}

impl StemVectorsManifest {
    /// The file format this program reads.
    pub const FORMAT: u32 = 1;
}

impl StemVectors {
    /// The built-in table.
    #[cfg(feature = "embedded-data")]
    pub fn embedded() -> Result<Self> {
        let bytes = include_bytes!("../../models/stem-vectors.safetensors");
        Self::from_bytes("the embedded stem vectors", bytes)
    }

    /// The table in the folder of the data.
    ///
    /// # Errors
    /// If there is none.
    #[cfg(not(feature = "embedded-data"))]
    pub fn embedded() -> Result<Self> {
        Self::read(&crate::data_folder::needed("stem-vectors.safetensors")?)
    }

    /// Reads a table from its file.
    ///
    /// # Errors
    /// If the file cannot be read or is not a valid table of stem vectors.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes =
            tensor_file::read(path, |name, problem| Problem::StemVectors { name, problem })?;
        Self::from_bytes(&path.display().to_string(), &bytes)
    }

    /// Reads a table from the bytes of its file; `name` appears in error messages.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        parse(bytes)
            .map_err(|problem| Problem::StemVectors { name: name.to_owned(), problem }.into())
    }

    /// The manifest of the table.
    pub fn manifest(&self) -> &StemVectorsManifest {
        &self.manifest
    }

    /// SHA-256 of the file, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The stems in alphabetical order.
    pub fn stems(&self) -> impl ExactSizeIterator<Item = &str> {
        self.stems.iter().map(AsRef::as_ref)
    }

    /// The length of a vector.
    pub fn dimensions(&self) -> usize {
        self.vectors.dimensions()
    }

    /// The index of a stem in the table.
    pub fn place(&self, stem: &str) -> Option<usize> {
        self.stems.binary_search_by(|known| (**known).cmp(stem)).ok()
    }

    /// The weight of a stem in the table, above 0.
    pub fn weight(&self, place: usize) -> f32 {
        self.weights[place]
    }

    /// The weight of a stem that is not in the table and occurs in `df` labelled paragraphs (0 for
    /// an unseen stem).
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm needs no more digits")]
    pub fn weight_of_other(&self, df: u32) -> f32 {
        let paragraphs = f64::from(self.manifest.paragraphs);
        let idf = ((1.0 + paragraphs) / (1.0 + f64::from(df))).ln().max(0.0) + 1.0;
        idf.powf(self.manifest.idf_power.into()) as f32
    }

    /// The mean sum over paragraphs of news, one number per dimension; nothing if it is not known.
    /// Sums minus their mean are alike in all languages of a space.
    pub fn mean(&self) -> &[f32] {
        &self.mean
    }

    /// The scale and the bytes of a stem's vector; the vector is their product.
    pub fn vector(&self, place: usize) -> (f32, &[i8]) {
        self.vectors.get(place)
    }
}

/// Prints the sizes, not the table.
impl std::fmt::Debug for StemVectors {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (stems, dimensions) = (self.stems.len(), self.dimensions());
        write!(formatter, "StemVectors({stems} stems, {dimensions} dimensions)")
    }
}

fn parse(bytes: &[u8]) -> Result<StemVectors, ModelError> {
    let (manifest, tensors): (StemVectorsManifest, _) =
        tensor_file::open(bytes, StemVectorsManifest::FORMAT, check_stems)?;
    // With other powers, weights exceed the bounds of a model file.
    if !(0.0..=4.0).contains(&manifest.idf_power) {
        let error = serde::de::Error::custom("idf_power is not from 0 to 4");
        return Err(ModelError::manifest(error));
    }
    let stems = tensors.stems()?;
    let weights = tensors.floats("weights", &[stems.len()], POSITIVE)?;
    let vectors = QuantizedVectors::read(&tensors, stems.len())?;
    let mean = if tensors.has("mean") {
        tensors.floats("mean", &[vectors.dimensions()], FINITE)?
    } else {
        Vec::new()
    };
    let sha256 = crate::file_digest::hexadecimal(&Sha256::digest(bytes));
    Ok(StemVectors { manifest, stems, weights, vectors, mean, sha256 })
}
