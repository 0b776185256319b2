//! Pages: HTML files, and the pages of web archives.

use encoding_rs::Encoding;

use super::super::encoding::{guess, to_utf8};
use super::super::html::{NoText, Page, extract};
use super::super::plain_text::decode;
use super::super::prescan::named_encoding;
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
    let page = extract(&text).map_err(|problem| {
        context.error(
            place,
            match problem {
                NoText::Empty => RecordProblem::Empty,
                NoText::Scripted => RecordProblem::Scripted,
            },
        )
    });
    let Page { title, language, published, url, paragraphs } = page?;
    let (url, published) = (record.url.clone().or(url), published.or(record.published.clone()));
    let record = Record { title, url, published, language, ..record }.with_own_fields();
    Ok(Chunk::of_paragraphs(document(record), paragraphs, replaced))
}

/// The encoding of a page. In this order: that of a byte order mark, of the server, or of the
/// page itself, else a guess from the bytes.
fn charset_of(body: &[u8], page: bool, server: Option<&'static Encoding>) -> &'static Encoding {
    let marked = Encoding::for_bom(body).map(|(encoding, _)| encoding);
    let own = || if page { named_encoding(body) } else { None };
    marked.or(server).or_else(own).unwrap_or_else(|| guess(body))
}
