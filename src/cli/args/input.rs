//! The documents a user names, one after the other.

use std::collections::{HashSet, VecDeque};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use encoding_rs::Encoding;
use themewise::Result;
use themewise::document::{
    Batch, BytesRead, Discovery, Document, FieldPath, InputFormat, Piece, ReadOptions, Reader,
    Replaced, Source,
};

use super::{failure, note};

/// What to read, and whether to talk about it.
#[derive(Debug, Args)]
pub(super) struct Documents {
    /// Documents: files, folders, patterns such as 'crawl/**/*.html', or `-` for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    paths: Vec<PathBuf>,

    /// Say nothing but errors on standard error
    #[arg(long, short)]
    quiet: bool,

    /// What the input is, whatever it is called [default: by the name; text if that says nothing]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = READING)]
    input_format: Option<InputFormat>,

    /// Field or column that holds the text: a name, article.body, or /article/body
    #[arg(long, value_name = "FIELD", default_value = "text", help_heading = READING)]
    text_field: String,

    /// Field or column that holds the id, if there is one
    #[arg(long, value_name = "FIELD", default_value = "id", help_heading = READING)]
    id_field: String,

    /// Charset, such as windows-1252 or big5 [default: found out]
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = READING)]
    encoding: Option<&'static Encoding>,

    /// Read what .gitignore and .ignore leave out of folders too
    #[arg(long, help_heading = READING)]
    no_ignore: bool,

    /// Read files and folders in folders whose names begin with a dot too
    #[arg(long, help_heading = READING)]
    hidden: bool,
}

const READING: &str = "Reading";

fn encoding(name: &str) -> Result<&'static Encoding, String> {
    let found = Encoding::for_label(name.as_bytes());
    found.ok_or_else(|| {
        "no charset of the Encoding Standard, such as utf-8, windows-1252, big5, gb18030".to_owned()
    })
}

/// Where in the input a batch ends: behind so many batches of the source of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Position {
    pub(super) source: usize,
    pub(super) batches: u64,
}

/// The batches of all sources.
pub(super) struct Batches {
    sources: Vec<Option<Result<Source>>>,
    options: Arc<ReadOptions>,
    read: BytesRead,
    reader: Option<Box<dyn Reader>>,
    position: Position,
    /// How many batches of the first source are passed over.
    passed: u64,
    /// Batches that have been looked at, and not yet given.
    waiting: VecDeque<(Position, Batch)>,
}

/// Which fields documents have: none, those of pages, those of one table, or any.
#[derive(PartialEq, Eq, Hash)]
enum Kind {
    Text,
    Page,
    Table(usize),
    Any,
}

impl Documents {
    /// Gives every piece of a document that can be read to `take`, and reports the others;
    /// returns whether all of everything could be read.
    pub(super) fn each(&self, mut take: impl FnMut(&Piece) -> io::Result<()>) -> io::Result<bool> {
        let mut complete = true;
        let batches =
            self.batches(self.sources(), false, &BytesRead::default(), Position::default());
        for piece in batches.flat_map(|(_, batch)| batch.open()) {
            match piece {
                Ok(piece) => {
                    take(&piece)?;
                    let replaced = piece.end.and_then(|end| end.replaced);
                    complete &= replaced.is_none();
                    self.warn(&piece.document.label(), replaced);
                }
                Err(error) => {
                    failure::report_document(&error);
                    complete = false;
                }
            }
        }
        Ok(complete)
    }

    /// The sources that are named, or why they are none.
    pub(super) fn sources(&self) -> Vec<Result<Source>> {
        self.announce();
        let discovery = Discovery { ignored: self.no_ignore, hidden: self.hidden };
        discovery.sources(&self.paths)
    }

