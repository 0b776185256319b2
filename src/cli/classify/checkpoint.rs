//! How far a run has come, so that another can resume it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use themewise::document::Source;
use themewise::pipeline::Position;
use themewise::tagging::Counts;
use themewise::{Error, Result, WholeFile};

use super::super::failure::Failure;
use super::summary::Summary;

/// How far a run has come. It is written after everything it speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Checkpoint {
    /// The format of this file.
    version: u32,
    /// What the run is: its inputs and settings.
    run: String,
    /// After which batch of the input.
    pub(super) position: Position,
    /// The bytes of rows.
    pub(super) written: u64,
    /// The bytes of the file of errors.
    pub(super) errors: u64,
    /// What has been counted.
    pub(super) summary: Summary,
    /// The document that has begun and not ended, and what is counted of it.
    pub(super) begun: Option<(String, Counts)>,
    /// The time that the output says, in seconds since the beginning of 1970.
    pub(super) time: u64,
    /// Whether nothing is missing but to put the output in its place.
    pub(super) complete: bool,
}

const VERSION: u32 = 1;

/// The file of a checkpoint.
#[derive(Debug)]
pub(super) struct CheckpointFile {
    path: PathBuf,
    run: String,
}

impl CheckpointFile {
    /// The file of a run, which is identified by its settings and what it reads.
    pub(super) fn new(path: &Path, settings: &[String], sources: &[Result<Source>]) -> Self {
        let mut hash = Sha256::new();
        for part in settings.iter().cloned().chain(sources.iter().map(described)) {
            hash.update(part);
            hash.update([0]);
        }
        // Half of it is more than enough to tell runs apart.
        let hash = hash.finalize();
        let half = hash[..16].try_into().expect("it has 16 bytes");
        let run = format!("{:032x}", u128::from_be_bytes(half));
        Self { path: path.to_owned(), run }
    }

    /// The checkpoint of a run that was interrupted, or that of one that begins at `time` if
    /// there is none.
    ///
    /// # Errors
    /// If the file cannot be read, or is of another run.
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
            time,
            complete: false,
        }
    }

    /// Replaces the checkpoint.
    pub(super) fn write(&self, checkpoint: &Checkpoint) -> Result<(), Failure> {
        let json = serde_json::to_vec(checkpoint).map_err(io::Error::from)?;
        Ok(WholeFile::create(&self.path)?.write(|file| file.write_all(&json))?)
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

/// A source, and what shows that it has changed.
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
