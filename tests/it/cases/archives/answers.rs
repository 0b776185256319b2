//! Answers of servers as archives keep them.

use std::io::Write;
use std::time::Instant;

use super::{GOOD, cases, classify, classify_bytes};

/// The headline and the paragraphs of the page in the given archives.
const PAGE: [&str; 4] = [
    "Velmark raises steel tariffs as hackers hit customs",
    "The trade ministry of Velmark said on Monday that it would raise tariffs on imported steel by a quarter, after exporters across the strait refused to cut their subsidies.",
    "Hackers broke into the customs service's servers in March and encrypted its files, and investigators said the ransomware had come in a phishing e-mail sent to eleven clerks.",
    "The navy moved two frigates and a squadron of fighter jets to the southern base, the defence minister, Ilse Tarnow, told reporters, calling it a routine deployment of troops.",
];

#[test]
fn the_given_archives_are_read_whole() {
    for (file, documents) in
        [("11-no-content-type.warc", 3), ("12-codings.warc", 2), ("15-http2.warc", 2)]
    {
        let (run, texts) = classify(cases(), &[file]);
        let said = format!("done: {documents} documents, {} paragraphs\n", 4 * documents);
        assert_eq!((run.code, run.stderr), (0, said), "{file}");
        assert_eq!(texts, PAGE.repeat(documents), "{file}");
    }
}

/// A record with a head and a body, of which the length is right.
fn record(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\n{head}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    let response = "WARC-Type: response\r\nContent-Type: application/http; msgtype=response";
    record(response, &[head.as_bytes(), b"\r\n\r\n", body].concat())
}

fn page() -> Vec<u8> {
    format!("<!doctype html><p>{GOOD}").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// Texts and messages of an archive with a good record after this one.
fn read(record: &[u8]) -> (Vec<String>, String) {
    let good = answer("HTTP/1.1 200 OK\r\nContent-Type: text/html", b"<p>The last.");
    let (run, mut texts) = classify_bytes("a.warc", &[record, &good].concat());
    assert_eq!(texts.pop().as_deref(), Some("The last."), "{}", run.stderr);
    let errors = run.stderr.lines().filter(|line| !line.starts_with("done: "));
    (texts, errors.collect())
}

#[test]
fn bodies_without_a_media_type_are_looked_at_and_none_is_dropped_in_silence() {
    let png = b"\x89PNG\r\n\x1A\n\0\0\0\x01\x02\x03\x04\x05\x06";
    let (page, marked) = (page(), ["\u{FEFF}\n".as_bytes(), &page()].concat());
    for (head, body, good, said) in [
        ("HTTP/1.1 200 OK\r\nServer: x", &page[..], 1, ""),
        ("HTTP/1.1 200 OK\r\nContent-Type:", &page, 1, ""),
        ("HTTP/1.1 200 OK\r\nContent-Type: html", &page, 1, ""),
        ("HTTP/1.1 200 OK\r\nContent-Type: ; charset=utf-8", &marked, 1, ""),
        ("HTTP/1.1 200 OK\r\nContent-Type: application/unknown", GOOD.as_bytes(), 1, ""),
        ("HTTP/1.1 200 OK\r\nX: y", png, 0, "binary data"),
        ("HTTP/1.1 200 OK\r\nX: y", b"{\"a\": [1, 2]}", 0, "neither HTML nor text"),
        ("HTTP/1.1 200 OK\r\nX: y", b"<?xml version='1.0'?><a/>", 0, "neither HTML nor text"),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/html", png, 0, "binary data"),
        ("HTTP/1.1 404 Not Found", &page, 0, ""),
    ] {
        let (texts, errors) = read(&answer(head, body));
        assert_eq!(texts, vec![GOOD; good], "{head}: {errors}");
        assert!(errors.contains(said) && errors.contains("byte 0") != said.is_empty(), "{errors}");
    }
    for kind in ["resource", "conversion", "response"] {
        let body = if kind == "response" {
            [b"HTTP/1.1 200 OK\r\n\r\n", &page[..]].concat()
        } else {
            page.clone()
        };
        let (texts, errors) = read(&record(&format!("WARC-Type: {kind}"), &body));
        assert_eq!(texts, [GOOD], "{kind}: {errors}");
    }
}

#[test]
fn codings_are_removed_and_what_cannot_be_decoded_is_said() {
    let (page, zipped) = (page(), gzip(&page()));
    let long: Vec<_> =
        (0..4000).map(|n: u32| format!("<p>Zinc {}.\n", n.wrapping_mul(0x9E37_79B9))).collect();
    let long = long.concat();
    let cut = gzip(long.as_bytes());
    let noise: Vec<u8> =
        (0..999_u32).flat_map(|n| n.wrapping_mul(0x9E37_79B9).to_be_bytes()).collect();
    let html = |coding: &str| {
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}")
    };
    for (coding, body) in [
        ("gzip", zipped.clone()),
        ("x-gzip", [&zipped[..], b"\0\0\0\0\r\n"].concat()),
        ("GZIP", [gzip(&page[..9]), gzip(&page[9..])].concat()),
        ("identity", page.clone()),
        ("gzip", page.clone()),
        ("deflate", page.clone()),
        ("br", page.clone()),
        ("zstd, identity", zstd::encode_all(&page[..], 3).unwrap()),
        ("gzip\r\nContent-Encoding: gzip", gzip(&zipped)),
    ] {
        let (texts, errors) = read(&answer(&html(coding), &body));
        assert_eq!((texts, errors.as_str()), (vec![GOOD.to_owned()], ""), "{coding}");
    }
    let (texts, errors) = read(&answer(&html("gzip"), &cut[..cut.len() / 2]));
    assert!(texts.len() > 500, "{}", texts.len());
    assert!(
        errors.contains("byte 0: only the first ") && errors.contains("can be decompressed"),
        "{errors}"
    );
    for coding in ["deflate", "br", "zippy"] {
        let (texts, errors) = read(&answer(&html(coding), &noise));
        assert_eq!(texts, [""; 0], "{coding}");
        assert!(errors.contains("error: a.warc, byte 0: "), "{coding}: {errors}");
    }
}

