//! What a model and its workers share.

use std::fmt;

use super::table::Table;
use super::{Manifest, Novelty, Reliability, Scorer};
use crate::features::Vectorizer;

/// What the workers of a model read.
#[derive(Clone, PartialEq)]
pub(super) struct Parts {
    pub(super) manifest: Manifest,
    pub(super) vectorizer: Vectorizer,
    pub(super) scorer: Scorer,
    pub(super) table: Table,
    pub(super) novelty: Novelty,
    pub(super) reliability: Reliability,
}

impl fmt::Debug for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, themes) = self.scorer.weights.dim();
        write!(formatter, "Model({terms} terms, {themes} themes)")
    }
}
