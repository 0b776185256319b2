//! From stems to numbers: a [`Vocabulary`] numbers the terms, a [`Vectorizer`]
//! weighs them, [`Records`] hold the rows of many paragraphs.

mod records;
mod vectorizer;
mod vocabulary;

pub use records::{Records, SparseRow};
pub use vectorizer::{Vectorizer, VectorizerOptions, Weighting};
pub use vocabulary::Vocabulary;
