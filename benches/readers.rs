//! The cost of each reader: the same documents in every format, once only read, once also
//! classified.
//!
//! Speeds are in bytes of text, not of the format, so that they are comparable. Every row checks
//! that it found the same paragraphs, and the same sum of confidences, as the library does in
//! memory.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use themewise::Model;
use themewise::document::{Batch, BytesRead, Chunk, Discovery, ReadOptions};

/// Documents of three paragraphs, about 700 bytes each.
const DOCUMENTS: usize = 20_000;
const ROUNDS: usize = 3;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let documents = documents()?;
    let bytes: usize = documents.iter().flatten().map(String::len).sum();
    let formats = write(folder.path(), &documents)?;
    let model = Model::embedded()?;
    let expected = predict(&model, documents.iter().flatten().map(String::as_str));
    let library = fastest(|| {
        predict(&model, documents.iter().flatten().map(String::as_str));
        Ok(())
    })?;
    let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
    let mut table = format!(
        "{:<22}{:>12}{:>14}{:>18}\n",
        "MB of text a second", "read alone", "classified", "of the library's"
    );
    writeln!(
        table,
        "{:<22}{:>12}{:>14.0}{:>17.0}%",
        "library, in memory",
        "",
        speed(library),
        100.0
    )?;
    for (name, path) in formats {
        let read = fastest(|| each(&path, |chunk| assert!(!chunk.is_empty())))?;
        let classified = fastest(|| {
            let mut found = (0, 0.0);
            let mut worker = model.worker();
            each(&path, |chunk| {
                for paragraph in chunk.paragraphs() {
                    found.0 += 1;
                    found.1 += worker
                        .confidences(paragraph.text)
                        .iter()
                        .map(|&c| f64::from(c))
                        .sum::<f64>();
                }
            })?;
            assert_eq!(found.0, expected.0, "{name}");
            assert!(
                (found.1 - expected.1).abs() < 1e-3 * expected.1,
                "{name}: {found:?} {expected:?}"
            );
            Ok(())
        })?;
        let share = 100.0 * library / classified;
        writeln!(
            table,
            "{name:<22}{:>12.0}{:>14.0}{share:>17.0}%",
            speed(read),
            speed(classified)
        )?;
    }
    std::io::stdout().write_all(table.as_bytes())?;
    Ok(())
}

/// Documents of labelled paragraphs, in their order.
fn documents() -> Result<Vec<Vec<String>>, Failure> {
    let labels = fs::read_to_string("labels/paragraphs.jsonl")?;
    let texts: Result<Vec<String>, Failure> = labels
        .lines()
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line)?;
            Ok(line["text"].as_str().ok_or("no text")?.to_owned())
        })
        .collect();
    let texts = texts?;
    let mut all = texts.iter().cycle();
    Ok((0..DOCUMENTS).map(|_| all.by_ref().take(3).cloned().collect()).collect())
}

/// The number of paragraphs and the sum of their confidences.
fn predict<'t>(model: &Model, texts: impl Iterator<Item = &'t str>) -> (usize, f64) {
    let mut worker = model.worker();
    texts.fold((0, 0.0), |(count, sum), text| {
        (count + 1, sum + worker.confidences(text).iter().map(|&c| f64::from(c)).sum::<f64>())
    })
}

/// Yields every chunk of the documents at a path.
fn each(path: &Path, mut take: impl FnMut(&Chunk)) -> Result<(), Failure> {
    let options = Arc::new(ReadOptions::default());
    for source in Discovery::default().sources(&[path.to_owned()]) {
        let mut reader = source?.reader(&options, &BytesRead::default())?;
        while let Some(batch) = reader.read() {
            Batch::open(batch).into_iter().try_for_each(|chunk| chunk.map(|chunk| take(&chunk)))?;
        }
    }
    Ok(())
}

fn fastest(mut run: impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        run()?;
        best = best.min(begin.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// The documents in every format, by its name.
fn write(
    folder: &Path,
    documents: &[Vec<String>],
) -> Result<Vec<(&'static str, PathBuf)>, Failure> {
    let path = |name: &str| folder.join(name);
    let texts: Vec<String> = documents.iter().map(|paragraphs| paragraphs.join("\n\n")).collect();
    fs::write(path("a.txt"), texts.join("\n\n"))?;
    let lines = texts.iter().enumerate().map(|(id, text)| {
        format!("{}\n", serde_json::json!({"id": id, "source": "x", "text": text}))
    });
    let lines: String = lines.collect();
    fs::write(path("a.jsonl"), &lines)?;
    fs::write(path("a.jsonl.gz"), gzip(lines.as_bytes())?)?;
    fs::write(path("a.jsonl.zst"), zstd::encode_all(lines.as_bytes(), 3)?)?;
    let mut table = csv::Writer::from_path(path("a.csv"))?;
    table.write_record(["id", "source", "text"])?;
    texts
        .iter()
        .enumerate()
        .try_for_each(|(id, text)| table.write_record([&id.to_string(), "x", text]))?;
    table.flush()?;
    fs::create_dir(path("pages"))?;
    let (mut plain, mut zipped) = (Vec::new(), Vec::new());
    for (id, paragraphs) in documents.iter().enumerate() {
        let page = page(paragraphs);
        fs::write(path("pages").join(format!("{id:05}.html")), &page)?;
        let record = record(id, &page);
        plain.extend(record.as_bytes());
        zipped.extend(gzip(record.as_bytes())?);
    }
    fs::write(path("a.warc"), plain)?;
    fs::write(path("a.warc.gz"), zipped)?;
    #[cfg_attr(not(feature = "parquet"), expect(unused_mut))]
    let mut formats = vec![
        ("text", "a.txt"),
        ("JSON Lines", "a.jsonl"),
        ("JSON Lines, gzip", "a.jsonl.gz"),
        ("JSON Lines, Zstandard", "a.jsonl.zst"),
        ("CSV", "a.csv"),
        ("HTML", "pages"),
        ("WARC", "a.warc"),
        ("WARC, gzip", "a.warc.gz"),
    ];
    #[cfg(feature = "parquet")]
    {
        parquet(&path("a.parquet"), &texts)?;
        formats.push(("Parquet", "a.parquet"));
    }
    Ok(formats.into_iter().map(|(name, file)| (name, path(file))).collect())
}

fn page(paragraphs: &[String]) -> String {
    let body = paragraphs.iter().fold(String::new(), |body, text| {
        body + "<p>" + &text.replace('&', "&amp;").replace('<', "&lt;") + "</p>\n"
    });
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Headline</title>\
         <script>var x = 1;</script></head><body><nav><a href=/>Home</a></nav><article>{body}</article>\
         <footer>All rights reserved</footer></body></html>"
    )
}

fn record(id: usize, page: &str) -> String {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{id}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    )
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes)?;
    writer.finish()
}

#[cfg(feature = "parquet")]
fn parquet(path: &Path, texts: &[String]) -> Result<(), Failure> {
    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    let ids: ArrayRef = Arc::new((0_i64..).take(texts.len()).collect::<Int64Array>());
    let column: ArrayRef = Arc::new(StringArray::from_iter_values(texts));
    let batch = RecordBatch::try_from_iter([("id", ids), ("text", column)])?;
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(fs::File::create(path)?, batch.schema(), None)?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}
