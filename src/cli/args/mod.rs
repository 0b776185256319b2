//! Arguments that several commands share.

pub(super) mod context;
pub(super) mod decision;
pub(super) mod defaults;
pub(super) mod input;
pub(super) mod judgement;
pub(super) mod labels;
pub(super) mod language;
pub(super) mod model;
pub(super) mod output;
pub(super) mod prediction;
pub(super) mod report;
pub(super) mod threads;

use clap::ValueEnum;

/// The name of a value on the command line.
pub(super) fn name_of(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}
