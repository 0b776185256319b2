//! The data that a model and its workers share.

use std::fmt;
use std::sync::Arc;

use super::calibration_lanes::CalibrationLanes;
use super::context_lanes::ContextLanes;
use super::table::Table;
use super::{Context, Contexts, Manifest, Novelty, Perspective, ThemeHeads};
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
    /// The calibrations of the heads.
    pub(super) calibrations: Vec<CalibrationLanes>,
    pub(super) contexts: Option<Contexts>,
    pub(super) perspective: Perspective,
    /// The weights and calibrations of the context for the perspective.
    pub(super) context_lanes: Option<ContextLanes>,
}

impl Parts {
    /// The same parts with other heads and other contexts.
    pub(super) fn with_heads(self, heads: ThemeHeads, contexts: Option<Contexts>) -> Self {
        let calibrations = CalibrationLanes::blocks(&heads.calibrations);
        let perspective = self.perspective;
        Self { heads, calibrations, contexts, ..self }.with_perspective(perspective)
    }

    /// The same parts from another perspective.
    pub(super) fn with_perspective(mut self, perspective: Perspective) -> Self {
        self.perspective = perspective;
        self.context_lanes = self.context().map(ContextLanes::new);
        self
    }

    /// The context for the perspective.
    pub(super) fn context(&self) -> Option<&Context> {
        self.contexts.as_ref()?.of(self.perspective)
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, themes) = (self.table.columns().len(), self.manifest.themes.len());
        write!(formatter, "Model({terms} terms, {themes} themes)")
    }
}
