//! The files to write.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::document::{InputFormat, Pattern};
use crate::{Error, Result};

/// Refuses to overwrite an input, or to write a file that the next run would read.
pub(in crate::cli) fn check_output(
    option: &'static str,
    output: &Path,
    inputs: &[PathBuf],
) -> Result<()> {
    if is_standard(output) {
        return Ok(());
    }
    let target = place_of(output);
    // An input may also be a folder or a pattern.
    let read = |input: &PathBuf| {
        let named = InputFormat::of_name(output).is_some();
        match (input.canonicalize(), &target) {
            (Ok(input), Some(target)) => input == *target || (named && target.starts_with(input)),
            _ => Pattern::parse(input).is_ok_and(|pattern| pattern.is_match(output)),
        }
    };
    if inputs.iter().any(read) {
        let found = format!("`{}`", output.display());
        return Err(Error::setting(option, found, "a file that is not an input"));
    }
    Ok(())
}

/// Where messages about an output go: `out`, or standard error if the output is standard output.
pub(in crate::cli) fn messages_beside<'o>(
    output: &Path,
    out: &'o mut (impl Write + 'o),
) -> Box<dyn Write + 'o> {
    if is_standard(output) { Box::new(io::stderr()) } else { Box::new(out) }
}

/// Whether an output is standard output.
pub(in crate::cli) fn is_standard(output: &Path) -> bool {
    output == Path::new("-")
}

/// The canonical path of a file, which may not exist yet.
fn place_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made =
        || Some(folder.unwrap_or(Path::new(".")).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(made)
}
