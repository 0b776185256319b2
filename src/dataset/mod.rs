//! Labelled paragraphs, and text without labels.
//!
//! A [`Dataset`] of [`Example`]s can be read and written in any [`LabelFormat`]; those of one
//! document and their title make an [`Article`]. [`Unlabelled`] text is read as `classify` reads
//! documents.

mod article;
mod article_place;
mod articles;
mod collection;
#[expect(clippy::module_inception, reason = "one noun per file, and the dataset is one")]
mod dataset;
mod disjoint_sets;
mod example;
mod format;
mod judgement;
mod label_options;
mod labels;
mod languages;
mod merging;
mod near_duplicates;
mod place;
mod reading;
mod renaming;
mod unlabelled;

pub use article::{Article, ArticleParagraph, Context};
pub use dataset::Dataset;
pub(crate) use disjoint_sets::DisjointSets;
pub use example::{Content, Example};
pub use format::{LabelFormat, Skipped, Written};
pub use judgement::Judgement;
pub use label_options::LabelOptions;
pub use labels::Labels;
pub(crate) use near_duplicates::contradictions;
pub use near_duplicates::near_duplicate_groups;
pub use unlabelled::Unlabelled;
