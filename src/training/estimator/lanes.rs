//! Sums for several themes at once.
//!
//! Every sum has a fixed order, so that results are the same to the last bit.

use ndarray::{Array2, ArrayView2, NdFloat};

use crate::lanes::{LANES, Lanes};

/// Single or double precision.
pub(crate) trait Precision: NdFloat + From<f32> + Into<f64> {
    /// The nearest number of this precision.
    fn near(number: f64) -> Self;
}

impl Precision for f32 {
    #[expect(clippy::cast_possible_truncation, reason = "that is what it is for")]
    fn near(number: f64) -> Self {
        number as Self
    }
}

impl Precision for f64 {
    fn near(number: f64) -> Self {
        number
    }
}

impl<T: Precision> Lanes<T> {
    pub(super) fn all(number: T) -> Self {
        Self([number; LANES])
    }

    pub(super) fn zero() -> Self {
        Self::all(T::zero())
    }

    pub(super) fn add(&mut self, factor: T, other: &Self) {
        *self = Self(std::array::from_fn(|lane| self.0[lane] + factor * other.0[lane]));
    }

    pub(super) fn add_product(&mut self, a: &Self, b: &Self) {
        *self = Self(std::array::from_fn(|lane| self.0[lane] + a.0[lane] * b.0[lane]));
    }

    pub(super) fn with(&self, other: &Self, combine: impl Fn(T, T) -> T) -> Self {
        Self(std::array::from_fn(|lane| combine(self.0[lane], other.0[lane])))
    }

    pub(super) fn map(&self, change: impl Fn(T) -> T) -> Self {
        Self(self.0.map(change))
    }

    /// The same numbers in another precision.
    pub(super) fn near<U: Precision>(&self) -> Lanes<U> {
        Lanes(self.0.map(|number| U::near(number.into())))
    }
}

/// A vector for each theme: one row of lanes per element.
pub(super) type Rows<T> = Vec<Lanes<T>>;

/// `bias + Σ value · vector[column]`.
#[inline]
pub(super) fn dot<T: Precision>(
    row: impl Iterator<Item = (usize, f32)>,
    vector: &[Lanes<T>],
    bias: Lanes<T>,
) -> Lanes<T> {
    let mut sum = bias;
    row.for_each(|(column, value)| sum.add(value.into(), &vector[column]));
    sum
}

/// Adds `row · factor` to a vector, and `factor` to its bias, the last element.
#[inline]
pub(super) fn spread<T: Precision>(
    row: impl Iterator<Item = (usize, f32)>,
    factor: &Lanes<T>,
    vector: &mut [Lanes<T>],
) {
    // A copy cannot alias the vector, so it stays in registers.
    let factor = &{ *factor };
    row.for_each(|(column, value)| vector[column].add(value.into(), factor));
    if let Some(bias) = vector.last_mut() {
        bias.add(T::one(), factor);
    }
}

/// `vector + step · direction`.
pub(super) fn advance<T: Precision>(
    vector: &mut [Lanes<T>],
    step: &Lanes<T>,
    direction: &[Lanes<T>],
) {
    let rows = vector.iter_mut().zip(direction);
    rows.for_each(|(own, along)| own.add_product(step, along));
}

/// The inner product of two vectors, for each theme.
pub(super) fn inner<T: Precision>(a: &[Lanes<T>], b: &[Lanes<T>]) -> Lanes {
    /// Short enough that single-precision sums stay accurate.
    const CHUNK: usize = 256;
    let mut sum = Lanes::zero();
    for (a, b) in a.chunks(CHUNK).zip(b.chunks(CHUNK)) {
        let mut part = Lanes::zero();
        a.iter().zip(b).for_each(|(a, b)| part.add_product(a, b));
        sum.add(1.0, &part.near());
    }
    sum
}

/// The length of a vector, for each theme.
pub(super) fn length<T: Precision>(vector: &[Lanes<T>]) -> Lanes {
    inner(vector, vector).map(f64::sqrt)
}

/// Rows as a matrix of shape (rows, themes), in the precision of features.
pub(super) fn matrix<T: Precision>(rows: &[Lanes<T>]) -> Array2<f32> {
    Array2::from_shape_fn((rows.len(), LANES), |(row, lane)| f32::near(rows[row].0[lane].into()))
}

/// Adds a matrix of shape (rows, themes).
pub(super) fn add_rows<T: Precision>(rows: &mut [Lanes<T>], matrix: ArrayView2<f32>) {
    for (row, values) in rows.iter_mut().zip(matrix.rows()) {
        row.0.iter_mut().zip(values).for_each(|(own, &value)| *own += value.into());
    }
}
