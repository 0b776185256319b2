//! The time of a run.

use std::ffi::OsStr;
use std::time::SystemTime;

use themewise::{Error, Result};

/// The variable by which a build or a run that is to be repeated is told its time.
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// The seconds since the beginning of 1970: what `SOURCE_DATE_EPOCH` says, or now.
///
/// # Errors
/// If the variable does not hold such a number.
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
