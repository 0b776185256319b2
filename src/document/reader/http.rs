//! HTTP responses, as web archives keep them (RFC 9112).

use super::codings::{Decoded, decoded};
use super::media_type::{is_binary, is_text, is_unknown, sniffed};
use crate::error::RecordProblem;

/// A body and its media type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message {
    /// The media type with its parameters, in lower case.
    pub(super) content_type: String,
    /// The bytes, with transfer and content codings removed.
    pub(super) body: Vec<u8>,
}

/// A message of a server, as far as it could be read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) message: Message,
    /// Why the body is only the first part of what was sent.
    pub(super) damage: Option<RecordProblem>,
}

impl Answer {
    /// Parses a response. Returns `None` if it reports a failure, or is said not to be text.
    pub(super) fn parse(mut bytes: Vec<u8>) -> Result<Option<Self>, RecordProblem> {
        let Head { status, content_type, codings, chunked, length } = Head::parse(&bytes)?;
        let unknown = is_unknown(&content_type);
        if !(200..300).contains(&status) || !(unknown || is_text(&content_type)) {
            return Ok(None);
        }
        let body = bytes.split_off(length);
        let body = if chunked { unchunked(body) } else { body };
        let Decoded { body, damage } = decoded(body, &codings)?;
        let message = Message { content_type, body }.told()?;
        Ok(Some(Self { message, damage }))
    }
}

impl Message {
    /// The same message with the media type that its body has, if it has none.
    ///
    /// # Errors
    /// If it is no text.
    pub(super) fn told(self) -> Result<Self, RecordProblem> {
        let Self { content_type, body } = self;
        if is_binary(&body) {
            return Err(RecordProblem::Http("its body is binary data, or in an unknown coding"));
        }
        if !is_unknown(&content_type) {
            return Ok(Self { content_type, body });
        }
        let no_text =
            RecordProblem::Http("it has no media type, and its body is neither HTML nor text");
        let content_type = sniffed(&body).ok_or(no_text)?.to_owned();
        Ok(Self { content_type, body })
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

/// What is read of the head of a response.
#[derive(Debug, Default, PartialEq, Eq)]
struct Head {
    status: u16,
    /// In lower case, like the codings.
    content_type: String,
    /// The content codings, in the order they were applied.
    codings: String,
    chunked: bool,
    /// The number of bytes before the body.
    length: usize,
}

impl Head {
    /// Parses a head. Archives keep heads of any version of HTTP, which their writers have put
    /// together from what a browser or a library told them; so only what is read must be valid.
    fn parse(bytes: &[u8]) -> Result<Self, RecordProblem> {
        let unfinished = || RecordProblem::Http("the header does not end");
        let mut head =
            Self { length: bytes.len() - bytes.trim_ascii_start().len(), ..Self::default() };
        let first = head.line(bytes).ok_or_else(unfinished)?;
        head.status = status(first).ok_or(RecordProblem::Http("no HTTP header"))?;
        let mut name = String::new();
        loop {
            let line = head.line(bytes).ok_or_else(unfinished)?;
            if line.trim_ascii().is_empty() {
                return Ok(head);
            }
            let text = String::from_utf8_lossy(line).to_lowercase();
            // A line that begins with a space continues the value before it.
            let folded = text.starts_with([' ', '\t']);
            let (own, value) =
                if folded { ("", &*text) } else { text.split_once(':').unwrap_or_default() };
            if !folded {
                own.trim().clone_into(&mut name);
            }
            head.set(&name, value.trim());
        }
    }

    /// The next line without its end; `None` if it does not end.
    fn line<'b>(&mut self, bytes: &'b [u8]) -> Option<&'b [u8]> {
        let rest = &bytes[self.length..];
        let end = memchr::memchr(b'\n', rest)?;
        self.length += end + 1;
        Some(&rest[..end])
    }

    fn set(&mut self, name: &str, value: &str) {
        match name {
            // Of several types the first counts.
            "content-type" if self.content_type.is_empty() => {
                value.clone_into(&mut self.content_type);
            }
            "content-encoding" => self.codings.extend([value, ","]),
            "transfer-encoding" => self.chunked |= value.contains("chunked"),
            _ => {}
        }
    }
}

