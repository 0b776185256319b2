//! Prefetching of memory.
//!
//! The table slots of rare words are not in the processor's cache, and waiting for one takes as
//! long as twenty common words. If they are prefetched some words ahead, they arrive in time.

/// Prefetches a value without waiting, on platforms that support it.
#[inline]
pub(crate) fn prefetch<T>(place: &T) {
    #[cfg(target_arch = "x86_64")]
    safe_arch::prefetch_t0(place);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}
