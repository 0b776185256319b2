//! The tensors of [`Contexts`] in a model file.

use safetensors::Dtype;

use super::context::{Context, ContextWeights, Part, Situation};
use super::contexts::Contexts;
use super::heads_file::{HeadsNames, heads, heads_tensors};
use crate::error::ModelError;
use crate::tensor_file::{FINITE, Tensor, Tensors, floats};

/// The names of the tensors of a context.
struct Names {
    means: &'static str,
    slope: &'static str,
    parts: &'static str,
    shifts: &'static str,
    biases: &'static str,
    heads: HeadsNames,
}

const ARTICLE: Names = Names {
    means: "context_means",
    slope: "context_slope",
    parts: "context_parts",
    shifts: "context_shifts",
    biases: "context_biases",
    heads: ["context_calibration", "context_thresholds", "context_curves"],
};

const PARAGRAPH: Names = Names {
    means: "by_itself_means",
    slope: "by_itself_slope",
    parts: "by_itself_parts",
    shifts: "by_itself_shifts",
    biases: "by_itself_biases",
    heads: ["by_itself_calibration", "by_itself_thresholds", "by_itself_curves"],
};

/// The tensors of the contexts.
pub(super) fn tensors(Contexts { article, paragraph }: &Contexts) -> Vec<Tensor> {
    [of_context(article, &ARTICLE), of_context(paragraph, &PARAGRAPH)].concat()
}

/// Reads the contexts of a model with this number of themes, and of labelled paragraphs.
pub(super) fn parse(
    tensors: &Tensors,
    themes: usize,
    examples: usize,
) -> Result<Contexts, ModelError> {
    let context = |names| context(tensors, names, (themes, examples));
    Ok(Contexts { article: context(&ARTICLE)?, paragraph: context(&PARAGRAPH)? })
}

fn of_context(context: &Context, names: &Names) -> Vec<Tensor> {
    let Context { means, slope, weights, heads } = context;
    let (themes, situations) = (means.len(), Situation::COUNT);
    let parts = weights.iter().flat_map(|weights| weights.parts);
    let biases = weights.iter().flat_map(|weights| weights.biases.iter().copied());
    let shifts = weights.iter().map(|weights| weights.shift);
    let own = [
        (names.means, Dtype::F32, vec![themes], floats(means.iter().copied())),
        (names.slope, Dtype::F32, vec![1], floats([*slope].into_iter())),
        (names.parts, Dtype::F32, vec![situations, Part::COUNT], floats(parts)),
        (names.shifts, Dtype::F32, vec![situations], floats(shifts)),
        (names.biases, Dtype::F32, vec![situations, themes], floats(biases)),
    ];
    own.into_iter().chain(heads_tensors(heads, names.heads)).collect()
}

fn context(
    tensors: &Tensors,
    names: &Names,
    (themes, examples): (usize, usize),
) -> Result<Context, ModelError> {
    let situations = Situation::COUNT;
    let means = tensors.floats(names.means, &[themes], FINITE)?;
    let slope = tensors.floats(names.slope, &[1], FINITE)?[0];
    let parts = tensors.floats(names.parts, &[situations, Part::COUNT], FINITE)?;
    let shifts = tensors.floats(names.shifts, &[situations], FINITE)?;
    let biases = tensors.floats(names.biases, &[situations, themes], FINITE)?;
    let (parts, _) = parts.as_chunks();
    let weights = |situation: usize| ContextWeights {
        parts: parts[situation],
        shift: shifts[situation],
        biases: biases[situation * themes..][..themes].to_vec(),
    };
    let heads = heads(tensors, names.heads, (themes, examples), true)?;
    Ok(Context { means, slope, weights: std::array::from_fn(weights), heads })
}
