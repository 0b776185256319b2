//! Errors of walking through folders.

use std::io;
use std::path::Path;

use crate::Error;

/// An error of walking through `folder`, with the path it is about.
pub(super) fn walk_error(folder: &Path, error: ignore::Error) -> Error {
    let path = path_of(&error).unwrap_or(folder).to_path_buf();
    let message = error.to_string();
    let cause = error.into_io_error().unwrap_or_else(|| io::Error::other(message));
    Error::access(path, innermost(cause))
}

/// The innermost system error, without the paths that wrap it.
fn innermost(error: io::Error) -> io::Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    let mut code = None;
    while let Some(current) = cause {
        code = current.downcast_ref::<io::Error>().and_then(io::Error::raw_os_error).or(code);
        cause = current.source();
    }
    code.map_or(error, io::Error::from_raw_os_error)
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
