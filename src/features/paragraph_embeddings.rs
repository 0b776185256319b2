//! Sentence-transformer embeddings of paragraphs, for training a teacher.
//!
//! `models/distill` has the recipe for the file. Paragraphs are identified by a hash of their
//! content, so embeddings can be looked up for any subset of the labels, in any order.

use std::collections::BTreeMap;
use std::path::Path;

use ndarray::Array2;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::quantized_vectors::QuantizedVectors;
use crate::Result;
use crate::error::{ModelError, Problem};
use crate::tensor_file;

/// Embeddings of paragraphs, all of the same length.
#[derive(Clone, PartialEq)]
pub struct ParagraphEmbeddings {
    name: String,
    manifest: ParagraphEmbeddingsManifest,
    keys: Vec<u64>,
    vectors: QuantizedVectors,
    sha256: String,
}

/// The description of a file of embeddings, stored in it as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParagraphEmbeddingsManifest {
    /// The version of the file format; see [`ParagraphEmbeddingsManifest::FORMAT`].
    pub format: u32,
    /// The origin of the embeddings, in words.
    pub provenance: BTreeMap<String, String>,
}

impl ParagraphEmbeddingsManifest {
    /// The file format this program reads.
    pub const FORMAT: u32 = 1;
}

impl ParagraphEmbeddings {
    /// Reads embeddings from their file.
    ///
    /// # Errors
    /// If the file cannot be read or is not a valid file of embeddings.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = tensor_file::read(path, |name, problem| Problem::Embeddings { name, problem })?;
        Self::from_bytes(&path.display().to_string(), &bytes)
    }

    /// Reads embeddings from the bytes of their file; `name` appears in error messages.
    ///
    /// # Errors
    /// If the bytes are not a valid file of embeddings.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        parse(name, bytes)
            .map_err(|problem| Problem::Embeddings { name: name.to_owned(), problem }.into())
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The manifest of the file.
    pub fn manifest(&self) -> &ParagraphEmbeddingsManifest {
        &self.manifest
    }

    /// SHA-256 of the file, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The length of an embedding.
    pub fn dimensions(&self) -> usize {
        self.vectors.dimensions()
    }

    /// The index of the paragraph with a key; see [`crate::dataset::Content::key`].
    pub fn place(&self, key: u64) -> Option<usize> {
        self.keys.binary_search(&key).ok()
    }

    /// The embeddings at some indices times `factor`, of shape (paragraphs, dimensions).
    pub(crate) fn rows(&self, places: &[usize], factor: f32) -> Array2<f32> {
        let mut rows = Array2::zeros((places.len(), self.dimensions()));
        for (mut row, &place) in rows.rows_mut().into_iter().zip(places) {
            let (scale, vector) = self.vectors.get(place);
            let scale = factor * scale;
            row.iter_mut().zip(vector).for_each(|(to, &byte)| *to = scale * f32::from(byte));
        }
        rows
    }
}

/// Prints the sizes, not the numbers.
impl std::fmt::Debug for ParagraphEmbeddings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (paragraphs, dimensions) = (self.keys.len(), self.dimensions());
        write!(formatter, "ParagraphEmbeddings({paragraphs} paragraphs, {dimensions} dimensions)")
    }
}

fn parse(name: &str, bytes: &[u8]) -> Result<ParagraphEmbeddings, ModelError> {
    let (manifest, tensors): (ParagraphEmbeddingsManifest, _) =
        tensor_file::open(bytes, ParagraphEmbeddingsManifest::FORMAT, |_| Ok(()))?;
    let keys = tensors.keys()?;
    let vectors = QuantizedVectors::read(&tensors, keys.len())?;
    let (name, sha256) = (name.to_owned(), crate::file_digest::hexadecimal(&Sha256::digest(bytes)));
    Ok(ParagraphEmbeddings { name, manifest, keys, vectors, sha256 })
}
