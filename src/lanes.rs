//! The numbers of several themes, processed at once.
//!
//! Sixteen single-precision numbers fill one cache line, so reading a row of features serves
//! sixteen themes. Numbers of different themes are never combined, so the result for a theme is the
//! same to the last bit, whichever themes are processed with it.

/// The number of themes processed at once.
pub(crate) const LANES: usize = 16;

/// One number for each of the themes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(align(64))]
pub(crate) struct Lanes<T = f64>(pub(crate) [T; LANES]);

impl<T: Copy + Default> Lanes<T> {
    /// The first sixteen numbers, padded with zeros.
    pub(crate) fn padded(numbers: impl IntoIterator<Item = T>) -> Self {
        let mut lanes = Self::default();
        for (place, number) in lanes.0.iter_mut().zip(numbers) {
            *place = number;
        }
        lanes
    }
}

impl Lanes<f32> {
    /// The sum with `other`, number by number.
    #[inline]
    pub(crate) fn plus(mut self, other: &Self) -> Self {
        for (sum, number) in self.0.iter_mut().zip(&other.0) {
            *sum += number;
        }
        self
    }

    /// Each number times `factor`.
    #[inline]
    pub(crate) fn times(mut self, factor: f32) -> Self {
        self.0.iter_mut().for_each(|number| *number *= factor);
        self
    }

    /// Adds the numbers of `other`, each times `factor`.
    #[inline]
    pub(crate) fn add_times(&mut self, factor: f32, other: &Self) {
        for (sum, number) in self.0.iter_mut().zip(&other.0) {
            *sum += factor * number;
        }
    }
}
