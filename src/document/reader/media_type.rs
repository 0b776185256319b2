//! Media types: which are read, and what a body without one is.

/// Whether a media type is HTML or plain text.
pub(super) fn is_text(content_type: &str) -> bool {
    ["text/html", "application/xhtml", "text/plain"]
        .iter()
        .any(|text| content_type.starts_with(text))
}

/// Whether a media type says nothing: it is missing, not a type, or one for unknown bodies.
pub(super) fn is_unknown(content_type: &str) -> bool {
    let name = content_type.split(';').next().unwrap_or_default().trim();
    let is_type =
        name.split_once('/').is_some_and(|(kind, own)| !kind.is_empty() && !own.is_empty());
    !is_type || ["unknown/unknown", "application/unknown", "*/*"].contains(&name)
}

/// The media type of a body without one, as browsers tell it (WHATWG, “MIME Sniffing”); `None` if
/// it is neither HTML nor plain text.
pub(super) fn sniffed(body: &[u8]) -> Option<&'static str> {
    if is_binary(body) {
        return None;
    }
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii_start();
    let head = body[..body.len().min(EXAMINED)].to_ascii_lowercase();
    let is_xml = head.starts_with(b"<?xml");
    if is_html(&head) || is_xml && memchr::memmem::find(&head, b"<html").is_some() {
        return Some("text/html");
    }
    let is_json = || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    let is_data = is_xml || matches!(head.first(), Some(b'{' | b'[')) && is_json();
    (!is_data).then_some("text/plain")
}

/// The number of bytes that tell what a body is.
const EXAMINED: usize = 1445;

/// Whether a text, in lower case, begins with a tag of HTML, perhaps after comments.
fn is_html(head: &[u8]) -> bool {
    const TAGS: [&str; 24] = [
        "!doctype html",
        "html",
        "head",
        "script",
        "iframe",
        "h1",
        "div",
        "font",
        "table",
        "a",
        "style",
        "title",
        "b",
        "body",
        "br",
        "p",
        "meta",
        "link",
        "article",
        "main",
        "section",
        "span",
        "h2",
        "center",
    ];
    let Some(tag) = head.strip_prefix(b"<") else { return false };
    let ends = |rest: &[u8]| rest.first().is_none_or(|byte| b" \t\r\n\x0C>/".contains(byte));
    if TAGS.iter().any(|name| tag.strip_prefix(name.as_bytes()).is_some_and(ends)) {
        return true;
    }
    let rest = tag.strip_prefix(b"!--").and_then(|comment| {
        memchr::memmem::find(comment, b"-->").map(|end| comment[end + 3..].trim_ascii_start())
    });
    rest.is_some_and(is_html)
}

/// Whether bytes are no text in any encoding: more than one of thirty-two is a control character.
/// In compressed bytes it is one of ten.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    const PART: usize = 32;
    let marked = encoding_rs::Encoding::for_bom(bytes).is_some();
    let head = &bytes[..bytes.len().min(EXAMINED)];
    // Not NUL, of which UTF-16 is full, nor escape, by which Japanese encodings shift.
    let is_control =
        |byte: &&u8| matches!(byte, 0x01..=0x08 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    !marked && PART * head.iter().filter(is_control).count() > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_without_a_type_is_looked_at() {
        for (body, expected) in [
            (&b"<!DOCTYPE html><p>x"[..], Some("text/html")),
            (b"\xEF\xBB\xBF \n<HTML lang=en>", Some("text/html")),
            (b"<!-- saved -->\n<html>", Some("text/html")),
            (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Some("text/html")),
            (b"<p>Zinc", Some("text/html")),
            (b"<pre>", Some("text/plain")),
            (b"Tariffs rose.", Some("text/plain")),
            (b"[Photo] Tariffs rose.", Some("text/plain")),
            (b"", Some("text/plain")),
            (b"\xFF\xFEZ\0i\0n\0c\0", Some("text/plain")),
            (b"{\"a\":[1]}", None),
            (b"[1, 2]", None),
            (b"<?xml version='1.0'?><rss>", None),
            (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\x01\x02\x03", None),
        ] {
            assert_eq!(sniffed(body), expected, "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn a_type_may_say_nothing() {
        for unknown in ["", " ", "html", "/", "*/*", "application/unknown; x=y", "; charset=utf-8"]
        {
            assert!(is_unknown(unknown), "{unknown}");
        }
        for known in ["text/html", "image/png; x=y", "application/octet-stream"] {
            assert!(!is_unknown(known), "{known}");
        }
    }
}
