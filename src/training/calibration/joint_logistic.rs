//! Logistic regressions of several themes with common slopes.
//!
//! Each theme has an intercept of its own, shrunk towards the mean of all intercepts; a theme with
//! few labels borrows from the others. The loss is convex and is minimised by Newton's method.

use rayon::prelude::*;

use crate::math::{sigmoid, softplus};

/// The shrinkage of intercepts towards their mean: the inverse variance of a normal prior.
const PRIOR: f64 = 100.0;

/// The common parameters. The last one is the mean intercept.
type Vector<const N: usize> = [f64; N];
type Matrix<const N: usize> = [Vector<N>; N];

/// A paragraph with a known label for a theme.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::training) struct Point<const N: usize> {
    /// Its features. The last one is 1, for the mean intercept.
    pub(in crate::training) features: Vector<N>,
    /// Log-odds that are known already.
    pub(in crate::training) known: f64,
    /// The target, from 0 to 1.
    pub(in crate::training) target: f64,
    /// The weight.
    pub(in crate::training) weight: f64,
}

/// The paragraphs of a theme, and its fitted intercept.
#[derive(Debug, Clone, Default)]
pub(in crate::training) struct Theme<const N: usize> {
    /// The paragraphs with known labels; a theme without any takes no part.
    pub(in crate::training) points: Vec<Point<N>>,
    /// The intercept minus the mean intercept.
    pub(in crate::training) offset: f64,
}

/// What a common parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::training) enum Slope {
    /// Any number.
    Free,
    /// Not negative, as the confidence would fall when the score rises: 0 if it would be.
    Rising,
    /// Always 0.
    Zero,
}

/// Fits the common parameters, which start at `start`, and the offsets of the themes.
pub(in crate::training) fn fit<const N: usize>(
    themes: &mut [Theme<N>],
    start: Vector<N>,
    slopes: [Slope; N],
) -> Vector<N> {
    let mut held = slopes.map(|slope| slope == Slope::Zero);
    loop {
        let begin = std::array::from_fn(|at| if held[at] { 0.0 } else { start[at] });
        let common = descend(themes, begin, held);
        let falls = |at: &usize| slopes[*at] == Slope::Rising && common[*at] < 0.0;
        let falling: Vec<_> = (0..N).filter(falls).collect();
        if falling.is_empty() {
            return common;
        }
        for at in falling {
            held[at] = true;
        }
    }
}

impl<const N: usize> Point<N> {
    fn log_odds(&self, common: Vector<N>, offset: f64) -> f64 {
        let terms = self.features.iter().zip(common);
        terms.fold(self.known + offset, |sum, (feature, slope)| sum + feature * slope)
    }
}

impl<const N: usize> Theme<N> {
    fn loss(&self, common: Vector<N>, offset: f64) -> f64 {
        let losses = self.points.iter().map(|point| {
            let log_odds = point.log_odds(common, offset);
            point.weight * (softplus(log_odds) - point.target * log_odds)
        });
        losses.sum::<f64>() + PRIOR / 2.0 * offset * offset
    }

    /// The gradient and Hessian of the loss, without the prior, in the common parameters. The
    /// derivatives in the offset equal those in the mean intercept, which is the last parameter.
    fn derivatives(&self, common: Vector<N>) -> (Vector<N>, Matrix<N>) {
        let (mut gradient, mut curvature) = ([0.0; N], [[0.0; N]; N]);
        for point in &self.points {
            let probability = sigmoid(point.log_odds(common, self.offset));
            let pull = point.weight * (probability - point.target);
            let bend = point.weight * probability * (1.0 - probability);
            for (row, feature) in point.features.iter().enumerate() {
                gradient[row] += pull * feature;
                for (column, other) in point.features.iter().enumerate() {
                    curvature[row][column] += bend * feature * other;
                }
            }
        }
        (gradient, curvature)
    }
}

/// Newton's method from `common` on; `held` parameters do not change.
fn descend<const N: usize>(
    themes: &mut [Theme<N>],
    mut common: Vector<N>,
    held: [bool; N],
) -> Vector<N> {
    const MAX_STEPS: usize = 100;
    for theme in themes.iter_mut() {
        theme.offset = 0.0;
    }
    let mut loss = total_loss(themes, common, None);
    for _ in 0..MAX_STEPS {
        let Some((by, offsets_by)) = newton_step(themes, common, held) else { break };
        // The loss is convex, so halving the step finds a lower loss unless this is the minimum.
        let steps = std::iter::successors(Some(1.0), |step| Some(step / 2.0)).take(30);
        let mut tried = steps.map(|step| {
            let next = std::array::from_fn(|place| common[place] + step * by[place]);
            (step, next, total_loss(themes, next, Some((step, &offsets_by))))
        });
        let Some((step, next, lower)) = tried.find(|&(.., tried)| tried < loss) else { break };
        themes.iter_mut().zip(&offsets_by).for_each(|(theme, by)| theme.offset += step * by);
        (common, loss) = (next, lower);
    }
    common
}

