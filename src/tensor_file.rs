//! Tensor files: a safetensors container with a manifest in JSON.
//!
//! Files are not trusted: sizes, types, shapes, order and values are checked before use, in that
//! order. Each message names the tensor, what was expected and what was found.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, serialize};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{ModelError, Problem};
use crate::{Error, Result, file_digest};

/// The only key of the container's metadata; several would not have a stable order.
const MANIFEST: &str = "themewise";
/// The maximum size of a file: that of a model with a million terms and 500 themes.
const MAX_FILE_BYTES: u64 = 2 << 30;
/// The maximum size of its header, which takes many times its size to parse. That of the built-in
/// model has 33 kB; with two thousand themes that are described as well it would have 4 MB.
const MAX_HEADER_BYTES: u64 = 6 << 20;

/// Name, type, shape and bytes of a tensor.
pub(crate) type Tensor = (&'static str, Dtype, Vec<usize>, Vec<u8>);

/// The bytes of a file with its digest; equal tensors and manifests have equal bytes.
///
/// # Panics
/// If the manifest is larger than 100 MB, the limit of the container.
pub(crate) fn to_bytes(tensors: &[Tensor], manifest: &impl Serialize) -> Vec<u8> {
    let views = tensors.iter().map(|(name, dtype, shape, data)| {
        let view = TensorView::new(*dtype, shape.clone(), data);
        (*name, view.expect("each shape is taken from its data"))
    });
    let manifest = serde_json::to_string(manifest).expect("a manifest is plain data");
    let manifest = file_digest::with_place(&manifest);
    let metadata = [(MANIFEST.to_owned(), manifest)].into_iter().collect();
    let file = serialize(views, Some(metadata));
    let mut bytes = file.expect("a file is under the container's limits");
    file_digest::fill(&mut bytes);
    bytes
}

/// Stems as the bytes of a tensor.
pub(crate) fn lines<'a>(stems: impl Iterator<Item = &'a str>) -> Vec<u8> {
    stems.collect::<Vec<_>>().join("\n").into_bytes()
}

/// Numbers as the bytes of a tensor.
pub(crate) fn floats(values: impl Iterator<Item = f32>) -> Vec<u8> {
    values.flat_map(f32::to_le_bytes).collect()
}

/// Reads a file of limited size; `not_one` makes the problem for a file that is too large.
pub(crate) fn read(
    path: &Path,
    not_one: impl Fn(String, ModelError) -> Problem,
) -> Result<Vec<u8>> {
    let failed = |source| Error::access(path, source);
    let file = File::open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?.len();
    if found > MAX_FILE_BYTES {
        let problem = ModelError::Size { found, limit: MAX_FILE_BYTES };
        return Err(not_one(path.display().to_string(), problem).into());
    }
    let (mut bytes, mut file) = (Vec::new(), file.take(MAX_FILE_BYTES));
    file.by_ref().take(LENGTH as u64).read_to_end(&mut bytes).map_err(failed)?;
    // Before the rest is read.
    check_header(&bytes).map_err(|problem| not_one(path.display().to_string(), problem))?;
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The number of bytes before the header, which are its length.
const LENGTH: usize = 8;

/// Checks the size of the header by the first bytes of a file.
fn check_header(bytes: &[u8]) -> Result<(), ModelError> {
    let found = bytes.first_chunk::<LENGTH>().map_or(0, |length| u64::from_le_bytes(*length));
    if found > MAX_HEADER_BYTES {
        return Err(ModelError::Header { found, limit: MAX_HEADER_BYTES });
    }
    Ok(())
}

/// Opens a file of this `format`, whose manifest must pass `check`.
#[cfg(feature = "training")]
pub(crate) fn open<M: DeserializeOwned>(
    bytes: &[u8],
    format: u32,
    check: impl Fn(&str) -> Result<(), ModelError>,
) -> Result<(M, Tensors<'_>), ModelError> {
    parsed(bytes, &manifest_of(bytes, format, check)?)
}

/// Opens a file as [`open`] does, if it has the digest that its manifest states.
pub(crate) fn open_checked<M: DeserializeOwned>(
    bytes: &[u8],
    format: u32,
    check: impl Fn(&str) -> Result<(), ModelError>,
) -> Result<(M, Tensors<'_>), ModelError> {
    let json = manifest_of(bytes, format, check)?;
    let (expected, json) = file_digest::split(&json).ok_or(ModelError::NoDigest)?;
    let found = file_digest::of(bytes).ok_or(ModelError::NoDigest)?;
    if found != expected {
        return Err(ModelError::Digest { found, expected: expected.to_owned() });
    }
    parsed(bytes, &json)
}

/// The manifest of a file of this `format`, which must pass `check`.
fn manifest_of(
    bytes: &[u8],
    format: u32,
    check: impl Fn(&str) -> Result<(), ModelError>,
) -> Result<String, ModelError> {
    let json = manifest(bytes)?;
    // Before anything else, since a file in another format is not a damaged one.
    check_format(&json, format)?;
    check(&json)?;
    Ok(json)
}

fn manifest(bytes: &[u8]) -> Result<String, ModelError> {
    check_header(bytes)?;
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(ModelError::container)?;
    let entry = metadata.metadata().as_ref().and_then(|entries| entries.get(MANIFEST));
    entry.cloned().ok_or(ModelError::NoManifest)
}

fn parsed<'b, M: DeserializeOwned>(
    bytes: &'b [u8],
    json: &str,
) -> Result<(M, Tensors<'b>), ModelError> {
    let manifest = serde_json::from_str(json).map_err(ModelError::manifest)?;
    let tensors = SafeTensors::deserialize(bytes).map_err(ModelError::container)?;
    Ok((manifest, Tensors(tensors)))
}

