//! The part of a text that is examined.

/// The start of a text, of a maximum number of bytes.
pub(super) fn prefix(text: &str, max: usize) -> &str {
    let end = (0..=max.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or_default()]
}
