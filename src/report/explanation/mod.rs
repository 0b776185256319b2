//! Explanations as text, JSON and HTML.

mod html;
mod json;
mod text;

pub use html::{explanation_page, write_explanation};
pub use json::write_json;
pub use text::write_text;

use crate::document::Paragraph;
use crate::labelling::Neighbour;
use crate::language::Detected;
use crate::model::Explanation;
use crate::output::Scale;

/// Everything to report of one theme of a paragraph.
#[derive(Debug)]
pub struct Explained<'a> {
    /// The name of the document.
    pub file: &'a str,
    /// The paragraph.
    pub paragraph: &'a Paragraph<'a>,
    /// The language of the paragraph, if it is known.
    pub language: Option<Detected>,
    /// The words behind its score.
    pub explanation: &'a Explanation,
    /// Similar labelled paragraphs with the theme.
    pub neighbours: &'a [Neighbour<'a>],
    /// The scale for confidences in words, if one is wanted.
    pub scale: Option<Scale>,
    /// Whether the text goes to a terminal, where words in Arabic are kept apart from the numbers
    /// beside them.
    pub is_for_terminal: bool,
}