/// The status in a line such as `HTTP/1.1 200 OK`, `HTTP/2 200`, `ICY 200 OK` or, from the frames
/// of HTTP/2, `:status: 200`.
fn status(line: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let mut words = line.split_ascii_whitespace();
    let protocol = words.next()?;
    let known = ["http", "icy", ":status:"];
    let named = known.contains(&protocol) || protocol.starts_with("http/");
    let code = words.next().filter(|code| named && code.len() == 3)?;
    code.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<p>Tariffs rose.";

    /// The media type and the body of an answer with this head.
    fn parse(head: &str, body: &str) -> Result<Option<(String, String)>, RecordProblem> {
        let answer = Answer::parse([head, body].concat().into_bytes())?;
        Ok(answer.map(|Answer { message: Message { content_type, body }, .. }| {
            (content_type, String::from_utf8(body).unwrap())
        }))
    }

    #[test]
    fn chunks_are_joined_if_there_are_any() {
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n";
        for sent in [
            "8\r\n<p>Tarif\r\n8;x=y\r\nfs rose.\r\n0\r\n\r\n",
            "10\r\n<p>Tariffs rose.",
            "99\r\n<p>Tariffs rose.",
            PAGE,
        ] {
            let (_, body) = parse(head, sent).unwrap().unwrap();
            assert_eq!(body, PAGE, "for {sent:?}");
        }
    }

    #[test]
    fn heads_are_read_as_servers_and_archives_write_them() {
        for first in [
            "HTTP/1.1 200 OK",
            "HTTP/1.1 200",
            "HTTP/1.1 200 ",
            "HTTP/1.0 203 Non-Authoritative",
            "HTTP/1.1  200\tOK",
            "HTTP/2 200",
            "HTTP/2 200 ",
            "HTTP/2.0 200 OK",
            "HTTP/3 200",
            "http/1.1 200 ok",
            "HTTP 200 OK",
            "ICY 200 OK",
            ":status: 200",
            "HTTP/1.1 200 Tr\u{e8}s bien \0",
            "\r\n\r\nHTTP/1.1 200 OK",
        ] {
            for end in ["\r\n", "\n"] {
                let fields = ["Content-Type: text/html", ""];
                let head = [&[first], &fields[..]].concat().join(end) + end;
                let found = parse(&head, PAGE).unwrap().expect(first);
                assert_eq!(found, ("text/html".to_owned(), PAGE.to_owned()), "for {head:?}");
            }
        }
        for fields in [
            "content-type:TEXT/HTML",
            "Content-Type : text/html",
            "Content-Type:\r\n text/html",
            "Content-Type: text/html\r\nContent-Type: image/png",
            "X-\u{fc}: \u{1}\r\n: \r\nno field\r\nContent-Type: text/html",
        ] {
            let found = parse(&format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n"), PAGE).unwrap();
            assert_eq!(found, Some(("text/html".to_owned(), PAGE.to_owned())), "for {fields:?}");
        }
        let many = "A: b\r\n".repeat(5000);
        assert!(parse(&format!("HTTP/1.1 200 OK\r\n{many}\r\n"), PAGE).unwrap().is_some());
    }

    #[test]
    fn only_pages_and_texts_of_good_answers_are_read() {
        for head in [
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
            "HTTP/2 301\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
        ] {
            assert_eq!(parse(head, "x").unwrap(), None, "{head}");
        }
        for head in
            ["not http", "HTP 200 OK\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b", ""]
        {
            assert!(parse(head, "").is_err(), "{head}");
        }
    }

    #[test]
    fn a_body_without_a_type_is_looked_at_and_one_that_is_no_text_is_refused() {
        for (field, body, expected) in [
            ("", PAGE, Some("text/html")),
            ("Content-Type:\r\n", PAGE, Some("text/html")),
            ("Content-Type: ; charset=utf-8\r\n", PAGE, Some("text/html")),
            ("Content-Type: */*\r\n", "Tariffs rose.", Some("text/plain")),
            ("", "{\"a\": 1}", None),
            ("", "\u{1}\u{2}\u{3}\u{4}", None),
            ("Content-Type: text/html\r\n", "\u{1}\u{2}\u{3}\u{4}", None),
        ] {
            let found = parse(&format!("HTTP/1.1 200 OK\r\n{field}\r\n"), body);
            let found = found.ok().flatten().map(|(content_type, _)| content_type);
            assert_eq!(found.as_deref(), expected, "for {field:?} and {body:?}");
        }
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
