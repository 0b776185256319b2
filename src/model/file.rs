//! The model file: one safetensors container, its manifest as JSON.
//!
//! Reading trusts nothing: sizes, types, shapes, order and values are checked
//! before use, in that order, and each message names tensor, found and allowed.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, serialize};
use serde::Deserialize;
use tempfile::NamedTempFile;

use super::{Calibration, Manifest, Model, Scorer, StemmerVersion};
use crate::error::ModelError;
use crate::features::{Vectorizer, Vocabulary};
use crate::{Error, Result};

/// The only key of the container's metadata, whose order is not stable.
const MANIFEST: &str = "themewise";
/// A model of a million terms and 500 themes has as much.
const MOST_BYTES: u64 = 2 << 30;

impl Model {
    /// The default model, part of this program: the fourteen themes, English.
    pub fn embedded() -> Result<Self> {
        let bytes = include_bytes!("../../models/default.safetensors");
        Self::from_bytes("the embedded model", bytes)
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// If the file can not be read, or is not a model; see [`ModelError`].
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = read_at_most(path, MOST_BYTES)?;
        Self::from_bytes(&path.display().to_string(), &bytes)
    }

    /// Reads a model from the bytes of its file; `name` is for messages.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        parse(bytes).map_err(|problem| Error::Model { name: name.to_owned(), problem })
    }

    /// Writes a model file; it appears whole or not at all.
    pub fn write(&self, path: &Path) -> Result<()> {
        ModelFile::create(path)?.save(self)
    }

    /// The bytes of the model's file; equal models have equal bytes.
    ///
    /// # Panics
    /// If the model is over the limits of the container: a manifest of 100 MB.
    pub fn to_bytes(&self) -> Vec<u8> {
        let tensors = tensors(self);
        let views = tensors.iter().map(|(name, dtype, shape, data)| {
            let view = TensorView::new(*dtype, shape.clone(), data);
            (*name, view.expect("each shape is taken from its data"))
        });
        let manifest = serde_json::to_string(self.manifest()).expect("a manifest is plain data");
        let metadata = HashMap::from([(MANIFEST.to_owned(), manifest)]);
        serialize(views, Some(metadata)).expect("a model is under the container's limits")
    }
}

