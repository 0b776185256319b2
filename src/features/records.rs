//! Rows of features as linfa sees them.
//!
//! linfa's own records are dense arrays; a foreign sparse matrix can not
//! implement its trait, so the compressed rows are a type of ours.

use linfa::dataset::Records as LinfaRecords;
use ndarray::Array2;

/// The features of one paragraph: columns in rising order, and their values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SparseRow {
    /// The columns that are not zero, rising.
    pub columns: Vec<u32>,
    /// Their values, in the same order.
    pub values: Vec<f32>,
}

impl SparseRow {
    /// The columns with their values.
    pub fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.columns.iter().copied().zip(self.values.iter().copied())
    }
}

/// The features of many paragraphs: compressed sparse rows of shape
/// (paragraphs, columns).
#[derive(Debug, Clone, PartialEq)]
pub struct Records {
    ends: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl Records {
    /// Puts `rows` below each other; every column must be under `width`.
    pub fn new(rows: impl IntoIterator<Item = SparseRow>, width: usize) -> Self {
        let mut records = Self { ends: vec![0], columns: vec![], values: vec![], width };
        for row in rows {
            debug_assert!(row.columns.last().is_none_or(|&last| (last as usize) < width));
            records.columns.extend(row.columns);
            records.values.extend(row.values);
            records.ends.push(records.columns.len());
        }
        records
    }

    /// The columns and values of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> + '_ {
        let place = self.ends[row]..self.ends[row + 1];
        let columns = self.columns[place.clone()].iter().map(|&column| column as usize);
        columns.zip(self.values[place].iter().copied())
    }

    /// The rows from first to last.
    pub fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = (usize, f32)> + '_> + '_ {
        (0..self.nsamples()).map(|row| self.row(row))
    }

    /// The same rows with every zero written out, for estimators that need it.
    pub fn to_dense(&self) -> Array2<f64> {
        let mut dense = Array2::zeros((self.nsamples(), self.width));
        for (mut dense_row, row) in dense.rows_mut().into_iter().zip(self.rows()) {
            row.for_each(|(column, value)| dense_row[column] = f64::from(value));
        }
        dense
    }
}

impl LinfaRecords for Records {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.ends.len() - 1
    }

    fn nfeatures(&self) -> usize {
        self.width
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!((records.nsamples(), records.nfeatures()), (3, 3));
        assert_eq!(records.to_dense(), array![[0.5, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 2.0, 0.0]]);
    }
}
