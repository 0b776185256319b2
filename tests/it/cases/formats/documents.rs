//! Mails, subtitles, web archives in a zip file, and formats that are recognised and refused.

use std::io::Write;

use super::{FIVE, members, texts, written};

#[test]
fn mails_are_read() {
    let mail = format!(
        "Received: by mail.example\r\nFrom: Desk <desk@gazette.example>\r\nTo: all@gazette.example\r\nSubject: =?UTF-8?B?U3RlZWwg4oCTIHRhcmlmZnM=?=\r\nDate: Mon, 29 Apr 2024 10:00:00 +0200\r\nMessage-ID: <77@gazette.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n\r\n{}\r\n--b\r\nContent-Type: image/png; name=logo.png\r\nContent-Disposition: attachment; filename=logo.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n",
        FIVE[0].replace(" said on", " said=\r\n on"),
        FIVE[1]
    );
    for name in ["a.eml", "a"] {
        let run = written(&[(name, mail.as_bytes())], &[name]);
        assert_eq!(
            (run.code, texts(&run)),
            (0, vec![FIVE[0].to_owned(), FIVE[1].to_owned()]),
            "{}",
            run.stderr
        );
        let fields: serde_json::Value = serde_json::from_str(&members(&run, "fields")[0]).unwrap();
        assert_eq!(fields["title"], "Steel – tariffs");
        assert_eq!(
            (&fields["published"], &fields["id"]),
            (&"2024-04-29T10:00:00+02:00".into(), &"77@gazette.example".into())
        );
        assert_eq!(run.stderr, format!("warning: `{name}`: 1 attachment passed over\n"));
    }
    let one = mail.replace("\r\n", "\n");
    let mbox = format!(
        "From desk Mon Apr 29 10:00:00 2024\n{one}\nFrom desk Mon Apr 29 10:00:00 2024\n{one}\n"
    );
    let run = written(&[("box", mbox.as_bytes())], &["box"]);
    assert_eq!((run.code, texts(&run).len()), (0, 4), "{}", run.stderr);
}

#[test]
fn subtitles_are_read_without_their_times() {
    let vtt = format!(
        "WEBVTT\n\nintro\n00:00:01.000 --> 00:00:04.000 line:0\n<v Ilse>{}\n\n00:00:10.000 --> 00:00:12.000\n{}\n",
        FIVE[0].replace(" would raise", "\nwould raise"),
        FIVE[1]
    );
    let srt = format!(
        "\u{FEFF}1\r\n00:00:01,000 --> 00:00:04,000\r\n<i>{}</i>\r\n\r\n2\r\n00:00:10,000 --> 00:00:12,000\r\n{}\r\n",
        FIVE[0].replace(" would raise", "\r\nwould raise"),
        FIVE[1]
    );
    for (name, text) in [("a.vtt", &vtt), ("a.srt", &srt), ("a.txt", &srt), ("a", &vtt)] {
        let run = written(&[(name, text.as_bytes())], &[name]);
        assert_eq!(
            (run.code, texts(&run)),
            (0, vec![FIVE[0].to_owned(), FIVE[1].to_owned()]),
            "{name}: {}",
            run.stderr
        );
        let (start, end): (usize, usize) =
            (members(&run, "start")[1].parse().unwrap(), members(&run, "end")[1].parse().unwrap());
        let place = text.find(FIVE[1]).unwrap();
        assert_eq!((start, end), (place, place + FIVE[1].len()), "{name}");
    }
}

/// A zip file with these files, some of them deflated.
fn zip(files: &[(&str, Vec<u8>, bool)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content, deflated) in files {
        let method = if *deflated {
            rawzip::CompressionMethod::DEFLATE
        } else {
            rawzip::CompressionMethod::STORE
        };
        let (mut entry, config) =
            archive.new_file(*name).compression_method(method).start().unwrap();
        if *deflated {
            let encoder =
                flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
            let mut writer = config.wrap(encoder);
            writer.write_all(content).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            entry.finish(descriptor).unwrap();
        } else {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content).unwrap();
            let (_, descriptor) = writer.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
    }
    archive.finish().unwrap();
    bytes
}

/// A web archive with a page.
fn warc(text: &str) -> Vec<u8> {
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<article><h1>A headline of news</h1><p>{text}</p></article>"
    );
    format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n", http.len()).into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