/// Name, type, shape and bytes of a tensor.
type Tensor = (&'static str, Dtype, Vec<usize>, Vec<u8>);

fn tensors(model: &Model) -> [Tensor; 8] {
    let (vectorizer, scorer) = (model.vectorizer(), model.scorer());
    let terms = vectorizer.vocabulary();
    let stems = terms.stems().collect::<Vec<_>>().join("\n").into_bytes();
    let bigrams = terms.bigrams().iter().flatten().flat_map(|stem| stem.to_le_bytes());
    let (rows, themes) = scorer.weights.dim();
    let calibrations = model.calibrations().iter().flat_map(|c| [c.slope, c.intercept]);
    [
        ("stems", Dtype::U8, vec![stems.len()], stems),
        ("bigrams", Dtype::U32, vec![terms.bigrams().len(), 2], bigrams.collect()),
        ("idf", Dtype::F32, vec![rows], floats(vectorizer.idf().iter().copied())),
        ("unseen_idf", Dtype::F32, vec![1], floats([vectorizer.unseen_idf()].into_iter())),
        ("weights", Dtype::F32, vec![rows, themes], floats(scorer.weights.iter().copied())),
        ("bias", Dtype::F32, vec![themes], floats(scorer.bias.iter().copied())),
        ("calibration", Dtype::F32, vec![themes, 2], floats(calibrations)),
        ("thresholds", Dtype::F32, vec![themes], floats(model.thresholds().iter().copied())),
    ]
}

/// A model file that is yet to be written.
///
/// A file appears whole or not at all, at the end of a link if there is one;
/// what is no file, such as a pipe or `/dev/null`, is written to as it is.
#[derive(Debug)]
pub struct ModelFile {
    place: Place,
    path: PathBuf,
}

#[derive(Debug)]
enum Place {
    /// Beside the place the model will take.
    Temporary(NamedTempFile),
    /// Something that can not be replaced.
    Special(File),
}

impl ModelFile {
    /// Makes sure that a model can be written to `path`.
    ///
    /// # Errors
    /// If no file can be created there.
    pub fn create(path: &Path) -> Result<Self> {
        // The whole cause names the temporary file, which tells nobody anything.
        let failed = |error: std::io::Error| Error::access(path, error.kind().into());
        let target = path.canonicalize().unwrap_or_else(|_| path.into());
        let place = match target.metadata() {
            Ok(found) if !found.is_file() => {
                Place::Special(File::options().write(true).open(&target).map_err(failed)?)
            }
            _ => Place::Temporary(sibling(&target).map_err(failed)?),
        };
        Ok(Self { place, path: target })
    }

    /// Writes the model and puts it in its place.
    pub fn save(self, model: &Model) -> Result<()> {
        let bytes = model.to_bytes();
        let path = self.path;
        let saved = match self.place {
            Place::Special(mut file) => file.write_all(&bytes),
            Place::Temporary(file) => replace(file, &bytes, &path),
        };
        saved.map_err(|source| Error::access(path, source))
    }
}

fn replace(mut file: NamedTempFile, bytes: &[u8], path: &Path) -> std::io::Result<()> {
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    if let Ok(existing) = path.metadata() {
        file.as_file().set_permissions(existing.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}

fn floats(values: impl Iterator<Item = f32>) -> Vec<u8> {
    values.flat_map(f32::to_le_bytes).collect()
}

fn read_at_most(path: &Path, allowed: u64) -> Result<Vec<u8>> {
    let failed = |source| Error::access(path, source);
    let file = File::open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?.len();
    if found > allowed {
        let problem = ModelError::Size { found, allowed };
        return Err(Error::Model { name: path.display().to_string(), problem });
    }
    let mut bytes = Vec::new();
    file.take(allowed).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// A file beside `path`, with the permissions of any new file.
fn sibling(path: &Path) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666))
    };
    builder.prefix(".themewise-").tempfile_in(folder.unwrap_or(Path::new(".")))
}

fn parse(bytes: &[u8]) -> Result<Model, ModelError> {
    let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(ModelError::Container)?;
    let entry = metadata.metadata().as_ref().and_then(|entries| entries.get(MANIFEST));
    let manifest = manifest(entry.ok_or(ModelError::NoManifest)?)?;
    let tensors = Tensors(SafeTensors::deserialize(bytes).map_err(ModelError::Container)?);

    let themes = manifest.themes.len();
    let stems = tensors.stems()?;
    let bigrams = tensors.bigrams(stems.len())?;
    let vocabulary = Vocabulary::new(stems, bigrams);
    let terms = vocabulary.len();
    let idf = tensors.floats("idf", &[terms], POSITIVE)?;
    let unseen_idf = tensors.floats("unseen_idf", &[1], POSITIVE)?[0];
    let weights = tensors.floats("weights", &[terms, themes], FINITE)?;
    let bias = tensors.floats("bias", &[themes], FINITE)?;
    let calibration = tensors.floats("calibration", &[themes, 2], FINITE)?;
    let thresholds = tensors.floats("thresholds", &[themes], SHARE)?;

    let weights = Array2::from_shape_vec((terms, themes), weights).expect("the shape was checked");
    let calibrations = calibration.chunks_exact(2);
    let calibrations = calibrations.map(|c| Calibration { slope: c[0], intercept: c[1] }).collect();
    let vectorizer = Vectorizer::new(vocabulary, idf, unseen_idf, manifest.vectorizer.clone());
    let scorer = Scorer { weights, bias: Array1::from(bias) };
    Ok(Model::new(manifest, vectorizer, scorer, calibrations, thresholds))
}

