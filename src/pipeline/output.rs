//! One output of a run: its format, and how its rows are written.

use std::io::Write;

use crate::ThemeSet;
use crate::output::{FormatTraits, OutputFormat, WriteOptions, Writer};
use crate::tagging::Unit;

/// A format, and how to write it.
#[derive(Debug, Clone)]
pub struct Output {
    format: OutputFormat,
    options: WriteOptions,
}

impl Output {
    /// An output in a format.
    pub fn new(format: OutputFormat, options: WriteOptions) -> Self {
        Self { format, options }
    }

    /// The traits of the format.
    pub fn traits(&self) -> &'static FormatTraits {
        self.format.traits()
    }

    /// A writer of rows to `out`.
    pub fn writer<'a>(&self, out: impl Write + 'a, themes: &'a ThemeSet) -> Box<dyn Writer + 'a> {
        self.format.writer(out, themes, &self.options)
    }

    /// Whether paragraphs and documents without a theme are left out. A page shows all of them.
    pub(super) fn only_labelled(&self) -> bool {
        self.options.only_labelled && !self.traits().numbered
    }

    pub(super) fn unit(&self) -> Unit {
        self.options.unit
    }

    /// Whether roll-ups of documents need quotes.
    pub(super) fn quotes(&self) -> bool {
        self.unit() == Unit::Document || self.traits().documents
    }

    /// Whether paragraphs, or sentences, are written.
    pub(super) fn shows_paragraphs(&self) -> bool {
        self.unit() != Unit::Document || self.traits().paragraphs
    }
}
