//! The progress of a run, so that another run can resume it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::document::Source;
use crate::pipeline::{Addresses, Position};
use crate::tagging::Counts;
use crate::{Error, Result, WholeFile};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::failure::Failure;
use super::summary::Summary;

/// The progress of a run. It is written after the output that it describes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Checkpoint {
    /// The format of this file.
    version: u32,
    /// A hash of the inputs and settings of the run.
    run: String,
    /// The position in the input after the last batch.
    pub(super) position: Position,
    /// The length of the rows in bytes.
    pub(super) written: u64,
    /// The length of the error file in bytes.
    pub(super) errors: u64,
    /// The counts so far.
    pub(super) summary: Summary,
    /// The name and counts of a document that has not ended yet.
    pub(super) begun: Option<(String, Counts)>,
    /// The addresses met so far.
    pub(super) addresses: Addresses,
    /// The time stated in the output, in seconds since 1970.
    pub(super) time: u64,
    /// Whether everything is written and the output only has to be moved into place.
    pub(super) complete: bool,
}

const VERSION: u32 = 2;

/// The file of a checkpoint.
#[derive(Debug)]
pub(super) struct CheckpointFile {
    path: PathBuf,
    run: String,
}

impl CheckpointFile {
    /// The checkpoint file of a run, which is identified by its settings and sources.
    pub(super) fn new(path: &Path, settings: &[String], sources: &[Result<Source>]) -> Self {
        let mut hash = Sha256::new();
        for part in settings.iter().cloned().chain(sources.iter().map(described)) {
            hash.update(part);
            hash.update([0]);
        }
        // Half of the hash is more than enough to tell runs apart.
        let hash = hash.finalize();
        let half = hash[..16].try_into().expect("it has 16 bytes");
        let run = format!("{:032x}", u128::from_be_bytes(half));
        Self { path: path.to_owned(), run }
    }

    /// Reads the checkpoint of an interrupted run. If there is none, returns that of a run that
    /// begins at `time`.
    ///
    /// # Errors
    /// If the file cannot be read, or belongs to another run.
    pub(super) fn read(&self, time: u64) -> Result<Checkpoint, Failure> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(self.begin(time)),
            Err(source) => return Err(Error::access(&self.path, source).into()),
        };
        let checkpoint: Checkpoint =
            serde_json::from_str(&text).map_err(|_| self.unusable("it is not a checkpoint"))?;
        if checkpoint.version != VERSION || checkpoint.run != self.run {
            return Err(self
                .unusable("it is of another run: its options differ, or its inputs have changed"));
        }
        Ok(checkpoint)
    }

    fn unusable(&self, problem: &'static str) -> Failure {
        Failure::Checkpoint { path: self.path.clone(), problem }
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
            addresses: Addresses::default(),
            time,
            complete: false,
        }
    }

    /// Replaces the checkpoint.
    pub(super) fn write(&self, checkpoint: &Checkpoint) -> Result<(), Failure> {
        let json = serde_json::to_vec(checkpoint).map_err(io::Error::from)?;
        Ok(WholeFile::create(&self.path)?.write(|file| file.write_all(&json))?)
    }

    /// Removes the file of a finished run.
    pub(super) fn remove(&self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::access(&self.path, error))
            }
            _ => Ok(()),
        }
    }
}

/// A source as text, with the length and modification time of its file.
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
