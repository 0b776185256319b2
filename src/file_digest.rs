//! A digest that stands in the file it is of.
//!
//! It is SHA-256 of all bytes but its own. So a file that was changed by chance is told, wherever
//! that was. It is no signature: who changes a file on purpose can change the digest too.

use std::ops::Range;

use sha2::{Digest, Sha256};

/// How a manifest begins.
const BEGIN: &str = "{\"digest\":\"";
/// The same in a file, where the manifest is a text in JSON.
const ESCAPED: &[u8] = b"{\\\"digest\\\":\\\"";
/// The number of hexadecimal digits.
const LENGTH: usize = 64;

/// A manifest, an object in JSON, with a place for the digest.
pub(crate) fn with_place(manifest: &str) -> String {
    format!("{BEGIN}{}\",{}", "0".repeat(LENGTH), manifest.trim_start_matches('{'))
}

/// The digest of a manifest, and the manifest without it; `None` if it has none.
pub(crate) fn split(manifest: &str) -> Option<(&str, String)> {
    let (digest, rest) = manifest.strip_prefix(BEGIN)?.split_at_checked(LENGTH)?;
    Some((digest, format!("{{{}", rest.strip_prefix("\",")?)))
}

/// The digest that a file should have; `None` if there is no place for one.
pub(crate) fn of(bytes: &[u8]) -> Option<String> {
    let Range { start, end } = place(bytes)?;
    let hash = Sha256::new().chain_update(&bytes[..start]).chain_update(&bytes[end..]);
    Some(hexadecimal(&hash.finalize()))
}

/// Writes the digest of a file into its place.
pub(crate) fn fill(bytes: &mut [u8]) {
    if let (Some(place), Some(digest)) = (place(bytes), of(bytes)) {
        bytes[place].copy_from_slice(digest.as_bytes());
    }
}

fn place(bytes: &[u8]) -> Option<Range<usize>> {
    let begin = memchr::memmem::find(bytes, ESCAPED)? + ESCAPED.len();
    (begin + LENGTH <= bytes.len()).then_some(begin..begin + LENGTH)
}

/// A digest in hexadecimal.
pub(crate) fn hexadecimal(digest: &[u8]) -> String {
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
