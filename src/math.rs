//! Accurate functions of single numbers.
//!
//! `model/sigmoid.rs` has faster approximations for the scores of many themes.

use ndarray::NdFloat;

/// `1 / (1 + exp(-x))`: the probability of log-odds, from 0 to 1.
#[inline]
pub(crate) fn sigmoid<T: NdFloat>(x: T) -> T {
    T::one() / (T::one() + (-x).exp())
}

/// `ln(1 + exp(x))`, without overflow.
#[inline]
pub(crate) fn softplus<T: NdFloat>(x: T) -> T {
    x.max(T::zero()) + (-x.abs()).exp().ln_1p()
}

/// The nearest number of single precision.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "that is what it is for")]
pub(crate) fn narrow(number: f64) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_and_softplus_hold_to_the_ends() {
        use std::{f32, f64};
        for (x, probability, rise) in
            [(-800.0_f64, 0.0, 0.0), (0.0, 0.5, f64::consts::LN_2), (800.0, 1.0, 800.0)]
        {
            assert_eq!(sigmoid(x).to_bits(), f64::to_bits(probability));
            assert_eq!(softplus(x).to_bits(), rise.to_bits());
        }
        for (x, rise) in [(-200.0_f32, 0.0), (0.0, f32::consts::LN_2), (200.0, 200.0)] {
            assert_eq!(softplus(x).to_bits(), rise.to_bits());
        }
    }

    #[test]
    fn narrow_takes_the_nearest() {
        for (number, nearest) in [(0.1, 0.1_f32), (1e300, f32::INFINITY)] {
            assert_eq!(narrow(number).to_bits(), nearest.to_bits());
        }
    }
}
