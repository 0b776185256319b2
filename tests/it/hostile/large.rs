//! Large inputs of one line, one field or one page, which are read with less memory than they would
//! need to be held.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use super::{GOOD, classify_within, seen};

/// The size of a text, in bytes.
const LARGE_TEXT: u64 = 500 << 20;
/// The memory for such a text, in kilobytes: less than its size.
const TEXT_MEMORY: u64 = 450 << 10;
/// The size of a record, in bytes: twenty times the limit for records.
const LARGE: u64 = 160 << 20;
/// The memory for such a record, in kilobytes: less than its size.
const LITTLE_MEMORY: u64 = 140 << 10;

/// An endless sequence of words.
struct Words;

impl Read for Words {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const WORDS: &[u8] = b"zinc and lead ";
        let length = buffer.len() / WORDS.len() * WORDS.len();
        buffer[..length].chunks_mut(WORDS.len()).for_each(|words| words.copy_from_slice(WORDS));
        Ok(length)
    }
}

/// A file of words between a head and an end.
fn write(path: &Path, head: &str, words: u64, end: &str) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    let all = head.as_bytes().chain(Words.take(words)).chain(end.as_bytes());
    io::copy(&mut { all }, &mut file).unwrap();
    file.flush().unwrap();
}

/// The messages and texts for a large file, which must not depend on the number of threads.
fn large(name: &str, file: &str, (head, end): (&str, &str), good: usize) -> String {
    let (size, memory) =
        if name == "text" { (LARGE_TEXT, TEXT_MEMORY) } else { (LARGE, LITTLE_MEMORY) };
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join(file), head, size, end);
    let [one, all] = [&["--threads", "1"][..], &["--threads", "2"]].map(|threads| {
        let run = classify_within(memory, folder.path(), &[threads, &[file]].concat(), b"");
        seen(name, &run, good)
    });
    assert_eq!(one, all);
    one
}

#[test]
fn a_line_without_end() {
    let record = format!("{{\"text\":\"{GOOD}\"}}\n");
    let row = format!("1,{GOOD}\n");
    let page = format!("<p>{GOOD}</p>");
    let seen = [
        large("text", "a.txt", (&format!("{GOOD}\n\n"), &format!("\n\n{GOOD}\n")), 2),
        large(
            "JSON Lines",
            "a.jsonl",
            (&format!("{record}{{\"text\":\""), &format!("\"}}\n{record}")),
            2,
        ),
        large("JSON Lines without end", "a.jsonl", (&format!("{record}{{\"text\":\""), ""), 1),
        large("a field of CSV", "a.csv", (&format!("id,text\n{row}2,"), &format!("\n{row}")), 2),
        large(
            "a quoted field of CSV",
            "a.csv",
            (&format!("id,text\n{row}2,\""), &format!("\"\n{row}")),
            2,
        ),
        large("a header of CSV", "a.csv", ("id,", &format!(",text\n{row}")), 0),
        large("a page", "a.html", (&page, &page), 0),
        large("a tag", "a.html", (&format!("{page}<p class=\""), &format!("\">{page}")), 0),
        large("Markdown", "a.md", (GOOD, ""), 0),
        large(
            "a feed",
            "a.rss",
            ("<rss><channel><item><description>", "</description></item></channel></rss>"),
            0,
        ),
        large("a line of an archive", "a.warc", ("WARC/1.0\r\nWARC-Type: ", ""), 0),
    ];
    insta::assert_snapshot!(seen.concat());
}
