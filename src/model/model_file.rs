//! Writing a model file.

use std::path::Path;

use super::Model;
use crate::{Result, WholeFile};

impl Model {
    /// Writes a model file atomically.
    ///
    /// # Errors
    /// As [`ModelFile::create`] and [`ModelFile::save`].
    pub fn write(&self, path: &Path) -> Result<()> {
        ModelFile::create(path)?.save(self)
    }
}

/// A model file to be written.
///
/// It is written atomically; see [`WholeFile`].
#[derive(Debug)]
pub struct ModelFile(WholeFile);

impl ModelFile {
    /// Checks that a model can be written to `path`.
    ///
    /// # Errors
    /// If no file can be created there.
    pub fn create(path: &Path) -> Result<Self> {
        WholeFile::create(path).map(Self)
    }

    /// Writes the model and moves it into place.
    ///
    /// # Errors
    /// If the file cannot be written, or the model has a value that would be rejected on reading.
    pub fn save(self, model: &Model) -> Result<()> {
        let bytes = model.to_bytes();
        // An invalid model must fail here, not when it is loaded.
        Model::from_bytes(&self.0.path().display().to_string(), &bytes)?;
        self.0.write(|file| file.write_all(&bytes))
    }
}
