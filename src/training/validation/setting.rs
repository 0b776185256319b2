//! The settings that cross-validation chooses.

/// The settings of one training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// The inverse strength of regularisation, from 1e-6 to 1e6.
    pub c: f64,
    /// The factor of the sums of stem vectors, from 1e-6 to 1e6.
    pub vector_scale: f32,
}
