//! The formats in which labels come, and go: ours, and those of other tools.
//!
//! Reading makes [`Record`]s of a file's bytes, each at its place: a text, and what the
//! format says of themes. What it does not say differs: to fastText a theme that is not
//! there is not the paragraph's, to spaCy it is unknown. So a record names the themes that
//! it decides on, and says what that means for all others; only then are they looked up in
//! the set of themes. Writing goes the other way, and tells of all that a format has no
//! place for.

mod csv;
mod doccano;
mod fasttext;
mod hugging_face;
mod json;
mod jsonl;
mod label_studio;
mod names;
mod prodigy;
mod recognition;
mod record;
mod spacy;
mod table;
mod written;

use std::io::{self, Write};
use std::path::Path;

pub(super) use self::jsonl::{numbered_lines, parse};
pub(super) use self::record::{Lines, Record};
pub use self::written::{LeftOut, Written};
use super::Dataset;
use crate::{Result, ThemeSet};

/// A format of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum LabelFormat {
    /// Native: {"id", "themes": […], "unknown": […], "text"} per line; other themes do not apply.
    Jsonl,
    /// fastText: `__label__a __label__b text` per line; other themes do not apply.
    Fasttext,
    /// Prodigy: options not accepted do not apply; themes not asked for are unknown.
    Prodigy,
    /// doccano: {"id", "text", "label": […]} or CSV; other themes do not apply.
    Doccano,
    /// spaCy: {"text", "cats": {theme: 1 or 0}} per line; other themes are unknown.
    Spacy,
    /// Label Studio: JSON or JSON-MIN; choices not made do not apply; skipped tasks are unknown.
    LabelStudio,
    /// CSV: columns text and themes (separated by `;`); optional: unknown, id and weight.
    Csv,
    /// Hugging Face style JSON Lines or CSV: a list in `labels`, or a column for each theme.
    HuggingFace,
}

impl LabelFormat {
    /// All formats.
    pub const ALL: [Self; 8] = [
        Self::Jsonl,
        Self::Fasttext,
        Self::Prodigy,
        Self::Doccano,
        Self::Spacy,
        Self::LabelStudio,
        Self::Csv,
        Self::HuggingFace,
    ];

    /// Its name in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Fasttext => "fasttext",
            Self::Prodigy => "prodigy",
            Self::Doccano => "doccano",
            Self::Spacy => "spacy",
            Self::LabelStudio => "label-studio",
            Self::Csv => "csv",
            Self::HuggingFace => "hugging-face",
        }
    }

    /// Recognises the format of a file by the extension of its name and its first record.
    ///
    /// In `*.csv` the columns tell, else the fields of the first object; a line that begins
    /// with `__label__` is fastText's. Ours are objects with `id` and `themes`, and those
    /// that are like nobody's.
    ///
    /// # Errors
    /// [`Error::LabelFormat`](crate::Error::LabelFormat) if it could be several, or none.
    pub fn recognise(path: &Path, bytes: &[u8]) -> Result<Self> {
        recognition::recognise(path, bytes)
    }

    /// Reads the records of a file.
    pub(super) fn read(self, bytes: &[u8], themes: Option<&ThemeSet>) -> Lines {
        match self {
            Self::Jsonl => jsonl::read(bytes),
            Self::Fasttext => fasttext::read(bytes),
            Self::Prodigy => prodigy::read(bytes),
            Self::Doccano => doccano::read(bytes),
            Self::Spacy => spacy::read(bytes),
            Self::LabelStudio => label_studio::read(bytes),
            Self::Csv => csv::read(bytes),
            Self::HuggingFace => hugging_face::read(bytes, themes),
        }
    }

    /// Writes labelled paragraphs, but for those that the format can not express, and tells
    /// which these are and what else it has no place for.
    ///
    /// # Errors
    /// If `out` can not be written to.
    pub fn write(self, dataset: &Dataset, out: &mut dyn Write) -> io::Result<Written> {
        match self {
            Self::Jsonl => jsonl::write(dataset, out),
            Self::Fasttext => fasttext::write(dataset, out),
            Self::Prodigy => prodigy::write(dataset, out),
            Self::Doccano => doccano::write(dataset, out),
            Self::Spacy => spacy::write(dataset, out),
            Self::LabelStudio => label_studio::write(dataset, out),
            Self::Csv => csv::write(dataset, out),
            Self::HuggingFace => hugging_face::write(dataset, out),
        }
    }
}
