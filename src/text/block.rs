//! How many bytes are looked at together.

/// The number of bytes classified together.
pub(super) const BLOCK: usize = 64;

/// The number of bytes compared by one instruction.
pub(super) const LANES: usize = 16;
