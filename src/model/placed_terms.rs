//! The terms of a paragraph with their positions, for explanations.

use std::ops::Range;

use super::Contribution;
use super::table::Table;
use crate::features::{SparseRow, Vectorizer};
use crate::text::Stem;

/// The features of one paragraph, and the positions of its terms.
pub(super) struct PlacedTerms<'m> {
    vectorizer: &'m Vectorizer,
    features: SparseRow,
    /// A column and a byte range for each occurrence, sorted by column, then by position.
    places: Vec<(u32, Range<usize>)>,
}

impl<'m> PlacedTerms<'m> {
    /// Finds the terms of a paragraph. The stems are numbered by their columns.
    pub(super) fn new(vectorizer: &'m Vectorizer, stems: &[Stem]) -> Self {
        let alone = stems.iter().map(|stem| (stem.id, stem.span.clone()));
        let pairs = vectorizer.bigrams(stems).map(|(column, second)| {
            let (from, to) = (&stems[second - 1].span, &stems[second].span);
            (column, from.start..to.end)
        });
        let mut places: Vec<_> = alone.chain(pairs).collect();
        places.sort_unstable_by_key(|(column, span)| (*column, span.start));
        Self { vectorizer, features: vectorizer.transform(stems), places }
    }

    /// The contribution of each term to the score of a theme, in descending order of absolute
    /// value: all values, and the `limit` strongest contributions.
    pub(super) fn contributions(
        &self,
        table: &Table,
        theme: usize,
        limit: usize,
    ) -> (Vec<f64>, Vec<Contribution>) {
        let places = self.places.chunk_by(|a, b| a.0 == b.0);
        let terms = self.features.iter().zip(places).map(|((column, feature), places)| {
            // This is exact: a product of two f32 fits into an f64.
            let weight = f64::from(table.weight(column as usize, theme));
            (f64::from(feature) * weight, places)
        });
        let mut terms: Vec<_> = terms.collect();
        terms.sort_by(|(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
        let contribution = |(value, places): (f64, &[(u32, Range<usize>)])| Contribution {
            term: self.vectorizer.vocabulary().term(places[0].0),
            value,
            spans: places.iter().map(|(_, span)| span.clone()).collect(),
        };
        let values = terms.iter().map(|(value, _)| *value).collect();
        (values, terms.into_iter().take(limit).map(contribution).collect())
    }
}
