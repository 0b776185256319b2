//! The corpus to measure on: files, or text generated from the project's labels.

use std::path::PathBuf;
use std::sync::Arc;

use crate::document::{BytesRead, Chunk, Chunks, Discovery, Source};
use crate::text::tokens;
use crate::{Error, Result};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// Documents in memory.
pub(super) struct Corpus {
    documents: Vec<(String, Vec<u8>)>,
}

/// The size of a corpus.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(super) struct Size {
    pub(super) bytes: usize,
    pub(super) paragraphs: usize,
    pub(super) words: usize,
}

/// The labelled paragraphs, whose sentences make up the generated text.
const LABELS: &str = include_str!("../../../labels/paragraphs.jsonl");
const GENERATED_BYTES: usize = 200_000_000;
const SEED: u64 = 0;

impl Corpus {
    /// Reads the documents at `paths`.
    pub(super) fn read(paths: &[PathBuf]) -> Result<Self> {
        let sources = Discovery::default().sources(paths).into_iter();
        let documents = sources.map(|source| source.and_then(|source| document(&source)));
        Ok(Self { documents: documents.collect::<Result<_>>()? })
    }

    /// Generates the same text every time: paragraphs of three to six random sentences.
    pub(super) fn generated() -> Self {
        #[derive(Deserialize)]
        struct Line {
            text: String,
        }
        let texts: Vec<String> = LABELS
            .lines()
            .map(|line| serde_json::from_str::<Line>(line).expect("labels are JSON Lines").text)
            .collect();
        let mut sentences: Vec<&str> =
            texts.iter().flat_map(|text| text.split_inclusive(". ")).map(str::trim).collect();
        let mut random = ChaCha8Rng::seed_from_u64(SEED);
        let mut text = String::with_capacity(GENERATED_BYTES + GENERATED_BYTES / 50);
        while text.len() < GENERATED_BYTES {
            sentences.shuffle(&mut random);
            let mut rest = sentences.as_slice();
            for length in (3..=6).cycle() {
                let Some((paragraph, others)) = rest.split_at_checked(length) else { break };
                text.push_str(&paragraph.join(" "));
                text.push('\n');
                rest = others;
            }
        }
        Self { documents: vec![("generated".to_owned(), text.into_bytes())] }
    }

    /// The chunks of every document.
    pub(super) fn chunks(&self) -> impl Iterator<Item = Result<Chunk>> + Send {
        self.documents.iter().flat_map(|(name, bytes)| Chunks::new(name, bytes.as_slice()))
    }

    /// The bytes of the documents.
    pub(super) fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.documents.iter().map(|(_, bytes)| bytes.as_slice())
    }

    /// Counts bytes, paragraphs and words.
    pub(super) fn size(&self) -> Result<Size, Error> {
        let mut size = Size { bytes: self.bytes().map(<[u8]>::len).sum(), ..Size::default() };
        for chunk in self.chunks() {
            for paragraph in chunk?.paragraphs() {
                size.paragraphs += 1;
                size.words += tokens(paragraph.text).count();
            }
        }
        Ok(size)
    }
}

/// The name of a source, and the text of all its documents.
fn document(source: &Source) -> Result<(String, Vec<u8>)> {
    let mut text = String::new();
    let mut reader = source.reader(&Arc::default(), &BytesRead::default())?;
    while let Some(batch) = reader.read() {
        for chunk in batch.open() {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(chunk?.text());
        }
    }
    Ok((source.name(), text.into_bytes()))
}
