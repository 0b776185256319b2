//! The range of settings that scale numbers.

use super::{Error, Result};

/// Sums lose precision outside this range.
const RANGE: &str = "a number from 1e-6 to 1e6";

/// Checks the inverse strength of regularisation.
pub(crate) fn check_c(c: f64) -> Result<()> {
    let valid = (1e-6..=1e6).contains(&c);
    if valid { Ok(()) } else { Err(Error::setting("C", c.to_string(), RANGE)) }
}

/// Checks a factor of features, weights or scores.
pub(crate) fn check_factor(option: &'static str, factor: f32) -> Result<()> {
    let valid = (1e-6..=1e6).contains(&factor);
    if valid { Ok(()) } else { Err(Error::setting(option, factor.to_string(), RANGE)) }
}
