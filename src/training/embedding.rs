//! The second view of a paragraph: the sum of its stems' vectors.
//!
//! It is linear in the row of features, `x·E − mean`. Weights `V` learned on it thus equal weights
//! `E·V` of the terms and a bias of `−mean·V`, and after training they are folded into the table of the model.

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut1, Axis, concatenate};
use rayon::prelude::*;

use crate::features::{NameKind, Names, SparseRow, StemVectors, Vocabulary};

/// The vectors of a vocabulary's terms, by column; those of the kinds of names may follow.
#[derive(Debug, Clone)]
pub struct Embedding<'a> {
    vectors: &'a StemVectors,
    places: Vec<Option<usize>>,
    of_kinds: Array2<f32>,
}

impl<'a> Embedding<'a> {
    /// Looks up the terms of a vocabulary in the table. Bigrams have no vector.
    pub fn new(vectors: &'a StemVectors, vocabulary: &Vocabulary) -> Self {
        let mut places: Vec<_> = vocabulary.stems().map(|stem| vectors.place(stem)).collect();
        places.resize(vocabulary.len(), None);
        let of_kinds = Array2::zeros((0, vectors.dimensions()));
        Self { vectors, places, of_kinds }
    }

    /// The same for rows whose names are tied together with a scale: a further column for each
    /// kind has the mean vector of its names, times `1 − scale`. The vector of a name is so moved
    /// towards the mean.
    pub(super) fn with_kinds(mut self, names: &Names, scale: f32) -> Self {
        self.of_kinds = Array2::zeros((NameKind::ALL.len(), self.dimensions()));
        for (stem, name) in names.iter() {
            let Some(place) = self.vectors.place(stem) else { continue };
            let (factor, vector) = self.vectors.vector(place);
            let factor = (1.0 - scale) * name.share * factor;
            let mean = self.of_kinds.row_mut(name.kind as usize);
            mean.into_iter()
                .zip(vector)
                .for_each(|(mean, &byte)| *mean += factor * f32::from(byte));
        }
        self
    }

    /// The length of a vector.
    pub fn dimensions(&self) -> usize {
        self.vectors.dimensions()
    }

    /// For every row, the sum of its terms' vectors, each times its feature, minus the mean of such
    /// sums. The result has the shape (rows, dimensions).
    pub fn embed(&self, rows: &[SparseRow]) -> Array2<f32> {
        let mut sums = Array2::zeros((rows.len(), self.dimensions()));
        sums.rows_mut().into_iter().for_each(|mut sum| self.subtract_mean(&mut sum));
        let sums_of_rows: Vec<_> = sums.rows_mut().into_iter().zip(rows).collect();
        sums_of_rows.into_par_iter().for_each(|(mut sum, row)| {
            for (column, value) in row.iter() {
                if let Some(kind) = (column as usize).checked_sub(self.places.len()) {
                    sum.scaled_add(value, &self.of_kinds.row(kind));
                    continue;
                }
                self.vector(column as usize, |factor, vector| {
                    let add =
                        |(sum, &byte): (&mut f32, &i8)| *sum += value * factor * f32::from(byte);
                    sum.iter_mut().zip(vector).for_each(add);
                });
            }
        });
        sums
    }

    /// Turns weights of the dimensions, of shape (dimensions, themes), into weights of the columns,
    /// of shape (columns, themes).
    ///
    /// # Panics
    /// If there is not one row of weights per dimension.
    pub fn fold(&self, weights: ArrayView2<f32>) -> Array2<f32> {
        let mut folded = Array2::zeros((self.places.len(), weights.ncols()));
        for (column, mut row) in folded.rows_mut().into_iter().enumerate() {
            self.vector(column, |factor, vector| {
                for (&byte, weights) in vector.iter().zip(weights.rows()) {
                    row.scaled_add(factor * f32::from(byte), &weights);
                }
            });
        }
        let of_kinds = self.of_kinds.dot(&weights);
        concatenate(Axis(0), &[folded.view(), of_kinds.view()]).expect("both have all themes")
    }

    /// What weights of the dimensions, of shape (dimensions, themes), add to the bias of each theme.
    ///
    /// # Panics
    /// If there is not one row of weights per dimension.
    pub fn bias(&self, weights: ArrayView2<f32>) -> Array1<f32> {
        let mut mean = Array1::zeros(self.dimensions());
        self.subtract_mean(&mut mean.view_mut());
        mean.dot(&weights)
    }

    fn subtract_mean(&self, sum: &mut ArrayViewMut1<f32>) {
        sum.iter_mut().zip(self.vectors.mean()).for_each(|(sum, mean)| *sum -= mean);
    }

    /// Calls `see` with the scale and the bytes of a column's vector, if it has one.
    fn vector(&self, column: usize, see: impl FnOnce(f32, &[i8])) {
        if let Some(place) = self.places[column] {
            let (factor, vector) = self.vectors.vector(place);
            see(factor, vector);
        }
    }
}
