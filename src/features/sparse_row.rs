//! The features of one paragraph.

/// The features of one paragraph: columns in ascending order, and their values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SparseRow {
    /// The columns that are not zero, ascending.
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
