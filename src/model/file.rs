//! The model file: one safetensors container, its manifest as JSON.
//!
//! Reading trusts nothing: sizes, types, shapes, order and values are checked
//! before use, in that order, and each message names tensor, found and allowed.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use ndarray::{Array1, Array2};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, serialize};
use serde::Deserialize;

use super::{Calibration, Manifest, Model, Scorer, StemmerVersion};
use crate::error::ModelError;
use crate::features::{Vectorizer, Vocabulary};
use crate::{Error, Result};

/// The only key of the container's metadata, whose order is not stable.
const MANIFEST: &str = "themewise";
/// A model of a million terms and 500 themes has two gigabytes.
const MOST_BYTES: u64 = 4 << 30;

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
        let failed = |source| Error::access(path, source);
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = sibling(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        file.write_all(&self.to_bytes()).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// The bytes of the model's file; equal models have equal bytes.
    ///
    /// # Panics
    /// If the model is over the limits of the container: a manifest of 100 MB.
    pub fn to_bytes(&self) -> Vec<u8> {
        let terms = self.vectorizer().vocabulary();
        let stems = terms.stems().collect::<Vec<_>>().join("\n").into_bytes();
        let bigrams: Vec<u8> =
            terms.bigrams().iter().flatten().flat_map(|n| n.to_le_bytes()).collect();
        let (rows, themes) = self.scorer().weights.dim();
        let calibration = self.calibrations().iter().flat_map(|c| [c.slope, c.intercept]);
        let tensors = [
            ("stems", Dtype::U8, vec![stems.len()], stems),
            ("bigrams", Dtype::U32, vec![terms.bigrams().len(), 2], bigrams),
            ("idf", Dtype::F32, vec![rows], floats(self.vectorizer().idf().iter().copied())),
            (
                "unseen_idf",
                Dtype::F32,
                vec![1],
                floats([self.vectorizer().unseen_idf()].into_iter()),
            ),
            (
                "weights",
                Dtype::F32,
                vec![rows, themes],
                floats(self.scorer().weights.iter().copied()),
            ),
            ("bias", Dtype::F32, vec![themes], floats(self.scorer().bias.iter().copied())),
            ("calibration", Dtype::F32, vec![themes, 2], floats(calibration)),
            ("thresholds", Dtype::F32, vec![themes], floats(self.thresholds().iter().copied())),
        ];
        let views = tensors.iter().map(|(name, dtype, shape, data)| {
            let view = TensorView::new(*dtype, shape.clone(), data);
            (*name, view.expect("each shape is taken from its data"))
        });
        let manifest = serde_json::to_string(self.manifest()).expect("a manifest is plain data");
        let metadata = HashMap::from([(MANIFEST.to_owned(), manifest)]);
        serialize(views, Some(metadata)).expect("a model is under the container's limits")
    }
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

/// A file beside the one to be written, with the permissions of any new file.
fn sibling(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    builder.prefix(".themewise-").tempfile_in(folder)
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

const FINITE: Rule = (f32::is_finite, "a finite number");
const POSITIVE: Rule = (|value| value.is_finite() && value > 0.0, "a finite number above 0");
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
        let lengths = view.shape().iter().zip(shape);
        let fits = lengths
            .fold(true, |fits, (found, allowed)| fits && allowed.is_none_or(|n| n == *found));
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
        let stems: Vec<Box<str>> = text.split_terminator('\n').map(Box::from).collect();
        match stems.windows(2).position(|pair| pair[0] >= pair[1]) {
            None => Ok(stems),
            Some(at) => Err(bad(tensor, format!("`{}`", stems[at + 1]), at + 1, "rising order")),
        }
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
