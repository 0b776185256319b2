//! The documents that the user names.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use crate::Result;
use crate::document::{
    BytesRead, Chunk, Delimiter, Discovery, FieldPath, InputFormat, ReadOptions, Remarks, Replaced,
    Source,
};
use clap::Args;
use encoding_rs::Encoding;

use super::super::failure;
use super::super::message::eprint_line;
use super::name_of;
use crate::pipeline::{Batches, Position};

/// What to read, and how.
#[derive(Debug, Args)]
pub struct Documents {
    /// Files, folders, patterns such as 'crawl/**/*.html', or `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    paths: Vec<PathBuf>,

    /// Print nothing but errors to standard error
    #[arg(long, short)]
    quiet: bool,

    /// Format of the input, whatever its name [default: detected, otherwise text]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = READING)]
    input_format: Option<InputFormat>,

    /// Field or column with the text: a name, article.body or /article/body
    #[arg(long, value_name = "FIELD", default_value = "text", help_heading = READING)]
    text_field: String,

    /// Field or column with the id, if there is one
    #[arg(long, value_name = "FIELD", default_value = "id", help_heading = READING)]
    id_field: String,

    /// What separates the columns of tables: , ; | tab or another character [default: as in the header]
    #[arg(long, value_name = "CHARACTER", help_heading = READING)]
    delimiter: Option<Delimiter>,

    /// Encoding, such as windows-1252 or big5 [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = READING)]
    encoding: Option<&'static Encoding>,

    /// Also read files that .gitignore and .ignore exclude from folders
    #[arg(long, help_heading = READING)]
    no_ignore: bool,

    /// Also read hidden files and folders, whose names begin with a dot
    #[arg(long, help_heading = READING)]
    hidden: bool,

    /// What is passed over, to be said at the end.
    #[arg(skip)]
    remarks: Remarks,
}

const READING: &str = "Reading";

pub(super) fn encoding(name: &str) -> Result<&'static Encoding, String> {
    let found = Encoding::for_label(name.as_bytes());
    found.ok_or_else(|| {
        "no charset of the Encoding Standard, such as utf-8, windows-1252, big5, gb18030".to_owned()
    })
}

impl Documents {
    /// Calls `take` with every chunk that can be read, and reports the others; returns whether
    /// everything could be read.
    pub(in crate::cli) fn each(
        &self,
        mut take: impl FnMut(&Chunk) -> io::Result<()>,
    ) -> io::Result<bool> {
        let mut complete = true;
        let batches =
            self.batches(self.sources(), false, &BytesRead::default(), Position::default());
        for chunk in batches.flat_map(|(_, batch)| batch.open()) {
            match chunk {
                Ok(chunk) => {
                    take(&chunk)?;
                    let replaced = chunk.end.and_then(|end| end.replaced);
                    complete &= replaced.is_none();
                    self.warn(&chunk.document.label(), replaced);
                }
                Err(error) => {
                    failure::report_document(&error);
                    complete = false;
                }
            }
        }
        self.say_passed();
        Ok(complete)
    }

    /// Says what was passed over.
    pub(in crate::cli) fn say_passed(&self) {
        for remark in self.remarks.take().iter().filter(|_| !self.quiet) {
            eprint_line(&format!("warning: {remark}"));
        }
    }

    /// Forgets what was passed over by readers whose documents are not used.
    pub(in crate::cli) fn forget_passed(&self) {
        self.remarks.forget_records();
    }

    /// The sources that the paths name, or errors.
    pub fn sources(&self) -> Vec<Result<Source>> {
        self.announce();
        let discovery = Discovery { ignored: self.no_ignore, hidden: self.hidden };
        discovery.found(&self.paths, &self.options(false))
    }

    /// The batches of sources after a position; counts the bytes read in `read`. With `fields`,
    /// records keep their other fields.
    pub fn batches(
        &self,
        sources: Vec<Result<Source>>,
        fields: bool,
        read: &BytesRead,
        position: Position,
    ) -> Batches {
        Batches::new(sources, self.options(fields), read, position)
    }

    /// What is passed over while the batches are read.
    pub fn passed(&self) -> &Remarks {
        &self.remarks
    }

    fn options(&self, fields: bool) -> ReadOptions {
        ReadOptions {
            format: self.input_format,
            text_field: FieldPath::from(self.text_field.as_str()),
            id_field: FieldPath::from(self.id_field.as_str()),
            encoding: self.encoding,
            fields,
            delimiter: self.delimiter,
            remarks: self.remarks.clone(),
        }
    }

    /// Whether later documents may have fields that the first ones lack.
    pub(in crate::cli) fn columns_may_grow(&self, sources: &[Result<Source>]) -> bool {
        let text = FieldPath::from(self.text_field.as_str());
        let format =
            |source: &Source| self.input_format.or_else(|| source.recognised_format(&text));
        InputFormat::columns_may_grow(sources.iter().flatten().map(format))
    }

    /// The name of the field that holds the text.
    pub(in crate::cli) fn text_field(&self) -> &str {
        &self.text_field
    }

    /// The options as text, to check that a resumed run uses the same ones.
    pub(in crate::cli) fn settings(&self) -> String {
        let Self { input_format, text_field, id_field, encoding, delimiter, .. } = self;
        let format = input_format.as_ref().map(name_of).unwrap_or_default();
        let encoding = encoding.map(Encoding::name).unwrap_or_default();
        let delimiter = delimiter.map(|delimiter| delimiter.to_string()).unwrap_or_default();
        format!("{format} {text_field} {id_field} {encoding} {delimiter}")
    }

    /// The files and folders named.
    pub(in crate::cli) fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    pub(in crate::cli) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Tells a user at a terminal who names no file that text is read from there.
    fn announce(&self) {
        if !self.quiet && self.paths == [Path::new("-")] && io::stdin().is_terminal() {
            eprint_line("reading text from the terminal; end it with Ctrl-D");
        }
    }

    /// Warns that invalid bytes of a document were replaced.
    pub(in crate::cli) fn warn(&self, name: &str, replaced: Option<Replaced>) {
        if let (Some(Replaced { first, count }), false) = (replaced, self.quiet) {
            let bytes =
                if count == 1 { "1 byte is".to_owned() } else { format!("{count} bytes are") };
            eprint_line(&format!(
                "warning: `{name}`: {bytes} not valid in its encoding (first at offset {first}); replaced by `?`"
            ));
        }
    }
}
