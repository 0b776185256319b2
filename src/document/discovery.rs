//! Which files are sources: paths, folders, patterns.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::pattern::{Pattern, is_pattern};
use super::walk_error::walk_error;
use super::{InputFormat, Source};
use crate::error::Problem;
use crate::{Error, Result};

/// Which files of folders are sources.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discovery {
    /// Also those that `.gitignore`, `.ignore` and the like leave out.
    pub ignored: bool,
    /// Also those whose names begin with a dot.
    pub hidden: bool,
}

impl Discovery {
    /// The sources of paths, in order.
    ///
    /// `-` is standard input. A folder gives every file in it and in its folders whose name
    /// says that it can be read, sorted by name, without those that ripgrep skips. A pattern
    /// (`*`, `?`, `[…]`, `**`) that is not a file gives what it matches. A path that cannot be
    /// used is an error in its place.
    pub fn sources(self, paths: &[PathBuf]) -> Vec<Result<Source>> {
        self.named(paths, &|path| InputFormat::of_name(path).is_some(), &InputFormat::names)
    }

    /// The same with other files of folders.
    pub(crate) fn named(
        self,
        paths: &[PathBuf],
        is_source: &dyn Fn(&Path) -> bool,
        allowed: &dyn Fn() -> String,
    ) -> Vec<Result<Source>> {
        let folders = Folders { discovery: self, is_source, allowed };
        paths.iter().flat_map(|path| folders.expand(path)).collect()
    }
}

/// Looks into folders.
struct Folders<'a> {
    discovery: Discovery,
    is_source: &'a dyn Fn(&Path) -> bool,
    /// What sources are called, for messages.
    allowed: &'a dyn Fn() -> String,
}

impl Folders<'_> {
    fn expand(&self, path: &Path) -> Vec<Result<Source>> {
        if path == Path::new("-") {
            return vec![Ok(Source::Standard)];
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            Ok(_) => vec![Ok(Source::File(path.into()))],
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_pattern(path) => {
                self.matches(path)
            }
            Err(source) => vec![Err(Error::access(path, source))],
        }
    }

    fn folder(&self, path: &Path) -> Vec<Result<Source>> {
        let Discovery { ignored, hidden } = self.discovery;
        let mut walk = WalkBuilder::new(path);
        walk.standard_filters(!ignored).hidden(!hidden).sort_by_file_name(std::ffi::OsStr::cmp);
        let files = walk.build().filter_map(|entry| match entry {
            // A pipe in a folder would be waited for without end.
            Ok(entry) if !(self.is_source)(entry.path()) || !is_file_or_broken(entry.path()) => {
                None
            }
            Ok(entry) => Some(Ok(Source::File(entry.into_path()))),
            Err(error) => Some(Err(walk_error(path, error))),
        });
        let files: Vec<_> = files.collect();
        if files.is_empty() {
            return vec![Err(Problem::NoDocuments {
                path: path.into(),
                expected: (self.allowed)(),
            }
            .into())];
        }
        files
    }

    /// The files a pattern matches, as a shell would have given them had it not been quoted.
    fn matches(&self, pattern: &Path) -> Vec<Result<Source>> {
        let found = match Pattern::parse(pattern) {
            Ok(pattern) => pattern.matches(),
            Err(error) => return vec![Err(error)],
        };
        let found: Vec<_> = found.into_iter().flat_map(|path| self.matched(path)).collect();
        if found.is_empty() {
            return vec![Err(Problem::NoMatch { pattern: pattern.display().to_string() }.into())];
        }
        found
    }

    fn matched(&self, path: Result<PathBuf>) -> Vec<Result<Source>> {
        match path {
            Ok(path) if path.is_dir() || is_file_or_broken(&path) => self.expand(&path),
            // As in folders, a pipe is not waited for.
            Ok(_) => vec![],
            Err(error) => vec![Err(error)],
        }
    }
}

/// Whether to read it: a link that leads nowhere is better reported than missed.
fn is_file_or_broken(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.is_file())
}
