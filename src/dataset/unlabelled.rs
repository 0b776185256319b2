//! Unlabelled paragraphs for self-training.
//!
//! They are read as `classify` reads documents, so that a model learns from the same paragraphs it
//! predicts. One difference: a line of JSON Lines is always one unchanged paragraph, so that it
//! keeps the key of its embedding. It may have `{"words": {word: count}}` instead of a text.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Content;
use super::format::{numbered_lines, parse};
use crate::document::{BytesRead, Chunk, Discovery, End, ReadOptions, Source};
use crate::error::{LabelError, LabelPlace, LabelProblem, Place, Problem, RecordProblem};
use crate::file_digest::hexadecimal;
use crate::{Error, Result};

/// Paragraphs without labels, in the order of the files.
#[derive(Debug, Clone, PartialEq)]
pub struct Unlabelled {
    /// Their words.
    pub contents: Vec<Content>,
    /// SHA-256 of the decompressed bytes of all files, in hexadecimal.
    pub sha256: String,
}

impl Unlabelled {
    /// Reads files, folders, patterns, and standard input (`-`) as `classify` does. Files and
    /// pages without text are skipped.
    ///
    /// # Errors
    /// If a file cannot be read, or records cannot be read or have undecodable bytes; one error
    /// lists all such records. A model must not depend on damaged input.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        let options = Arc::new(ReadOptions { fields: false, ..ReadOptions::default() });
        let mut reading = Reading::default();
        for source in Discovery::default().sources(paths) {
            reading.source(&source?, &options)?;
        }
        if !reading.errors.is_empty() {
            let messages = reading.errors.iter().map(Error::to_string).collect();
            return Err(Problem::Unlabelled(messages).into());
        }
        let sha256 = hexadecimal(&reading.hash.finalize());
        Ok(Self { contents: reading.contents, sha256 })
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    contents: Vec<Content>,
    errors: Vec<Error>,
    hash: Sha256,
}

impl Reading {
    fn source(&mut self, source: &Source, options: &Arc<ReadOptions>) -> Result<()> {
        let bytes = bytes(source)?;
        self.hash.update(&bytes);
        let mut reader = match source.reader_of(Box::new(Cursor::new(bytes.clone())), options) {
            Err(error) if is_empty_page(&error) => return Ok(()),
            reader => reader?,
        };
        let mut lines = numbered_lines(&bytes);
        while let Some(batch) = reader.read() {
            for chunk in batch.open() {
                match chunk {
                    Ok(chunk) => self.chunk(&chunk),
                    Err(error) => self.failed(source, error, &mut lines),
                }
            }
        }
        Ok(())
    }

    fn chunk(&mut self, chunk: &Chunk) {
        let place = chunk.document.record.as_ref().map_or(Place::Whole, |record| record.place);
        if matches!(place, Place::Line(_)) {
            self.contents.push(Content::Text(chunk.text().to_owned()));
        } else {
            let texts = chunk.paragraphs().map(|paragraph| paragraph.text.to_owned());
            self.contents.extend(texts.map(Content::Text));
        }
        if let Some(End { replaced: Some(replaced) }) = chunk.end {
            let problem =
                RecordProblem::Undecodable { count: replaced.count, first: replaced.first };
            let name = chunk.document.name.to_string();
            self.errors.push(Problem::Record { name, place, problem }.into());
        }
    }

    /// Reads the line at which a reader failed as word counts, or keeps the error.
    ///
    /// `lines` are those after the last failure, as lines fail in ascending order.
    fn failed<'b>(
        &mut self,
        source: &Source,
        error: Error,
        lines: &mut impl Iterator<Item = (&'b [u8], usize)>,
    ) {
        let line = match error.place() {
            Some(Place::Line(failed)) => lines.find(|&(_, number)| number as u64 == failed),
            _ => None,
        };
        match line.and_then(|(line, number)| Some((counted(line, number)?, number))) {
            Some((Ok(content), _)) => self.contents.push(content),
            Some((Err(problem), number)) => {
                let (path, place) = (PathBuf::from(source.name()), LabelPlace::Line(number));
                let error = LabelError { path, place, problem };
                self.errors.push(Problem::Labels(vec![error]).into());
            }
            None if is_empty_page(&error) => {}
            None => self.errors.push(error),
        }
    }
}

/// The decompressed bytes of a source.
fn bytes(source: &Source) -> Result<Arc<[u8]>> {
    let mut bytes = Vec::new();
    let read = source.uncompressed(&BytesRead::default())?.read_to_end(&mut bytes);
    read.map_err(|error| Error::access(source.name(), error))?;
    Ok(bytes.into())
}

/// A line with word counts.
#[derive(Deserialize)]
struct Counted {
    text: Option<String>,
    words: BTreeMap<String, u32>,
}

