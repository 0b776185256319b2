//! HTTP responses, as web archives keep them (RFC 9112).

use std::io::Read;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::super::limits::{MAX_HTTP_FIELDS, MAX_RECORD_BYTES};
use crate::error::RecordProblem;

/// A body and its media type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The media type with its parameters, in lower case.
    pub(super) content_type: String,
    /// The bytes, with transfer and content codings removed.
    pub(super) body: Vec<u8>,
}

impl Message {
    /// Parses a response. Returns `None` if it reports a failure, or is not text.
    pub(super) fn parse(mut bytes: Vec<u8>) -> Result<Option<Self>, RecordProblem> {
        let mut fields = [httparse::EMPTY_HEADER; MAX_HTTP_FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        let parsed = response.parse(&bytes).map_err(|_| RecordProblem::Http("no HTTP header"))?;
        let httparse::Status::Complete(begin) = parsed else {
            return Err(RecordProblem::Http("the header does not end"));
        };
        let field = |name: &str| {
            let field = response.headers.iter().find(|field| field.name.eq_ignore_ascii_case(name));
            field.map_or(String::new(), |field| String::from_utf8_lossy(field.value).to_lowercase())
        };
        let (content_type, coding) = (field("content-type"), field("content-encoding"));
        let chunked = field("transfer-encoding").contains("chunked");
        let good = response.code.is_some_and(|code| (200..300).contains(&code));
        if !good || !is_text(&content_type) {
            return Ok(None);
        }
        let body = bytes.split_off(begin);
        let body = if chunked { unchunked(body) } else { body };
        Ok(Some(Self { content_type, body: decoded(body, &coding)? }))
    }

    /// Whether the body is HTML.
    pub(super) fn is_page(&self) -> bool {
        self.content_type.contains("html")
    }

    /// The encoding that the media type names.
    pub(super) fn charset(&self) -> Option<&'static encoding_rs::Encoding> {
        let (_, charset) = self.content_type.split_once("charset=")?;
        let charset = charset.split(';').next()?.trim_matches(['"', '\'', ' ']);
        encoding_rs::Encoding::for_label(charset.as_bytes())
    }
}

/// Whether a media type is HTML or plain text.
pub(super) fn is_text(content_type: &str) -> bool {
    ["text/html", "application/xhtml", "text/plain"]
        .iter()
        .any(|text| content_type.starts_with(text))
}

/// Joins the chunks of a body. Archives often keep a body without chunks under a header that
/// declares them; such a body is returned as it is.
fn unchunked(body: Vec<u8>) -> Vec<u8> {
    let (mut whole, mut rest) = (Vec::with_capacity(body.len()), body.as_slice());
    while let Ok(httparse::Status::Complete((begin, length))) = httparse::parse_chunk_size(rest) {
        if length == 0 {
            return whole;
        }
        let end = usize::try_from(length).ok().and_then(|length| begin.checked_add(length));
        let Some(chunk) = end.and_then(|end| rest.get(begin..end)) else {
            // The last chunk is cut off.
            whole.extend_from_slice(&rest[begin..]);
            return whole;
        };
        whole.extend_from_slice(chunk);
        rest = &rest[begin + chunk.len()..];
        rest = rest.strip_prefix(b"\r\n").unwrap_or(rest);
    }
    if whole.is_empty() { body } else { whole }
}

/// Decompresses a body. Archives often keep it uncompressed under a header that declares a
/// compression, so the bytes decide.
fn decoded(body: Vec<u8>, coding: &str) -> Result<Vec<u8>, RecordProblem> {
    match (coding, body.as_slice()) {
        (_, [0x1F, 0x8B, ..]) => limited(MultiGzDecoder::new(body.as_slice())),
        (_, [0x28, 0xB5, 0x2F, 0xFD, ..]) => {
            limited(zstd::stream::read::Decoder::new(body.as_slice()).map_err(RecordProblem::Body)?)
        }
        ("deflate", [0x78, ..]) => limited(ZlibDecoder::new(body.as_slice())),
        ("br", _) if str::from_utf8(&body).is_err() => {
            limited(brotli_decompressor::Decompressor::new(body.as_slice(), 4096))
        }
        _ => Ok(body),
    }
}

fn limited(input: impl Read) -> Result<Vec<u8>, RecordProblem> {
    let mut body = Vec::new();
    input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut body).map_err(RecordProblem::Body)?;
    if body.len() > MAX_RECORD_BYTES {
        Err(RecordProblem::TooLong(MAX_RECORD_BYTES))
    } else {
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn parse(head: &str, body: &[u8]) -> Result<Option<Message>, RecordProblem> {
        Message::parse([format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat())
    }

    fn body(head: &str, body: &[u8]) -> String {
        let message = parse(head, body).unwrap().unwrap();
        String::from_utf8(message.body).unwrap()
    }

    #[test]
    fn bodies_are_as_they_were_before_they_were_sent() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"Tariffs rose.").unwrap();
        let gzip = gzip.finish().unwrap();
        let plain = "200 OK\r\nContent-Type: text/html";
        let chunked = "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked";
        let zipped = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
        for (head, sent) in [
            (plain, &b"Tariffs rose."[..]),
            (chunked, b"8\r\nTariffs \r\n5;x=y\r\nrose.\r\n0\r\n\r\n"),
            (chunked, b"Tariffs rose."),
            (chunked, b"d\r\nTariffs rose."),
            (zipped, &gzip),
            (zipped, b"Tariffs rose."),
        ] {
            assert_eq!(body(head, sent), "Tariffs rose.");
        }
        assert!(parse(zipped, &gzip[..gzip.len() - 9]).is_err());
    }

    #[test]
    fn only_pages_and_texts_of_good_answers_are_read() {
        for head in [
            "404 Not Found\r\nContent-Type: text/html",
            "200 OK\r\nContent-Type: image/png",
            "200 OK",
        ] {
            assert_eq!(parse(head, b"x").unwrap(), None, "{head}");
        }
        assert!(Message::parse(b"not http".to_vec()).is_err());
        assert!(Message::parse(b"HTTP/1.1 200 OK\r\nA: b".to_vec()).is_err());
    }

    #[test]
    fn the_charset_is_what_the_head_says() {
        for (content_type, expected) in [
            ("text/html; charset=\"Big5\"", Some("Big5")),
            ("text/html; charset=utf-8; x=y", Some("UTF-8")),
            ("text/html; charset=klingon", None),
            ("text/html", None),
        ] {
            let message = Message { content_type: content_type.into(), body: vec![] };
            assert_eq!(message.charset().map(encoding_rs::Encoding::name), expected);
        }
    }
}
