//! The encoding that a page names, found as the HTML standard says: “prescan a byte stream to
//! determine its encoding”.
//!
//! Only `<meta charset=…>` and `<meta http-equiv=content-type content="…; charset=…">` count, in
//! the first bytes. What looks like them in a comment, a script's tag or another attribute does not.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// The encoding that a page names in its first bytes.
pub(super) fn named_encoding(page: &[u8]) -> Option<&'static Encoding> {
    const EXAMINED: usize = 1024;
    let head = &page[..page.len().min(EXAMINED)];
    let found = Prescan { bytes: head, place: 0 }.encoding();
    found.or_else(|| xml_encoding(head)).map(readable)
}

/// What an encoding that cannot be meant stands for. A page that can be read as ASCII is not
/// UTF-16, whatever it says.
fn readable(encoding: &'static Encoding) -> &'static Encoding {
    match encoding {
        _ if [UTF_16LE, UTF_16BE].contains(&encoding) => UTF_8,
        _ if encoding == X_USER_DEFINED => WINDOWS_1252,
        _ => encoding,
    }
}

/// The first bytes of a page, read up to a place.
struct Prescan<'a> {
    bytes: &'a [u8],
    place: usize,
}

/// The name and value of an attribute, in lower case.
type Attribute = (Vec<u8>, Vec<u8>);

impl Prescan<'_> {
    fn encoding(mut self) -> Option<&'static Encoding> {
        while self.skip_to(|byte| byte == b'<') {
            let rest = &self.bytes[self.place..];
            match rest {
                // `<!-->` is a whole comment.
                [b'<', b'!', b'-', b'-', ..] => {
                    self.place += 2;
                    let end = memchr::memmem::find(&self.bytes[self.place..], b"-->")?;
                    self.place += end + b"-->".len();
                }
                _ if is_meta(rest) => {
                    self.place += b"<meta".len();
                    if let Some(encoding) = self.meta() {
                        return Some(encoding);
                    }
                }
                [b'<', b'/', letter, ..] | [b'<', letter, ..] if letter.is_ascii_alphabetic() => {
                    self.skip_to(|byte| byte.is_ascii_whitespace() || byte == b'>');
                    while self.attribute().is_some() {}
                }
                [b'<', b'!' | b'/' | b'?', ..] => {
                    self.skip_to(|byte| byte == b'>');
                }
                _ => self.place += 1,
            }
        }
        None
    }

    /// Goes to the next byte that something is true of; returns false if there is none.
    fn skip_to(&mut self, found: impl Fn(u8) -> bool) -> bool {
        let next = self.bytes[self.place..].iter().position(|&byte| found(byte));
        self.place = next.map_or(self.bytes.len(), |next| self.place + next);
        next.is_some()
    }

    /// The encoding that the attributes of a `<meta>` name.
    fn meta(&mut self) -> Option<&'static Encoding> {
        let mut attributes: Vec<Attribute> = Vec::new();
        while let Some((name, value)) = self.attribute() {
            if !attributes.iter().any(|(known, _)| *known == name) {
                attributes.push((name, value));
            }
        }
        // The tag may go on after the first bytes.
        self.bytes.get(self.place)?;
        let named = |name: &str| attributes.iter().find(|(known, _)| known == name.as_bytes());
        if let Some((_, charset)) = named("charset") {
            return Encoding::for_label(charset);
        }
        let (_, kind) = named("http-equiv")?;
        let (_, content) = named("content").filter(|_| kind == b"content-type")?;
        content_encoding(content)
    }

    /// The next attribute of a tag; `None` at the end of the tag or of the bytes.
    fn attribute(&mut self) -> Option<Attribute> {
        self.skip_to(|byte| !byte.is_ascii_whitespace() && byte != b'/');
        let start = self.place;
        if self.bytes.get(start).is_none_or(|&byte| byte == b'>') {
            return None;
        }
        // An equals sign may be the first byte of a name.
        self.place += 1;
        self.skip_to(|byte| byte.is_ascii_whitespace() || b"=/>".contains(&byte));
        let name = self.bytes[start..self.place].to_ascii_lowercase();
        self.skip_to(|byte| !byte.is_ascii_whitespace());
        if self.bytes.get(self.place) != Some(&b'=') {
            return Some((name, Vec::new()));
        }
        self.place += 1;
        self.skip_to(|byte| !byte.is_ascii_whitespace());
        Some((name, self.value()?))
    }

    /// The value of an attribute; `None` if it does not end.
    fn value(&mut self) -> Option<Vec<u8>> {
        let quote = *self.bytes.get(self.place)?;
        let quoted = matches!(quote, b'"' | b'\'');
        self.place += usize::from(quoted);
        let start = self.place;
        let ended = if quoted {
            self.skip_to(|byte| byte == quote)
        } else {
            self.skip_to(|byte| byte.is_ascii_whitespace() || byte == b'>')
        };
        let value = self.bytes[start..self.place].to_ascii_lowercase();
        self.place += usize::from(quoted && ended);
        ended.then_some(value)
    }
}

