//! The features of many paragraphs.
//!
//! linfa's own records are dense arrays. This is our own type, because linfa's trait cannot be
//! implemented for a sparse matrix of another crate.

use super::SparseRow;
use ndarray::{ArcArray2, Array2, ArrayView2, Axis, concatenate, s};

/// The features of many paragraphs: compressed sparse rows of shape (paragraphs, columns), followed
/// by a dense block of shape (paragraphs, dimensions). By default, the block has no dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    ends: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
    /// The dense block; copies of the records share it.
    dense: ArcArray2<f32>,
}

impl Records {
    /// Creates records from rows. Every column must be less than `width`.
    pub fn new(rows: impl IntoIterator<Item = SparseRow>, width: usize) -> Self {
        let (ends, columns, values, dense) = (vec![0], vec![], vec![], ArcArray2::zeros((0, 0)));
        let mut records = Self { ends, columns, values, width, dense };
        for row in rows {
            debug_assert!(row.columns.last().is_none_or(|&last| (last as usize) < width));
            records.columns.extend(row.columns);
            records.values.extend(row.values);
            records.ends.push(records.columns.len());
        }
        records.dense = ArcArray2::zeros((records.nrows(), 0));
        records
    }

    /// The same rows with this dense block.
    ///
    /// # Panics
    /// If the block has a different number of rows.
    #[must_use]
    pub fn with_dense(self, dense: Array2<f32>) -> Self {
        assert_eq!(dense.nrows(), self.nrows(), "a row of the block for each paragraph");
        Self { dense: dense.into_shared(), ..self }
    }

    /// The same rows with the dense block times `factor`.
    pub(crate) fn dense_times(mut self, factor: f32) -> Self {
        self.dense.mapv_inplace(|value| value * factor);
        self
    }

    /// The same rows with further dimensions appended.
    pub(crate) fn hstack(&self, dense: &Array2<f32>) -> Self {
        let dense = concatenate(Axis(1), &[self.dense.view(), dense.view()]);
        self.clone().with_dense(dense.expect("a row of the block for each paragraph"))
    }

    /// Appends the rows of `other`, which must have the same columns and dimensions.
    pub(crate) fn vstack(&self, other: &Self) -> Self {
        let start = self.columns.len();
        let ends = other.ends[1..].iter().map(|end| start + end);
        let dense = concatenate(Axis(0), &[self.dense.view(), other.dense.view()]);
        Self {
            ends: self.ends.iter().copied().chain(ends).collect(),
            columns: [&self.columns[..], &other.columns].concat(),
            values: [&self.values[..], &other.values].concat(),
            width: self.width,
            dense: dense.expect("both have the same dimensions").into_shared(),
        }
    }

    /// The number of rows, one for each paragraph.
    pub fn nrows(&self) -> usize {
        self.ends.len() - 1
    }

    /// The number of sparse columns and dimensions together.
    pub fn ncols(&self) -> usize {
        self.width + self.dense.ncols()
    }

    /// The dense block, of shape (paragraphs, dimensions).
    pub fn dense(&self) -> ArrayView2<'_, f32> {
        self.dense.view()
    }

    /// The number of sparse columns; the dimensions of the dense block follow.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The same rows with only the columns that occur in them; also returns these columns,
    /// ascending.
    pub(crate) fn compact(&self) -> (Self, Vec<usize>) {
        let mut place = vec![None; self.width];
        self.columns.iter().for_each(|&column| place[column as usize] = Some(0));
        let mut used = Vec::new();
        for (column, place) in place.iter_mut().enumerate().filter(|(_, place)| place.is_some()) {
            *place = u32::try_from(used.len()).ok();
            used.push(column);
        }
        let columns = self.columns.iter().filter_map(|&column| place[column as usize]).collect();
        let (ends, values) = (self.ends.clone(), self.values.clone());
        (Self { ends, columns, values, width: used.len(), dense: self.dense.clone() }, used)
    }

    /// The columns and values of a row, without the dense block.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let place = self.ends[row]..self.ends[row + 1];
        let columns = self.columns[place.clone()].iter().map(|&column| column as usize);
        columns.zip(self.values[place].iter().copied())
    }

    /// The rows from first to last.
    pub fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = (usize, f32)> + '_> + '_ {
        (0..self.nrows()).map(|row| self.row(row))
    }

    /// A dense copy, for estimators that need one.
    pub fn to_dense(&self) -> Array2<f64> {
        let mut dense = Array2::zeros((self.nrows(), self.ncols()));
        for (mut dense_row, row) in dense.rows_mut().into_iter().zip(self.rows()) {
            row.for_each(|(column, value)| dense_row[column] = f64::from(value));
        }
        dense.slice_mut(s![.., self.width..]).assign(&self.dense.mapv(f64::from));
        dense
    }
}

#[cfg(test)]
mod tests {
    use super::SparseRow;
    use super::*;
    use ndarray::array;

    #[test]
    fn keeps_rows_also_empty_ones() {
        let rows = [
            SparseRow { columns: vec![0, 2], values: vec![0.5, 1.0] },
            SparseRow::default(),
            SparseRow { columns: vec![1], values: vec![2.0] },
        ];
        let records = Records::new(rows, 3);
        assert_eq!((records.nrows(), records.ncols()), (3, 3));
        assert_eq!(records.to_dense(), array![[0.5, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 2.0, 0.0]]);
    }

    #[test]
    fn a_dense_block_stands_after_the_columns_and_unused_columns_can_go() {
        let rows = [
            SparseRow { columns: vec![4, 7], values: vec![0.5, 1.0] },
            SparseRow { columns: vec![1], values: vec![2.0] },
        ];
        let records = Records::new(rows, 9).with_dense(array![[3.0], [4.0]]);
        assert_eq!((records.width(), records.ncols()), (9, 10));
        let (compact, used) = records.compact();
        assert_eq!(used, [1, 4, 7]);
        assert_eq!(compact.to_dense(), array![[0.0, 0.5, 1.0, 3.0], [2.0, 0.0, 0.0, 4.0]]);
    }
}
