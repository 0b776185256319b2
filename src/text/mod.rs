//! From text to stems: [`words`] finds words and their places, a
//! [`Stemmer`](crate::language::Stemmer) stems each distinct word once, and an [`Analyzer`]
//! caches the stems.

mod analyzer;
mod beyond_ascii;
mod block;
mod byte_classes;
mod character;
#[cfg(feature = "documents")]
mod columns;
#[cfg(feature = "documents")]
mod direction;
mod han_words;
mod mark;
mod normal_form;
mod numbering;
mod pieces;
mod printable;
mod runs;
#[cfg(feature = "documents")]
mod shortened;
mod tokenizer;
mod word_cache;
mod word_key;
mod word_table;

pub use analyzer::{Analyzer, Stem};
pub(crate) use character::LINE_ENDS;
#[cfg(feature = "documents")]
pub(crate) use character::is_unspaced;
#[cfg(feature = "documents")]
pub(crate) use columns::cut;
#[cfg(feature = "training")]
pub(crate) use columns::{columns, padded};
#[cfg(feature = "training")]
pub(crate) use direction::{END, LEFT_TO_RIGHT, RIGHT_TO_LEFT_MARK, isolates};
#[cfg(feature = "documents")]
pub(crate) use direction::{has_right_to_left, is_right_to_left, isolated};
pub use normal_form::normal_form;
pub(crate) use numbering::Stems;
pub use printable::printable;
#[cfg(feature = "documents")]
pub(crate) use shortened::shortened;
pub use tokenizer::{Token, Tokens, tokens, words};
pub(crate) use word_cache::WordCache;
