//! The terms of a paragraph with their positions, for explanations.

use std::ops::Range;

use super::Contribution;
use super::table::Table;
use crate::features::{SparseRow, Vectorizer};
use crate::text::Stem;

/// The features of one paragraph, and the positions of its terms.
pub(super) struct PlacedTerms {
    features: SparseRow,
    /// A column and a byte range for each occurrence, sorted by column, then by position.
    places: Vec<(u32, Range<usize>)>,
}

impl PlacedTerms {
    /// Finds the terms of a paragraph. The stems are numbered by their columns.
    pub(super) fn new(vectorizer: &Vectorizer, stems: &[Stem]) -> Self {
        let alone = stems.iter().map(|stem| (stem.id, stem.span.clone()));
        let pairs = vectorizer.bigrams(stems).map(|(column, second)| {
            let (from, to) = (&stems[second - 1].span, &stems[second].span);
            (column, from.start..to.end)
        });
        let mut places: Vec<_> = alone.chain(pairs).collect();
        places.sort_unstable_by_key(|(column, span)| (*column, span.start));
        Self { features: vectorizer.transform(stems), places }
    }

    /// The contribution of each term to the score of a theme, times `factor`, in descending order of
    /// absolute value: returns all values, and overwrites `strongest` with the `limit` strongest, reusing
    /// its memory.
    pub(super) fn contributions(
        &self,
        (vectorizer, table): (&Vectorizer, &Table),
        theme: usize,
        factor: f64,
        limit: usize,
        strongest: &mut Vec<Contribution>,
    ) -> Vec<f64> {
        let places = self.places.chunk_by(|a, b| a.0 == b.0);
        let terms = self.features.iter().zip(places).map(|((column, feature), places)| {
            let weight = f64::from(table.weight(column as usize, theme));
            (f64::from(feature) * weight * factor, places)
        });
        let terms: Vec<_> = terms.collect();
        // The bits of positive numbers are in the order of the numbers.
        let keys = terms.iter().zip(0_usize..).map(|((value, _), at)| (!value.abs().to_bits(), at));
        let mut order: Vec<_> = keys.collect();
        order.sort_unstable();
        strongest.resize_with(limit.min(order.len()), Contribution::default);
        for (contribution, &(_, at)) in strongest.iter_mut().zip(&order) {
            let (value, places) = terms[at];
            vectorizer.vocabulary().term_into(places[0].0, &mut contribution.term);
            contribution.value = value;
            contribution.spans.clear();
            contribution.spans.extend(places.iter().map(|(_, span)| span.clone()));
        }
        order.iter().map(|&(_, at)| terms[at].0).collect()
    }
}
