//! A text between two tags, with its place.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::whitespace::{is_blank, trim_end, trim_start};

/// A text between two tags, or a line of it where lines are shown as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Its byte range in the source, with entities.
    pub(super) range: Range<usize>,
    /// The number of the element that it is in.
    pub(super) element: usize,
    /// The number of its block. A block is what a reader sees as one paragraph.
    pub(super) block: usize,
    /// What separates it from the run before it in its block.
    pub(super) begins: Begins,
    /// What it contains.
    pub(super) kind: Kind,
    /// The number of its letters and digits.
    pub(super) letters: usize,
}

/// What separates a run from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// Nothing: words may continue.
    Inside,
    /// A line break, which separates words, but not paragraphs.
    AfterBreak,
    /// A line end in preformatted text.
    AfterLine,
}

/// What a run contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Only white space.
    Blank,
    /// Visible characters, but no letter or digit.
    Marks,
    /// At least one letter or digit.
    Words,
}

impl Run {
    /// A run with this decoded text.
    pub(super) fn new(text: &str, range: Range<usize>, element: usize, begins: Begins) -> Self {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let kind = match letters {
            0 if text.chars().all(is_blank) => Kind::Blank,
            0 => Kind::Marks,
            _ => Kind::Words,
        };
        Self { range, element, block: 0, begins, kind, letters }
    }

    /// Appends its text, with entities decoded.
    pub(super) fn decode(&self, html: &str, text: &mut String) {
        decode(&html[self.range.clone()], text);
    }

    /// Its byte range without the space around it.
    pub(super) fn visible(&self, html: &str) -> Range<usize> {
        let source = &html[self.range.clone()];
        let start = self.range.end - trim_start(source).len();
        let seen = trim_end(&html[start..self.range.end]);
        start..start + seen.len()
    }
}

/// Appends a text without tags, with entities decoded.
pub(super) fn decode(source: &str, text: &mut String) {
    if !source.contains('&') {
        return text.push_str(source);
    }
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::String { value } = event {
            text.push_str(&String::from_utf8_lossy(value));
        }
        None::<Infallible>
    });
    let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
}
