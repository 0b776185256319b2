//! The time of a run.

use std::ffi::OsStr;
use std::time::SystemTime;

use crate::{Error, Result};

/// The variable that sets the time of a reproducible build or run.
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// The seconds since 1970, from `SOURCE_DATE_EPOCH` or the clock.
///
/// # Errors
/// If the variable is not a valid number of seconds.
pub(super) fn seconds() -> Result<u64> {
    std::env::var_os(VARIABLE).map_or_else(|| Ok(now()), |text| parsed(&text))
}

fn now() -> u64 {
    // A clock before 1970 is wrong anyway.
    let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| elapsed.as_secs())
}

fn parsed(text: &OsStr) -> Result<u64> {
    text.to_str().and_then(|text| text.parse().ok()).ok_or_else(|| {
        Error::setting(VARIABLE, text.display().to_string(), "a number of seconds since 1970")
    })
}
