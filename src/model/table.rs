//! The table of weights as the processor likes it.

use super::Scorer;
use crate::features::{SparseRow, Vectorizer};

/// The weights of a [`Scorer`] in rows of one cache line: sixteen themes of a
/// term stand together, further sixteen in a block of their own. A row is added
/// with four multiplications, whatever the number of themes in it.
///
/// The rows of common terms stand first, close together, so that the caches of
/// the processor hold them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    blocks: Vec<Block>,
    /// The term of each row, by its column.
    columns: Vec<u32>,
}

/// Up to sixteen themes: the weights of each term, and the score of no term.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    rows: Vec<Row>,
    bias: Row,
}

const WIDTH: usize = 16;

/// A cache line of numbers, zeros where there are fewer themes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
struct Row([f32; WIDTH]);

impl Row {
    fn padded<'a>(numbers: impl IntoIterator<Item = &'a f32>) -> Self {
        let mut row = [0.0; WIDTH];
        for (place, &number) in row.iter_mut().zip(numbers) {
            *place = number;
        }
        Self(row)
    }
}

impl Table {
    pub(super) fn new(vectorizer: &Vectorizer, scorer: &Scorer) -> Self {
        let columns = vectorizer.common_first();
        let themes = scorer.bias.len();
        let blocks = (0..themes).step_by(WIDTH).map(|first| Block::new(scorer, &columns, first));
        Self { blocks: blocks.collect(), columns }
    }

    /// The term of each row, by its column.
    pub(super) fn columns(&self) -> &[u32] {
        &self.columns
    }

    /// Puts the scores of a paragraph, one per theme, into `scores`; the columns of
    /// its features are rows of this table.
    #[inline]
    pub(super) fn scores(&self, features: &SparseRow, scores: &mut [f32]) {
        for (block, scores) in self.blocks.iter().zip(scores.chunks_mut(WIDTH)) {
            let sums = block.sums(features);
            scores.copy_from_slice(&sums[..scores.len()]);
        }
    }
}

impl Block {
    /// The weights of sixteen themes from the `first` on, a row for each of `columns`.
    fn new(scorer: &Scorer, columns: &[u32], first: usize) -> Self {
        let row =
            |&column: &u32| Row::padded(scorer.weights.row(column as usize).iter().skip(first));
        let bias = Row::padded(scorer.bias.iter().skip(first));
        Self { rows: columns.iter().map(row).collect(), bias }
    }

    #[inline]
    fn sums(&self, features: &SparseRow) -> [f32; WIDTH] {
        let mut sums = self.bias.0;
        for (column, value) in features.iter() {
            let row = &self.rows[column as usize].0;
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += value * weight;
            }
        }
        sums
    }
}
