//! The folder with the data that is not in the program.
//!
//! Without the feature `embedded-data`, the tables of other languages than English and the stem
//! vectors are files of `models/` in a folder, so that the program is small.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

#[cfg(feature = "training")]
use crate::{Result, error::Problem};

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Sets the folder, which has the layout of `models/`. Only the first call has an effect.
pub fn set_data_folder(folder: impl Into<PathBuf>) {
    FOLDER.get_or_init(|| folder.into());
}

/// The path of a file, such as `space/en.safetensors`, if there is one.
pub(crate) fn file(name: impl AsRef<Path>) -> Option<PathBuf> {
    FOLDER.get().map(|folder| folder.join(name)).filter(|path| path.is_file())
}

/// The path of a file that is needed.
///
/// # Errors
/// If there is no such file.
#[cfg(feature = "training")]
pub(crate) fn needed(name: &'static str) -> Result<PathBuf> {
    file(name).ok_or_else(|| Problem::NoData { name }.into())
}
