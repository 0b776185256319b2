//! The tensors of [`ThemeHeads`] in a model file.

use safetensors::Dtype;

use super::{Calibration, OperatingCurve, OperatingPoint, ThemeHeads};
use crate::error::ModelError;
use crate::tensor_file::{FINITE, SHARE, Tensor, Tensors, bad, floats, numbers};

/// The names of the tensors of heads.
pub(super) type HeadsNames = [&'static str; 3];

/// The tensors of calibrations, thresholds and curves, with these names.
pub(super) fn heads_tensors(heads: &ThemeHeads, names: HeadsNames) -> [Tensor; 3] {
    let ThemeHeads { calibrations, thresholds, curves } = heads;
    let [calibration, threshold, curve] = names;
    let (themes, of_curves) = (thresholds.len(), curves.len());
    let calibrations = calibrations.iter().flat_map(|c| [c.below, c.above, c.intercept]);
    let points = curves.iter().flat_map(|curve| &curve.points);
    let counts = points.flat_map(|point| [point.given, point.hits]).flat_map(u32::to_le_bytes);
    [
        (calibration, Dtype::F32, vec![themes, 3], floats(calibrations)),
        (threshold, Dtype::F32, vec![themes], floats(thresholds.iter().copied())),
        (curve, Dtype::U32, vec![of_curves, OperatingCurve::POINTS, 2], counts.collect()),
    ]
}

/// Reads the heads of this number of themes, found with this number of labelled paragraphs;
/// `may_lack_curves` is whether there may be no curves.
pub(super) fn heads(
    tensors: &Tensors,
    [calibration, thresholds, curve]: HeadsNames,
    (themes, examples): (usize, usize),
    may_lack_curves: bool,
) -> Result<ThemeHeads, ModelError> {
    let calibration = tensors.floats(calibration, &[themes, 3], FINITE)?;
    let thresholds = tensors.floats(thresholds, &[themes], SHARE)?;
    let expected = if may_lack_curves && tensors.is_empty(curve) { 0 } else { themes };
    let curves = curves(tensors, curve, (expected, examples))?;
    let calibrations = calibration.chunks_exact(3).map(|c| Calibration {
        below: c[0],
        above: c[1],
        intercept: c[2],
    });
    Ok(ThemeHeads { calibrations: calibrations.collect(), thresholds, curves })
}

/// Reads the operating curves: counts must not rise with the threshold, and hits must not exceed
/// labels, nor labels the labelled paragraphs.
fn curves(
    tensors: &Tensors,
    tensor: &'static str,
    (themes, examples): (usize, usize),
) -> Result<Vec<OperatingCurve>, ModelError> {
    let points = OperatingCurve::POINTS;
    let (bytes, _) = tensors.bytes(tensor, Dtype::U32, &[Some(themes), Some(points), Some(2)])?;
    let counts: Vec<u32> = numbers(bytes).map(u32::from_le_bytes).collect();
    let (pairs, _) = counts.as_chunks();
    let all: Vec<_> = pairs.iter().map(|&[given, hits]| OperatingPoint { given, hits }).collect();
    let is_of_one_theme = |place: usize| !place.is_multiple_of(points);
    let bad_place = (0..all.len()).find(|&place| {
        let (point, before) = (all[place], all[place.saturating_sub(1)]);
        let rises = point.given > before.given || point.hits > before.hits;
        point.hits > point.given || is_of_one_theme(place) && rises
    });
    if let Some(place) = bad_place {
        let allowed = "counts that never rise, hits among those given";
        return Err(bad(tensor, format!("{:?}", pairs[place]), place, allowed));
    }
    if let Some(place) = all.iter().position(|point| point.given as usize > examples) {
        let allowed = "no more than the labelled paragraphs of the manifest";
        return Err(bad(tensor, all[place].given, place, allowed));
    }
    Ok(all.chunks(points).map(|p| OperatingCurve { points: p.to_vec() }).collect())
}
