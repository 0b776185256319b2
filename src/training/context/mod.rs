//! Learns how the article around a paragraph changes its scores, from articles of which the
//! paragraphs are labelled.
//!
//! Only out-of-fold scores are used: the score of a paragraph that the model has learned from is too
//! sure, and would get too much weight against those of its neighbours.

mod baseline;
mod fit;
mod scored_article;
mod surroundings;

pub(super) use fit::{FittedContexts, MIN_PARAGRAPHS};
pub(super) use scored_article::ScoredArticle;
pub(super) use surroundings::Surroundings;
