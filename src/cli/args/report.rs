//! The format of reports.

use std::fmt::Display;
use std::io::{self, Write};

use clap::ValueEnum;
use serde::Serialize;

/// How a report is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// Tables.
    Text,
    /// One JSON object.
    Json,
}

impl ReportFormat {
    /// Prints a report.
    pub(in crate::cli) fn print(
        self,
        report: &(impl Serialize + Display),
        out: &mut impl Write,
    ) -> io::Result<()> {
        match self {
            Self::Text => write!(out, "{report}"),
            Self::Json => {
                serde_json::to_writer_pretty(&mut *out, report)?;
                writeln!(out)
            }
        }
    }
}
