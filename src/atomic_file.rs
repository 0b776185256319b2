//! Files that are written atomically.

use std::fs::File;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::{Error, Result};

/// A file being written, which is moved into place when it is finished.
///
/// A link is followed to its target. Anything that is not a regular file, such as a pipe or
/// `/dev/null`, is written to directly, and `-` is standard output.
#[derive(Debug)]
pub struct WholeFile {
    place: Place,
    path: PathBuf,
}

#[derive(Debug)]
enum Place {
    /// A temporary file in the same folder.
    Temporary(BufWriter<NamedTempFile>),
    /// A pipe or device, which cannot be replaced.
    Special(BufWriter<File>),
    Standard(Stdout),
}

impl WholeFile {
    /// Checks that a file can be written to `path`.
    ///
    /// # Errors
    /// If no file can be created there.
    pub fn create(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Ok(Self { place: Place::Standard(io::stdout()), path: path.into() });
        }
        // The full cause would name the temporary file, which does not help the user.
        let failed = |error: io::Error| Error::access(path, error.kind().into());
        let target = path.canonicalize().unwrap_or_else(|_| end_of_link(path));
        let place = match target.metadata() {
            Ok(found) if !found.is_file() => {
                let file = File::options().write(true).open(&target).map_err(failed)?;
                Place::Special(BufWriter::new(file))
            }
            _ => Place::Temporary(BufWriter::new(sibling(&target).map_err(failed)?)),
        };
        Ok(Self { place, path: target })
    }

    /// The path of the finished file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// An unnamed temporary file on the same disk, for data that must wait until this file is
    /// written. For a pipe or device, it is in the system's folder for temporary files.
    ///
    /// # Errors
    /// If it cannot be created.
    pub fn scratch(&self) -> Result<File> {
        let file = match self.place {
            Place::Temporary(_) => tempfile::tempfile_in(folder_of(&self.path)),
            Place::Special(_) | Place::Standard(_) => tempfile::tempfile(),
        };
        file.map_err(|source| Error::access(&self.path, source))
    }

    /// Writes the file with `write` and moves it into place.
    ///
    /// # Errors
    /// If it cannot be written. The existing file is then unchanged.
    pub fn write(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        match write(&mut self) {
            Ok(()) => self.finish(),
            Err(source) => Err(Error::access(self.path, source)),
        }
    }

    /// Moves the finished file into place.
    ///
    /// # Errors
    /// If it cannot be written. The existing file is then unchanged.
    pub fn finish(mut self) -> Result<()> {
        let path = self.path.clone();
        let placed = self.flush().and_then(|()| match self.place {
            Place::Special(_) | Place::Standard(_) => Ok(()),
            Place::Temporary(file) => {
                let (file, temporary) = file.into_inner()?.into_parts();
                Self::replace(&file, &path, || Ok(temporary.persist(&path)?))
            }
        });
        placed.map_err(|source| Error::access(path, source))
    }

    /// Replaces `target` by a finished file with `rename`, and keeps the permissions of `target`.
    ///
    /// # Errors
    /// If the file cannot be written to the disk or renamed.
    pub fn replace(
        file: &File,
        target: &Path,
        rename: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        file.sync_all()?;
        if let Ok(existing) = target.metadata() {
            file.set_permissions(existing.permissions())?;
        }
        rename()
    }
}

/// Nothing is visible before [`WholeFile::finish`].
impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Special(file) => file.write(bytes),
            Place::Temporary(file) => file.write(bytes),
            Place::Standard(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Special(file) => file.flush(),
            Place::Temporary(file) => file.flush(),
            Place::Standard(file) => file.flush(),
        }
    }
}

/// The target of a dangling link; any other path is returned unchanged.
fn end_of_link(path: &Path) -> PathBuf {
    let link = path.read_link().ok();
    link.map_or_else(|| path.into(), |link| path.parent().unwrap_or(Path::new("")).join(link))
}

/// A file beside `path`, with the permissions of any new file.
fn sibling(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666))
    };
    builder.prefix(".themewise-").tempfile_in(folder_of(path))
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
