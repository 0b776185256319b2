//! Newton's method for sparse logistic regression, sixteen themes at a time.
//!
//! Each theme is a separate problem, `min ½‖w‖² + Σᵢ cᵢ · (ln(1 + exp mᵢ) - tᵢ mᵢ)` with margins
//! `mᵢ = w·xᵢ + b` and targets `tᵢ` from 0 to 1. The bias is not regularised, and a paragraph with
//! an unknown label has no loss. The Newton step is found by conjugate gradients with a diagonal
//! preconditioner (as in LIBLINEAR: Lin, Weng and Keerthi 2008; Hsia, Chiang and Lin 2018) and
//! shortened until the loss falls (Armijo).
//!
//! The direction of a step, which is nearly all of the work, is computed in single precision,
//! because it only needs an accuracy of a quarter of its length. The loss and its gradient are
//! computed in double precision.
//!
//! Paragraphs are processed in blocks, so that their features are still in the cache when they are
//! needed again.

use std::ops::{Add, Div, Mul, Neg, Range, Sub};

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, s};

use super::lanes::{Precision, Rows, add_rows, advance, dot, inner, length, matrix, spread};
use crate::features::Records;
use crate::lanes::{LANES, Lanes};
use crate::math::sigmoid;

/// A vector of parameters per theme: one element for each column, then the bias.
pub(super) type Parameters = Rows<f64>;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// The length of the gradient, relative to its length with all weights 0.
    pub(super) tolerance: f64,
    /// The maximum number of Newton steps.
    pub(super) steps: usize,
}

/// Logistic regression of up to sixteen themes on the same records.
pub(super) struct Problem<'a> {
    pub(super) records: &'a Records,
    /// How far each paragraph has the themes, from 0 to 1.
    pub(super) targets: Rows<f64>,
    /// The weight of each paragraph's loss.
    pub(super) costs: Costs<'a>,
}

/// The weight of each paragraph's loss.
pub(super) struct Costs<'a> {
    /// The weights of paragraphs, the same for all themes.
    pub(super) of_paragraphs: &'a [f64],
    /// 1 for each theme with a known label, 0 for the others; `None` if all labels are known.
    pub(super) known: Option<Rows<f64>>,
}

impl Costs<'_> {
    /// The weight of one paragraph's loss, for each theme.
    fn of(&self, row: usize) -> Lanes {
        let cost = self.of_paragraphs[row];
        self.known.as_ref().map_or(Lanes::all(cost), |known| known[row].map(|known| cost * known))
    }

    /// The number of paragraphs with a known label, for each theme.
    fn count(&self) -> Lanes {
        let all = Lanes::all(self.of_paragraphs.len() as f64);
        self.known.as_ref().map_or(all, |known| sum(known))
    }
}

fn sum(rows: &[Lanes]) -> Lanes {
    rows.iter().fold(Lanes::zero(), |sum, row| sum.with(row, Add::add))
}

/// The loss of all paragraphs at some parameters, with its derivatives.
struct Loss {
    total: Lanes,
    gradient: Parameters,
    /// The second derivative of each paragraph's loss in its margin.
    curvature: Rows<f32>,
}

/// The number of paragraphs in a block, whose features stay in the cache of a core.
const ROWS: usize = 256;