fn is_meta(rest: &[u8]) -> bool {
    let name = rest.get(..b"<meta".len()).is_some_and(|name| name.eq_ignore_ascii_case(b"<meta"));
    let end = rest.get(b"<meta".len());
    name && end.is_some_and(|&byte| byte.is_ascii_whitespace() || byte == b'/')
}

/// The encoding in a content type such as `text/html; charset=utf-8`, in lower case.
fn content_encoding(content: &[u8]) -> Option<&'static Encoding> {
    let mut rest = content;
    loop {
        rest = &rest[memchr::memmem::find(rest, b"charset")? + b"charset".len()..];
        if let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let (quote, inner) = value.split_first()?;
            return if matches!(quote, b'"' | b'\'') {
                let end = inner.iter().position(|byte| byte == quote)?;
                Encoding::for_label(&inner[..end])
            } else {
                let ends = |&byte: &u8| byte.is_ascii_whitespace() || byte == b';';
                let end = value.iter().position(ends).unwrap_or(value.len());
                Encoding::for_label(&value[..end])
            };
        }
    }
}

/// The encoding in the XML declaration that a page begins with.
fn xml_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..declaration.iter().position(|&byte| byte == b'>')?];
    let place = memchr::memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[place..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let end = value.iter().position(|byte| byte == quote)?;
    Encoding::for_label(&value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_encoding() {
        let far = format!("<title>{}</title><meta charset=big5>", "x".repeat(1100));
        let cut = format!("{}<meta charset=big5 name=x>", " ".repeat(1000));
        for (head, expected) in [
            ("<meta charset=\"big5\">", Some("Big5")),
            ("<META CHARSET=gb18030 />", Some("gb18030")),
            ("<meta/charset = 'big5'>", Some("Big5")),
            ("<meta http-equiv=Content-Type content='text/html; charset=big5'>", Some("Big5")),
            (
                "<meta content='text/html; CHARSET = \"big5\"' http-equiv=\"content-type\">",
                Some("Big5"),
            ),
            ("<meta http-equiv=x content='text/html; charset=big5'>", None),
            ("<meta name=description content='charset=big5'>", None),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<meta charset=x-user-defined>", Some("windows-1252")),
            ("<meta charset=klingon><meta charset=big5>", Some("Big5")),
            ("<meta charset=big5 charset=utf-8>", Some("Big5")),
            ("<script charset=big5></script><meta charset=utf-8>", Some("UTF-8")),
            ("<script src=a charset='big5'></script>", None),
            ("<link rel=x charset=big5><a charset=big5>", None),
            ("<!-- <meta charset=big5> --><meta charset=utf-8>", Some("UTF-8")),
            ("<!--><meta charset=big5>", Some("Big5")),
            ("<!-- <meta charset=big5>", None),
            ("<p title='<meta charset=big5>'>", None),
            ("<metadata charset=big5>", None),
            ("</meta charset=big5>", None),
            ("<title>charset=big5</title>", None),
            ("<?xml version='1.0' encoding='big5'?><html>", Some("Big5")),
            ("<?xml encoding='big5'?><meta charset=utf-8>", Some("UTF-8")),
            ("<meta charset=big5", None),
            ("<meta http-equiv=content-type content='charset charset=big5'>", Some("Big5")),
            (&far, None),
            (&cut, None),
            ("<", None),
            ("", None),
        ] {
            let found = named_encoding(head.as_bytes()).map(Encoding::name);
            assert_eq!(found, expected, "for {head:?}");
        }
    }
}
