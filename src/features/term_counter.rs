//! Computes the features of paragraphs without allocating.

use std::sync::Arc;

use super::TermValues;
use super::term_values::{TABULATED_COUNTS, TermValue};

/// Computes the same rows as a [`Vectorizer`](super::Vectorizer), with one entry per occurrence of
/// a term.
///
/// What an occurrence adds depends only on the count so far, so one pass without sorting is enough.
/// Nothing is allocated once the buffers fit the longest paragraph.
#[derive(Debug, Clone)]
pub struct TermCounter {
    known: Arc<TermValues>,
    /// The count of each term in the current paragraph; all 0 between paragraphs.
    counts: Vec<u32>,
    values: Vec<f32>,
}

/// A row of features by occurrence: the entry of a term is the sum of the values of its
/// occurrences, times `scale`.
#[derive(Debug, Clone, Copy)]
pub struct Occurrences<'a> {
    /// The terms in order, once per occurrence.
    pub terms: &'a [u32],
    /// The value of each occurrence.
    pub values: &'a [f32],
    /// The factor that normalises the row.
    pub scale: f32,
    /// The surprisal in nats, summed over all occurrences.
    pub surprise: f32,
}

impl TermCounter {
    /// A counter for terms with these values.
    pub fn new(known: Arc<TermValues>) -> Self {
        let counts = vec![0; known.terms().len()];
        Self { known, counts, values: Vec::new() }
    }

    /// The features of a paragraph, given the numbers of its terms, once per occurrence.
    #[inline]
    pub fn transform<'a>(&'a mut self, terms: &'a [u32]) -> Occurrences<'a> {
        let (squares, surprise) = self.first_occurrences(terms);
        let squares = squares + self.further_occurrences(terms);
        let scale = 1.0 / self.known.length(squares);
        Occurrences { terms, values: &self.values, scale, surprise }
    }

    /// Computes the values of the first occurrences of each term; returns their sum of squares, and
    /// the surprisal of all occurrences.
    #[inline]
    fn first_occurrences(&mut self, terms: &[u32]) -> (f32, f32) {
        let Self { known, counts, values } = self;
        let all = known.terms();
        let (mut squares, mut surprisal) = (0.0, 0.0);
        values.clear();
        values.extend(terms.iter().map(|&number| {
            let TermValue { weight, surprise } = all[number as usize];
            let count = &mut counts[number as usize];
            let step = known.step(*count);
            *count += 1;
            squares += step.square * (weight * weight);
            surprisal += surprise;
            step.factor * weight
        }));
        (squares, surprisal)
    }

    /// Adds the values of further occurrences and resets the counts; returns what they add to the
    /// sum of squares.
    #[inline]
    fn further_occurrences(&mut self, terms: &[u32]) -> f32 {
        let Self { known, counts, values } = self;
        let mut squares = 0.0;
        for (&number, value) in terms.iter().zip(values) {
            let count = std::mem::take(&mut counts[number as usize]);
            if count > TABULATED_COUNTS {
                let TermValue { weight, .. } = known.terms()[number as usize];
                let step = known.further_step(count);
                squares += step.square * (weight * weight);
                *value += step.factor * weight;
            }
        }
        squares
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Lexicon, Surprisal, Vectorizer, VectorizerOptions, Weighting};
    use crate::language::Language;
    use crate::text::{Analyzer, Stem};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn rows_are_those_of_the_vectorizer(
            texts in proptest::collection::vec("((trade|war|deal|x|peace)[ ,]){0,90}", 3),
            presence: bool,
            bigrams: bool,
        ) {
            let weighting = if presence { Weighting::Presence } else { Weighting::TfIdf };
            let options = VectorizerOptions { bigrams, weighting, ..VectorizerOptions::default() };
            let analyze = |text, analyzer: &mut Analyzer, stems: &mut Vec<Stem>| {
                analyzer.analyze(text, stems);
            };
            let known = ["trade war, trade war", "a trade deal", "war war war"];
            let vectorizer = Vectorizer::fit(Language::English, known, analyze, options, Lexicon::default());
            let (mut analyzer, mut stems) = (vectorizer.analyzer(), Vec::new());
            let columns: Vec<u32> = (0..).take(vectorizer.vocabulary().len()).collect();
            let of_terms: Vec<f32> = columns.iter().map(|&column| column as f32).collect();
            let surprisal = Surprisal { of_terms, of_unknown: 9.0 };
            let mut counter = TermCounter::new(Arc::new(TermValues::new(&vectorizer, &columns, &surprisal)));
            let unknown = u32::try_from(columns.len()).unwrap();
            for text in &texts {
                analyzer.analyze(text, &mut stems);
                let terms = [unknown].into_iter().chain(vectorizer.terms(&stems)).chain([unknown]);
                let terms: Vec<u32> = terms.collect();
                let Occurrences { terms, values, scale, surprise } = counter.transform(&terms);
                let every: u32 = terms[1..terms.len() - 1].iter().sum();
                prop_assert!((surprise - 18.0 - every as f32).abs() < 1e-3);
                let mut found = BTreeMap::<u32, f32>::new();
                for (&term, value) in terms.iter().zip(values).filter(|(term, _)| **term != unknown) {
                    *found.entry(term).or_default() += value * scale;
                }
                let expected: Vec<_> = vectorizer.transform(&stems).iter().collect();
                prop_assert_eq!(found.len(), expected.len());
                for ((column, value), (same, reference)) in found.into_iter().zip(expected) {
                    prop_assert!(column == same && (value - reference).abs() < 1e-6);
                }
            }
        }
    }
}
