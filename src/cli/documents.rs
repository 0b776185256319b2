//! The documents a user names, one after the other.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use themewise::document::{Document, sources};

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
                    self.warn(&document);
                }
                Err(error) => {
                    failure::report_document(&error);
                    complete = false;
                }
            }
        }
        Ok(complete)
    }

    /// Says what is awaited when a user at a terminal gives no file.
    fn announce(&self) {
        if !self.quiet && self.paths == [Path::new("-")] && io::stdin().is_terminal() {
            note("reading text from the terminal; end it with Ctrl-D");
        }
    }

    fn warn(&self, document: &Document) {
        if let (Some(replaced), false) = (document.replaced, self.quiet) {
            let (name, first) = (&document.name, replaced.first);
            let count = replaced.count;
            note(&format!(
                "warning: `{name}` is not all UTF-8: {count} of its bytes, the first at {first}, are read as `?`"
            ));
        }
    }
}
