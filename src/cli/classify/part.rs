//! Output that is kept if the run is interrupted, so that another run can resume it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::{Error, Result, WholeFile};

/// An unfinished output file, beside its target.
pub(super) struct Part {
    file: BufWriter<File>,
    path: PathBuf,
    target: PathBuf,
}

/// The path of the unfinished file: that of the target with `.part` appended.
pub(super) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

impl Part {
    /// Opens the unfinished file of `target`, and truncates it to `written` bytes.
    pub(super) fn open(target: &Path, written: u64) -> Result<Self> {
        let (path, target) = (part_of(target), target.to_owned());
        let file = open_at(&path, written).map_err(|source| Error::access(&path, source))?;
        Ok(Self { file: BufWriter::new(file), path, target })
    }

    /// Writes everything flushed to the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.get_ref().sync_data()
    }

    /// Opens the rows for reading.
    pub(super) fn rows(&self) -> Result<File> {
        File::open(&self.path).map_err(|source| Error::access(&self.path, source))
    }

    /// Removes the file.
    pub(super) fn remove(self) -> Result<()> {
        fs::remove_file(&self.path).map_err(|source| Error::access(self.path, source))
    }

    /// Moves the finished file into place.
    pub(super) fn finish(self) -> Result<()> {
        let Self { file, path, target } = self;
        let file = file.into_inner().map_err(io::IntoInnerError::into_error);
        let rename = || fs::rename(path, &target);
        let placed = file.and_then(|file| WholeFile::replace(&file, &target, rename));
        placed.map_err(|source| Error::access(&target, source))
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Opens a file for writing after its first `written` bytes, which must exist; truncates the rest.
pub(super) fn open_at(path: &Path, written: u64) -> io::Result<File> {
    let mut file = File::options().write(true).create(true).truncate(false).open(path)?;
    let there = file.metadata()?.len();
    if there < written {
        let message = format!("it has {there} bytes, but {written} were written");
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
    }
    file.set_len(written)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}