#[test]
fn web_archives_in_a_zip_file_are_read() {
    let files = [
        ("datapackage.json", b"{}".to_vec(), true),
        ("archive/one.warc.gz", gzip(&warc(FIVE[0])), false),
        ("archive/two.warc", warc(FIVE[1]), true),
        ("pages/pages.jsonl", b"{}".to_vec(), true),
    ];
    let wacz = zip(&files);
    for name in ["a.wacz", "a.zip", "a"] {
        let run = written(&[(name, &wacz)], &[name]);
        let found = texts(&run);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(
            found.contains(&FIVE[0].to_owned()) && found.contains(&FIVE[1].to_owned()),
            "{found:?}"
        );
        assert!(members(&run, "file").contains(&format!("{name}/archive/one.warc.gz")));
    }
    let input =
        crate::program::Program::new(["classify", "--format", "jsonl"]).input(wacz.clone()).run();
    assert!(texts(&input).contains(&FIVE[1].to_owned()), "{}", input.stderr);
    for (bytes, expected) in [
        (wacz[..wacz.len() / 2].to_vec(), "error: a.wacz: invalid zip file: "),
        (
            zip(&[("datapackage.json", b"{}".to_vec(), false)]),
            "error: a.wacz: invalid zip file: no web archive",
        ),
        (
            zip(&[("archive/a.warc", vec![b'\n'; 90 << 20], true)]),
            "error: a.wacz/archive/a.warc, byte ",
        ),
    ] {
        let run = written(&[("a.wacz", &bytes)], &["a.wacz"]);
        assert!(run.code == 1 && run.stderr.starts_with(expected), "{}", run.stderr);
    }
}

#[test]
fn other_formats_are_refused_with_a_hint() {
    let word = zip(&[
        ("[Content_Types].xml", b"x".to_vec(), true),
        ("word/document.xml", b"x".to_vec(), true),
    ]);
    let sheet = zip(&[
        ("[Content_Types].xml", b"x".to_vec(), true),
        ("xl/workbook.xml", b"x".to_vec(), true),
    ]);
    let open = zip(&[("mimetype", b"application/vnd.oasis.opendocument.text".to_vec(), false)]);
    for (name, bytes, error, hint) in [
        (
            "a.pdf",
            b"%PDF-1.7\nx".to_vec(),
            "PDFs",
            "convert it to plain text, for example with pdftotext",
        ),
        (
            "a.txt",
            b"%PDF-1.7\nx".to_vec(),
            "PDFs",
            "convert it to plain text, for example with pdftotext",
        ),
        (
            "a.rtf",
            b"{\\rtf1\\ansi Steel}".to_vec(),
            "RTF documents",
            "save it as plain text or as a web page (.html)",
        ),
        ("a.docx", word, "Word documents", "save it as plain text or as a web page (.html)"),
        ("a.csv", sheet, "spreadsheets", "save each sheet as CSV"),
        ("a.odt", open, "OpenDocument files", "save it as plain text or as a web page (.html)"),
        ("a.png", b"\x89PNG\r\n\x1a\n".to_vec(), "images", "only text can be read: leave it out"),
    ] {
        let run = written(&[(name, &bytes)], &[name]);
        assert_eq!((run.code, &*run.stdout), (1, ""));
        assert_eq!(run.stderr, format!("error: {name}: {error} cannot be read\nhint: {hint}\n"));
    }
}

#[test]
fn a_small_file_with_endless_lines_is_refused_early() {
    let lines = b"a\n".repeat(8 << 20);
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    bzip2.write_all(&lines).unwrap();
    let bzip2 = bzip2.finish().unwrap();
    let zstd = zstd::encode_all(&lines[..], 3).unwrap();
    for (name, bytes) in
        [("lines.txt.bz2", &bzip2), ("lines.txt.gz", &gzip(&lines)), ("lines.txt.zst", &zstd)]
    {
        let run = written(&[(name, bytes)], &["--unit", "document", name]);
        assert_eq!(run.code, 1, "{name}");
        assert!(
            run.stderr.contains("expand more than 200-fold, which is refused"),
            "{name}: {}",
            run.stderr
        );
        assert!(run.stderr.starts_with(&format!("error: {name}")), "{}", run.stderr);
    }
    let news = format!("{}\n\n", FIVE[0]).repeat(5000);
    let run =
        written(&[("news.txt.gz", &gzip(news.as_bytes()))], &["--unit", "document", "news.txt.gz"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1), "{}", run.stderr);
}