/// The loss of all themes, with their offsets moved by a fraction of a step.
pub(super) fn total_loss<const N: usize>(
    themes: &[Theme<N>],
    common: Vector<N>,
    moved: Option<(f64, &Vec<f64>)>,
) -> f64 {
    let losses = themes.par_iter().enumerate().map(|(place, theme)| {
        let by = moved.map_or(0.0, |(step, by)| step * by[place]);
        theme.loss(common, theme.offset + by)
    });
    // Added in order, so that the sum does not depend on the threads.
    losses.collect::<Vec<_>>().iter().sum()
}

/// The Newton step. Each offset interacts only with the common parameters, so the offsets are
/// eliminated first and computed last.
fn newton_step<const N: usize>(
    themes: &[Theme<N>],
    common: Vector<N>,
    held: [bool; N],
) -> Option<(Vector<N>, Vec<f64>)> {
    let derivatives = themes.par_iter().map(|theme| theme.derivatives(common));
    let derivatives: Vec<(Vector<N>, Matrix<N>)> = derivatives.collect();
    let (mut gradient, mut curvature) = ([0.0; N], [[0.0; N]; N]);
    for (theme, (own, bend)) in themes.iter().zip(&derivatives) {
        let (pull, by) = (own[N - 1] + PRIOR * theme.offset, bend[N - 1][N - 1] + PRIOR);
        for row in 0..N {
            gradient[row] += own[row] - bend[row][N - 1] * pull / by;
            for column in 0..N {
                curvature[row][column] +=
                    bend[row][column] - bend[row][N - 1] * bend[column][N - 1] / by;
            }
        }
    }
    for place in (0..N).filter(|&place| held[place]) {
        gradient[place] = 0.0;
        curvature[place] = [0.0; N];
        for row in &mut curvature {
            row[place] = 0.0;
        }
        curvature[place][place] = 1.0;
    }
    let step = solve(curvature, gradient.map(|pull| -pull))?;
    let offsets = themes.iter().zip(&derivatives).map(|(theme, (own, bend))| {
        let meets: f64 = (0..N).map(|row| bend[row][N - 1] * step[row]).sum();
        -(own[N - 1] + PRIOR * theme.offset + meets) / (bend[N - 1][N - 1] + PRIOR)
    });
    Some((step, offsets.collect()))
}

/// Solves `matrix · x = right` by elimination; `None` if the matrix is singular.
fn solve<const N: usize>(mut matrix: Matrix<N>, mut right: Vector<N>) -> Option<Vector<N>> {
    for pivot in 0..N {
        let size = |row: &usize| matrix[*row][pivot].abs();
        let largest = (pivot..N).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        matrix.swap(pivot, largest);
        right.swap(pivot, largest);
        if matrix[pivot][pivot] == 0.0 || !matrix[pivot][pivot].is_finite() {
            return None;
        }
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let upper = above[pivot];
        for (row, place) in below.iter_mut().zip(pivot + 1..) {
            let factor = row[pivot] / upper[pivot];
            row.iter_mut().zip(upper).for_each(|(number, other)| *number -= factor * other);
            right[place] -= factor * right[pivot];
        }
    }
    let mut found = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|column| matrix[row][column] * found[column]).sum();
        found[row] = (right[row] - known) / matrix[row][row];
    }
    found.iter().all(|number| number.is_finite()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equations_are_solved(numbers in proptest::collection::vec(-2.0_f64..2.0, 12)) {
            // Positive definite, as a Hessian with a prior is.
            let rows: Matrix<3> = std::array::from_fn(|row| std::array::from_fn(|at| numbers[row * 3 + at]));
            let product = |a: usize, b: usize| (0..3).map(|k| rows[k][a] * rows[k][b]).sum::<f64>();
            let matrix: Matrix<3> = std::array::from_fn(|a| std::array::from_fn(|b| {
                product(a, b) + if a == b { 0.5 } else { 0.0 }
            }));
            let expected = [numbers[9], numbers[10], numbers[11]];
            let right = matrix.map(|row| row.iter().zip(expected).map(|(m, x)| m * x).sum());
            let found = solve(matrix, right).unwrap();
            for (found, expected) in found.into_iter().zip(expected) {
                prop_assert!((found - expected).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_singular_matrix_has_no_solution() {
        assert_eq!(solve([[1.0, 2.0], [2.0, 4.0]], [1.0, 1.0]), None);
    }
}
