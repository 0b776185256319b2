//! The model file: written models can be read, and invalid files are refused.

use std::collections::HashMap;

use proptest::prelude::*;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, serialize};
use themewise::Model;

use crate::support::{article_model, small_model, with_digest};

#[test]
fn written_models_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model");
    for model in [small_model(), article_model()] {
        model.write(&path).unwrap();
        let read = Model::read(&path).unwrap();
        assert!(read == *model);
        assert!(read.to_bytes() == std::fs::read(&path).unwrap());
    }
    let left_over = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left_over, 1, "the temporary file is gone");
}

#[test]
fn a_file_that_cannot_be_written_is_reported() {
    let error = small_model().write("tests/data/none/model".as_ref()).unwrap_err();
    assert_eq!(error.to_string(), "cannot access `tests/data/none/model`");
}

/// A tensor of a file.
#[derive(Clone)]
struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

/// A model file taken apart, so that a test can break one piece.
struct Parts {
    manifest: String,
    tensors: HashMap<String, Tensor>,
}

impl Parts {
    fn of(model: &Model) -> Self {
        let bytes = model.to_bytes();
        let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
        let manifest = metadata.metadata().as_ref().unwrap()["themewise"].clone();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        let tensors = tensors.tensors().into_iter().map(|(name, view)| {
            let (dtype, shape, bytes) = (view.dtype(), view.shape().to_vec(), view.data().to_vec());
            (name, Tensor { dtype, shape, bytes })
        });
        Self { manifest, tensors: tensors.collect() }
    }

    fn tensor(&mut self, name: &str) -> &mut Tensor {
        self.tensors.get_mut(name).unwrap()
    }

    fn message(&self, key: &str) -> String {
        let views = self.tensors.iter().map(|(name, tensor)| {
            (name, TensorView::new(tensor.dtype, tensor.shape.clone(), &tensor.bytes).unwrap())
        });
        let metadata = [(key.to_owned(), self.manifest.clone())].into_iter().collect();
        let bytes = with_digest(serialize(views, Some(metadata)).unwrap());
        Model::from_bytes("m", &bytes).map_or_else(|error| error.to_string(), |_| "read".to_owned())
    }
}

/// The error message for the small model's file after a change.
fn message(change: impl FnOnce(&mut Parts)) -> String {
    let mut parts = Parts::of(small_model());
    change(&mut parts);
    parts.message("themewise")
}

fn replace(parts: &mut Parts, found: &str, new: &str) {
    assert!(parts.manifest.contains(found), "{found} is not in {}", parts.manifest);
    parts.manifest = parts.manifest.replacen(found, new, 1);
}

#[test]
fn a_changed_manifest_is_refused() {
    assert_eq!(message(|_| ()), "read");
    let parts = Parts::of(small_model());
    assert_eq!(parts.message("other"), "`m` is not a model: no manifest");
    for (found, new, expected) in [
        ("\"format\":6", "\"format\":5", "expected format `6`, got `5`"),
        ("{\"digest\":", "{\"digits\":", "no digest"),
        (
            "\"language\":\"en\"",
            "\"language\":\"tlh\"",
            "expected language `ar, zh, en, fr, de, pt, ru, es, uk`, got `tlh`",
        ),
        ("\"language\":\"en\"", "\"language\":\"fr\"", "expected stemmer `french/rust-stemmers`"),
        (
            "english/rust-stemmers",
            "porter",
            "expected stemmer `english/rust-stemmers`, got `porter`",
        ),
        ("\"1.2+1\"", "\"9\"", "expected stemmer version `1.2+1`, got `9`"),
        ("\"trade\"", "\"energy\"", "invalid manifest: duplicate theme `energy`"),
    ] {
        let message = message(|parts| replace(parts, found, new));
        let expected = format!("`m` is not a model: {expected}");
        assert!(message.starts_with(&expected), "{message} for {new}");
    }
}

#[test]
fn a_changed_tensor_is_refused() {
    let set = |tensor: &mut Tensor, place: usize, bytes: [u8; 4]| {
        tensor.bytes[4 * place..4 * place + 4].copy_from_slice(&bytes);
    };
    let bad = |expected: &str| format!("`m` is not a model: {expected}");
    let missing = message(|parts| drop(parts.tensors.remove("bias")));
    assert_eq!(missing, bad("tensor `bias`: expected F32 [3], got missing"));
    let shape = message(|parts| parts.tensor("thresholds").shape = vec![1, 3]);
    assert_eq!(shape, bad("tensor `thresholds`: expected F32 [3], got F32 [1, 3]"));
    let dtype = message(|parts| parts.tensor("bias").dtype = Dtype::U32);
    assert_eq!(dtype, bad("tensor `bias`: expected F32 [3], got U32 [3]"));
    for (tensor, place, value, expected) in [
        ("bias", 1, f32::NAN, "expected a number from -1e6 to 1e6, got NaN at index 1"),
        ("weights", 5, f32::INFINITY, "expected a number from -1e6 to 1e6, got inf at index 5"),
        ("term_weights", 0, 0.0, "expected a number from 1e-6 to 1e6, got 0 at index 0"),
        ("unseen_weight", 0, -1.0, "expected a number from 1e-6 to 1e6, got -1 at index 0"),
        ("calibration", 3, f32::NAN, "expected a number from -1e6 to 1e6, got NaN at index 3"),
        ("thresholds", 2, 1.5, "expected a number from 0 to 1, got 1.5 at index 2"),
        ("surprises", 0, -1.0, "expected a number from 0 to 1e6, got -1 at index 0"),
        ("novelty", 1, 0.0, "expected a number from 1e-6 to 1e6, got 0 at index 1"),
    ] {
        let found = message(|parts| set(parts.tensor(tensor), place, value.to_le_bytes()));
        assert_eq!(found, bad(&format!("tensor `{tensor}`: {expected}")));
    }
    let pair = message(|parts| set(parts.tensor("bigrams"), 0, 99_999_u32.to_le_bytes()));
    assert_eq!(pair, bad("tensor `bigrams`: expected the place of a stem, got 99999 at index 0"));
    let rises = message(|parts| set(parts.tensor("curves"), 2, 99_999_u32.to_le_bytes()));
    assert!(
        rises.contains("expected counts that never rise, hits among those given, got "),
        "{rises}"
    );
    let order = message(|parts| parts.tensor("stems").bytes[0] = b'~');
    assert!(
        order.contains("expected rising order, got ") && order.ends_with(" at index 1"),
        "{order}"
    );
    let utf8 = message(|parts| parts.tensor("stems").bytes[2] = 0xff);
    assert_eq!(utf8, bad("tensor `stems`: expected UTF-8, got byte 255 at index 2"));
}

proptest! {
    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Model::from_bytes("m", &bytes).is_err());
    }

    #[test]
    fn a_damaged_file_never_panics(place in any::<prop::sample::Index>(), bytes in any::<[u8; 4]>()) {
        let mut file = small_model().to_bytes();
        let place = place.index(file.len() - bytes.len());
        file[place..place + bytes.len()].copy_from_slice(&bytes);
        if let Ok(model) = Model::from_bytes("m", &file) {
            model.predict("Tariffs on steel raise the price of power.");
        }
    }

    #[test]
    fn a_truncated_file_is_refused(length in any::<prop::sample::Index>()) {
        let file = small_model().to_bytes();
        prop_assert!(Model::from_bytes("m", &file[..length.index(file.len())]).is_err());
    }
}
