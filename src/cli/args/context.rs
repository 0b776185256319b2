//! Whether the article around a paragraph counts.

use clap::{Args, ValueEnum};
use themewise::{Model, Workers};

/// Whether the article around a paragraph counts.
#[derive(Debug, Args)]
pub(in crate::cli) struct ContextChoice {
    /// What a paragraph is judged by
    #[arg(long, value_enum, default_value = "article")]
    context: ContextOf,
}

/// What a paragraph is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ContextOf {
    /// The paragraph in its article: the title and the other paragraphs count, too.
    Article,
    /// The paragraph by itself.
    None,
}

impl ContextChoice {
    /// Whether the article counts.
    pub(in crate::cli) fn counts(&self) -> bool {
        self.context == ContextOf::Article
    }

    /// Workers of a model that the article counts for, or not.
    pub(in crate::cli) fn workers(&self, model: &Model) -> Workers {
        if self.counts() { model.workers() } else { model.workers().without_context() }
    }

    /// The option as text, to check that a resumed run uses the same one.
    pub(in crate::cli) fn settings(&self) -> String {
        format!("{:?}", self.context)
    }
}
