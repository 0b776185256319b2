//! Vectors quantised to a quarter of the memory, and to an eighth in files.

use safetensors::Dtype;

use crate::error::ModelError;
use crate::tensor_file::{POSITIVE, Tensors, bad};

/// Vectors of equal length: one byte per dimension, and a scale for each vector.
#[derive(Clone, PartialEq)]
pub(super) struct QuantizedVectors {
    bytes: Vec<i8>,
    scales: Vec<f32>,
    dimensions: usize,
}

/// The most dimensions of a vector; a dense row takes memory for each.
const MAX_DIMENSIONS: usize = 4096;

impl QuantizedVectors {
    /// Reads `count` vectors from the tensors `scales` and `vectors`, or `halves`, which have four
    /// bits per dimension.
    pub(super) fn read(tensors: &Tensors, count: usize) -> Result<Self, ModelError> {
        let scales = tensors.floats("scales", &[count], POSITIVE)?;
        if tensors.has("halves") {
            let (bytes, shape) = tensors.bytes("halves", Dtype::U8, &[Some(count), None])?;
            let dimensions = 2 * shape[1];
            check_dimensions("halves", dimensions)?;
            let bytes = bytes.iter().flat_map(|&byte| [byte & 15, byte >> 4]);
            let bytes = bytes.map(|half| half.cast_signed() - 8).collect();
            return Ok(Self { bytes, scales, dimensions });
        }
        let (bytes, shape) = tensors.bytes("vectors", Dtype::I8, &[Some(count), None])?;
        let dimensions = shape[1];
        check_dimensions("vectors", dimensions)?;
        let bytes = bytes.iter().map(|&byte| byte.cast_signed()).collect();
        Ok(Self { bytes, scales, dimensions })
    }

    /// The length of a vector.
    pub(super) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// The scale and the bytes of the vector at an index; the vector is their product.
    pub(super) fn get(&self, place: usize) -> (f32, &[i8]) {
        let start = place * self.dimensions;
        (self.scales[place], &self.bytes[start..start + self.dimensions])
    }
}

fn check_dimensions(tensor: &'static str, dimensions: usize) -> Result<(), ModelError> {
    if dimensions > MAX_DIMENSIONS {
        return Err(bad(tensor, format!("{dimensions} dimensions"), 0, "4096 at most"));
    }
    Ok(())
}
