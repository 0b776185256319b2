//! What a bootstrap draws.

use std::iter::repeat_n;

use rustc_hash::FxHashMap;

/// Indices of paragraphs that are drawn together: those of each document, and each lone one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Units(Vec<Vec<usize>>);

impl Units {
    /// The paragraphs of each document together, those without a document one by one.
    pub fn of_documents<'a>(documents: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut units: Vec<Vec<usize>> = Vec::new();
        for (paragraph, document) in documents.enumerate() {
            let new = units.len();
            let place = document.map_or(new, |document| *places.entry(document).or_insert(new));
            if place == new {
                units.push(Vec::new());
            }
            units[place].push(paragraph);
        }
        Self(units)
    }

    /// Every paragraph by itself.
    pub fn single(paragraphs: usize) -> Self {
        Self::of_documents(repeat_n(None, paragraphs))
    }

    /// Whether any paragraphs are drawn together.
    pub fn are_documents(&self) -> bool {
        self.0.iter().any(|unit| unit.len() > 1)
    }

    /// The number of units.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The paragraphs of the unit at an index.
    pub(super) fn paragraphs(&self, unit: usize) -> &[usize] {
        &self.0[unit]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_of_a_document_are_drawn_together_and_lone_ones_by_themselves() {
        let documents = [Some("a"), None, Some("b"), Some("a"), None];
        let units = Units::of_documents(documents.into_iter());
        assert_eq!(units.0, [vec![0, 3], vec![1], vec![2], vec![4]]);
        assert!(units.are_documents() && !Units::single(3).are_documents());
        assert_eq!(Units::single(3).0, [[0], [1], [2]]);
    }
}
