//! Labelled paragraphs, and how they were read.

use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::reading::{Reading, Rows};
use super::{Dataset, LabelFormat, LabelOptions};
use crate::document::{BytesRead, Source};
use crate::error::Problem;
use crate::file_digest::hexadecimal;
use crate::language::Language;
use crate::theme::ThemeSet;
use crate::{Error, Result};

/// Labelled paragraphs, and what a person should know about how they were read.
#[derive(Debug, Clone)]
pub struct Labels {
    /// The paragraphs.
    pub dataset: Dataset,
    /// What was taken for what, counted or guessed; one line each, with the file first.
    pub notes: Vec<String>,
}

impl Labels {
    /// Reads label files, compressed or not, as one dataset; `-` is standard input.
    ///
    /// Without `themes`, every theme that occurs is used, in alphabetical order.
    ///
    /// # Errors
    /// If a file cannot be read or has invalid lines; one error lists them all. Training on the
    /// remaining lines would silently give a different model.
    pub fn read(
        options: &LabelOptions,
        paths: &[PathBuf],
        themes: Option<&ThemeSet>,
    ) -> Result<Self> {
        let mut files = Vec::new();
        for path in paths {
            files.push((path.as_path(), bytes(path)?));
        }
        Self::parse(options, &files, themes)
    }

    /// Reads label files from their bytes, which are not compressed.
    fn parse(
        options: &LabelOptions,
        files: &[(&Path, Vec<u8>)],
        themes: Option<&ThemeSet>,
    ) -> Result<Self> {
        let mut reading = Reading::default();
        let texts = files.iter().map(|(path, bytes)| Ok((*path, options.text(path, bytes)?)));
        let texts = texts.collect::<Result<Vec<_>>>()?;
        for (path, bytes) in &texts {
            let file = options.file(path, bytes, themes);
            let format = options.format.map_or_else(|| LabelFormat::of(&file), Ok)?;
            reading.file(format, &file);
        }
        if reading.is_empty() {
            return Err(no_examples(files));
        }
        let given = themes.cloned();
        let themes = given.map_or_else(|| reading.themes(), Ok)?;
        let Rows { examples, articles, file_lengths, notes } = reading.rows(&themes)?;
        if examples.is_empty() {
            return Err(no_examples(files));
        }
        let mut hash = Sha256::new();
        for (_, bytes) in files {
            hash.update(bytes);
        }
        let sha256 = hexadecimal(&hash.finalize());
        let file_weights = vec![1.0; file_lengths.len()];
        let articles = articles.into_articles();
        let language = Language::default();
        let dataset =
            Dataset { themes, language, examples, articles, file_lengths, file_weights, sha256 };
        Ok(Self { dataset, notes })
    }
}

impl Dataset {
    /// Reads label files as one dataset; the format of each is detected.
    ///
    /// Without `themes`, every theme that occurs is used, in alphabetical order.
    ///
    /// # Errors
    /// If a file cannot be read or has invalid lines; one error lists them all. Training on the
    /// remaining lines would silently give a different model.
    pub fn read(paths: &[PathBuf], themes: Option<&ThemeSet>) -> Result<Self> {
        Self::read_as(None, paths, themes)
    }

    /// Reads label files in `format`; detects it if it is `None`.
    ///
    /// # Errors
    /// As [`Dataset::read`].
    pub fn read_as(
        format: Option<LabelFormat>,
        paths: &[PathBuf],
        themes: Option<&ThemeSet>,
    ) -> Result<Self> {
        let options = LabelOptions { format, ..LabelOptions::default() };
        Labels::read(&options, paths, themes).map(|labels| labels.dataset)
    }

    /// Reads label files from their bytes; the format of each is detected. The paths are used to
    /// detect the format and in error messages.
    pub fn parse(files: &[(&Path, Vec<u8>)], themes: Option<&ThemeSet>) -> Result<Self> {
        Self::parse_as(None, files, themes)
    }

    /// Reads label files in `format` from their bytes; detects it if it is `None`.
    pub fn parse_as(
        format: Option<LabelFormat>,
        files: &[(&Path, Vec<u8>)],
        themes: Option<&ThemeSet>,
    ) -> Result<Self> {
        let options = LabelOptions { format, ..LabelOptions::default() };
        Labels::parse(&options, files, themes).map(|labels| labels.dataset)
    }
}

/// The decompressed bytes of a file or of standard input.
fn bytes(path: &Path) -> Result<Vec<u8>> {
    let source = if path == Path::new("-") { Source::Standard } else { Source::File(path.into()) };
    let mut bytes = Vec::new();
    let read = source.uncompressed(&BytesRead::default())?.read_to_end(&mut bytes);
    read.map_err(|error| Error::access(path, error))?;
    Ok(bytes)
}

fn no_examples(files: &[(&Path, Vec<u8>)]) -> Error {
    let files = files.iter().map(|(path, _)| format!("`{}`", path.display()));
    Problem::NoExamples { files: files.collect::<Vec<_>>().join(", ") }.into()
}
