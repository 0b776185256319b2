//! Memory that will soon be needed.
//!
//! Rare words are where no cache holds them: waiting for each would take as long as
//! twenty common ones. Asked for some words ahead, they are there in time.

/// Has the processor fetch a place, where it can be asked to; goes on at once.
#[inline]
pub(crate) fn prefetch<T>(place: &T) {
    #[cfg(target_arch = "x86_64")]
    safe_arch::prefetch_t0(place);
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}
