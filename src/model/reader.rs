//! What a worker needs to read one language.

use std::sync::Arc;

use super::Decisions;
use super::parts::Parts;
use crate::features::TermCounter;
use crate::language::Language;
use crate::text::{Analyzer, WordCache};

/// The model of a language, with the buffers that finding its terms needs.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) parts: Arc<Parts>,
    pub(super) decisions: Arc<Decisions>,
    /// Numbers stems by their rows in the model's table.
    pub(super) analyzer: Analyzer,
    pub(super) counter: TermCounter,
}

/// Makes the reader of another language, if the model has it.
pub(super) type OtherReader = dyn Fn(Language) -> Option<Reader> + Send + Sync;

impl Reader {
    pub(super) fn new(parts: Arc<Parts>, words: Arc<WordCache>, decisions: Arc<Decisions>) -> Self {
        let analyzer = parts.table.analyzer(parts.vectorizer.vocabulary(), words);
        let counter = TermCounter::new(parts.values.clone());
        Self { parts, decisions, analyzer, counter }
    }

    pub(super) fn language(&self) -> Language {
        self.parts.vectorizer.language()
    }

    /// Whether the article around a paragraph counts.
    pub(super) fn reads_articles(&self) -> bool {
        self.parts.context().is_some() && self.decisions.in_article.is_some()
    }
}
