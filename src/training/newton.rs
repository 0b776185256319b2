//! Newton's method for sparse logistic regression, eight themes at a time.
//!
//! Each theme is a problem of its own, `min ½‖w‖² + Σᵢ cᵢ · (ln(1 + exp mᵢ) - tᵢ mᵢ)`
//! with margins `mᵢ = w·xᵢ + b` and targets `tᵢ` from 0 to 1, the bias free. The
//! Newton step is found by conjugate gradients with a diagonal preconditioner
//! (as LIBLINEAR: Lin, Weng and Keerthi 2008; Hsia, Chiang and Lin 2018) and
//! shortened until the loss falls (Armijo).
//!
//! Eight themes fill one cache line, so reading a row of features serves them
//! all; paragraphs are gone through some at a time, so that their features are
//! still in the cache when they are needed again. No number of one theme ever
//! meets a number of another, and every sum has a fixed order: a theme comes out
//! the same to the last bit whichever themes stand beside it and however many
//! threads run.

use std::ops::{Add, Mul, Range};

use linfa::dataset::Records as _;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, s};

use crate::features::Records;

/// Themes trained side by side.
pub(super) const LANES: usize = 8;

/// One number for each of the themes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub(super) struct Lanes(pub(super) [f64; LANES]);

impl Lanes {
    const ZERO: Self = Self([0.0; LANES]);

    fn add(&mut self, factor: f64, other: &Self) {
        *self = Self(std::array::from_fn(|lane| self.0[lane] + factor * other.0[lane]));
    }

    fn add_product(&mut self, a: &Self, b: &Self) {
        *self = Self(std::array::from_fn(|lane| self.0[lane] + a.0[lane] * b.0[lane]));
    }

    fn with(&self, other: &Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        Self(std::array::from_fn(|lane| combine(self.0[lane], other.0[lane])))
    }

    fn map(&self, change: impl Fn(f64) -> f64) -> Self {
        Self(self.0.map(change))
    }
}

/// A vector of parameters per theme: a row for each column, the bias last.
pub(super) type Parameters = Vec<Lanes>;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// The length of the gradient, relative to that at zero parameters.
    pub(super) tolerance: f64,
    /// The most Newton steps.
    pub(super) steps: usize,
}

/// Logistic regression of up to eight themes on the same records.
pub(super) struct Problem<'a> {
    pub(super) records: &'a Records,
    /// How far each paragraph has the themes, from 0 to 1.
    pub(super) targets: Vec<Lanes>,
    /// What the loss of each paragraph is multiplied by.
    pub(super) costs: &'a [f64],
}

/// The loss of all paragraphs at some parameters, and how it changes.
struct Loss {
    total: Lanes,
    gradient: Parameters,
    /// How steeply each paragraph's loss bends.
    curvature: Vec<Lanes>,
}

/// Paragraphs whose features stay in the cache of a core between two uses.
const ROWS: usize = 256;

