//! Paragraphs without labels: what self-training learns from.
//!
//! JSON Lines have one paragraph a line, `{"text"}` or `{"words"}`, whatever
//! else stands there; text files are split as articles are.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Content;
use super::format::{numbered_lines, parse};
use crate::document::{Discovery, PlainText, Source, paragraphs};
use crate::error::{ErrorKind, LabelError, LabelPlace, LabelProblem, Problem};
use crate::tensor_file::hexadecimal;
use crate::{Error, Result};

/// Paragraphs without labels, in the order of the files.
#[derive(Debug, Clone, PartialEq)]
pub struct Unlabelled {
    /// Their words.
    pub contents: Vec<Content>,
    /// SHA-256 of what was read, uncompressed, in hexadecimal.
    pub sha256: String,
}

/// The names of files read in a folder, also compressed; a file named by itself may have any.
const EXTENSIONS: [&str; 5] = ["txt", "text", "md", "markdown", "jsonl"];

fn is_unlabelled(path: &Path) -> bool {
    let name = if has_extension(path, "gz") { path.with_extension("") } else { path.into() };
    EXTENSIONS.iter().any(|extension| has_extension(&name, extension))
}

fn unlabelled_names() -> String {
    let names = EXTENSIONS.iter().map(|extension| format!("*.{extension}, *.{extension}.gz"));
    names.collect::<Vec<_>>().join(", ")
}

impl Unlabelled {
    /// Reads files and folders; a file named `*.jsonl` has a paragraph a line,
    /// any other is a text, as is standard input (`-`); `*.gz` is either,
    /// compressed. Files without text are passed over.
    ///
    /// # Errors
    /// If a file can not be read or is no text, and [`Error::Unlabelled`] with
    /// every line that is no paragraph: what is learnt should not depend on damage.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        let mut reading = Reading::default();
        let discovery = Discovery::default();
        for source in discovery.named(paths, &is_unlabelled, &unlabelled_names) {
            reading.source(&source?)?;
        }
        if !reading.errors.is_empty() {
            return Err(Problem::Unlabelled(reading.errors).into());
        }
        let sha256 = hexadecimal(&reading.hash.finalize());
        Ok(Self { contents: reading.contents, sha256 })
    }
}

#[derive(Default)]
struct Reading {
    contents: Vec<Content>,
    errors: Vec<LabelError>,
    hash: Sha256,
}

/// A line, whatever else stands in it.
#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    words: Option<BTreeMap<String, u32>>,
}

impl Reading {
    fn source(&mut self, source: &Source) -> Result<()> {
        let name = PathBuf::from(source.name());
        let mut bytes = source.bytes()?;
        let inner = name.with_extension("");
        let compressed = has_extension(&name, "gz");
        if compressed {
            bytes = unzip(&bytes).map_err(|source| Error::access(&name, source))?;
        }
        self.hash.update(&bytes);
        if has_extension(if compressed { &inner } else { &name }, "jsonl") {
            self.lines(&name, &bytes);
            return Ok(());
        }
        self.text(&name, bytes)
    }

    fn lines(&mut self, path: &Path, bytes: &[u8]) {
        for (line, number) in numbered_lines(bytes) {
            let content = parse(line).and_then(|Line { text, words }| {
                Content::from_parts(text, words, &number.to_string())
            });
            match content {
                Ok(content) => self.contents.push(content),
                Err(problem) => {
                    let place = LabelPlace::Line(number);
                    self.errors.push(LabelError { path: path.into(), place, problem });
                }
            }
        }
    }

    fn text(&mut self, path: &Path, bytes: Vec<u8>) -> Result<()> {
        let document = match PlainText::from_bytes(&path.display().to_string(), bytes) {
            // A crawl has empty pages; there is nothing in them to lose.
            Err(error) if error.kind() == ErrorKind::Empty => return Ok(()),
            document => document?,
        };
        if let Some(replaced) = document.replaced {
            let line = 1 + document.text[..replaced.first].matches('\n').count();
            let start = document.text[..replaced.first].rfind('\n').map_or(0, |end| end + 1);
            let problem = LabelProblem::Utf8(replaced.first - start);
            self.errors.push(LabelError {
                path: path.into(),
                place: LabelPlace::Line(line),
                problem,
            });
        }
        let texts = paragraphs(&document.text).into_iter().map(|paragraph| paragraph.text.into());
        self.contents.extend(texts.map(Content::Text));
        Ok(())
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

/// Uncompressed, a file may have no more: a small one can hold zeros without end.
const MOST_BYTES: u64 = 4 << 30;

fn unzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    let mut decoder = MultiGzDecoder::new(bytes).take(MOST_BYTES);
    decoder.read_to_end(&mut plain)?;
    if decoder.limit() == 0 {
        let message = format!("it has {MOST_BYTES} bytes or more, uncompressed");
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, message));
    }
    Ok(plain)
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

    #[test]
    fn lines_and_texts_are_the_same_compressed() {
        let (lines, text) =
            ("{\"text\":\"a war\",\"x\":1}\n\n{\"words\":{\"war\":2}}\n", "One.\n\nTwo.\n");
        let marked = format!("\u{FEFF}{lines}");
        let others = [("3.txt", b" \n".to_vec()), ("4.html.gz", b"not read".to_vec())];
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
    fn every_place_of_damage_is_named() {
        let files = [
            ("1.jsonl", b"{\"text\":\"a\"}\n{\"text\":\" \"}\nno\n{}".to_vec()),
            ("2.txt", b"One.\n\nTw\xff.".to_vec()),
        ];
        let expected = "\
1.jsonl:2: paragraph `2` has no text
1.jsonl:3: invalid JSON: expected ident at column 2
1.jsonl:4: paragraph `4` has no text
2.txt:3: invalid UTF-8 at byte 2 of the line";
        assert_eq!(read(&files).unwrap_err(), expected);
        let cut = &zipped("{\"text\":\"a\"}\n")[..20];
        assert_eq!(
            read(&[("1.jsonl.gz", cut.to_vec())]).unwrap_err(),
            "cannot access `1.jsonl.gz`"
        );
    }
}
