//! The decisions for lone paragraphs and for those of an article.

use super::Decision;

/// Turns confidences into labels. A paragraph in its article is another case than a lone one: the
/// same confidence is as often right, but a guarantee rests on other labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Decisions {
    /// For a paragraph by itself.
    pub alone: Decision,
    /// For a paragraph in its article; `None` if its article does not count.
    pub in_article: Option<Decision>,
}
