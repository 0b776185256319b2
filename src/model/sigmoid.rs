//! Vectorisable approximations of the sigmoid and related functions.

use std::f32::consts::LOG2_E;

/// `1 / (1 + exp(-x))`, within a millionth.
///
/// It has no branch and no call, so that it can be vectorised.
#[inline]
pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// `ln(1 + exp(x))`, with a relative or absolute error below a millionth.
#[inline]
pub(super) fn softplus(x: f32) -> f32 {
    const SERIES: [f32; 6] = [1.0 / 11.0, 1.0 / 9.0, 1.0 / 7.0, 1.0 / 5.0, 1.0 / 3.0, 1.0];
    let small = exp(-x.abs());
    // `ln(1 + small)` is twice the inverse hyperbolic tangent of this ratio, which is from 0 to
    // 1/3.
    let ratio = small / (2.0 + small);
    let square = ratio * ratio;
    let sum = SERIES.iter().fold(0.0, |sum, term| sum * square + term);
    x.max(0.0) + 2.0 * ratio * sum
}

/// `exp(x)`: a power of two times the exponential of the rest, by a polynomial.
#[inline]
fn exp(x: f32) -> f32 {
    // Beyond this, the sigmoid rounds to 0 or 1.
    const MAX_MAGNITUDE: f32 = 87.0;
    // Adding this to a small number leaves the integer part in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    // ln 2 in two parts; an integer of at most 8 bits times the first part is exact.
    const LN_2: [f32; 2] = [355.0 / 512.0, -2.121_944_4e-4];
    const TAYLOR: [f32; 8] =
        [1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let x = x.clamp(-MAX_MAGNITUDE, MAX_MAGNITUDE);
    let rounded = x * LOG2_E + ROUND;
    let whole = rounded - ROUND;
    let rest = x - whole * LN_2[0] - whole * LN_2[1];
    let power = TAYLOR.iter().fold(0.0, |sum, term| sum * rest + term);
    let exponent = rounded.to_bits() << (f32::MANTISSA_DIGITS - 1);
    power * f32::from_bits(exponent.wrapping_add(1.0_f32.to_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_the_sigmoid_to_a_millionth(x in prop_oneof![-20.0_f32..20.0, proptest::num::f32::NORMAL]) {
            let exact = math::sigmoid(f64::from(x));
            prop_assert!((f64::from(sigmoid(x)) - exact).abs() < 3e-7, "{} for {x}", sigmoid(x));
        }
    }

    proptest! {
        #[test]
        fn is_the_softplus_to_a_millionth(x in prop_oneof![-20.0_f32..20.0, proptest::num::f32::NORMAL]) {
            let exact = math::softplus(f64::from(x));
            let error = (f64::from(softplus(x)) - exact).abs();
            prop_assert!(error < 1e-6 * exact.max(1.0), "{} for {x}", softplus(x));
        }
    }

    #[test]
    fn holds_to_the_ends() {
        for (x, expected) in [(f32::NEG_INFINITY, 0.0), (f32::MIN, 0.0), (f32::INFINITY, 1.0)] {
            assert!((sigmoid(x) - expected).abs() < 1e-30, "{} for {x}", sigmoid(x));
        }
        assert!(sigmoid(f32::NAN).is_nan());
    }
}
