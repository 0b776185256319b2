//! Model files that were damaged by chance or made to do harm.

use std::time::Instant;

use safetensors::SafeTensors;
use serde_json::{Value, json};
use themewise::Model;

use super::run;
use crate::support::{article_model, default_model, small_model, with_digest};

/// A model file in its parts.
struct File {
    header: String,
    tensors: Vec<u8>,
}

impl File {
    fn of(model: &Model) -> Self {
        let bytes = model.to_bytes();
        let length = usize::try_from(u64::from_le_bytes(*bytes.first_chunk().unwrap())).unwrap();
        let header = String::from_utf8(bytes[8..8 + length].to_vec()).unwrap();
        Self { header, tensors: bytes[8 + length..].to_vec() }
    }

    /// Where a tensor is.
    fn tensor(&mut self, name: &str) -> &mut [u8] {
        let header: Value = serde_json::from_str(&self.header).unwrap();
        let [begin, end]: [usize; 2] =
            serde_json::from_value(header[name]["data_offsets"].clone()).unwrap();
        &mut self.tensors[begin..end]
    }

    /// Replaces a part of the header by one as long.
    fn replace(&mut self, found: &str, new: &str) {
        assert!(self.header.contains(found), "{found} is not in {}", self.header);
        self.header = self.header.replacen(found, new, 1);
    }

    fn forged(&self) -> Vec<u8> {
        let length = (self.header.len() as u64).to_le_bytes();
        with_digest([&length[..], self.header.as_bytes(), &self.tensors].concat())
    }
}

fn message(bytes: &[u8]) -> String {
    Model::from_bytes("m", bytes).map_or_else(|error| error.to_string(), |_| "read".to_owned())
}

/// Every byte of a small file, one bit of each, and places all over the built-in model.
#[test]
fn every_flipped_byte_is_refused() {
    let mut bytes = article_model().to_bytes();
    let header = usize::try_from(u64::from_le_bytes(*bytes.first_chunk().unwrap())).unwrap();
    let tensors = (8 + header..bytes.len()).step_by(bytes.len() / 2000 + 1);
    for place in (0..8 + header).step_by(7).chain(tensors) {
        for mask in [1 << (place % 8), 0xFF] {
            bytes[place] ^= mask;
            assert_ne!(message(&bytes), "read", "byte {place}");
            bytes[place] ^= mask;
        }
    }
    assert_eq!(message(&bytes), "read");
    let mut bytes = default_model().to_bytes();
    for (name, place) in places_of_tensors(&bytes) {
        bytes[place] ^= 1;
        let found = message(&bytes);
        assert!(found.contains("damaged: expected SHA-256 "), "{name}: {found}");
        bytes[place] ^= 1;
    }
}

/// The first, a middle and the last byte of each tensor.
fn places_of_tensors(bytes: &[u8]) -> Vec<(String, usize)> {
    let tensors = SafeTensors::deserialize(bytes).unwrap();
    let begin = bytes.as_ptr() as usize;
    let places = tensors.tensors().into_iter().flat_map(|(name, view)| {
        let (first, length) = (view.data().as_ptr() as usize - begin, view.data().len());
        let inside = [0, length / 2, length.saturating_sub(1)].into_iter().take(length.min(3));
        inside.map(move |place| (name.clone(), first + place)).collect::<Vec<_>>()
    });
    places.collect()
}

#[test]
fn the_digest_is_shown_and_stays() {
    let digest = default_model().digest();
    let found = run(".".as_ref(), &["inspect"]);
    assert!(found.stdout.contains(&format!("sha256 {digest}\n")), "{}", found.stdout);
    let file = std::fs::read("models/default.safetensors").unwrap();
    assert!(Model::from_bytes("default", &file).unwrap().to_bytes() == file);
}

#[test]
fn counts_beyond_the_labelled_paragraphs_are_refused() {
    let mut file = File::of(small_model());
    assert_eq!(message(&file.forged()), "read");
    let curves = file.tensor("curves");
    for pair in curves.chunks_exact_mut(8) {
        pair[..4].copy_from_slice(&u32::MAX.to_le_bytes());
    }
    let expected = "`m` is not a model: tensor `curves`: expected no more than the labelled paragraphs of the manifest, got 4294967295 at index 0";
    assert_eq!(message(&file.forged()), expected);
}

/// A manifest may be forged too, so that the counts are allowed; the test is quick all the same.
#[test]
fn counts_that_a_forged_manifest_allows_take_no_time() {
    let folder = tempfile::tempdir().unwrap();
    for hits in [0, u32::MAX / 2, u32::MAX / 10 * 9 + 30_000] {
        let mut file = File::of(small_model());
        let examples = small_model().manifest().training.examples;
        file.replace(&format!("\\\"examples\\\":{examples}"), "\\\"examples\\\":99999999999");
        for pair in file.tensor("curves").chunks_exact_mut(8) {
            pair[..4].copy_from_slice(&u32::MAX.to_le_bytes());
            pair[4..].copy_from_slice(&hits.to_le_bytes());
        }
        std::fs::write(folder.path().join("m"), file.forged()).unwrap();
        std::fs::write(folder.path().join("a.txt"), "Tariffs on steel rose again.").unwrap();
        let begin = Instant::now();
        let found =
            run(folder.path(), &["classify", "--min-precision", "0.9", "--model", "m", "a.txt"]);
        assert!(begin.elapsed().as_secs() < 10, "{:?}", begin.elapsed());
        assert!(!found.stdout.is_empty() || !found.stderr.is_empty());
    }
}

#[test]
fn a_header_that_fills_memory_is_refused_by_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let tensors: Vec<_> = (0..700_000)
        .map(|n| format!("\"{n}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"))
        .collect();
    let metadata = json!({"__metadata__": {"a": "b".repeat(40 << 20)}}).to_string();
    for header in [format!("{{{}}}", tensors.join(",")), metadata] {
        let bytes = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes()].concat();
        let expected = format!(
            "`m` is not a model: expected a header of at most 6291456 bytes, got {}",
            header.len()
        );
        assert_eq!(message(&bytes), expected);
        std::fs::write(folder.path().join("m"), &bytes).unwrap();
        let found = run(folder.path(), &["inspect", "m"]);
        assert!(found.stderr.contains("expected a header of at most"), "{}", found.stderr);
    }
}

#[test]
fn more_themes_than_anyone_has_are_refused() {
    let mut file = File::of(small_model());
    let themes: Vec<_> = (0..20_000).map(|n| format!("{{\\\"id\\\":\\\"t{n}\\\"}}")).collect();
    let begin = file.header.find("\\\"themes\\\":[").unwrap() + 12;
    let end = begin + file.header[begin..].find(']').unwrap();
    file.header.replace_range(begin..end, &themes.join(","));
    let expected =
        "`m` is not a model: invalid manifest: too many themes: expected at most 2500, got 20000";
    assert!(message(&file.forged()).starts_with(expected), "{}", message(&file.forged()));
}
