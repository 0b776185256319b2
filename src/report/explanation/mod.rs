//! Explanations in text, in JSON and as a page.

mod html;
mod json;
mod text;

pub use html::{explanation_page, write_explanation};
pub use json::write_json;
pub use text::write_text;

use crate::document::Paragraph;
use crate::labelling::Neighbour;
use crate::model::Explanation;
use crate::output::Scale;

/// All there is to say of a theme of a paragraph.
#[derive(Debug)]
pub struct Explained<'a> {
    /// The name of the document.
    pub file: &'a str,
    /// The paragraph.
    pub paragraph: &'a Paragraph<'a>,
    /// The words behind its score.
    pub explanation: &'a Explanation,
    /// Labelled paragraphs with the theme that are like it.
    pub neighbours: &'a [Neighbour<'a>],
    /// The words for its confidence, if they are asked for.
    pub scale: Option<Scale>,
}
