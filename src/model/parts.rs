//! The data that a model and its workers share.

use std::fmt;
use std::sync::Arc;

use super::calibration_lanes::CalibrationLanes;
use super::context_lanes::ContextLanes;
use super::table::Table;
use super::{Context, Manifest, Novelty, ThemeHeads};
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
    pub(super) context: Option<Context>,
    /// The weights and calibrations of the context.
    pub(super) context_lanes: Option<ContextLanes>,
}

impl Parts {
    /// The same parts with other heads and another context.
    pub(super) fn with_heads(self, heads: ThemeHeads, context: Option<Context>) -> Self {
        Self {
            calibrations: CalibrationLanes::blocks(&heads.calibrations),
            heads,
            context_lanes: context.as_ref().map(ContextLanes::new),
            context,
            ..self
        }
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (terms, themes) = (self.table.columns().len(), self.manifest.themes.len());
        write!(formatter, "Model({terms} terms, {themes} themes)")
    }
}
