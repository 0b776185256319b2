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
    terms: Vec<Term>,
    row: SparseRow,
    /// The factors of the first counts: a logarithm would cost more than the rest.
    factors: [f32; FEW],
}

/// What is needed of a term, side by side.
#[derive(Debug, Clone, Copy)]
struct Term {
    weight: f32,
    /// How often it occurs in the paragraph at hand; 0 between two.
    count: u32,
}

const FEW: usize = 16;

impl<'v> TermCounter<'v> {
    /// A counter of the terms of a vectorizer, numbered by their places in `columns`.
    #[expect(clippy::cast_possible_truncation, reason = "there are few")]
    pub fn new(vectorizer: &'v Vectorizer, columns: &[u32]) -> Self {
        let term = |&column: &u32| Term { weight: vectorizer.weight(column), count: 0 };
        let terms = columns.iter().map(term).collect();
        let factors = std::array::from_fn(|count| vectorizer.factor(count as u32));
        Self { vectorizer, terms, row: SparseRow::default(), factors }
    }

    /// The features of a paragraph by the numbers of its terms, as often as they occur,
    /// in the order in which they first do.
    #[inline]
    pub fn transform(&mut self, terms: &[u32]) -> &SparseRow {
        self.count(terms);
        self.weigh();
        &self.row
    }

    #[inline]
    fn count(&mut self, terms: &[u32]) {
        self.row.columns.resize(terms.len(), 0);
        let mut distinct = 0;
        for &number in terms {
            let term = &mut self.terms[number as usize];
            // Overwritten if it is not the first: one word in four, too many to guess.
            self.row.columns[distinct] = number;
            distinct += usize::from(term.count == 0);
            term.count += 1;
        }
        self.row.columns.truncate(distinct);
    }

    #[inline]
    fn weigh(&mut self) {
        let Self { vectorizer, terms, row, factors } = self;
        row.values.clear();
        row.values.extend(row.columns.iter().map(|&column| {
            let term = &mut terms[column as usize];
            let factor = factors.get(term.count as usize).copied();
            let factor = factor.unwrap_or_else(|| vectorizer.factor(term.count));
            term.count = 0;
            factor * term.weight
        }));
        let inverse = 1.0 / vectorizer.length(sum_of_squares(&row.values));
        for value in &mut row.values {
            *value *= inverse;
        }
    }
}

/// In eight sums side by side, which the processor adds at once.
fn sum_of_squares(values: &[f32]) -> f32 {
    let mut sums = [0.0; 8];
    let (eights, rest) = values.as_chunks();
    for eight in eights {
        for (sum, value) in sums.iter_mut().zip::<&[f32; 8]>(eight) {
            *sum += value * value;
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| value * value).sum::<f32>()
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
            let columns: Vec<u32> = (0..).take(vectorizer.vocabulary().len()).collect();
            let mut counter = TermCounter::new(&vectorizer, &columns);
            for text in &texts {
                analyzer.analyze(text, &mut stems);
                let terms: Vec<u32> = vectorizer.terms(&stems).collect();
                let mut found: Vec<_> = counter.transform(&terms).iter().collect();
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
