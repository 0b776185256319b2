//! Where documents come from: files, folders, standard input.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Document, Pieces};
use crate::{Error, Result};

/// A place to read one document from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Standard,
    /// A file.
    File(PathBuf),
}

/// The names of text files in a folder; a file named by itself may have any.
const EXTENSIONS: [&str; 4] = ["txt", "text", "md", "markdown"];

/// Whether a file in a folder is read, by its name.
pub fn is_article(path: &Path) -> bool {
    is_named(path, &EXTENSIONS)
}

/// The documents behind paths, in order: `-` is standard input, a folder every
/// text file in it and in its folders, sorted by name, hidden ones left out.
///
/// A path that can not be used is an error in its place; the others go on.
pub fn sources(paths: &[PathBuf]) -> Vec<Result<Source>> {
    sources_named(paths, &EXTENSIONS)
}

/// The same with files of other names in folders.
pub(crate) fn sources_named(paths: &[PathBuf], extensions: &[&str]) -> Vec<Result<Source>> {
    paths.iter().flat_map(|path| expand(path, extensions)).collect()
}

fn expand(path: &Path, extensions: &[&str]) -> Vec<Result<Source>> {
    if path == Path::new("-") {
        return vec![Ok(Source::Standard)];
    }
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => folder(path, extensions),
        Ok(_) => vec![Ok(Source::File(path.into()))],
        Err(source) => vec![Err(Error::access(path, source))],
    }
}

fn folder(path: &Path, extensions: &[&str]) -> Vec<Result<Source>> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let walk = WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(visible);
    let files = walk.filter_map(|entry| match entry {
        // A pipe in a folder would be waited for without end.
        Ok(entry) if !is_named(entry.path(), extensions) || !is_file_or_broken(entry.path()) => {
            None
        }
        Ok(entry) => Some(Ok(Source::File(entry.into_path()))),
        Err(error) => Some(Err(walk_error(path, error))),
    });
    let files: Vec<_> = files.collect();
    if files.is_empty() {
        let allowed = extensions.iter().map(|extension| format!("*.{extension}"));
        let allowed = allowed.collect::<Vec<_>>().join(", ");
        return vec![Err(Error::NoDocuments { path: path.into(), allowed })];
    }
    files
}

fn is_named(path: &Path, extensions: &[&str]) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let has = |name: &str, extension: &str| {
        name.strip_suffix(extension).is_some_and(|rest| rest.ends_with('.'))
    };
    name.is_some_and(|name| extensions.iter().any(|extension| has(&name, extension)))
}

/// Whether to read it: a link that leads nowhere is better reported than missed.
fn is_file_or_broken(path: &Path) -> bool {
    path.metadata().map_or(true, |metadata| metadata.is_file())
}

fn walk_error(folder: &Path, error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(folder).to_path_buf();
    let looped = || io::Error::other("a loop of links");
    let source = error.into_io_error().unwrap_or_else(looped);
    Error::access(path, source)
}

impl Source {
    /// Reads the document.
    ///
    /// # Errors
    /// If it can not be read, or is no text; see [`Document::from_bytes`].
    pub fn read(&self) -> Result<Document> {
        Document::from_bytes(&self.name(), self.bytes()?)
    }

    /// Reads the document some paragraphs at a time.
    ///
    /// # Errors
    /// If it can not be opened.
    pub fn pieces(&self) -> Result<Pieces<Box<dyn Read + Send>>> {
        let input: Box<dyn Read + Send> = match self {
            Self::Standard => Box::new(io::stdin()),
            Self::File(path) => {
                Box::new(fs::File::open(path).map_err(|source| Error::access(path, source))?)
            }
        };
        Ok(Pieces::new(&self.name(), input))
    }

    /// Reads the bytes, whatever they are.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        let bytes = match self {
            Self::Standard => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => fs::read(path),
        };
        bytes.map_err(|source| Error::access(self.name(), source))
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }
}
