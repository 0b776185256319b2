//! From text to stems: [`tokens`] finds words and their places, a [`Stemmer`]
//! reduces each distinct word once, an [`Analyzer`] remembers it.

mod analyzer;
mod byte_classes;
mod exceptions;
mod language;
mod normal_form;
mod stemmer;
mod tokenizer;
mod word_cache;
mod word_key;
mod word_table;

pub(crate) use analyzer::Stems;
pub use analyzer::{Analyzer, Stem};
pub use language::foreign_language;
pub use normal_form::normal_form;
pub use stemmer::{Stemmer, StemmerVersion};
pub use tokenizer::{Token, Tokens, tokens};
pub(crate) use word_cache::WordCache;
