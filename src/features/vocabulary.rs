//! The terms of a model: stems, and pairs of adjacent stems (bigrams).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::text::Stems;

/// The numbered terms: first the stems in alphabetical order, then the bigrams in the order of
/// their stems' numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    stems: Arc<Stems>,
    bigrams: Vec<[u32; 2]>,
    columns: FxHashMap<[u32; 2], u32>,
}

impl Vocabulary {
    /// A vocabulary of `stems`, and of `bigrams` as pairs of indices into `stems`.
    ///
    /// Both must be sorted and unique, and the pairs within range. Model files are checked for this
    /// on reading, and the [`Vectorizer`](super::Vectorizer) ensures it.
    ///
    /// # Panics
    /// If there are 2³² terms or more.
    pub fn new(stems: Vec<Box<str>>, bigrams: Vec<[u32; 2]>) -> Self {
        debug_assert!(stems.is_sorted_by(|a, b| a < b) && bigrams.is_sorted_by(|a, b| a < b));
        let first = u32::try_from(stems.len()).expect("a vocabulary has under 2³² terms");
        let columns = bigrams.iter().copied().zip(first..).collect();
        Self { stems: Arc::new(stems.into_iter().collect()), bigrams, columns }
    }

    /// The stems in alphabetical order; the index of a stem is its column.
    pub fn stems(&self) -> impl ExactSizeIterator<Item = &str> {
        self.stems.iter().map(AsRef::as_ref)
    }

    /// The stems, to be shared with an analyzer.
    pub(crate) fn shared_stems(&self) -> Arc<Stems> {
        self.stems.clone()
    }

    /// The bigrams; their columns follow those of the stems.
    pub fn bigrams(&self) -> &[[u32; 2]] {
        &self.bigrams
    }

    /// The column of a bigram, if the vocabulary has it.
    pub fn bigram(&self, first: u32, second: u32) -> Option<u32> {
        self.columns.get(&[first, second]).copied()
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.stems.len() + self.bigrams.len()
    }

    /// Returns true if there are no terms.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The term of a column in words: a stem, or two with a space between.
    ///
    /// # Panics
    /// If there is no such column.
    pub fn term(&self, column: u32) -> String {
        let mut term = String::new();
        self.term_into(column, &mut term);
        term
    }

    /// The same, overwriting `term` and reusing its memory.
    pub(crate) fn term_into(&self, column: u32, term: &mut String) {
        let column = column as usize;
        term.clear();
        match column.checked_sub(self.stems.len()) {
            None => term.push_str(&self.stems[column]),
            Some(place) => {
                let [first, second] = self.bigrams[place].map(|stem| &*self.stems[stem as usize]);
                term.extend([first, " ", second]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stems_before_bigrams() {
        let stems = ["deal", "trade", "war"].map(Box::from).to_vec();
        let vocabulary = Vocabulary::new(stems, vec![[1, 0], [1, 2]]);
        let terms: Vec<_> = (0..5).map(|column| vocabulary.term(column)).collect();
        assert_eq!(terms, ["deal", "trade", "war", "trade deal", "trade war"]);
        assert_eq!(vocabulary.bigram(1, 2), Some(4));
        assert_eq!(vocabulary.bigram(2, 1), None);
        assert_eq!((vocabulary.len(), vocabulary.is_empty()), (5, false));
    }
}
