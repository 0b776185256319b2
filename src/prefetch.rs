//! Prefetching of memory.
//!
//! The table slots of rare words are not in the processor's cache; waiting for one takes as long as
//! twenty common words. Prefetched some words ahead, they arrive in time.

/// Asks the processor to fetch a place without waiting, on platforms that support it.
#[inline]
pub(crate) fn prefetch<T>(place: &T) {
    #[cfg(target_arch = "x86_64")]
    safe_arch::prefetch_t0(place);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}
