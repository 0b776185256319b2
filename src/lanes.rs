//! Numbers of several themes side by side.
//!
//! Sixteen numbers of single precision fill one cache line, so reading a row of features
//! serves as many themes. No number of one theme ever meets a number of another, so a theme
//! comes out the same to the last bit whichever themes are beside it.

/// The number of themes side by side.
pub(crate) const LANES: usize = 16;

/// One number for each of the themes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[repr(align(64))]
pub(crate) struct Lanes<T = f64>(pub(crate) [T; LANES]);

impl<T: Copy + Default> Lanes<T> {
    /// The first sixteen numbers, with zeros where there are fewer.
    pub(crate) fn padded(numbers: impl IntoIterator<Item = T>) -> Self {
        let mut lanes = Self::default();
        for (place, number) in lanes.0.iter_mut().zip(numbers) {
            *place = number;
        }
        lanes
    }
}
