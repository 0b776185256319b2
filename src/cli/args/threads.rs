//! The number of threads.

use std::num::NonZeroUsize;

/// As many threads as there are cores.
pub(in crate::cli) fn all_cores() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