impl Problem<'_> {
    /// Finds the parameters of least loss, from `start` on; `None` if that
    /// takes more steps than allowed.
    pub(super) fn minimize(&self, start: Parameters, stop: Stop) -> Option<Parameters> {
        let mut parameters = start;
        let mut margins = self.margins(&parameters);
        let mut goal = self.goal(stop.tolerance);
        for _ in 0..stop.steps {
            let here = self.loss(&parameters, &margins);
            let active = length(&here.gradient).with(&goal, |length, goal| flag(length > goal));
            if active == Lanes::ZERO {
                return Some(parameters);
            }
            let direction = self.newton_direction(&here, active);
            let moved = self.margins(&direction);
            let share = self.step(&parameters, &margins, &direction, &moved, &here);
            advance(&mut parameters, &share, &direction);
            advance(&mut margins, &share, &moved);
            // At the limits of f64 no step helps: such a theme is done.
            let stuck = share.map(|share| flag(share == 0.0)).with(&active, Mul::mul);
            goal = goal.with(&stuck, |goal, stuck| if stuck > 0.0 { f64::INFINITY } else { goal });
        }
        None
    }

    /// The length of the gradient at which a theme is done: any, if all or none
    /// of the paragraphs have it, for then there is nothing to find.
    fn goal(&self, tolerance: f64) -> Lanes {
        let zero = vec![Lanes::ZERO; self.records.nfeatures() + 1];
        let at_zero = self.loss(&zero, &vec![Lanes::ZERO; self.targets.len()]);
        let goal = length(&at_zero.gradient).map(|length| tolerance * length);
        let with = self.targets.iter().fold(Lanes::ZERO, |sum, t| sum.with(t, Add::add));
        let both = |with: f64| with > 0.0 && with < self.targets.len() as f64;
        goal.with(&with, |goal, with| if both(with) { goal } else { f64::INFINITY })
    }

    /// `w·x + b` for every paragraph.
    fn margins(&self, parameters: &[Lanes]) -> Vec<Lanes> {
        let dense = matrix(self.dense_rows(parameters));
        self.blocks().flat_map(|block| self.block_margins(block, parameters, &dense)).collect()
    }

    /// The loss of all paragraphs, the gradient, and how steeply each loss bends.
    fn loss(&self, parameters: &[Lanes], margins: &[Lanes]) -> Loss {
        let (mut total, mut curvature) = (Lanes::ZERO, Vec::with_capacity(margins.len()));
        let mut gradient = Sum::new(self, parameters);
        for block in self.blocks() {
            let mut pulls = Vec::with_capacity(ROWS);
            for row in block.clone() {
                let (cost, target) = (self.costs[row], &self.targets[row]);
                let probability = margins[row].map(|margin| 1.0 / (1.0 + (-margin).exp()));
                pulls.push(probability.with(target, |p, target| cost * (p - target)));
                curvature.push(probability.map(|p| cost * p * (1.0 - p)));
                total.add(cost, &margins[row].with(target, log_loss));
            }
            gradient.add(block, &pulls);
        }
        Loss { total, gradient: gradient.finish(), curvature }
    }

    /// Solves `Hessian · direction = -gradient` to a tenth of its length by
    /// preconditioned conjugate gradients; zero for themes that are not active.
    fn newton_direction(&self, here: &Loss, active: Lanes) -> Parameters {
        const MOST_STEPS: usize = 100;
        let diagonal = self.diagonal(&here.curvature);
        let negative = |g: &Lanes| g.with(&active, |g, active| -g * active);
        let mut residual: Vec<Lanes> = here.gradient.iter().map(negative).collect();
        let mut direction = vec![Lanes::ZERO; residual.len()];
        let goal = length(&residual).map(|length| 0.1 * length);
        let mut conditioned = divide(&residual, &diagonal);
        let mut search = conditioned.clone();
        let mut squared = inner(&residual, &conditioned);
        for _ in 0..MOST_STEPS {
            let open = length(&residual).with(&goal, |length, goal| flag(length > goal));
            if open == Lanes::ZERO {
                break;
            }
            let bent = self.hessian_product(&here.curvature, &search);
            let along = inner(&search, &bent);
            let step = squared.with(&along, ratio).with(&open, |step, open| step * open);
            advance(&mut direction, &step, &search);
            advance(&mut residual, &step.map(|step| -step), &bent);
            conditioned = divide(&residual, &diagonal);
            let next = inner(&residual, &conditioned);
            let keep = next.with(&squared, ratio);
            for (search, conditioned) in search.iter_mut().zip(&conditioned) {
                *search = search.with(&keep, |s, keep| s * keep).with(conditioned, |s, c| s + c);
            }
            squared = next;
        }
        direction
    }

    /// The diagonal of the Hessian.
    fn diagonal(&self, curvature: &[Lanes]) -> Vec<Lanes> {
        let ones = vec![Lanes([1.0; LANES]); self.records.nfeatures() + 1];
        let mut diagonal = Sum::new(self, &ones);
        for block in self.blocks() {
            diagonal.add_squares(block.clone(), &curvature[block]);
        }
        // A free bias on paragraphs without any bend left has no curvature.
        diagonal.finish().into_iter().map(|lanes| lanes.map(|d| d.max(1e-12))).collect()
    }

    /// The Hessian times a vector.
    fn hessian_product(&self, curvature: &[Lanes], vector: &[Lanes]) -> Parameters {
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

    /// How far to go: the whole Newton step, halved until the loss falls by a
    /// hundredth of what the gradient promises.
    fn step(
        &self,
        parameters: &[Lanes],
        margins: &[Lanes],
        direction: &[Lanes],
        moved: &[Lanes],
        here: &Loss,
    ) -> Lanes {
        const MOST_HALVINGS: usize = 30;
        const SHORTEST: f64 = 1e-8;
        // Near the minimum the loss falls by less than its own rounding error.
        const ROUNDING: f64 = 1e-12;
        let weights = self.records.nfeatures();
        let promise = inner(&here.gradient, direction);
        let straight = inner(&parameters[..weights], &direction[..weights]);
        let bent = inner(&direction[..weights], &direction[..weights]);
        let mut step = promise.map(|promise| flag(promise < 0.0));
        for _ in 0..MOST_HALVINGS {
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
        step.map(|step| if step < SHORTEST { 0.0 } else { step })
    }

    /// The sum of the paragraphs' losses at `margins + step · moved`.
    fn loss_of_paragraphs(&self, margins: &[Lanes], moved: &[Lanes], step: &Lanes) -> Lanes {
        let mut losses = Lanes::ZERO;
        for (row, moved) in moved.iter().enumerate() {
            let mut margin = margins[row];
            margin.add_product(step, moved);
            losses.add(self.costs[row], &margin.with(&self.targets[row], log_loss));
        }
        losses
    }

    /// All paragraphs, some at a time.
    fn blocks(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let rows = self.records.nsamples();
        (0..rows).step_by(ROWS).map(move |first| first..rows.min(first + ROWS))
    }

    /// `w·x + b` for some paragraphs; `dense` is the part of the parameters that
    /// belongs to the dense block.
    fn block_margins(
        &self,
        rows: Range<usize>,
        parameters: &[Lanes],
        dense: &Array2<f32>,
    ) -> Vec<Lanes> {
        let bias = parameters[self.records.nfeatures()];
        let sparse = rows.clone().map(|row| dot(self.records.row(row), parameters, bias));
        let mut margins: Vec<Lanes> = sparse.collect();
        if !dense.is_empty() {
            add_rows(&mut margins, self.dense_block(rows).dot(dense).view());
        }
        margins
    }

    fn dense_block(&self, rows: Range<usize>) -> ArrayView2<'_, f32> {
        self.records.dense().slice_move(s![rows, ..])
    }

    /// The rows of a vector of parameters that belong to the dense block.
    fn dense_rows<'v>(&self, vector: &'v [Lanes]) -> &'v [Lanes] {
        &vector[self.records.width()..self.records.nfeatures()]
    }
}

