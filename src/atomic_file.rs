//! Files that appear whole or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::{Error, Result};

/// A file being written, which takes its place when it is finished.
///
/// At the end of a link there is one; what is no file, such as a pipe or `/dev/null`, is
/// written to as it is.
#[derive(Debug)]
pub struct WholeFile {
    place: Place,
    path: PathBuf,
}

#[derive(Debug)]
enum Place {
    /// Beside the place the file will take.
    Temporary(BufWriter<NamedTempFile>),
    /// Something that cannot be replaced.
    Special(BufWriter<File>),
}

impl WholeFile {
    /// Makes sure that a file can be written to `path`.
    ///
    /// # Errors
    /// If no file can be created there.
    pub fn create(path: &Path) -> Result<Self> {
        // The whole cause names the temporary file, which tells nobody anything.
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

    /// Where it will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A file without a name on the same disk, for what has to wait until this one is
    /// written; that of something special is where the system has such files.
    ///
    /// # Errors
    /// If there is no place for it.
    pub fn scratch(&self) -> Result<File> {
        let file = match self.place {
            Place::Temporary(_) => tempfile::tempfile_in(folder_of(&self.path)),
            Place::Special(_) => tempfile::tempfile(),
        };
        file.map_err(|source| Error::access(&self.path, source))
    }

    /// Writes the file by `write` and puts it in its place.
    ///
    /// # Errors
    /// If it cannot be written: then nothing has changed.
    pub fn write(mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        match write(&mut self) {
            Ok(()) => self.finish(),
            Err(source) => Err(Error::access(self.path, source)),
        }
    }

    /// Puts what has been written in its place.
    ///
    /// # Errors
    /// If it cannot be written: then nothing has changed.
    pub fn finish(mut self) -> Result<()> {
        let path = self.path.clone();
        let placed = self.flush().and_then(|()| match self.place {
            Place::Special(_) => Ok(()),
            Place::Temporary(file) => {
                let (file, temporary) = file.into_inner()?.into_parts();
                Self::replace(&file, &path, || Ok(temporary.persist(&path)?))
            }
        });
        placed.map_err(|source| Error::access(path, source))
    }

    /// Puts a finished file in the place of `target`, whose permissions it keeps, by `rename`.
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

/// What is written is seen by nobody before [`WholeFile::finish`].
impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.place {
            Place::Special(file) => file.write(bytes),
            Place::Temporary(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Special(file) => file.flush(),
            Place::Temporary(file) => file.flush(),
        }
    }
}

/// Where a link leads that leads to nothing yet; what is no link is its own end.
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