#[test]
fn status_lines_of_any_version_are_read() {
    for head in [
        "HTTP/2 200",
        "HTTP/2.0 200 OK",
        "HTTP/3 200 ",
        "HTTP/1.1 200",
        "http/1.0 200 ok",
        "ICY 200 OK",
        "\r\n\nHTTP/1.1 200 OK",
    ] {
        for fields in [
            "Content-Type: text/html",
            "content-type:\r\n\ttext/html",
            "X\u{FF}: \u{1}\r\nContent-Type: text/html",
        ] {
            let (texts, errors) = read(&answer(&format!("{head}\r\n{fields}"), &page()));
            assert_eq!(
                (texts, errors.as_str()),
                (vec![GOOD.to_owned()], ""),
                "{head:?} {fields:?}"
            );
        }
    }
    let lines = format!("HTTP/2 200\ncontent-type: text/html\n\n<p>{GOOD}");
    let (texts, errors) =
        read(&record("WARC-Type: response\r\nContent-Type: application/http", lines.as_bytes()));
    assert_eq!((texts, errors.as_str()), (vec![GOOD.to_owned()], ""));
}

#[test]
fn an_archive_of_wrong_lengths_takes_as_long_as_its_bytes() {
    let begin = Instant::now();
    let (run, _) = classify(cases(), &["warc-wrong-lengths.warc.gz"]);
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
    let first = "error: warc-wrong-lengths.warc.gz, byte 0: truncated: 55 of 8000000 bytes\n";
    assert!(run.code == 1 && run.stderr.starts_with(first), "{}", run.stderr);
    assert!(
        run.stderr.contains("further errors of this source are only counted"),
        "{}",
        run.stderr
    );
    let good = answer("HTTP/1.1 200 OK\r\nContent-Type: text/html", &page());
    let length = good.windows(16).position(|window| window == b"Content-Length: ").unwrap() + 16;
    // Too short, too long, and so long that the body ends in the head of the next record.
    for (kind, digits) in
        [("short", "9"), ("long", "200"), ("longer", "99999"), ("endless", "99999999999")]
    {
        let end = length + good[length..].iter().position(|byte| *byte == b'\r').unwrap();
        let wrong = [&good[..length], digits.as_bytes(), &good[end..]].concat();
        let (texts, errors) = read(&wrong.repeat(3));
        assert!(errors.matches("byte ").count() >= 3, "{kind}: {errors}");
        assert!(texts.is_empty(), "{kind}: {texts:?}");
    }
}