/// Checks the format before the manifest is parsed, since another format may have other fields.
fn check_format(json: &str, format: u32) -> Result<(), ModelError> {
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    let found: Format = serde_json::from_str(json).map_err(ModelError::manifest)?;
    same("format", &found.format.to_string(), &format.to_string())
}

/// Checks that a manifest states what is expected.
pub(crate) fn same(what: &'static str, found: &str, expected: &str) -> Result<(), ModelError> {
    if found == expected {
        return Ok(());
    }
    Err(ModelError::Incompatible { what, found: found.into(), expected: expected.into() })
}

/// A rule for every value of a tensor, and its name in messages.
pub(crate) type Rule = (fn(f32) -> bool, &'static str);

// Bounds that keep every sum of products within the range of f32.
pub(crate) const FINITE: Rule = (|value| value.abs() <= 1e6, "a number from -1e6 to 1e6");
pub(crate) const POSITIVE: Rule =
    (|value| (1e-6..=1e6).contains(&value), "a number from 1e-6 to 1e6");
pub(crate) const NOT_NEGATIVE: Rule =
    (|value| (0.0..=1e6).contains(&value), "a number from 0 to 1e6");
pub(crate) const SHARE: Rule = (|value| (0.0..=1.0).contains(&value), "a number from 0 to 1");

/// The tensors of a file, checked as they are taken.
pub(crate) struct Tensors<'a>(SafeTensors<'a>);

impl<'a> Tensors<'a> {
    /// The bytes and shape of a tensor, which must have this type and shape; `None` is any length.
    pub(crate) fn bytes(
        &self,
        tensor: &'static str,
        dtype: Dtype,
        shape: &[Option<usize>],
    ) -> Result<(&'a [u8], Vec<usize>), ModelError> {
        let view = self.0.tensor(tensor).map_err(|_| ModelError::Tensor {
            tensor,
            found: "missing".to_owned(),
            expected: description(dtype, shape),
        })?;
        let mut lengths = view.shape().iter().zip(shape);
        let fits = lengths.all(|(found, expected)| expected.is_none_or(|n| n == *found));
        if fits && view.shape().len() == shape.len() && view.dtype() == dtype {
            return Ok((view.data(), view.shape().to_vec()));
        }
        let found: Vec<_> = view.shape().iter().copied().map(Some).collect();
        let (found, expected) = (description(view.dtype(), &found), description(dtype, shape));
        Err(ModelError::Tensor { tensor, found, expected })
    }

    /// Whether there is such a tensor.
    pub(crate) fn has(&self, tensor: &str) -> bool {
        self.0.tensor(tensor).is_ok()
    }

    /// Whether there is such a tensor, without values.
    pub(crate) fn is_empty(&self, tensor: &'static str) -> bool {
        self.0.tensor(tensor).is_ok_and(|view| view.data().is_empty())
    }

    /// The values of a tensor, all of which must satisfy a rule.
    pub(crate) fn floats(
        &self,
        tensor: &'static str,
        shape: &[usize],
        (holds, expected): Rule,
    ) -> Result<Vec<f32>, ModelError> {
        let shape: Vec<_> = shape.iter().copied().map(Some).collect();
        let (bytes, _) = self.bytes(tensor, Dtype::F32, &shape)?;
        let values: Vec<_> = numbers(bytes).map(f32::from_le_bytes).collect();
        match values.iter().position(|&value| !holds(value)) {
            None => Ok(values),
            Some(place) => Err(bad(tensor, values[place], place, expected)),
        }
    }

    /// The tensor `stems`, which must be sorted and unique.
    pub(crate) fn stems(&self) -> Result<Vec<Box<str>>, ModelError> {
        let tensor = "stems";
        let (bytes, _) = self.bytes(tensor, Dtype::U8, &[None])?;
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let place = error.valid_up_to();
            bad(tensor, format!("byte {}", bytes[place]), place, "UTF-8")
        })?;
        let mut stems: Vec<Box<str>> = Vec::new();
        for stem in text.split_terminator('\n') {
            if stems.last().is_some_and(|last| **last >= *stem) {
                return Err(bad(tensor, format!("`{stem}`"), stems.len(), "rising order"));
            }
            stems.push(stem.into());
        }
        Ok(stems)
    }

    /// The tensor `keys`, which must be ascending.
    #[cfg(feature = "training")]
    pub(crate) fn keys(&self) -> Result<Vec<u64>, ModelError> {
        let tensor = "keys";
        let (bytes, _) = self.bytes(tensor, Dtype::U64, &[None])?;
        let (chunks, _) = bytes.as_chunks();
        let keys: Vec<_> = chunks.iter().copied().map(u64::from_le_bytes).collect();
        match keys.windows(2).position(|pair| pair[0] >= pair[1]) {
            None => Ok(keys),
            Some(before) => Err(bad(tensor, keys[before + 1], before + 1, "rising order")),
        }
    }
}

/// Chunks of four bytes.
pub(crate) fn numbers(bytes: &[u8]) -> impl Iterator<Item = [u8; 4]> + '_ {
    bytes.chunks_exact(4).map(|chunk| chunk.try_into().expect("chunks of four"))
}

/// The error for a value that breaks its rule.
pub(crate) fn bad(
    tensor: &'static str,
    found: impl std::fmt::Display,
    place: usize,
    expected: &'static str,
) -> ModelError {
    ModelError::Value { tensor, found: found.to_string(), index: place, expected }
}

fn description(dtype: Dtype, shape: &[Option<usize>]) -> String {
    let lengths = shape.iter().map(|length| length.map_or("any".to_owned(), |n| n.to_string()));
    format!("{dtype} [{}]", lengths.collect::<Vec<_>>().join(", "))
}
