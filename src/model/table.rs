//! The table of weights as the processor likes it.

use super::Scorer;
use crate::features::SparseRow;

/// The weights of a [`Scorer`] in rows of one cache line: sixteen themes of a
/// term stand together, further sixteen in a block of their own. A row is added
/// with four or two instructions, whatever the number of themes in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    blocks: Vec<Block>,
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
    pub(super) fn new(scorer: &Scorer) -> Self {
        let themes = scorer.bias.len();
        let block = |first: usize| Block {
            rows: scorer.weights.rows().into_iter().map(|row| Row::padded(row.iter().skip(first))).collect(),
            bias: Row::padded(scorer.bias.iter().skip(first)),
        };
        Self { blocks: (0..themes).step_by(WIDTH).map(block).collect() }
    }

    /// Puts the scores of a paragraph, one per theme, into `scores`.
    #[inline]
    pub(super) fn scores(&self, features: &SparseRow, scores: &mut [f32]) {
        for (block, scores) in self.blocks.iter().zip(scores.chunks_mut(WIDTH)) {
            let sums = block.sums(features);
            scores.copy_from_slice(&sums[..scores.len()]);
        }
    }
}

impl Block {
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
