//! Reads sources of records in blocks.

use std::io::{self, Read};

use super::super::limits::MAX_RECORD_BYTES;

/// The minimum number of bytes to read at once.
pub(super) const BLOCK: usize = 1 << 19;

/// Appends a block to `pending`, which has `held` bytes of an unfinished record. The block doubles
/// these, up to the limit of a record, so that long records are not scanned too often.
///
/// Returns whether the input has ended, and the failure if one ended it. The bytes before a failure
/// are appended.
pub(super) fn read_block(
    input: &mut impl Read,
    pending: &mut Vec<u8>,
    held: usize,
) -> (bool, Option<io::Error>) {
    let before = pending.len();
    let most = held.min(MAX_RECORD_BYTES.saturating_sub(held)).max(BLOCK);
    let read = input.take(most as u64).read_to_end(pending);
    (pending.len() - before < most, read.err())
}
