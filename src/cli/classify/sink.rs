//! Where rows go, and what becomes of them when all are there.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use themewise::output::OutputFormat;
use themewise::{Error, Result, WholeFile};

use super::super::Failure;

/// Rows on their way to a file or to standard output.
pub(super) struct Sink<'o> {
    rows: Rows<'o>,
    /// The bytes written so far, also by the run that is gone on with.
    written: u64,
    format: OutputFormat,
    /// Where the finished output goes, if rows wait until all are there.
    target: Option<Target<'o>>,
}

/// Where rows are written as they come.
enum Rows<'o> {
    Standard(&'o mut (dyn Write + Send)),
    Whole(WholeFile),
    /// A file without a name.
    Scratch(BufWriter<File>),
    Part(Part),
    /// It is finished, or given up.
    Nowhere,
}

/// A file that stays if the run is interrupted, so that another can go on with it.
pub(super) struct Part {
    file: BufWriter<File>,
    path: PathBuf,
    target: PathBuf,
}

/// Where rows go when they are made another format.
enum Target<'o> {
    Standard(&'o mut (dyn Write + Send)),
    Whole(WholeFile),
}

/// The name of a file that is not finished: that of the file, and `.part`.
pub(super) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

impl<'o> Sink<'o> {
    /// Standard output.
    pub(super) fn standard(
        out: &'o mut (dyn Write + Send),
        format: OutputFormat,
    ) -> io::Result<Self> {
        Ok(if format.traits().staged {
            let scratch = BufWriter::new(tempfile::tempfile()?);
            Self::new(Rows::Scratch(scratch), format, Some(Target::Standard(out)))
        } else {
            Self::new(Rows::Standard(out), format, None)
        })
    }

    /// A file that appears whole or not at all.
    pub(super) fn file(path: &Path, format: OutputFormat) -> Result<Self> {
        let whole = WholeFile::create(path)?;
        Ok(if format.traits().staged {
            let scratch = BufWriter::new(whole.scratch()?);
            Self::new(Rows::Scratch(scratch), format, Some(Target::Whole(whole)))
        } else {
            Self::new(Rows::Whole(whole), format, None)
        })
    }

    /// A file whose first bytes may be there already, from a run that was interrupted.
    pub(super) fn resumed(path: &Path, format: OutputFormat, written: u64) -> Result<Self> {
        let target = if format.traits().staged {
            Some(Target::Whole(WholeFile::create(path)?))
        } else {
            None
        };
        let part = Part::open(path, written)?;
        Ok(Self { written, ..Self::new(Rows::Part(part), format, target) })
    }

    fn new(rows: Rows<'o>, format: OutputFormat, target: Option<Target<'o>>) -> Self {
        Self { rows, written: 0, format, target }
    }

    /// The bytes of rows so far.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Leaves nothing unfinished behind but what can be gone on with.
    pub(super) fn abandon(&mut self) {
        (self.rows, self.target) = (Rows::Nowhere, None);
    }

    /// Puts the finished output where it belongs.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        self.flush()?;
        let rows = std::mem::replace(&mut self.rows, Rows::Nowhere);
        let Some(target) = self.target.take() else {
            match rows {
                Rows::Whole(file) => file.finish()?,
                Rows::Part(part) => part.finish()?,
                Rows::Standard(_) | Rows::Scratch(_) | Rows::Nowhere => {}
            }
            return Ok(());
        };
        let (rows, part) = match rows {
            Rows::Scratch(file) => {
                (file.into_inner().map_err(io::IntoInnerError::into_error), None)
            }
            Rows::Part(part) => (File::open(&part.path), Some(part.path)),
            Rows::Standard(_) | Rows::Whole(_) | Rows::Nowhere => return Ok(()),
        };
        let access = |source| Error::access("the rows that wait", source);
        let mut rows = rows.map_err(access)?;
        rows.rewind().map_err(access)?;
        match target {
            Target::Standard(out) => convert(self.format, rows, out)?,
            Target::Whole(mut file) => {
                convert(self.format, rows, &mut file).map_err(|e| Error::access(file.path(), e))?;
                file.finish()?;
            }
        }
        let removed = part.map_or(Ok(()), |p| fs::remove_file(&p).map_err(|e| Error::access(p, e)));
        Ok(removed?)
    }

    /// Passes on what is held back, to the disk if another run may go on with it.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.flush()?;
        match &self.rows {
            Rows::Part(part) => part.file.get_ref().sync_data(),
            _ => Ok(()),
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.rows {
            Rows::Standard(out) => out.write(bytes),
            Rows::Whole(file) => file.write(bytes),
            Rows::Scratch(file) => file.write(bytes),
            Rows::Part(part) => part.file.write(bytes),
            // Nobody goes on behind what is nowhere.
            Rows::Nowhere => return Ok(bytes.len()),
        }?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.rows {
            Rows::Standard(out) => out.flush(),
            Rows::Whole(file) => file.flush(),
            Rows::Scratch(file) => file.flush(),
            Rows::Part(part) => part.file.flush(),
            Rows::Nowhere => Ok(()),
        }
    }
}

impl Part {
    /// Opens the unfinished part of `target`, and cuts off what is behind `written` bytes.
    fn open(target: &Path, written: u64) -> Result<Self> {
        let (path, target) = (part_of(target), target.to_owned());
        let file = open_behind(&path, written).map_err(|source| Error::access(&path, source))?;
        Ok(Self { file: BufWriter::new(file), path, target })
    }

    fn finish(self) -> Result<()> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error);
        let placed = file.and_then(|file| {
            if let Ok(existing) = self.target.metadata() {
                file.set_permissions(existing.permissions())?;
            }
            file.sync_all()?;
            fs::rename(&self.path, &self.target)
        });
        placed.map_err(|source| Error::access(&self.target, source))
    }
}

/// Opens a file to go on behind its first bytes, which have to be there; what is behind them
/// is cut off.
pub(super) fn open_behind(path: &Path, written: u64) -> io::Result<File> {
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

fn convert(
    format: OutputFormat,
    rows: File,
    out: &mut (impl Write + Send + ?Sized),
) -> io::Result<()> {
    match format {
        #[cfg(feature = "parquet")]
        OutputFormat::Parquet => themewise::output::write_parquet(BufReader::new(rows), out),
        _ => io::copy(&mut BufReader::new(rows), out).map(drop),
    }
}
