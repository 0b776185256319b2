//! Where documents come from: files, folders, patterns, standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use super::input::{BytesRead, Input, uncompressed};
use super::reader::{self, ReadOptions, Reader};
use super::{InputFormat, PlainText};
use crate::error::Problem;
use crate::{Error, Result};

/// A place to read documents from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

/// The bytes that tell formats whose names do not.
const MAGIC: u64 = 5;

/// Which files of folders are sources.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discovery {
    /// Also those that `.gitignore`, `.ignore` and the like leave out.
    pub ignored: bool,
    /// Also those whose names begin with a dot.
    pub hidden: bool,
}

impl Discovery {
    /// The sources behind paths, in order: `-` is standard input; a folder every file in it
    /// and in its folders whose name says that it can be read, sorted by name, but for those
    /// that ripgrep would leave out; a pattern (`*`, `?`, `[…]`, `**`) that is no file what it
    /// matches.
    ///
    /// A path that can not be used is an error in its place; the others go on.
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

    /// What a pattern matches, which a shell would have said had it not been quoted.
    fn matches(&self, pattern: &Path) -> Vec<Result<Source>> {
        let name = || pattern.display().to_string();
        let found = match matches(pattern) {
            Ok(found) => found,
            Err(error) => {
                let reason = error.msg.to_owned();
                return vec![Err(Problem::Pattern { pattern: name(), reason }.into())];
            }
        };
        let found: Vec<_> = found.into_iter().flat_map(|path| self.matched(path)).collect();
        if found.is_empty() {
            return vec![Err(Problem::NoMatch { pattern: name() }.into())];
        }
        found
    }

    fn matched(&self, path: Result<PathBuf>) -> Vec<Result<Source>> {
        match path {
            Ok(path) if path.is_dir() || is_file_or_broken(&path) => self.expand(&path),
            // As in folders, nobody waits for a pipe.
            Ok(_) => vec![],
            Err(error) => vec![Err(error)],
        }
    }
}

/// The paths that a pattern matches, in order.
fn matches(pattern: &Path) -> Result<Vec<Result<PathBuf>>, glob::PatternError> {
    let text = pattern.to_string_lossy();
    let failed = |error: glob::GlobError| {
        let path = error.path().to_path_buf();
        Error::access(path, error.into())
    };
    if !pattern.iter().any(|part| part == "**") {
        return Ok(glob::glob(&text)?.map(|path| path.map_err(failed)).collect());
    }
    // The crate follows links in folders: one that leads back would never end.
    let fixed: PathBuf = pattern.iter().take_while(|part| !is_pattern(part.as_ref())).collect();
    let (wanted, here) = (glob::Pattern::new(&text)?, fixed.as_os_str().is_empty());
    let options = glob::MatchOptions { require_literal_separator: true, ..Default::default() };
    let mut walk = WalkBuilder::new(if here { Path::new(".") } else { &fixed });
    walk.standard_filters(false).sort_by_file_name(std::ffi::OsStr::cmp);
    let found = walk.build().filter_map(|entry| match entry {
        Ok(entry) => {
            let path = entry.into_path();
            let path = if here { path.strip_prefix(".").unwrap_or(&path).into() } else { path };
            wanted.matches_path_with(&path, options).then_some(Ok(path))
        }
        Err(error) => Some(Err(walk_error(&fixed, error))),
    });
    Ok(found.collect())
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

/// Whether to read it: a link that leads nowhere is better reported than missed.
fn is_file_or_broken(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.is_file())
}

fn walk_error(folder: &Path, error: ignore::Error) -> Error {
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

impl Source {
    /// A reader of its documents; the bytes it reads are added to `read`.
    ///
    /// # Errors
    /// If it can not be opened, or has no beginning, such as the header of CSV.
    pub fn reader(&self, options: &Arc<ReadOptions>, read: &BytesRead) -> Result<Box<dyn Reader>> {
        let failed = |source| Error::access(self.name(), source);
        let mut input = self.open().and_then(|input| uncompressed(input, read)).map_err(failed)?;
        let mut head = Vec::new();
        input.by_ref().take(MAGIC).read_to_end(&mut head).map_err(failed)?;
        let format = options.format.or_else(|| self.format());
        let format = format.unwrap_or_else(|| InputFormat::of_bytes(&head));
        let input: Input = Box::new(io::Cursor::new(head).chain(input));
        reader::reader(self, format, input, options)
    }

    /// The format its name says.
    pub fn format(&self) -> Option<InputFormat> {
        match self {
            Self::Standard => None,
            Self::File(path) => InputFormat::of_name(path),
        }
    }

    /// A file to read at any place: itself, unless it is compressed or no file.
    #[cfg(feature = "parquet")]
    pub(super) fn seekable(&self, mut input: Input) -> io::Result<File> {
        if let Self::File(path) = self {
            let (mut file, mut magic) = (File::open(path)?, [0; 4]);
            if file.metadata()?.is_file()
                && file.read_exact(&mut magic).is_ok()
                && magic == *b"PAR1"
            {
                return Ok(file);
            }
        }
        let mut spooled = tempfile::tempfile()?;
        io::copy(&mut input, &mut spooled)?;
        Ok(spooled)
    }

    fn open(&self) -> io::Result<Input> {
        Ok(match self {
            Self::Standard => Box::new(io::stdin()),
            Self::File(path) => Box::new(File::open(path)?),
        })
    }

    /// Reads the whole as one text.
    ///
    /// # Errors
    /// If it can not be read, or is no text; see [`PlainText::from_bytes`].
    pub fn read(&self) -> Result<PlainText> {
        PlainText::from_bytes(&self.name(), self.bytes()?)
    }

    /// Reads the bytes, whatever they are.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self.open().and_then(|mut input| input.read_to_end(&mut bytes));
        read.map_err(|source| Error::access(self.name(), source))?;
        Ok(bytes)
    }

    /// What it is called in output: its path, or `-`.
    pub fn name(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Its bytes on disk, if it is a file.
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Standard => None,
            Self::File(path) => path.metadata().ok().map(|metadata| metadata.len()),
        }
    }
}