impl Problem<'_> {
    /// Finds the parameters that minimise the loss, from `start` on; `None` if that takes more
    /// steps than allowed.
    pub(super) fn minimize(&self, start: Option<Parameters>, stop: Stop) -> Option<Parameters> {
        let mut parameters = start.unwrap_or_else(|| self.constant());
        let mut margins = self.margins(&parameters);
        let mut goal = self.goal(stop.tolerance);
        for _ in 0..stop.steps {
            let here = self.loss(&parameters, &margins);
            let active = length(&here.gradient).with(&goal, |length, goal| flag(length > goal));
            if active == Lanes::zero() {
                return Some(parameters);
            }
            let direction = self.newton_direction(&here, active);
            let moved = self.margins(&direction);
            let share = self.step(&parameters, &margins, &direction, &moved, &here);
            advance(&mut parameters, &share, &direction);
            advance(&mut margins, &share, &moved);
            // If no step helps, the theme is at the limits of f64 and done.
            let stuck = share.map(|share| flag(share == 0.0)).with(&active, Mul::mul);
            goal = goal.with(&stuck, |goal, stuck| if stuck > 0.0 { f64::INFINITY } else { goal });
        }
        None
    }

    /// The length of the gradient at which a theme is done. It is infinite if all or no paragraphs
    /// have the theme, as there is nothing to learn.
    fn goal(&self, tolerance: f64) -> Lanes {
        let constant = self.constant();
        let margins = vec![constant[self.records.ncols()]; self.targets.len()];
        let gradient = self.loss(&constant, &margins).gradient;
        let with = sum(&self.targets);
        let both = with.with(&self.costs.count(), |with, all| flag(with > 0.0 && with < all));
        let goal = length(&gradient).map(|length| tolerance * length);
        goal.with(&both, |goal, both| if both > 0.0 { goal } else { f64::INFINITY })
    }

    /// All weights 0, with the best bias for this: the log-odds of each theme.
    pub(super) fn constant(&self) -> Parameters {
        let mut constant = vec![Lanes::zero(); self.records.ncols() + 1];
        let (mut with, mut without) = (Lanes::zero(), Lanes::zero());
        for (row, target) in self.targets.iter().enumerate() {
            let cost = self.costs.of(row);
            with.add_product(&cost, target);
            without.add_product(&cost, &target.map(|target| 1.0 - target));
        }
        let log_odds = |with: f64, without: f64| {
            if with > 0.0 && without > 0.0 { (with / without).ln() } else { 0.0 }
        };
        constant[self.records.ncols()] = with.with(&without, log_odds);
        constant
    }

    /// `w·x + b` for every paragraph.
    fn margins(&self, parameters: &[Lanes]) -> Rows<f64> {
        let dense = matrix(self.dense_rows(parameters));
        self.blocks().flat_map(|block| self.block_margins(block, parameters, &dense)).collect()
    }

    /// The loss of all paragraphs with its derivatives.
    fn loss(&self, parameters: &[Lanes], margins: &[Lanes]) -> Loss {
        let (mut total, mut curvature) = (Lanes::zero(), Vec::with_capacity(margins.len()));
        let mut gradient = Sum::new(self, parameters);
        for block in self.blocks() {
            let mut pulls = Vec::with_capacity(ROWS);
            for row in block.clone() {
                let (cost, target) = (self.costs.of(row), &self.targets[row]);
                let probability = margins[row].map(sigmoid);
                pulls.push(probability.with(target, Sub::sub).with(&cost, Mul::mul));
                curvature.push(probability.with(&cost, |p, cost| cost * p * (1.0 - p)).near());
                total.add_product(&cost, &margins[row].with(target, log_loss));
            }
            gradient.add(block, &pulls);
        }
        Loss { total, gradient: gradient.finish(), curvature }
    }

    /// Solves `Hessian · direction = -gradient` by preconditioned conjugate gradients, to a
    /// residual of a quarter of the gradient's length; zero for themes that are not active.
    fn newton_direction(&self, here: &Loss, active: Lanes) -> Parameters {
        const MAX_STEPS: usize = 100;
        const GOAL: f64 = 0.25;
        let diagonal = self.diagonal(&here.curvature);
        // Solved for a gradient of length 1, to stay within the range of single precision.
        let size = length(&here.gradient).with(&active, Mul::mul);
        let unit = |g: &Lanes| g.with(&size, |g, size| -ratio(g, size)).near();
        let mut residual: Rows<f32> = here.gradient.iter().map(unit).collect();
        let mut direction = vec![Lanes::zero(); residual.len()];
        let mut conditioned = divide(&residual, &diagonal);
        let mut search = conditioned.clone();
        let mut squared = inner(&residual, &conditioned);
        for _ in 0..MAX_STEPS {
            let open = length(&residual).map(|length| flag(length > GOAL));
            if open == Lanes::zero() {
                break;
            }
            let bent = self.hessian_product(&here.curvature, &search);
            let along = inner(&search, &bent);
            let step = squared.with(&along, ratio).with(&open, Mul::mul);
            advance(&mut direction, &step.near(), &search);
            advance(&mut residual, &step.map(Neg::neg).near(), &bent);
            conditioned = divide(&residual, &diagonal);
            let next = inner(&residual, &conditioned);
            let keep = next.with(&squared, ratio).near();
            for (search, conditioned) in search.iter_mut().zip(&conditioned) {
                *search = search.with(&keep, Mul::mul).with(conditioned, Add::add);
            }
            squared = next;
        }
        direction.iter().map(|direction| direction.near().with(&size, Mul::mul)).collect()
    }

    /// The diagonal of the Hessian.
    fn diagonal(&self, curvature: &[Lanes<f32>]) -> Rows<f32> {
        let ones = vec![Lanes::all(1.0); self.records.ncols() + 1];
        let mut diagonal = Sum::new(self, &ones);
        for block in self.blocks() {
            diagonal.add_squares(block.clone(), &curvature[block]);
        }
        // If all losses are flat, the curvature of the unregularised bias is 0.
        diagonal.finish().into_iter().map(|lanes| lanes.map(|d| d.max(1e-12))).collect()
    }

    /// The Hessian times a vector.
    fn hessian_product(&self, curvature: &[Lanes<f32>], vector: &[Lanes<f32>]) -> Rows<f32> {
        let dense = matrix(self.dense_rows(vector));
        let mut product = Sum::new(self, vector);
        for block in self.blocks() {
            let margins = self.block_margins(block.clone(), vector, &dense);
            let bent = margins.iter().zip(&curvature[block.clone()]);
            let pulls: Vec<_> = bent.map(|(margin, bend)| margin.with(bend, Mul::mul)).collect();
            product.add(block, &pulls);
        }
        product.finish()
    }

    /// The length of the step: the full Newton step, halved until the loss falls by a hundredth of
    /// what the gradient predicts.
    fn step(
        &self,
        parameters: &[Lanes],
        margins: &[Lanes],
        direction: &[Lanes],
        moved: &[Lanes],
        here: &Loss,
    ) -> Lanes {
        const MAX_HALVINGS: usize = 30;
        const MIN_STEP: f64 = 1e-8;
        // Near the minimum, the loss falls by less than its rounding error.
        const ROUNDING: f64 = 1e-12;
        let weights = self.records.ncols();
        let promise = inner(&here.gradient, direction);
        let straight = inner(&parameters[..weights], &direction[..weights]);
        let bent = inner(&direction[..weights], &direction[..weights]);
        let mut step = promise.map(|promise| flag(promise < 0.0));
        for _ in 0..MAX_HALVINGS {
            let next = self.loss_of_paragraphs(margins, moved, &step);
            let refused: [bool; LANES] = std::array::from_fn(|lane| {
                let s = step.0[lane];
                let norm = s * straight.0[lane] + 0.5 * s * s * bent.0[lane];
                let rise = next.0[lane] - here.total.0[lane] + norm;
                s > 0.0 && rise > 0.01 * s * promise.0[lane] + ROUNDING * here.total.0[lane]
            });
            if refused == [false; LANES] {
                return step;
            }
            let halved = |lane: usize| if refused[lane] { 0.5 } else { 1.0 };
            step = Lanes(std::array::from_fn(|lane| halved(lane) * step.0[lane]));
        }
        step.map(|step| if step < MIN_STEP { 0.0 } else { step })
    }

    /// The sum of the paragraphs' losses at `margins + step · moved`.
    fn loss_of_paragraphs(&self, margins: &[Lanes], moved: &[Lanes], step: &Lanes) -> Lanes {
        let mut losses = Lanes::zero();
        for (row, moved) in moved.iter().enumerate() {
            let mut margin = margins[row];
            margin.add_product(step, moved);
            losses.add_product(&self.costs.of(row), &margin.with(&self.targets[row], log_loss));
        }
        losses
    }

    /// The blocks of paragraphs.
    fn blocks(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let rows = self.records.nrows();
        (0..rows).step_by(ROWS).map(move |first| first..rows.min(first + ROWS))
    }

    /// `w·x + b` for a block of paragraphs; `dense` are the parameters of the dense block.
    fn block_margins<T: Precision>(
        &self,
        rows: Range<usize>,
        parameters: &[Lanes<T>],
        dense: &Array2<f32>,
    ) -> Rows<T> {
        let bias = parameters[self.records.ncols()];
        let sparse = rows.clone().map(|row| dot(self.records.row(row), parameters, bias));
        let mut margins: Rows<T> = sparse.collect();
        if !dense.is_empty() {
            add_rows(&mut margins, self.dense_block(rows).dot(dense).view());
        }
        margins
    }

    fn dense_block(&self, rows: Range<usize>) -> ArrayView2<'_, f32> {
        self.records.dense().slice_move(s![rows, ..])
    }

    /// The parameters of the dense block.
    fn dense_rows<'v, T>(&self, vector: &'v [Lanes<T>]) -> &'v [Lanes<T>] {
        &vector[self.records.width()..self.records.ncols()]
    }
}

