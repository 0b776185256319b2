//! Seeds from the project.

use std::fs;
use std::io::Write;
use std::path::Path;

/// The files of `tests/data/fuzz` whose names begin so, in the order of their names.
pub(crate) fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new("tests/data/fuzz");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let begins = |path: &std::path::PathBuf| {
        path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name))
    };
    let mut paths: Vec<_> = entries.filter(begins).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no seeds for {name}");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// The bytes in every compression.
pub(crate) fn compressed(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(bytes).unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(bytes).unwrap();
    let zstd = zstd::encode_all(bytes, 1).unwrap();
    vec![gzip(bytes), bzip2.finish().unwrap(), xz.finish().unwrap(), zstd]
}

/// A record of a web archive with an answer.
pub(crate) fn record(answer: &[u8]) -> Vec<u8> {
    let length = answer.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2024-05-01T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), answer, b"\r\n\r\n"].concat()
}

/// Answers of servers with a page in every coding.
pub(crate) fn answers(page: &[u8]) -> Vec<Vec<u8>> {
    let zlib = {
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(page).unwrap();
        writer.finish().unwrap()
    };
    let chunks = [format!("{:x}\r\n", page.len()).as_bytes(), page, b"\r\n0\r\n\r\n"].concat();
    let answer = |fields: &str, body: &[u8]| {
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n");
        [head.as_bytes(), body].concat()
    };
    vec![
        answer("", page),
        answer("Content-Encoding: gzip\r\n", &gzip(page)),
        answer("Content-Encoding: deflate\r\n", &zlib),
        answer("Content-Encoding: deflate\r\n", &zlib[2..zlib.len() - 4]),
        answer("Content-Encoding: zstd\r\n", &zstd::encode_all(page, 1).unwrap()),
        answer("Content-Encoding: br\r\n", b"\x8b\x06\x80Zinc and lead.\x03"),
        answer("Transfer-Encoding: chunked\r\n", &chunks),
        [b"HTTP/2 200\ncontent-type:\n\n", page].concat(),
    ]
}

/// Tables with texts, numbers and a list.
#[cfg(feature = "parquet")]
pub(crate) fn tables() -> Vec<Vec<u8>> {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, DictionaryArray, Int64Array, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;

    let texts = ["Tariffs rose.", "Zinc and lead."];
    let text: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
    let repeated: DictionaryArray<arrow_array::types::Int32Type> = texts.into_iter().collect();
    let repeated: ArrayRef = Arc::new(repeated);
    let number: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None]));
    let written = |text: &ArrayRef| {
        let columns = [("id", number.clone(), true), ("text", text.clone(), true)];
        let rows = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), rows.schema(), None).unwrap();
        writer.write(&rows).unwrap();
        writer.into_inner().unwrap()
    };
    vec![written(&text), written(&repeated)]
}
