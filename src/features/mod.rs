//! From stems to numbers: a [`Vocabulary`] numbers the terms, a [`Vectorizer`]
//! weighs them (a [`TermCounter`] the quick way), [`Surprises`] say how unusual they are,
//! [`StemVectors`] what is known of them before any label, an [`Embedding`] is the view of a paragraph this gives, and [`Records`] hold the
//! rows of many paragraphs. [`ParagraphEmbeddings`] are what only a teacher sees.

mod embedding;
mod paragraph_embeddings;
mod records;
mod stem_language;
mod stem_vectors;
mod surprises;
mod term_counter;
mod vectorizer;
mod vocabulary;

pub use embedding::Embedding;
pub use paragraph_embeddings::{ParagraphEmbeddings, ParagraphEmbeddingsManifest};
pub use records::{Records, SparseRow};
pub(crate) use stem_language::check_stems;
pub use stem_vectors::{StemVectors, StemVectorsManifest};
pub use surprises::Surprises;
pub(crate) use surprises::surprise;
pub use term_counter::{Occurrences, TermCounter};
pub use vectorizer::{Vectorizer, VectorizerOptions, Weighting};
pub use vocabulary::Vocabulary;