/// A vector of parameters to which blocks of paragraphs are added.
struct Sum<'p, T> {
    problem: &'p Problem<'p>,
    vector: Rows<T>,
    /// The sum for the dense block, of shape (themes, dimensions).
    dense: Array2<f32>,
}

impl<'p, T: Precision> Sum<'p, T> {
    /// Starts with a vector without its bias, which is not regularised.
    fn new(problem: &'p Problem, vector: &[Lanes<T>]) -> Self {
        let mut vector = vector.to_vec();
        vector[problem.records.ncols()] = Lanes::zero();
        let dense = Array2::zeros((LANES, problem.records.dense().ncols()));
        Self { problem, vector, dense }
    }

    /// Adds the features of each paragraph times its pull.
    fn add(&mut self, rows: Range<usize>, pulls: &[Lanes<T>]) {
        for (row, pull) in rows.clone().zip(pulls) {
            spread(self.problem.records.row(row), pull, &mut self.vector);
        }
        self.add_dense(&self.problem.dense_block(rows), pulls);
    }

    /// The same with the squares of the features.
    fn add_squares(&mut self, rows: Range<usize>, pulls: &[Lanes<T>]) {
        for (row, pull) in rows.clone().zip(pulls) {
            let squares = self.problem.records.row(row);
            let squares = squares.map(|(column, value)| (column, value * value));
            spread(squares, pull, &mut self.vector);
        }
        let squares = self.problem.dense_block(rows).mapv(|value| value * value);
        self.add_dense(&squares.view(), pulls);
    }

    fn add_dense(&mut self, block: &ArrayView2<f32>, pulls: &[Lanes<T>]) {
        if !block.is_empty() {
            general_mat_mul(1.0, &matrix(pulls).t(), block, 1.0, &mut self.dense);
        }
    }

    fn finish(mut self) -> Rows<T> {
        let records = self.problem.records;
        add_rows(&mut self.vector[records.width()..records.ncols()], self.dense.t());
        self.vector
    }
}

/// The loss of a paragraph with a target from 0 to 1.
///
/// It is `softplus(margin) - target · margin`, added in an order that cancels the large terms
/// first.
fn log_loss(margin: f64, target: f64) -> f64 {
    margin.max(0.0) - target * margin + (-margin.abs()).exp().ln_1p()
}

fn divide(a: &[Lanes<f32>], b: &[Lanes<f32>]) -> Rows<f32> {
    a.iter().zip(b).map(|(a, b)| a.with(b, Div::div)).collect()
}

/// A quotient; 0 if the divisor is 0.
fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

fn flag(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