fn manifest(json: &str) -> Result<Manifest, ModelError> {
    /// The format comes first, since a later one may have other fields.
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    let Format { format } = serde_json::from_str(json).map_err(ModelError::Manifest)?;
    same("format", &format.to_string(), &Manifest::FORMAT.to_string())?;
    let manifest: Manifest = serde_json::from_str(json).map_err(ModelError::Manifest)?;
    same("language", &manifest.language, Manifest::LANGUAGE)?;
    let current = StemmerVersion::current();
    same("stemmer", &manifest.stemmer.name, &current.name)?;
    same("stemmer version", &manifest.stemmer.version, &current.version)?;
    Ok(manifest)
}

fn same(what: &'static str, found: &str, allowed: &str) -> Result<(), ModelError> {
    if found == allowed {
        return Ok(());
    }
    Err(ModelError::Incompatible { what, found: found.into(), allowed: allowed.into() })
}

/// A rule for every value of a tensor, and its name in messages.
type Rule = (fn(f32) -> bool, &'static str);

// Bounds, so that no sum of products leaves the range of f32.
const FINITE: Rule = (|value| value.abs() <= 1e6, "a number from -1e6 to 1e6");
const POSITIVE: Rule = (|value| (1e-6..=1e6).contains(&value), "a number from 1e-6 to 1e6");
const SHARE: Rule = (|value| (0.0..=1.0).contains(&value), "a number from 0 to 1");

struct Tensors<'a>(SafeTensors<'a>);

impl<'a> Tensors<'a> {
    /// The bytes of a tensor of the given type and shape; `None` is any length.
    fn bytes(
        &self,
        tensor: &'static str,
        dtype: Dtype,
        shape: &[Option<usize>],
    ) -> Result<&'a [u8], ModelError> {
        let view = self.0.tensor(tensor).map_err(|_| ModelError::Tensor {
            tensor,
            found: "missing".to_owned(),
            allowed: description(dtype, shape),
        })?;
        let mut lengths = view.shape().iter().zip(shape);
        let fits = lengths.all(|(found, allowed)| allowed.is_none_or(|n| n == *found));
        if fits && view.shape().len() == shape.len() && view.dtype() == dtype {
            return Ok(view.data());
        }
        let found: Vec<_> = view.shape().iter().copied().map(Some).collect();
        let (found, allowed) = (description(view.dtype(), &found), description(dtype, shape));
        Err(ModelError::Tensor { tensor, found, allowed })
    }

    fn floats(
        &self,
        tensor: &'static str,
        shape: &[usize],
        (holds, allowed): Rule,
    ) -> Result<Vec<f32>, ModelError> {
        let shape: Vec<_> = shape.iter().copied().map(Some).collect();
        let bytes = self.bytes(tensor, Dtype::F32, &shape)?;
        let values: Vec<_> = numbers(bytes).map(f32::from_le_bytes).collect();
        match values.iter().position(|&value| !holds(value)) {
            None => Ok(values),
            Some(place) => Err(bad(tensor, values[place], place, allowed)),
        }
    }

    fn stems(&self) -> Result<Vec<Box<str>>, ModelError> {
        let tensor = "stems";
        let bytes = self.bytes(tensor, Dtype::U8, &[None])?;
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

    fn bigrams(&self, stems: usize) -> Result<Vec<[u32; 2]>, ModelError> {
        let tensor = "bigrams";
        let bytes = self.bytes(tensor, Dtype::U32, &[None, Some(2)])?;
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
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = [u8; 4]> + '_ {
    bytes.chunks_exact(4).map(|chunk| chunk.try_into().expect("chunks of four"))
}

fn bad(
    tensor: &'static str,
    found: impl std::fmt::Display,
    place: usize,
    allowed: &'static str,
) -> ModelError {
    ModelError::Value { tensor, found: found.to_string(), place, allowed }
}

fn description(dtype: Dtype, shape: &[Option<usize>]) -> String {
    let lengths = shape.iter().map(|length| length.map_or("any".to_owned(), |n| n.to_string()));
    format!("{dtype} [{}]", lengths.collect::<Vec<_>>().join(", "))
}
