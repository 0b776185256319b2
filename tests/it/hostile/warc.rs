//! Web archives.

use std::io::Write;

use super::{GOOD, file, table};

/// A record with a head and a body, and the right length.
fn record(head: &str, body: &[u8]) -> Vec<u8> {
    sized(head, body.len(), body)
}

fn sized(head: &str, length: usize, body: &[u8]) -> Vec<u8> {
    [&headed(head, length), body, b"\r\n\r\n"].concat()
}

fn headed(head: &str, length: usize) -> Vec<u8> {
    format!("WARC/1.0\r\n{head}\r\nContent-Length: {length}\r\n\r\n").into_bytes()
}

const RESPONSE: &str = "WARC-Type: response\r\nContent-Type: application/http; msgtype=response";

/// A record with an HTTP response.
fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    record(RESPONSE, &http(head, body))
}

fn http(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
}

const PAGE: &str = "200 OK\r\nContent-Type: text/html";

fn good() -> Vec<u8> {
    answer(PAGE, format!("<p>{GOOD}</p>").as_bytes())
}

/// An archive with something between two good records.
fn between(name: &'static str, records: &[u8]) -> super::Case {
    file(name, "a.warc", [&good(), records, &good()].concat()).good(2)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn coded(coding: &str, body: &[u8]) -> Vec<u8> {
    answer(&format!("{PAGE}\r\nContent-Encoding: {coding}"), body)
}

#[test]
fn archives_that_are_broken() {
    let page = http(PAGE, b"<p>Zinc.</p>");
    let zstd = zstd::encode_all(&b"<p>Zinc.</p>"[..], 3).unwrap();
    let damaged = [gzip(&good()), gzip(&good())[..90].to_vec(), gzip(&good())].concat();
    let mut wrong_sum = gzip(&good());
    let end = wrong_sum.len() - 6;
    wrong_sum[end] ^= 0xFF;
    let wrong_sum = [gzip(&good()), wrong_sum, gzip(&good())].concat();
    let garbage_between = [gzip(&good()), b"garbage".to_vec(), gzip(&good())].concat();
    let cut = good();
    let brotli = b"\x8b\x06\x80Zinc and lead.\x03";
    let chunked = format!("{PAGE}\r\nTransfer-Encoding: chunked");
    insta::assert_snapshot!(table(&[
        file("an empty archive", "a.warc", ""),
        file("a text called an archive", "a.warc", format!("{GOOD}\n")),
        file(
            "an archive of pictures",
            "a.warc",
            answer("200 OK\r\nContent-Type: image/png", b"\x89PNG")
        ),
        between("an empty record", &record(RESPONSE, b"")),
        between("an answer without a body", &answer(PAGE, b"")),
        between("a record without a head", b"WARC/1.0\r\n\r\n\r\n"),
        between("no length", b"WARC/1.0\r\nWARC-Type: response\r\n\r\nZinc.\r\n\r\n"),
        between(
            "a length that is not a number",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nZinc.\r\n\r\n"
        ),
        between("a length too short", &sized(RESPONSE, page.len() - 9, &page)),
        between("a length too long", &sized(RESPONSE, page.len() + 60, &page)),
        between("a length beyond the end", &sized(RESPONSE, 1 << 20, &page)),
        between("a length beyond all files", &sized(RESPONSE, usize::MAX, &page)),
        between("a length, and no body", &headed(RESPONSE, 9)),
        between(
            "a head without end",
            &format!("WARC/1.0\r\n{}", "a: b\r\n".repeat(3000)).into_bytes()
        ),
        between("garbage between records", b"garbage\r\n\0\xff\r\n\r\n"),
        between("a giant record", &answer(PAGE, &b"<p>Zinc.</p>".repeat(800_000))),
        between(
            "a request",
            &record(
                "WARC-Type: request\r\nContent-Type: application/http",
                b"GET / HTTP/1.1\r\n\r\n"
            )
        ),
        between("not found", &answer("404 Not Found\r\nContent-Type: text/html", b"<p>Zinc.</p>")),
        between("a picture", &answer("200 OK\r\nContent-Type: image/png", b"\x89PNG")),
        between("an invalid HTTP header", &record(RESPONSE, b"HTP 200 fine\r\n\r\nZinc.")),
        between(
            "a head of HTTP without end",
            &record(RESPONSE, b"HTTP/1.1 200 OK\r\nContent-Type: te")
        ),
        between("chunks", &answer(&chunked, b"7\r\n<p>Zinc\r\n5\r\n.</p>\r\n0\r\n\r\n")),
        between("chunks cut off", &answer(&chunked, b"7\r\n<p>Zinc\r\nfff\r\n, lead")),
        between("chunks of wrong sizes", &answer(&chunked, b"zz\r\n<p>Zinc.</p>\r\n0\r\n\r\n")),
        between("Zstandard in the answer", &coded("zstd", &zstd)),
        between("damaged Zstandard in the answer", &coded("zstd", &zstd[..zstd.len() - 4])),
        between("Brotli in the answer", &coded("br", brotli)),
        between("damaged Brotli in the answer", &coded("br", b"\xff\xfe\xfd\xfc\xfb")),
        between("a bomb in the answer", &coded("gzip", &gzip(&vec![b'a'; 20 << 20]))),
        between("an unknown coding", &coded("zippy", b"<p>Zinc.</p>")),
        between(
            "a text stored by itself",
            &record("WARC-Type: resource\r\nContent-Type: text/plain", b"Zinc.")
        ),
        file("cut off", "a.warc", [good(), cut[..cut.len() - 12].to_vec()].concat()).good(1),
        file("cut off in a head", "a.warc", [good(), cut[..30].to_vec()].concat()).good(1),
        file("a damaged member between others", "a.warc.gz", damaged).good(2),
        file("a member with a wrong sum", "a.warc.gz", wrong_sum).good(3),
        file("garbage between members", "a.warc.gz", garbage_between).good(2),
    ]));
}