    /// The batches of sources behind a position; bytes read are added to `read`. Records keep
    /// their other `fields` if these are wanted.
    pub(super) fn batches(
        &self,
        sources: Vec<Result<Source>>,
        fields: bool,
        read: &BytesRead,
        position: Position,
    ) -> Batches {
        let options = ReadOptions {
            format: self.input_format,
            text_field: FieldPath::from(self.text_field.as_str()),
            id_field: FieldPath::from(self.id_field.as_str()),
            encoding: self.encoding,
            fields,
        };
        Batches {
            sources: sources.into_iter().map(Some).collect(),
            options: options.into(),
            read: read.clone(),
            reader: None,
            position: Position { batches: 0, ..position },
            passed: position.batches,
            waiting: VecDeque::new(),
        }
    }

    /// Whether documents of sources may have fields that the first ones have not: JSON Lines
    /// always, others where there are sources of several kinds, or several tables.
    pub(super) fn are_open(&self, sources: &[Result<Source>]) -> bool {
        let format = |source: &Source| self.input_format.or_else(|| source.format());
        let kinds = sources.iter().flatten().enumerate().map(|(at, source)| match format(source) {
            None | Some(InputFormat::Text | InputFormat::Markdown) => Kind::Text,
            Some(InputFormat::Html | InputFormat::Warc | InputFormat::Feed) => Kind::Page,
            Some(InputFormat::Jsonl) => Kind::Any,
            Some(_) => Kind::Table(at),
        });
        let kinds: HashSet<Kind> = kinds.collect();
        kinds.len() > 1 || kinds.contains(&Kind::Any)
    }

    /// The name of the field that holds the text.
    pub(super) fn text_field(&self) -> &str {
        &self.text_field
    }

    /// How to read, for comparing one run with another.
    pub(super) fn settings(&self) -> String {
        let Self { input_format, text_field, id_field, encoding, .. } = self;
        format!("{input_format:?} {text_field} {id_field} {encoding:?}")
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
            let bytes = if count == 1 {
                "1 byte that is".to_owned()
            } else {
                format!("{count} bytes that are")
            };
            note(&format!(
                "warning: `{name}` has {bytes} no character of its charset, the first at {first}: read as `?`"
            ));
        }
    }
}

impl Batches {
    /// The documents of the first batch that has some.
    pub(super) fn first_documents(&mut self) -> Vec<Arc<Document>> {
        while let Some((position, batch)) = self.read() {
            let pieces = batch.open();
            let documents = pieces.iter().flatten().map(|piece| piece.document.clone());
            let documents: Vec<_> = documents.collect();
            self.waiting.push_back((position, Batch::from(pieces)));
            if !documents.is_empty() {
                return documents;
            }
        }
        Vec::new()
    }

    /// A reader of the next source, or why it can not be read.
    fn open(&mut self) -> Option<Batch> {
        let source = self.sources.get_mut(self.position.source)?.take()?;
        let passed = std::mem::take(&mut self.passed);
        match source.and_then(|source| source.reader(&self.options, &self.read)) {
            Ok(mut reader) => {
                // They are cut again, but not opened.
                (0..passed).for_each(|_| drop(reader.read()));
                self.position.batches = passed;
                self.reader = Some(reader);
                None
            }
            Err(error) => Some(error.into()),
        }
    }

    /// Reads on.
    fn read(&mut self) -> Option<(Position, Batch)> {
        loop {
            if let Some(reader) = &mut self.reader {
                if let Some(batch) = reader.read() {
                    self.position.batches += 1;
                    return Some((self.position, batch));
                }
                self.reader = None;
                self.position = Position { source: self.position.source + 1, batches: 0 };
            }
            if self.position.source == self.sources.len() {
                return None;
            }
            if let Some(failed) = self.open() {
                self.position = Position { source: self.position.source + 1, batches: 0 };
                return Some((self.position, failed));
            }
        }
    }
}

impl Iterator for Batches {
    type Item = (Position, Batch);

    fn next(&mut self) -> Option<Self::Item> {
        self.waiting.pop_front().or_else(|| self.read())
    }
}