/// The content of a line with word counts; `None` if it has none.
fn counted(line: &[u8], number: usize) -> Option<Result<Content, LabelProblem>> {
    let Counted { text, words } = parse(line).ok()?;
    Some(Content::from_parts(text, Some(words), &number.to_string()))
}

/// Whether the error is about a file or page without text. A crawl contains such pages, and
/// skipping them loses nothing. A line or row without text is damage.
fn is_empty_page(error: &Error) -> bool {
    error.is_without_text() && !matches!(error.place(), Some(Place::Line(_) | Place::Row(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn zipped(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn read(files: &[(&str, Vec<u8>)]) -> Result<Unlabelled, String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let place = format!("{}/", folder.path().display());
        Unlabelled::read(&[folder.path().into()])
            .map_err(|error| error.to_string().replace(&place, ""))
    }

    fn texts(files: &[(&str, Vec<u8>)]) -> Vec<String> {
        let contents = read(files).unwrap().contents;
        contents.iter().map(|content| content.text().unwrap().to_owned()).collect()
    }

    #[test]
    fn lines_and_texts_are_the_same_compressed() {
        let (lines, text) =
            ("{\"text\":\"a war\",\"x\":1}\n\n{\"words\":{\"war\":2}}\n", "One.\n\nTwo.\n");
        let marked = format!("\u{FEFF}{lines}");
        let others = [("3.txt", b" \n".to_vec()), ("4.exe", b"not read".to_vec())];
        let plain = [("1.jsonl", marked.clone().into()), ("2.txt", text.into())];
        let plain = read(&[&plain[..], &others].concat()).unwrap();
        let zipped = read(&[
            ("1.jsonl.gz", zipped(&marked)),
            ("2.txt.gz", zipped(text)),
            ("3.txt", b" \n".to_vec()),
        ])
        .unwrap();
        assert_eq!(plain, zipped);
        let texts = |text: &str| Content::Text(text.into());
        let words = Content::Words(BTreeMap::from([("war".to_owned(), 2)]));
        assert_eq!(plain.contents, [texts("a war"), words, texts("One."), texts("Two.")]);
        assert_eq!(plain.sha256.len(), 64);
    }

    #[test]
    fn a_line_is_one_paragraph_with_its_text_or_the_counts_of_its_words() {
        let lines = "{\"words\":{\"a\":1}}\n{\"text\":\" b\\n\\nb\"}\n\n{\"words\":{\"c\":1}}";
        let contents = read(&[("1.jsonl", lines.into())]).unwrap().contents;
        let words = |word: &str| Content::Words(BTreeMap::from([(word.to_owned(), 1)]));
        assert_eq!(contents, [words("a"), Content::Text(" b\n\nb".into()), words("c")]);
    }

    #[test]
    fn markup_and_code_are_not_learnt() {
        let markdown =
            "---\ntitle: x\n---\n# Steel\n\nTariffs *rose*.\n\n```rust\nfn main() {}\n```\n";
        assert_eq!(texts(&[("1.md", markdown.into())]), ["Steel", "Tariffs rose."]);
        let page = "<html><body><article><p>Tariffs on <b>steel</b> rose again on Monday.</p>\
                    </article></body></html>";
        let found = texts(&[("1.html", page.into()), ("2.html", "<p></p>".into())]);
        assert_eq!(found, ["Tariffs on steel rose again on Monday."]);
    }

    #[test]
    fn a_text_in_another_encoding_is_decoded() {
        let text = b"Le pr\xe9sident a parl\xe9 de l'\xe9conomie fran\xe7aise.".to_vec();
        let expected = "Le président a parlé de l'économie française.";
        assert_eq!(texts(&[("1.txt", text)]), [expected]);
    }

    #[test]
    fn every_place_of_damage_is_named() {
        let files = [
            ("1.jsonl", b"{\"text\":\"a\"}\n{\"text\":\" \"}\nno\n{}\n{\"words\":{}}".to_vec()),
            ("2.txt", ["Schöner Tag für Österreich.\n\nTw".as_bytes(), b"\xff."].concat()),
        ];
        let expected = "\
1.jsonl:2: no text
1.jsonl:3: not a JSON object: expected ident at column 2
1.jsonl:4: no field `text`: found none
1.jsonl:5: paragraph `5` has no text
2.txt: undecodable bytes: 1, the first at offset 34";
        assert_eq!(read(&files).unwrap_err(), expected);
        let cut = &zipped("{\"text\":\"a\"}\n")[..20];
        assert_eq!(
            read(&[("1.jsonl.gz", cut.to_vec())]).unwrap_err(),
            "cannot access `1.jsonl.gz`"
        );
    }
}
