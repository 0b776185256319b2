//! The data that a model and its workers share.

use std::fmt;
use std::sync::Arc;

use super::table::Table;
use super::{Manifest, Novelty, ThemeHeads};
use crate::features::{TermValues, Vectorizer};

/// The data that the workers of a model read.
#[derive(Clone, PartialEq)]
pub(super) struct Parts {
    pub(super) manifest: Manifest,
    pub(super) vectorizer: Vectorizer,
    pub(super) table: Table,
    pub(super) values: Arc<TermValues>,
    pub(super) novelty: Novelty,
    pub(super) heads: ThemeHeads,
}

impl fmt::Debug for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, themes) = (self.table.columns().len(), self.manifest.themes.len());
        write!(formatter, "Model({terms} terms, {themes} themes)")
    }
}
