//! The tensors of a [`Context`] in a model file.

use safetensors::Dtype;

use super::context::{Context, ContextWeights, Part, Situation};
use super::heads_file::{HeadsNames, heads, heads_tensors};
use super::manifest::ContextSummary;
use crate::error::ModelError;
use crate::tensor_file::{FINITE, Tensor, Tensors, floats};

const HEADS: HeadsNames = ["context_calibration", "context_thresholds", "context_curves"];

/// The tensors of a context.
pub(super) fn tensors(context: &Context) -> Vec<Tensor> {
    let Context { means, slope, weights, heads } = context;
    let (themes, situations) = (means.len(), Situation::COUNT);
    let parts = weights.iter().flat_map(|weights| weights.parts);
    let biases = weights.iter().flat_map(|weights| weights.biases.iter().copied());
    let shifts = weights.iter().map(|weights| weights.shift);
    let own = [
        ("context_means", Dtype::F32, vec![themes], floats(means.iter().copied())),
        ("context_slope", Dtype::F32, vec![1], floats([*slope].into_iter())),
        ("context_parts", Dtype::F32, vec![situations, Part::COUNT], floats(parts)),
        ("context_shifts", Dtype::F32, vec![situations], floats(shifts)),
        ("context_biases", Dtype::F32, vec![situations, themes], floats(biases)),
    ];
    own.into_iter().chain(heads_tensors(heads, HEADS)).collect()
}

/// Reads the context of a model with this number of themes.
pub(super) fn parse(
    tensors: &Tensors,
    summary: &ContextSummary,
    themes: usize,
) -> Result<Context, ModelError> {
    let situations = Situation::COUNT;
    let means = tensors.floats("context_means", &[themes], FINITE)?;
    let slope = tensors.floats("context_slope", &[1], FINITE)?[0];
    let parts = tensors.floats("context_parts", &[situations, Part::COUNT], FINITE)?;
    let shifts = tensors.floats("context_shifts", &[situations], FINITE)?;
    let biases = tensors.floats("context_biases", &[situations, themes], FINITE)?;
    let (parts, _) = parts.as_chunks();
    let weights = |situation: usize| ContextWeights {
        parts: parts[situation],
        shift: shifts[situation],
        biases: biases[situation * themes..][..themes].to_vec(),
    };
    let of_curves = if summary.articles > 0 { themes } else { 0 };
    let heads = heads(tensors, HEADS, themes, of_curves)?;
    Ok(Context { means, slope, weights: std::array::from_fn(weights), heads })
}
