//! How far a run has come, so that another can go on with it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use themewise::document::Source;
use themewise::tagging::Counts;
use themewise::{Error, Result, WholeFile};

use super::summary::Summary;
use themewise::pipeline::Position;

/// How far a run has come. It is written when everything it speaks of is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Checkpoint {
    /// The format of this file.
    version: u32,
    /// What the run is: its inputs and settings.
    run: String,
    /// Behind which batch of the input.
    pub(super) position: Position,
    /// The bytes of rows.
    pub(super) written: u64,
    /// The bytes of the file of errors.
    pub(super) errors: u64,
    /// What has been counted.
    pub(super) summary: Summary,
    /// The document that has begun, but not ended, and what is counted of it.
    pub(super) begun: Option<(String, Counts)>,
    /// The time that the output says, in seconds since the beginning of 1970.
    pub(super) time: u64,
    /// Whether nothing is missing but to put the output in its place.
    pub(super) complete: bool,
}

const VERSION: u32 = 1;

/// The file of a state.
#[derive(Debug)]
pub(super) struct CheckpointFile {
    path: PathBuf,
    run: String,
}

impl CheckpointFile {
    /// The file of the state of a run, which is known by its settings and what it reads.
    pub(super) fn new(path: &Path, settings: &[String], sources: &[Result<Source>]) -> Self {
        let mut hash = Sha256::new();
        for part in settings.iter().cloned().chain(sources.iter().map(described)) {
            hash.update(part);
            hash.update([0]);
        }
        // Half of it is more than enough to tell runs apart.
        let half =
            hash.finalize().iter().take(16).fold(0, |half, &byte| half << 8 | u128::from(byte));
        let run = format!("{half:032x}");
        Self { path: path.to_owned(), run }
    }

    /// The state of a run that was interrupted; that of one that begins at `time`, if there is
    /// none.
    ///
    /// # Errors
    /// If the file can not be read, or is of another run.
    pub(super) fn read(&self, time: u64) -> Result<Checkpoint> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(self.begin(time)),
            Err(source) => return Err(Error::access(&self.path, source)),
        };
        let wrong = |what: &str| {
            let message = format!("{what}: remove it and its `.part` to begin again");
            Error::access(&self.path, io::Error::new(io::ErrorKind::InvalidData, message))
        };
        let state: Checkpoint =
            serde_json::from_str(&text).map_err(|_| wrong("it is not the state of a run"))?;
        if state.version != VERSION || state.run != self.run {
            return Err(wrong(
                "it is the state of another run, of other settings or inputs that have changed since",
            ));
        }
        Ok(state)
    }

    fn begin(&self, time: u64) -> Checkpoint {
        Checkpoint {
            version: VERSION,
            run: self.run.clone(),
            position: Position::default(),
            written: 0,
            errors: 0,
            summary: Summary::default(),
            begun: None,
            time,
            complete: false,
        }
    }

    /// Replaces the state.
    pub(super) fn write(&self, state: &Checkpoint) -> Result<()> {
        let json =
            serde_json::to_vec(state).map_err(|error| Error::access(&self.path, error.into()))?;
        WholeFile::create(&self.path)?.write(|file| file.write_all(&json))
    }

    /// Removes the file of a run that is done.
    pub(super) fn remove(&self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::access(&self.path, error))
            }
            _ => Ok(()),
        }
    }
}

/// A source, and by what one would see that it has changed.
fn described(source: &Result<Source>) -> String {
    match source {
        Ok(Source::File(path)) => {
            let metadata = path.metadata().ok();
            let length = metadata.as_ref().map(fs::Metadata::len);
            let modified = metadata.and_then(|metadata| metadata.modified().ok());
            format!("{} {length:?} {modified:?}", path.display())
        }
        Ok(Source::Standard) => "-".to_owned(),
        Err(error) => error.to_string(),
    }
}
