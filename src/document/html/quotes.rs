//! Rewrites quoted attributes to bound the recursion of html5gum.

use std::convert::Infallible;

use html5gum::{Readable, Reader, StringReader};

use super::super::limits::MAX_QUOTED_ATTRIBUTES;

/// Reads a page and turns every 64th double-quoted attribute into a single-quoted one.
///
/// The tokenizer recurses for each double-quoted attribute of a tag, so a tag with thousands
/// of them would overflow the stack. A single-quoted attribute ends the recursion.
pub(super) struct QuoteRewriter<'a> {
    source: StringReader<'a>,
    /// Whether the value of an attribute may begin.
    before_value: bool,
    /// Whether the current value ends with a double quote, to be read as a single one.
    inside: bool,
    values: usize,
}

impl<'a> QuoteRewriter<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { source: html.to_reader(), before_value: false, inside: false, values: 0 }
    }
}

impl Reader for QuoteRewriter<'_> {
    type Error = Infallible;

    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        let byte = self.source.read_byte()?;
        match byte {
            Some(b'=') => self.before_value = true,
            Some(b'"') if self.before_value => {
                self.before_value = false;
                self.values += 1;
                if self.values.is_multiple_of(MAX_QUOTED_ATTRIBUTES) {
                    self.inside = true;
                    return Ok(Some(b'\''));
                }
            }
            Some(byte) if byte.is_ascii_whitespace() => {}
            _ => self.before_value = false,
        }
        Ok(byte)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        self.before_value = false;
        self.source.try_read_string(text, case_sensitive)
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        char_buf: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Infallible> {
        // Outside attributes there is no quote to replace.
        self.inside &= needle.contains(&b'\'');
        if !self.inside {
            let read = self.source.read_until(needle, char_buf)?;
            self.before_value = read == Some(b"=");
            return Ok(read);
        }
        let other: Vec<u8> =
            needle.iter().map(|&byte| if byte == b'\'' { b'"' } else { byte }).collect();
        Ok(match self.source.read_until(&other, char_buf)? {
            Some(b"\"") => {
                self.inside = false;
                Some(b"'")
            }
            read => read,
        })
    }
}
