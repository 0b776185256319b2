//! The readers of documents.

use std::path::Path;
use std::sync::Arc;

use themewise::document::{BytesRead, Chunk, InputFormat, Place, ReadOptions, Source};

use crate::corpus::{answers, compressed, gzip, record, seeds};
use crate::target::{Target, Try, shape};

/// The text of the good records around a broken one.
const GOOD: &str = "Tariffs on steel rose again.";

/// Good bytes before and after an input.
struct Around {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Around {
    fn nothing() -> Self {
        Self { before: Vec::new(), after: Vec::new() }
    }

    fn put(&self, input: &[u8]) -> Vec<u8> {
        [&self.before, input, &self.after].concat()
    }
}

/// The targets for all formats.
pub(crate) fn targets() -> Vec<Target> {
    let page = &seeds("html")[0];
    let line = format!("{{\"text\":\"{GOOD}\"}}\n");
    let lines = Around { before: line.clone().into(), after: format!("\n{line}").into() };
    let rows = Around {
        before: format!("id,text\n1,{GOOD}\n").into(),
        after: format!("\n9,{GOOD}\n").into(),
    };
    let good =
        record(format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{GOOD}").as_bytes());
    // Without the line ends after it, or a length that is wrong by chance could end before them.
    let last = good.strip_suffix(b"\r\n\r\n").unwrap();
    let archive = || Around { before: good.clone(), after: [b"\r\n\r\n", last].concat() };
    let plain = Around::nothing;
    let of_feed = seeds("feed");
    let packed = [seeds("text"), seeds("jsonl")].concat();
    vec![
        target("text", InputFormat::Text, seeds("text"), TEXT, plain(), same),
        target("markdown", InputFormat::Markdown, seeds("markdown"), MARKDOWN, plain(), same),
        target("html", InputFormat::Html, seeds("html"), HTML, plain(), same),
        target("feed", InputFormat::Feed, of_feed, FEED, plain(), same),
        target("jsonl", InputFormat::Jsonl, seeds("jsonl"), JSON, lines, same),
        target("csv", InputFormat::Csv, seeds("csv"), CSV, rows, same),
        target("tsv", InputFormat::Tsv, seeds("tsv"), CSV, plain(), same),
        target(
            "warc",
            InputFormat::Warc,
            answers(page).iter().map(|a| record(a)).collect(),
            WARC,
            archive(),
            same,
        ),
        target("answer", InputFormat::Warc, answers(page), WARC, archive(), record),
        target(
            "members",
            InputFormat::Warc,
            answers(page).iter().map(|a| gzip(&record(a))).collect(),
            WARC,
            plain(),
            same,
        ),
        target(
            "packed",
            InputFormat::Text,
            packed.iter().flat_map(|seed| compressed(seed)).collect(),
            TEXT,
            plain(),
            same,
        ),
        #[cfg(feature = "parquet")]
        target("parquet", InputFormat::Parquet, crate::corpus::tables(), JSON, plain(), same),
    ]
}

fn same(input: &[u8]) -> Vec<u8> {
    input.to_vec()
}

fn target(
    name: &'static str,
    format: InputFormat,
    seeds: Vec<Vec<u8>>,
    words: &'static [&'static str],
    around: Around,
    wrapped: fn(&[u8]) -> Vec<u8>,
) -> Target {
    let run: Try = Box::new(move |path, input| {
        let bytes = around.put(&wrapped(input));
        std::fs::write(path, &bytes).unwrap();
        let encoding = (!around.before.is_empty()).then_some(encoding_rs::UTF_8);
        let chunks =
            read(path, ReadOptions { format: Some(format), encoding, ..ReadOptions::default() });
        check(&bytes, &chunks, format, !around.after.is_empty())
    });
    Target { name, seeds, words, run, rarity: 1 }
}

/// All that a reader finds, and the messages of its errors.
fn read(path: &Path, options: ReadOptions) -> Vec<Result<Chunk, String>> {
    let reader = Source::File(path.to_owned()).reader(&Arc::new(options), &BytesRead::default());
    let mut reader = match reader {
        Ok(reader) => reader,
        Err(error) => return vec![Err(error.to_string())],
    };
    let batches = std::iter::from_fn(|| reader.read());
    batches
        .flat_map(themewise::document::Batch::open)
        .map(|chunk| chunk.map_err(|e| e.to_string()))
        .collect()
}

fn check(
    bytes: &[u8],
    chunks: &[Result<Chunk, String>],
    format: InputFormat,
    surrounded: bool,
) -> Result<String, String> {
    // An archive may have pictures only, and a table blank rows.
    let may_be_empty = [InputFormat::Warc, InputFormat::Csv, InputFormat::Tsv];
    if chunks.is_empty() && !may_be_empty.contains(&format) {
        return Err("neither a document nor a message".to_owned());
    }
    let extent = Extent::of(bytes);
    for chunk in chunks.iter().flatten() {
        check_places(&extent, chunk, format)?;
    }
    if surrounded {
        check_good(chunks, format)?;
    }
    let mut shapes: Vec<_> =
        chunks.iter().filter_map(|chunk| chunk.as_ref().err()).map(|e| shape(e)).collect();
    shapes.sort();
    shapes.dedup();
    shapes.truncate(4);
    let count = chunks.len().checked_ilog2().unwrap_or_default();
    Ok(format!("{count} {}", shapes.join("|")))
}

/// Whether the good records around are read. A quote may make the last one of a table a part of
/// another, which is then reported.
fn check_good(chunks: &[Result<Chunk, String>], format: InputFormat) -> Result<(), String> {
    let good = |chunk: Option<&Chunk>| {
        chunk.is_some_and(|chunk| chunk.paragraphs().any(|paragraph| paragraph.text == GOOD))
    };
    let found: Vec<_> = chunks.iter().flatten().collect();
    let reported = format == InputFormat::Csv && found.len() < chunks.len();
    let last = found.len() > 1 && good(found.last().copied()) || reported;
    if good(found.first().copied()) && last {
        return Ok(());
    }
    Err("a good record beside a bad one is lost".to_owned())
}

/// How far a source goes.
struct Extent {
    bytes: usize,
    lines: u64,
    /// Whether it is no text as it is.
    compressed: bool,
}

impl Extent {
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let ends = ['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}'];
        let lines = text.chars().filter(|c| ends.contains(c)).count() as u64;
        let compressed = matches!(text, std::borrow::Cow::Owned(_));
        Self { bytes: bytes.len(), lines, compressed }
    }
}

