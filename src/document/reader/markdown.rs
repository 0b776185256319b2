//! Markdown: paragraphs, headings and list items without their markup.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::super::encoding::{guess, to_utf8};
use super::super::owned_paragraph::OwnedParagraph;
use super::super::plain_text::decode;
use super::super::{Chunk, Document};
use super::context::Context;
use crate::Result;
use crate::error::Problem;

/// Reads a file as one document.
pub(super) fn open(context: &Context, bytes: Vec<u8>) -> Vec<Result<Chunk>> {
    if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
        return vec![Err(Problem::Binary { name: context.name.to_string(), offset }.into())];
    }
    let encoding = context.options.encoding.unwrap_or_else(|| guess(&bytes));
    let (text, replaced) = decode(to_utf8(bytes, encoding));
    let paragraphs = paragraphs(&text);
    if paragraphs.is_empty() {
        return vec![Err(Problem::Empty { name: context.name.to_string() }.into())];
    }
    vec![Ok(Chunk::of_paragraphs(Document::named(&context.name), paragraphs, replaced))]
}

/// The paragraphs with their byte ranges. Code, HTML and metadata are skipped.
fn paragraphs(text: &str) -> Vec<OwnedParagraph> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut blocks = Blocks { line: 1, ..Blocks::default() };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        blocks.take(text, event, range);
    }
    blocks.end(text);
    blocks.found
}

#[derive(Default)]
struct Blocks {
    found: Vec<OwnedParagraph>,
    text: String,
    range: Option<Range<usize>>,
    /// The number of open blocks that are not text.
    code: usize,
    /// The offset up to which lines are counted.
    counted: usize,
    /// The number of the line there, from 1.
    line: usize,
}

impl Blocks {
    fn take(&mut self, source: &str, event: Event, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock) => {
                self.end(source);
                self.code += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock) => {
                self.code -= 1;
            }
            Event::Start(tag) if is_block(&tag) => self.end(source),
            Event::End(tag) if ends_block(tag) => self.end(source),
            Event::Text(text) | Event::Code(text) if self.code == 0 => self.add(&text, range),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            _ => {}
        }
    }

    fn add(&mut self, text: &str, range: Range<usize>) {
        self.text.push_str(text);
        let start = self.range.as_ref().map_or(range.start, |begun| begun.start);
        self.range = Some(start..range.end);
    }

    fn end(&mut self, source: &str) {
        let text = std::mem::take(&mut self.text);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(range) = self.range.take() else { return };
        if text.contains(char::is_alphanumeric) {
            // Blocks come in the order of the text, except footnotes.
            let from = self.counted.min(range.start);
            self.line += source[from..range.start].matches('\n').count();
            self.counted = from.max(range.start);
            self.found.push(OwnedParagraph { text, line: self.line, range });
        }
    }
}

fn is_block(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
    )
}

fn ends_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lose_their_markup_and_keep_their_place() {
        let text = "---\ntitle: no text\n---\n# Tariffs *rose*\n\nThe [minister](https://example.org/a)\nsaid so.\n\n* one\n* two\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| c | d |\n";
        let found = paragraphs(text);
        let found: Vec<_> =
            found.iter().map(|p| (p.line, p.text.as_str(), &text[p.range.clone()])).collect();
        assert_eq!(
            found,
            [
                (4, "Tariffs rose", "Tariffs *rose"),
                (6, "The minister said so.", "The [minister](https://example.org/a)\nsaid so."),
                (9, "one", "one"),
                (10, "two", "two"),
                (16, "a", "a"),
                (16, "b", "b"),
                (18, "c", "c"),
                (18, "d", "d"),
            ]
        );
    }
}