/// A vector of parameters to which paragraphs add, some at a time.
struct Sum<'p> {
    problem: &'p Problem<'p>,
    vector: Vec<Lanes>,
    /// What is added for the dense block, of shape (themes, dimensions).
    dense: Array2<f32>,
}

impl<'p> Sum<'p> {
    /// Begins with a vector, but for its bias: regularisation leaves it free.
    fn new(problem: &'p Problem, vector: &[Lanes]) -> Self {
        let mut vector = vector.to_vec();
        vector[problem.records.nfeatures()] = Lanes::ZERO;
        let dense = Array2::zeros((LANES, problem.records.dense().ncols()));
        Self { problem, vector, dense }
    }

    /// Adds what each paragraph pulls.
    fn add(&mut self, rows: Range<usize>, pulls: &[Lanes]) {
        for (row, pull) in rows.clone().zip(pulls) {
            spread(self.problem.records.row(row), pull, &mut self.vector);
        }
        self.add_dense(&self.problem.dense_block(rows), pulls);
    }

    /// The same with the squares of the features.
    fn add_squares(&mut self, rows: Range<usize>, pulls: &[Lanes]) {
        for (row, pull) in rows.clone().zip(pulls) {
            let squares = self.problem.records.row(row);
            let squares = squares.map(|(column, value)| (column, value * value));
            spread(squares, pull, &mut self.vector);
        }
        let squares = self.problem.dense_block(rows).mapv(|value| value * value);
        self.add_dense(&squares.view(), pulls);
    }

    fn add_dense(&mut self, block: &ArrayView2<f32>, pulls: &[Lanes]) {
        if !block.is_empty() {
            general_mat_mul(1.0, &matrix(pulls).t(), block, 1.0, &mut self.dense);
        }
    }

    fn finish(mut self) -> Vec<Lanes> {
        let records = self.problem.records;
        add_rows(&mut self.vector[records.width()..records.nfeatures()], self.dense.t());
        self.vector
    }
}

/// The loss of a paragraph that has a theme as far as `target`.
fn log_loss(margin: f64, target: f64) -> f64 {
    margin.max(0.0) - target * margin + (-margin.abs()).exp().ln_1p()
}

/// Rows of themes as a matrix of shape (rows, themes). The dense block is
/// multiplied in f32: its features are no more exact, and it is twice as fast.
#[expect(clippy::cast_possible_truncation, reason = "features are f32")]
fn matrix(rows: &[Lanes]) -> Array2<f32> {
    Array2::from_shape_fn((rows.len(), LANES), |(row, lane)| rows[row].0[lane] as f32)
}

fn add_rows(rows: &mut [Lanes], matrix: ArrayView2<f32>) {
    for (row, values) in rows.iter_mut().zip(matrix.rows()) {
        row.0.iter_mut().zip(values).for_each(|(own, value)| *own += f64::from(*value));
    }
}

fn dot(row: impl Iterator<Item = (usize, f32)>, vector: &[Lanes], bias: Lanes) -> Lanes {
    let mut sum = bias;
    row.for_each(|(column, value)| sum.add(f64::from(value), &vector[column]));
    sum
}

/// Adds `row · factor` to a vector, and `factor` to its bias.
fn spread(row: impl Iterator<Item = (usize, f32)>, factor: &Lanes, vector: &mut [Lanes]) {
    // A copy of its own, which no write to the vector can change, stays in registers.
    let factor = &{ *factor };
    row.for_each(|(column, value)| vector[column].add(f64::from(value), factor));
    if let Some(bias) = vector.last_mut() {
        bias.add(1.0, factor);
    }
}

fn advance(vector: &mut [Lanes], step: &Lanes, direction: &[Lanes]) {
    let rows = vector.iter_mut().zip(direction);
    rows.for_each(|(own, along)| own.add_product(step, along));
}

fn inner(a: &[Lanes], b: &[Lanes]) -> Lanes {
    let mut sum = Lanes::ZERO;
    let rows = a.iter().zip(b);
    rows.for_each(|(a, b)| sum.add_product(a, b));
    sum
}

fn length(vector: &[Lanes]) -> Lanes {
    inner(vector, vector).map(f64::sqrt)
}

fn divide(a: &[Lanes], b: &[Lanes]) -> Vec<Lanes> {
    a.iter().zip(b).map(|(a, b)| a.with(b, |a, b| a / b)).collect()
}

/// A quotient; nothing left over nothing left is nothing.
fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

fn flag(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
