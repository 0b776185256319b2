//! Packs themes into lanes for joint training, and unpacks them.

use ndarray::ArrayView2;

use super::newton::Parameters;
use super::soft_target::SoftTarget;
use crate::lanes::{LANES, Lanes};
use crate::model::Scorer;

/// A number for each theme, at most [`LANES`], followed by zeros.
fn lanes(themes: &[usize], number: impl Fn(usize) -> f64) -> Lanes {
    Lanes::padded(themes.iter().map(|&theme| number(theme)))
}

/// The targets, packed.
pub(super) fn target_lanes<S: SoftTarget>(targets: ArrayView2<S>, themes: &[usize]) -> Vec<Lanes> {
    let rows = targets.rows().into_iter();
    rows.map(|row| lanes(themes, |theme| row[theme].share())).collect()
}

/// 1 for a known label, 0 for an unknown one; `None` if all labels are known.
pub(super) fn known_lanes<S: SoftTarget>(
    targets: ArrayView2<S>,
    themes: &[usize],
) -> Option<Vec<Lanes>> {
    let is_known = |&theme: &usize| targets.column(theme).iter().all(|share| share.is_known());
    if themes.iter().all(is_known) {
        return None;
    }
    let known = |share: S| f64::from(u8::from(share.is_known()));
    let rows = targets.rows().into_iter();
    Some(rows.map(|row| lanes(themes, |theme| known(row[theme]))).collect())
}

/// The weights of `start` in these rows, and its bias.
pub(super) fn start_lanes(start: &Scorer, themes: &[usize], rows: &[usize]) -> Parameters {
    let Scorer { weights, bias } = start;
    let weights = rows.iter().map(|&row| lanes(themes, |theme| weights[[row, theme]].into()));
    weights.chain([lanes(themes, |theme| bias[theme].into())]).collect()
}

/// Rounds parameters, which are trained in f64, to f32 for storage.
#[expect(clippy::cast_possible_truncation, reason = "features are f32")]
pub(super) fn rounded(parameters: &[Lanes]) -> Vec<[f32; LANES]> {
    parameters.iter().map(|lanes| lanes.0.map(|number| number as f32)).collect()
}

/// Writes the trained weights and biases to the columns of the themes.
pub(super) fn put_lanes(
    scorer: &mut Scorer,
    themes: &[usize],
    rows: &[usize],
    parameters: &[[f32; LANES]],
) {
    for (&row, weights) in rows.iter().zip(parameters) {
        for (&theme, &weight) in themes.iter().zip(weights) {
            scorer.weights[[row, theme]] = weight;
        }
    }
    for (&theme, &bias) in themes.iter().zip(&parameters[rows.len()]) {
        scorer.bias[theme] = bias;
    }
}
