//! The documents a user names, one after the other.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use themewise::Result;
use themewise::document::{Document, Piece, Replaced, sources};

use super::{failure, note};

/// What to read, and whether to talk about it.
#[derive(Debug, Args)]
pub(super) struct Documents {
    /// Articles: files, folders (their *.txt, *.text, *.md), or `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    paths: Vec<PathBuf>,

    /// Say nothing but errors on standard error
    #[arg(long, short)]
    quiet: bool,
}

impl Documents {
    /// Gives every document that can be read to `take`, and reports the others;
    /// returns whether all of everything could be read.
    pub(super) fn each(
        &self,
        mut take: impl FnMut(&Document) -> io::Result<()>,
    ) -> io::Result<bool> {
        self.announce();
        let mut complete = true;
        for source in sources(&self.paths) {
            match source.and_then(|source| source.read()) {
                Ok(document) => {
                    take(&document)?;
                    complete &= document.replaced.is_none();
                    self.warn(&document.name, document.replaced);
                }
                Err(error) => {
                    failure::report_document(&error);
                    complete = false;
                }
            }
        }
        Ok(complete)
    }

    /// The pieces of every document, and why others can not be read.
    pub(super) fn pieces(&self) -> impl Iterator<Item = Result<Piece>> + Send {
        self.announce();
        sources(&self.paths).into_iter().flat_map(|source| {
            let (pieces, error) = match source.and_then(|source| source.pieces()) {
                Ok(pieces) => (Some(pieces), None),
                Err(error) => (None, Some(Err(error))),
            };
            pieces.into_iter().flatten().chain(error)
        })
    }

    /// The files and folders named.
    pub(super) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Says what is awaited when a user at a terminal gives no file.
    fn announce(&self) {
        if !self.quiet && self.paths == [Path::new("-")] && io::stdin().is_terminal() {
            note("reading text from the terminal; end it with Ctrl-D");
        }
    }

    /// Says that a document is not all text.
    pub(super) fn warn(&self, name: &str, replaced: Option<Replaced>) {
        if let (Some(Replaced { first, count }), false) = (replaced, self.quiet) {
            note(&format!(
                "warning: `{name}` is not all UTF-8: {count} of its bytes, the first at {first}, are read as `?`"
            ));
        }
    }
}
