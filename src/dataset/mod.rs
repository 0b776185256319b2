//! Labelled paragraphs, and text without labels.
//!
//! A [`Dataset`] of [`Example`]s can be read and written in any [`LabelFormat`]. [`Unlabelled`]
//! text is read as `classify` reads documents.

#[expect(clippy::module_inception, reason = "one noun per file, and the dataset is one")]
mod dataset;
mod disjoint_sets;
mod example;
mod format;
mod near_duplicates;
mod unlabelled;

pub use dataset::Dataset;
pub(crate) use disjoint_sets::DisjointSets;
pub use example::{Content, Example};
pub use format::{LabelFormat, Skipped, Written};
pub use near_duplicates::near_duplicate_groups;
pub use unlabelled::Unlabelled;
