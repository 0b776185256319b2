//! Ties the weights of names of a kind together while they are learned.
//!
//! A row gets one further column per kind, the sum of the names of that kind, and the names' own
//! columns are scaled by `scale`. The weight of a name is then that of its kind plus an own
//! deviation, which regularisation makes `1 / scale²` times as expensive. With a scale of 0, all
//! names of a kind have the same weight. Since this is linear, the learned weights are turned back
//! into one per term.

use ndarray::{Array2, ArrayView2, s};

use crate::features::{NameKind, Names, SparseRow, Vocabulary};

/// The kinds of the terms that are names, by column.
#[derive(Debug)]
pub(super) struct Ties {
    kinds: Vec<Option<NameKind>>,
    scale: f32,
}

impl Ties {
    pub(super) fn new(names: &Names, vocabulary: &Vocabulary, scale: f32) -> Self {
        let mut kinds: Vec<_> = vocabulary.stems().map(|stem| names.kind(stem)).collect();
        kinds.resize(vocabulary.len(), None);
        Self { kinds, scale }
    }

    /// The number of columns of a tied row.
    pub(super) fn width(&self) -> usize {
        self.kinds.len() + NameKind::ALL.len()
    }

    /// The row with the sums of its names, and its names scaled.
    pub(super) fn tie(&self, mut row: SparseRow) -> SparseRow {
        let mut sums = [0.0; NameKind::ALL.len()];
        for (&column, value) in row.columns.iter().zip(&mut row.values) {
            if let Some(kind) = self.kinds[column as usize] {
                sums[kind as usize] += *value;
                *value *= self.scale;
            }
        }
        let first = u32::try_from(self.kinds.len()).expect("a vocabulary has under 2³² terms");
        let sums = (first..).zip(sums).filter(|&(_, sum)| sum > 0.0);
        sums.for_each(|(column, sum)| {
            row.columns.push(column);
            row.values.push(sum);
        });
        row
    }

    /// Turns weights of the columns of tied rows, of shape (columns, themes), into weights of the
    /// terms.
    pub(super) fn untie(&self, weights: ArrayView2<f32>) -> Array2<f32> {
        let (terms, of_kinds) = weights.split_at(ndarray::Axis(0), self.kinds.len());
        let mut of_terms = terms.to_owned();
        for (mut own, kind) in of_terms.rows_mut().into_iter().zip(&self.kinds) {
            if let Some(kind) = *kind {
                own *= self.scale;
                own += &of_kinds.slice(s![kind as usize, ..]);
            }
        }
        of_terms
    }
}
