//! Arguments that several commands have.

pub(super) mod decision;
pub(super) mod defaults;
pub(super) mod input;
pub(super) mod labels;
pub(super) mod report;
