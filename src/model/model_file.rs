//! Writing a model file.

use std::path::Path;

use super::Model;
use crate::{Result, WholeFile};

impl Model {
    /// Writes a model file; it appears whole or not at all.
    ///
    /// # Errors
    /// As [`ModelFile::create`] and [`ModelFile::save`].
    pub fn write(&self, path: &Path) -> Result<()> {
        ModelFile::create(path)?.save(self)
    }
}

/// A model file that is yet to be written.
///
/// It appears whole or not at all; see [`WholeFile`].
#[derive(Debug)]
pub struct ModelFile(WholeFile);

impl ModelFile {
    /// Makes sure that a model can be written to `path`.
    ///
    /// # Errors
    /// If no file can be created there.
    pub fn create(path: &Path) -> Result<Self> {
        WholeFile::create(path).map(Self)
    }

    /// Writes the model and puts it in its place.
    ///
    /// # Errors
    /// If it cannot be written, or could not be read again, as some number is
    /// out of bounds.
    pub fn save(self, model: &Model) -> Result<()> {
        let bytes = model.to_bytes();
        // A model out of all bounds must fail here, not when it is needed.
        Model::from_bytes(&self.0.path().display().to_string(), &bytes)?;
        self.0.write(|file| file.write_all(&bytes))
    }
}
