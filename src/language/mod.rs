//! What is particular to a language: its stemmer, its sentences, and how a text tells it.

mod detection;
mod english;
mod sentence;
mod stemmer;

pub use detection::foreign_language;
pub(crate) use sentence::sentence_ranges;
pub use stemmer::{Stemmer, StemmerVersion};
