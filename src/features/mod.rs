//! Turns stems into features. A [`Vocabulary`] numbers the terms, a [`Vectorizer`] weighs them (a
//! [`TermCounter`] does so without allocating), and [`Surprisal`] measures how unusual they are.
//! `StemVectors` are pretrained weights and vectors of stems, `Names` are words that stand for
//! states; both are a `Lexicon`. `Records` hold the rows of many paragraphs. `ParagraphEmbeddings`
//! are used only by a teacher.

#[cfg(feature = "training")]
mod document_frequencies;
#[cfg(feature = "training")]
mod lexicon;
#[cfg(feature = "training")]
mod names;
#[cfg(feature = "training")]
mod paragraph_embeddings;
#[cfg(feature = "training")]
mod quantized_vectors;
#[cfg(feature = "training")]
mod records;
mod sparse_row;
mod stem_language;
#[cfg(feature = "training")]
mod stem_vectors;
mod surprisal;
mod term_counter;
mod term_values;
#[cfg(feature = "training")]
mod vector_space;
mod vectorizer;
mod vocabulary;

#[cfg(feature = "training")]
pub use lexicon::Lexicon;
#[cfg(feature = "training")]
pub use names::{Name, NameKind, Names};
#[cfg(feature = "training")]
pub use paragraph_embeddings::{ParagraphEmbeddings, ParagraphEmbeddingsManifest};
#[cfg(feature = "training")]
pub use records::Records;
pub use sparse_row::SparseRow;
pub(crate) use stem_language::check_stems;
#[cfg(feature = "training")]
pub use stem_vectors::{StemVectors, StemVectorsManifest};
pub use surprisal::Surprisal;
#[cfg(feature = "training")]
pub(crate) use surprisal::surprise;
pub use term_counter::{Occurrences, TermCounter};
pub use term_values::TermValues;
#[cfg(feature = "training")]
pub use vector_space::VectorSpace;
pub use vectorizer::{Vectorizer, VectorizerOptions, Weighting};
pub use vocabulary::Vocabulary;
