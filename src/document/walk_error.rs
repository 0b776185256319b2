//! Errors of walking through folders.

use std::io;
use std::path::Path;

use crate::Error;

/// The error of walking through `folder`, with the path it is about.
pub(super) fn walk_error(folder: &Path, error: ignore::Error) -> Error {
    let path = path_of(&error).unwrap_or(folder).to_path_buf();
    let message = error.to_string();
    Error::access(path, error.into_io_error().unwrap_or_else(|| io::Error::other(message)))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
