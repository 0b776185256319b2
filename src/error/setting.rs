//! The range of settings that scale numbers.

use super::{Error, Result};

/// Refuses a C with which the sums would lose their digits.
pub(crate) fn check_c(c: f64) -> Result<()> {
    let valid = (1e-6..=1e6).contains(&c);
    if valid {
        Ok(())
    } else {
        Err(Error::Setting { option: "C", found: c.to_string(), allowed: ORDINARY })
    }
}

/// Refuses a factor of features, weights or scores with which the same happens.
pub(crate) fn check_factor(option: &'static str, factor: f32) -> Result<()> {
    if (1e-6..=1e6).contains(&factor) {
        return Ok(());
    }
    Err(Error::Setting { option, found: factor.to_string(), allowed: ORDINARY })
}

const ORDINARY: &str = "a number from 1e-6 to 1e6";
