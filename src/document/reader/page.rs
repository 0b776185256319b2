//! Pages: HTML files, and the pages of web archives.

use encoding_rs::Encoding;

use super::super::encoding::{guess, to_utf8};
use super::super::html::{Page, extract};
use super::super::plain_text::decode;
use super::super::{Chunk, Document, Place, Record};
use super::context::Context;
use super::http::Message;
use crate::Result;
use crate::error::RecordProblem;

/// Reads a file as one document.
pub(super) fn open(context: &Context, body: Vec<u8>) -> Vec<Result<Chunk>> {
    let message = Message { content_type: "text/html".to_owned(), body };
    vec![document(context, Record::at(Place::Whole), message)]
}

/// The document of a page or a plain text. `record` has the metadata that is known already.
pub(super) fn document(context: &Context, record: Record, message: Message) -> Result<Chunk> {
    let place = record.place;
    let (page, charset) = (message.is_page(), message.charset());
    let encoding =
        context.options.encoding.unwrap_or_else(|| charset_of(&message.body, page, charset));
    let (text, replaced) = decode(to_utf8(message.body, encoding));
    let document = |record: Record| Document::of_record(&context.name, record);
    if !page {
        return Ok(Chunk::of_text(document(record.with_own_fields()), text, replaced));
    }
    let empty = || context.error(place, RecordProblem::Empty);
    let Page { title, language, published, url, paragraphs } = extract(&text).ok_or_else(empty)?;
    let (url, published) = (record.url.clone().or(url), published.or(record.published.clone()));
    let record = Record { title, url, published, language, ..record }.with_own_fields();
    Ok(Chunk::of_paragraphs(document(record), paragraphs, replaced))
}

/// The encoding of a page. In this order: that of a byte order mark, of the server, or of the
/// page itself, else a guess from the bytes.
fn charset_of(body: &[u8], page: bool, server: Option<&'static Encoding>) -> &'static Encoding {
    let marked = Encoding::for_bom(body).map(|(encoding, _)| encoding);
    let own = || if page { meta_charset(body) } else { None };
    marked.or(server).or_else(own).unwrap_or_else(|| guess(body))
}

/// The encoding in `<meta charset=…>` or `<meta … content="…; charset=…">`, in the first bytes,
/// where browsers search for it.
fn meta_charset(body: &[u8]) -> Option<&'static Encoding> {
    const EXAMINED: usize = 1024;
    let head = body[..body.len().min(EXAMINED)].to_ascii_lowercase();
    let (_, rest) = head.split_at(memchr::memmem::find(&head, b"charset=")? + b"charset=".len());
    let rest = rest.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|byte| b"\"'; />".contains(byte)).unwrap_or(rest.len());
    let encoding = Encoding::for_label(&rest[..end])?;
    // A page that can be read as ASCII is not UTF-16, whatever it says.
    Some(if [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&encoding) {
        encoding_rs::UTF_8
    } else {
        encoding
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_charset() {
        for (head, expected) in [
            ("<meta charset=\"big5\">", Some("Big5")),
            ("<META CHARSET=gb18030 />", Some("gb18030")),
            ("<meta http-equiv=x content='text/html; charset=windows-1252'>", Some("windows-1252")),
            ("<meta charset=utf-16>", Some("UTF-8")),
            ("<title>no charset</title>", None),
        ] {
            assert_eq!(meta_charset(head.as_bytes()).map(Encoding::name), expected, "{head}");
        }
    }
}
