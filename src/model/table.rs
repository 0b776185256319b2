//! The table of weights as the processor likes it.

use std::sync::Arc;

use super::sigmoid::sigmoid;
use super::{Calibration, Scorer};
use crate::features::{Occurrences, Vectorizer};
use crate::prefetch::prefetch;
use crate::text::{Analyzer, Stems, WordCache};

/// The weights of a [`Scorer`] and its [`Calibration`]s in rows of one cache line:
/// sixteen themes of a term stand together, further sixteen in a block of their own. A
/// row is added with four multiplications, whatever the number of themes in it, and
/// their sum is the log-odds of each theme.
///
/// The rows of common terms stand first, close together, so that the caches of the
/// processor hold them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    blocks: Vec<Block>,
    /// The term of each row, by its column.
    columns: Vec<u32>,
    /// The stems among them, which stand first.
    stems: Arc<Stems>,
}

/// Up to sixteen themes: what each term adds to their log-odds, and those of no term.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    rows: Vec<Row>,
    bias: Row,
}

const WIDTH: usize = 16;

/// A cache line of numbers, zeros where there are fewer themes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(align(64))]
struct Row([f32; WIDTH]);

impl Row {
    fn padded(numbers: impl IntoIterator<Item = f32>) -> Self {
        let mut row = Self::default();
        for (place, number) in row.0.iter_mut().zip(numbers) {
            *place = number;
        }
        row
    }
}

impl Table {
    pub(super) fn new(
        vectorizer: &Vectorizer,
        scorer: &Scorer,
        calibrations: &[Calibration],
    ) -> Self {
        let columns = vectorizer.common_first();
        let firsts = (0..calibrations.len()).step_by(WIDTH);
        let blocks = firsts.map(|first| Block::new(scorer, calibrations, &columns, first));
        let vocabulary = vectorizer.vocabulary();
        let stems = columns.iter().filter_map(|&column| vocabulary.stem(column)).map(Box::from);
        Self { blocks: blocks.collect(), stems: Arc::new(stems.collect()), columns }
    }

    /// The term of each row, by its column.
    pub(super) fn columns(&self) -> &[u32] {
        &self.columns
    }

    /// An analyzer that numbers stems by their rows; the words are those of other such.
    pub(super) fn analyzer(&self, words: Arc<WordCache>) -> Analyzer {
        Analyzer::sharing(self.stems.clone(), words)
    }

    /// Has the processor fetch the rows of terms that will soon be added up.
    #[inline]
    pub(super) fn prefetch(&self, terms: &[u32]) {
        if let Some(first) = self.blocks.first() {
            first.prefetch(terms);
        }
    }

    /// Puts the confidences of a paragraph, one per theme, into a place for each; its
    /// terms are rows of this table.
    #[inline]
    pub(super) fn confidences(&self, features: Occurrences, confidences: &mut [f32]) {
        let nexts = self.blocks.iter().skip(1).map(Some).chain([None]);
        let places = confidences.chunks_mut(WIDTH);
        for ((block, next), places) in self.blocks.iter().zip(nexts).zip(places) {
            if let Some(next) = next {
                next.prefetch(features.terms);
            }
            let all = block.log_odds(features).map(sigmoid);
            places.copy_from_slice(&all[..places.len()]);
        }
    }
}

impl Block {
    /// The weights of sixteen themes from the `first` on, a row for each of `columns`.
    fn new(scorer: &Scorer, calibrations: &[Calibration], columns: &[u32], first: usize) -> Self {
        let calibrations = &calibrations[first..];
        let row = |&column: &u32| {
            let weights = scorer.weights.row(column as usize).into_iter().skip(first);
            Row::padded(weights.zip(calibrations).map(|(weight, theme)| theme.slope * weight))
        };
        let biases = scorer.bias.iter().skip(first).zip(calibrations);
        let bias = Row::padded(biases.map(|(&bias, theme)| theme.slope * bias + theme.intercept));
        Self { rows: columns.iter().map(row).collect(), bias }
    }

    #[inline]
    fn prefetch(&self, terms: &[u32]) {
        for &term in terms {
            prefetch(&self.rows[term as usize]);
        }
    }

    #[inline]
    fn log_odds(&self, features: Occurrences) -> [f32; WIDTH] {
        let mut sums = [0.0; WIDTH];
        for (&term, value) in features.terms.iter().zip(features.values) {
            let row = &self.rows[term as usize].0;
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += value * weight;
            }
        }
        for (sum, bias) in sums.iter_mut().zip(self.bias.0) {
            *sum = *sum * features.scale + bias;
        }
        sums
    }
}
