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

/// Checks a number that is a share of something.
pub(crate) fn check_share(option: &'static str, share: f32) -> Result<()> {
    let valid = (0.0..=1.0).contains(&share);
    if valid {
        Ok(())
    } else {
        Err(Error::setting(option, share.to_string(), "a number from 0 to 1"))
    }
}