/// Whether paragraphs are in the source, in order, and not empty.
fn check_places(extent: &Extent, chunk: &Chunk, format: InputFormat) -> Result<(), String> {
    let place = chunk.document.record.as_ref().map_or(Place::Whole, |record| record.place);
    let &Extent { bytes, lines, compressed } = extent;
    let within = compressed
        || match place {
            Place::Whole => true,
            Place::Line(line) | Place::Row(line) => (1..=lines + 1).contains(&line),
            Place::Byte(byte) => byte < bytes as u64,
            Place::Entry(entry) => entry >= 1,
        };
    if !within {
        return Err(format!("{place} is outside of the source"));
    }
    let of_source = matches!(format, InputFormat::Text | InputFormat::Html | InputFormat::Markdown);
    for paragraph in chunk.paragraphs() {
        let range = paragraph.range.clone();
        if paragraph.text.is_empty() || range.is_empty() || paragraph.line == 0 {
            return Err(format!("an empty paragraph, or one on no line: {paragraph:?}"));
        }
        if of_source && !compressed && (range.end > bytes || paragraph.line as u64 > lines + 1) {
            return Err(format!(
                "a paragraph outside of the source: {range:?}, line {}",
                paragraph.line
            ));
        }
    }
    Ok(())
}

const TEXT: &[&str] = &[
    "\n\n",
    "\r\n",
    "\r\r\n",
    "-\n",
    "\u{FEFF}",
    "\u{2028}",
    " ",
    "\t",
    "\u{AD}",
    "Tariffs on steel rose. ",
    "\0",
    "\u{1F600}",
    "https://a.example/b?c=d ",
];
const MARKDOWN: &[&str] = &[
    "> ",
    "* ",
    "1. ",
    "    ",
    "```\n",
    "~~~\n",
    "# ",
    "---\n",
    "+++\n",
    "| a | b |\n|---|---|\n",
    "**",
    "_",
    "[",
    "](",
    "![",
    "<div>",
    "[^1]: ",
    "[^1]",
    "`",
    "\\",
    "~~",
    "\n\n",
    "\n",
    "&amp;",
    "<!--",
];
const HTML: &[&str] = &[
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<table><tr><td>",
    "</table>",
    "<svg>",
    "<math>",
    "<b>",
    "<i>",
    "<font>",
    "<a href=x>",
    "</a>",
    "<template>",
    "<select>",
    "<option>",
    "<script>",
    "</script>",
    "<style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<br>",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&nbsp",
    "<meta charset=utf-16>",
    "<meta charset=iso-2022-jp>",
    " class=\"",
    " a=\"b\"",
    " a='b'",
    "'",
    "\"",
    ">",
    "<",
    "<article>",
    "<h1>",
    "<pre>",
    "<noscript>",
    "<frameset>",
    "<body>",
    "<html>",
    "<title>",
    "<li>",
    "<ul>",
    "\0",
    "<textarea>",
    "<plaintext>",
    "<script type=application/ld+json>{\"articleBody\":\"",
];
const FEED: &[&str] = &[
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<channel>",
    "</channel>",
    "<media:group>",
    "</media:group>",
    "<media:text>a</media:text>",
    "<media:content url='https://a.example/b'>",
    "<title>",
    "</title>",
    "<link>",
    "<description>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "&",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "<?xml version='1.0' encoding='utf-16'?>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    " xmlns='http://www.w3.org/2005/Atom'",
    " xmlns:media='http://search.yahoo.com/mrss/'",
    " xml:base='https://a.example/b/'",
    " xml:lang='en'",
    "<content type='xhtml'>",
    "<div>",
    "</div>",
    "<pubDate>Mon, 29 Apr 2024 10:00:00 GMT</pubDate>",
    "<itunes:category text='a'>",
    "\"items\":[",
    "{\"id\":\"1\",\"content_text\":\"a\"},",
    "\"authors\":[{\"name\":\"a\"}],",
    "[",
    "{",
    "]",
    "}",
    "<a/>",
    "/>",
    "<rdf:RDF>",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\"text\":",
    "\"id\":",
    "null",
    "true",
    "NaN",
    "Infinity",
    "1e400",
    "\\u0000",
    "\\ud83d",
    "\\ude00",
    "\\",
    "\n",
    "\r",
    "\u{FEFF}",
    "\u{1E}",
    "{\"text\":\"a\"}\n",
    "\"a\":{\"a\":",
    "[[",
];
const CSV: &[&str] = &[
    ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "id", "text", "\u{FEFF}", "sep=;\n", "\\",
    "'", "=", "\0", ",,,,",
];
const WARC: &[&str] = &[
    "WARC/1.0\r\n",
    "WARC/1.1\r\n",
    "\r\n\r\n",
    "\r\n",
    "\n",
    "Content-Length: ",
    "Content-Length: 99999\r\n",
    "Content-Type: ",
    "WARC-Type: response\r\n",
    "WARC-Type: resource\r\n",
    "WARC-Type: conversion\r\n",
    "WARC-Type: warcinfo\r\n",
    "text/plain",
    "text/html",
    "application/http",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/2 200\r\n",
    "Content-Encoding: gzip\r\n",
    "Content-Encoding: deflate, br\r\n",
    "Transfer-Encoding: chunked\r\n",
    "charset=",
    "\x1F\u{8B}",
    "ffffffff\r\n",
    "0\r\n\r\n",
    "\r\n\r\nWARC/1.0\r\n",
];
