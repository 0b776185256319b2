//! Options for long runs.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

/// Options for long runs: resuming, error reports, threads.
#[derive(Debug, Args)]
#[command(next_help_heading = "Long runs")]
pub(super) struct LongRun {
    /// Checkpoint file; if the run is interrupted, the same command resumes it
    #[arg(long, value_name = "STATE", requires = "output", conflicts_with = "report")]
    pub(super) resume: Option<PathBuf>,

    /// File for reports of what could not be read, as JSON Lines
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,

    /// Stop at the first document or record that cannot be read
    #[arg(long)]
    pub(super) strict: bool,

    /// Threads that classify; with 1, the same thread reads and writes [default: all cores]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
}
