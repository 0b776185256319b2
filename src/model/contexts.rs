//! What a model has learned from articles.

use super::{Context, Perspective};

/// What a model has learned from articles of which the paragraphs are labelled: one context for each
/// perspective from which the article counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Contexts {
    /// For the judgement of a reader of the article.
    pub article: Context,
    /// For the judgement of each paragraph by itself.
    pub paragraph: Context,
}

impl Contexts {
    /// The context for a perspective; `None` if the article does not count.
    pub fn of(&self, perspective: Perspective) -> Option<&Context> {
        match perspective {
            Perspective::Article => Some(&self.article),
            Perspective::Paragraph => Some(&self.paragraph),
            Perspective::Alone => None,
        }
    }
}
