//! The destination of rows.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::Path;

use crate::{Error, Result, WholeFile};

use super::super::failure::Failure;
use super::part::Part;

/// Rows on their way to a file or to standard output.
pub(super) struct Sink<'o> {
    rows: Rows<'o>,
    /// Bytes written so far, including those of the run being resumed.
    written: u64,
    /// For formats that need all rows first: how the output is made of them, and where it goes.
    target: Option<(Target<'o>, Finish<'o>)>,
    /// Whether the run continues if the reader of this output has gone.
    outlives_reader: bool,
}

/// Where rows are written as they come.
enum Rows<'o> {
    Standard(&'o mut (dyn Write + Send)),
    Whole(WholeFile),
    /// An unnamed temporary file.
    Scratch(BufWriter<File>),
    Part(Part),
    /// Its reader has gone.
    Closed,
}

/// The destination of an output that is made of all rows.
enum Target<'o> {
    Standard(&'o mut (dyn Write + Send)),
    Whole(WholeFile),
}

/// Makes the output of all rows.
pub(super) type Finish<'o> =
    Box<dyn FnOnce(BufReader<File>, &mut (dyn Write + Send)) -> io::Result<()> + Send + 'o>;

impl<'o> Sink<'o> {
    /// Standard output.
    pub(super) fn standard(
        out: &'o mut (dyn Write + Send),
        finish: Option<Finish<'o>>,
    ) -> io::Result<Self> {
        Ok(match finish {
            Some(finish) => {
                let scratch = BufWriter::new(tempfile::tempfile()?);
                Self::new(Rows::Scratch(scratch), Some((Target::Standard(out), finish)))
            }
            None => Self::new(Rows::Standard(out), None),
        })
    }

    /// A file that appears whole or not at all.
    pub(super) fn file(whole: WholeFile, finish: Option<Finish<'o>>) -> Result<Self> {
        Ok(match finish {
            Some(finish) => {
                let scratch = BufWriter::new(whole.scratch()?);
                Self::new(Rows::Scratch(scratch), Some((Target::Whole(whole), finish)))
            }
            None => Self::new(Rows::Whole(whole), None),
        })
    }

    /// A file that can be resumed; its first `written` bytes are from an interrupted run.
    pub(super) fn resumed(path: &Path, finish: Option<Finish<'o>>, written: u64) -> Result<Self> {
        let target = match finish {
            Some(finish) => Some((Target::Whole(WholeFile::create(path)?), finish)),
            None => None,
        };
        let part = Part::open(path, written)?;
        Ok(Self { written, ..Self::new(Rows::Part(part), target) })
    }

    fn new(rows: Rows<'o>, target: Option<(Target<'o>, Finish<'o>)>) -> Self {
        Self { rows, written: 0, target, outlives_reader: false }
    }

    /// The same sink, which drops rows once their reader has gone.
    pub(super) fn outliving_reader(self) -> Self {
        Self { outlives_reader: true, ..self }
    }

    /// The number of bytes written so far.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Moves the finished output into place.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        match (self.rows, self.target) {
            (Rows::Whole(file), _) => file.finish()?,
            (Rows::Part(part), None) => part.finish()?,
            (Rows::Part(part), Some(target)) => {
                make(part.rows()?, target)?;
                part.remove()?;
            }
            (Rows::Scratch(file), Some(target)) => {
                make(file.into_inner().map_err(io::IntoInnerError::into_error)?, target)?;
            }
            (Rows::Standard(_) | Rows::Scratch(_) | Rows::Closed, _) => {}
        }
        Ok(())
    }

    /// Writes buffered data; to the disk if another run may resume it.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.flush()?;
        match &self.rows {
            Rows::Part(part) => part.sync(),
            _ => Ok(()),
        }
    }

    /// Returns `otherwise` instead of a broken pipe if the run outlives the reader.
    fn tolerate<T>(&mut self, done: io::Result<T>, otherwise: T) -> io::Result<T> {
        match done {
            Err(error) if self.outlives_reader && error.kind() == io::ErrorKind::BrokenPipe => {
                self.rows = Rows::Closed;
                Ok(otherwise)
            }
            done => done,
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.rows {
            Rows::Standard(out) => out.write(bytes),
            Rows::Whole(file) => file.write(bytes),
            Rows::Scratch(file) => file.write(bytes),
            Rows::Part(part) => part.write(bytes),
            Rows::Closed => Ok(bytes.len()),
        };
        let written = self.tolerate(written, bytes.len())?;
        self.written += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match &mut self.rows {
            Rows::Standard(out) => out.flush(),
            Rows::Whole(file) => file.flush(),
            Rows::Scratch(file) => file.flush(),
            Rows::Part(part) => part.flush(),
            Rows::Closed => Ok(()),
        };
        self.tolerate(flushed, ())
    }
}

/// Makes the output of all rows.
fn make(mut rows: File, (target, finish): (Target, Finish)) -> Result<(), Failure> {
    rows.rewind()?;
    let rows = BufReader::new(rows);
    match target {
        Target::Standard(out) => finish(rows, out)?,
        Target::Whole(mut file) => {
            finish(rows, &mut file).map_err(|source| Error::access(file.path(), source))?;
            file.finish()?;
        }
    }
    Ok(())
}
