//! How the article around a paragraph counts.

use crate::model::Perspective;
use clap::{Args, ValueEnum};

/// How the article around a paragraph counts.
#[derive(Debug, Args)]
pub(in crate::cli) struct ContextChoice {
    /// What a paragraph is judged by
    #[arg(long, value_enum, default_value = "article")]
    context: ContextOf,
}

/// What a paragraph is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ContextOf {
    /// By what it means to a reader of its article: the title and the other paragraphs count, too.
    Article,
    /// By what it says itself: the title and the other paragraphs only help to understand words.
    Paragraph,
    /// By what it says itself, without its article.
    None,
}

impl ContextChoice {
    pub(in crate::cli) fn perspective(&self) -> Perspective {
        match self.context {
            ContextOf::Article => Perspective::Article,
            ContextOf::Paragraph => Perspective::Paragraph,
            ContextOf::None => Perspective::Alone,
        }
    }

    /// The option as text, to check that a resumed run uses the same one.
    pub(in crate::cli) fn settings(&self) -> String {
        format!("{:?}", self.context)
    }
}
