//! The tensors of [`Contexts`] in a model file.

use safetensors::Dtype;

use super::context::{Context, ContextWeights, Part, Situation};
use super::contexts::Contexts;
use super::heads_file::{HeadsNames, heads, heads_tensors};
use super::manifest::ContextSummary;
use crate::error::ModelError;
use crate::tensor_file::{FINITE, Tensor, Tensors, floats};

/// The names of the tensors of a context: means, slope, parts, shifts, biases, and of its heads.
type Names = ([&'static str; 5], HeadsNames);

const ARTICLE: Names = (
    ["context_means", "context_slope", "context_parts", "context_shifts", "context_biases"],
    ["context_calibration", "context_thresholds", "context_curves"],
);

const PARAGRAPH: Names = (
    [
        "by_itself_means",
        "by_itself_slope",
        "by_itself_parts",
        "by_itself_shifts",
        "by_itself_biases",
    ],
    ["by_itself_calibration", "by_itself_thresholds", "by_itself_curves"],
);

/// The tensors of the contexts.
pub(super) fn tensors(Contexts { article, paragraph }: &Contexts) -> Vec<Tensor> {
    [of_context(article, ARTICLE), of_context(paragraph, PARAGRAPH)].concat()
}

/// Reads the contexts of a model with this number of themes.
pub(super) fn parse(
    tensors: &Tensors,
    summary: &ContextSummary,
    themes: usize,
) -> Result<Contexts, ModelError> {
    let of_curves = if summary.articles > 0 { themes } else { 0 };
    let context = |names| context(tensors, names, themes, of_curves);
    Ok(Contexts { article: context(ARTICLE)?, paragraph: context(PARAGRAPH)? })
}

fn of_context(
    context: &Context,
    ([mean, slope_of, part, shift, bias], names): Names,
) -> Vec<Tensor> {
    let Context { means, slope, weights, heads } = context;
    let (themes, situations) = (means.len(), Situation::COUNT);
    let parts = weights.iter().flat_map(|weights| weights.parts);
    let biases = weights.iter().flat_map(|weights| weights.biases.iter().copied());
    let shifts = weights.iter().map(|weights| weights.shift);
    let own = [
        (mean, Dtype::F32, vec![themes], floats(means.iter().copied())),
        (slope_of, Dtype::F32, vec![1], floats([*slope].into_iter())),
        (part, Dtype::F32, vec![situations, Part::COUNT], floats(parts)),
        (shift, Dtype::F32, vec![situations], floats(shifts)),
        (bias, Dtype::F32, vec![situations, themes], floats(biases)),
    ];
    own.into_iter().chain(heads_tensors(heads, names)).collect()
}

fn context(
    tensors: &Tensors,
    ([means, slope, parts, shifts, biases], names): Names,
    themes: usize,
    of_curves: usize,
) -> Result<Context, ModelError> {
    let situations = Situation::COUNT;
    let means = tensors.floats(means, &[themes], FINITE)?;
    let slope = tensors.floats(slope, &[1], FINITE)?[0];
    let parts = tensors.floats(parts, &[situations, Part::COUNT], FINITE)?;
    let shifts = tensors.floats(shifts, &[situations], FINITE)?;
    let biases = tensors.floats(biases, &[situations, themes], FINITE)?;
    let (parts, _) = parts.as_chunks();
    let weights = |situation: usize| ContextWeights {
        parts: parts[situation],
        shift: shifts[situation],
        biases: biases[situation * themes..][..themes].to_vec(),
    };
    let heads = heads(tensors, names, themes, of_curves)?;
    Ok(Context { means, slope, weights: std::array::from_fn(weights), heads })
}
