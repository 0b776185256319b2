//! The features of paragraph after paragraph, without allocation.

use super::{SparseRow, Vectorizer};

/// Gives the rows of a [`Vectorizer`], but for the order of their columns.
///
/// Terms are counted in a table of all of them rather than sorted, so that it
/// costs no more than the words of a paragraph, and nothing is allocated once
/// the longest paragraph has come.
#[derive(Debug, Clone)]
pub struct TermCounter<'v> {
    vectorizer: &'v Vectorizer,
    /// How often each term occurs in the paragraph at hand; all 0 between two.
    counts: Vec<u32>,
    row: SparseRow,
    /// The factors of the first counts: a logarithm would cost more than the rest.
    factors: [f32; FEW],
}

const FEW: usize = 16;

impl<'v> TermCounter<'v> {
    /// A counter of the terms of a vectorizer.
    #[expect(clippy::cast_possible_truncation, reason = "there are few")]
    pub fn new(vectorizer: &'v Vectorizer) -> Self {
        let counts = vec![0; vectorizer.vocabulary().len()];
        let factors = std::array::from_fn(|count| vectorizer.factor(count as u32));
        Self { vectorizer, counts, row: SparseRow::default(), factors }
    }

    /// The features of a paragraph by the columns of its terms, as often as they occur,
    /// in the order in which they first do.
    #[inline]
    pub fn transform(&mut self, columns: impl IntoIterator<Item = u32>) -> &SparseRow {
        self.row.columns.clear();
        for column in columns {
            let count = &mut self.counts[column as usize];
            if *count == 0 {
                self.row.columns.push(column);
            }
            *count += 1;
        }
        self.weigh();
        &self.row
    }

    #[inline]
    fn weigh(&mut self) {
        self.row.values.clear();
        let (vectorizer, factors) = (self.vectorizer, &self.factors);
        let values = self.row.columns.iter().map(|&column| {
            let count = std::mem::take(&mut self.counts[column as usize]);
            let factor = factors.get(count as usize).copied();
            let factor = factor.unwrap_or_else(|| vectorizer.factor(count));
            factor * vectorizer.weight(column)
        });
        self.row.values.extend(values);
        self.vectorizer.normalize(&mut self.row.values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{VectorizerOptions, Weighting};
    use crate::text::{Analyzer, Stem};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_are_those_of_the_vectorizer(
            texts in proptest::collection::vec("((trade|war|deal|x|peace)[ ,]){0,90}", 3),
            presence: bool,
            bigrams: bool,
        ) {
            let weighting = if presence { Weighting::Presence } else { Weighting::TfIdf };
            let options = VectorizerOptions { bigrams, weighting, ..VectorizerOptions::default() };
            let analyze = |analyzer: &mut Analyzer, text, stems: &mut Vec<Stem>| {
                analyzer.analyze(text, stems);
            };
            let known = ["trade war, trade war", "a trade deal", "war war war"];
            let vectorizer = Vectorizer::fit(known, analyze, options, None);
            let (mut analyzer, mut stems) = (vectorizer.analyzer(), Vec::new());
            let mut counter = TermCounter::new(&vectorizer);
            for text in &texts {
                analyzer.analyze(text, &mut stems);
                let mut found: Vec<_> = counter.transform(vectorizer.terms(&stems)).iter().collect();
                found.sort_unstable_by_key(|&(column, _)| column);
                let expected: Vec<_> = vectorizer.transform(&stems).iter().collect();
                prop_assert_eq!(found.len(), expected.len());
                for ((column, value), (same, reference)) in found.into_iter().zip(expected) {
                    prop_assert!(column == same && (value - reference).abs() < 1e-6);
                }
            }
        }
    }
}
