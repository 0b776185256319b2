//! Whose view of an article's paragraphs is predicted.

/// Whose view of an article's paragraphs is predicted. A lone paragraph is always judged by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Perspective {
    /// That of a reader of the article: “the deal” is about trade if the headline is.
    #[default]
    Article,
    /// That of the paragraph by itself: “the deal” is about nothing. The article only helps to
    /// understand words: a virus is about health in one article and about computers in another.
    Paragraph,
    /// That of the paragraph by itself, by someone who does not have the article.
    Alone,
}

impl Perspective {
    /// The name in options and reports: by what a paragraph is judged.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Paragraph => "paragraph",
            Self::Alone => "none",
        }
    }
}
