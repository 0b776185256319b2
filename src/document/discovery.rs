//! Finds the files to read: paths, folders and patterns.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::passed_file::PassedFile;
use super::pattern::{Pattern, is_pattern};
use super::recognition::Content;
use super::walk_error::walk_error;
use super::{FieldPath, InputFormat, ReadOptions, Source};
use crate::error::Problem;
use crate::{Error, Result};

/// Which files in folders to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discovery {
    /// Whether to read files that `.gitignore`, `.ignore` and the like exclude.
    pub ignored: bool,
    /// Whether to read hidden files, whose names begin with a dot.
    pub hidden: bool,
}

impl Discovery {
    /// Returns the sources that `paths` name, in order.
    ///
    /// `-` is standard input. A folder is searched recursively, in order of name, for files with
    /// a known extension or content; by default, files that ripgrep skips are skipped. A pattern
    /// (`*`, `?`, `[…]`, `**`) stands for its matches, unless there is a file of that name. A path
    /// that cannot be used gives an error in its place.
    pub fn sources(self, paths: &[PathBuf]) -> Vec<Result<Source>> {
        self.found(paths, &ReadOptions::default())
    }

    /// The same for sources that are read with these options; files in folders that are passed
    /// over are counted in its remarks.
    pub fn found(self, paths: &[PathBuf], options: &ReadOptions) -> Vec<Result<Source>> {
        let passed = RefCell::new(BTreeMap::new());
        let is_source = |path: &Path| {
            let kind = passed_over(path, &options.text_field);
            if let Some(kind) = kind {
                let mut passed = passed.borrow_mut();
                passed.entry(kind).or_insert_with(|| (0, path.display().to_string())).0 += 1;
            }
            kind.is_none()
        };
        let sources = self.named(paths, &is_source, &InputFormat::names);
        options.remarks.set_files(passed.into_inner());
        sources
    }

    /// The same, but `is_source` decides which files in folders to read.
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

/// Expands paths to sources.
struct Folders<'a> {
    discovery: Discovery,
    is_source: &'a dyn Fn(&Path) -> bool,
    /// The names that sources have, for messages.
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
            // Reading a named pipe could block forever.
            Ok(entry) if !is_file_or_broken(entry.path()) || !(self.is_source)(entry.path()) => {
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

    /// The files that a pattern matches, as if a shell had expanded it.
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
            // A named pipe is skipped, as in folders.
            Ok(_) => vec![],
            Err(error) => vec![Err(error)],
        }
    }
}

/// The kind of a file, unless it is read: its name tells that it is read, or its first bytes.
fn passed_over(path: &Path, text: &FieldPath) -> Option<PassedFile> {
    let named = InputFormat::of_name(path);
    if named.is_some_and(|format| format != InputFormat::Json) {
        return None;
    }
    let source = Source::File(path.into());
    match source.content(text) {
        Some(Content::Object | Content::Known(InputFormat::Json | InputFormat::Jsonl)) => {
            (!source.names(text)).then_some(PassedFile::Json)
        }
        Some(Content::Known(_)) => None,
        Some(Content::Foreign(foreign)) => Some(PassedFile::Foreign(foreign)),
        Some(Content::Empty) => Some(PassedFile::Empty),
        Some(Content::Text) => Some(PassedFile::of_text(path)),
        Some(Content::Binary) => Some(PassedFile::Binary),
        None => Some(PassedFile::Unreadable),
    }
}

/// Whether to read a path. A broken link counts, so that it is reported.
fn is_file_or_broken(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.is_file())
}
