//! Blocks of bytes, in which sources of records are read.

use std::io::{self, Read};

use super::super::limits::MAX_RECORD_BYTES;

/// The bytes read at once.
pub(super) const BLOCK: usize = 1 << 18;

/// Reads a block behind what is pending, of which `held` bytes are of one record: as many again
/// as that has, since what is long would be looked at too often, but not more than a record may
/// have. Returns whether the input has ended, and why if that is not its end; what came before
/// a failure is there.
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
