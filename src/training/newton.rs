//! Newton's method for sparse logistic regression, eight themes at a time.
//!
//! Each theme is a problem of its own, `min ½‖w‖² + Σᵢ cᵢ · (ln(1 + exp mᵢ) - tᵢ mᵢ)`
//! with margins `mᵢ = w·xᵢ + b` and targets `tᵢ` from 0 to 1, the bias free. The
//! Newton step is found by conjugate gradients with a diagonal preconditioner
//! (as LIBLINEAR: Lin, Weng and Keerthi 2008; Hsia, Chiang and Lin 2018) and
//! shortened until the loss falls (Armijo).
//!
//! Eight themes fill one cache line, so reading a row of features serves them
//! all. No number of one theme ever meets a number of another, and every sum
//! has a fixed order: a theme comes out the same to the last bit whichever
//! themes stand beside it and however many threads run.

use std::ops::{Add, Mul};

use linfa::dataset::Records as _;
use ndarray::Array2;

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
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own += factor * other);
    }

    fn add_product(&mut self, a: &Self, b: &Self) {
        let factors = a.0.iter().zip(&b.0);
        self.0.iter_mut().zip(factors).for_each(|(own, (a, b))| *own += a * b);
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
    /// The squares of its dense block, which every Newton step needs.
    pub(super) squares: &'a Array2<f32>,
    /// How far each paragraph has the themes, from 0 to 1.
    pub(super) targets: Vec<Lanes>,
    /// What the loss of each paragraph is multiplied by.
    pub(super) costs: &'a [f64],
}

impl Problem<'_> {
    /// Finds the parameters of least loss, from `start` on; `None` if that
    /// takes more steps than allowed.
    pub(super) fn minimize(&self, start: Parameters, stop: Stop) -> Option<Parameters> {
        let mut parameters = start;
        let mut margins = self.margins(&parameters);
        let mut goal = self.goal(stop.tolerance);
        for _ in 0..stop.steps {
            let (gradient, curvature) = self.derivatives(&parameters, &margins);
            let active = length(&gradient).with(&goal, |length, goal| flag(length > goal));
            if active == Lanes::ZERO {
                return Some(parameters);
            }
            let direction = self.newton_direction(&gradient, &curvature, active);
            let moved = self.margins(&direction);
            let share = self.step(&parameters, &margins, &direction, &moved, &gradient);
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
        let (gradient, _) = self.derivatives(&zero, &vec![Lanes::ZERO; self.targets.len()]);
        let goal = length(&gradient).map(|length| tolerance * length);
        let with = self.targets.iter().fold(Lanes::ZERO, |sum, t| sum.with(t, Add::add));
        let both = |with: f64| with > 0.0 && with < self.targets.len() as f64;
        goal.with(&with, |goal, with| if both(with) { goal } else { f64::INFINITY })
    }

    /// `w·x + b` for every paragraph.
    fn margins(&self, parameters: &[Lanes]) -> Vec<Lanes> {
        let bias = parameters[self.records.nfeatures()];
        let sparse = self.records.rows().map(|row| dot(row, parameters, bias));
        let mut margins: Vec<Lanes> = sparse.collect();
        let block = self.records.dense();
        if !block.is_empty() {
            let dense = &parameters[self.records.width()..self.records.nfeatures()];
            add_rows(&mut margins, &block.dot(&matrix(dense)));
        }
        margins
    }

    /// Adds to a vector of parameters what each paragraph pulls.
    fn spread(&self, pulls: &[Lanes], vector: &mut [Lanes]) {
        for (row, pull) in self.records.rows().zip(pulls) {
            spread(row, pull, vector);
        }
        let block = self.records.dense();
        if !block.is_empty() {
            let dense = &mut vector[self.records.width()..self.records.nfeatures()];
            add_rows(dense, &block.t().dot(&matrix(pulls)));
        }
    }

    /// The gradient, and how steeply each paragraph's loss bends.
    fn derivatives(&self, parameters: &[Lanes], margins: &[Lanes]) -> (Parameters, Vec<Lanes>) {
        let mut gradient = parameters.to_vec();
        gradient[self.records.nfeatures()] = Lanes::ZERO;
        let (mut residuals, mut curvature) = (Vec::new(), Vec::new());
        for (row, &cost) in self.costs.iter().enumerate() {
            let probability = margins[row].map(|margin| 1.0 / (1.0 + (-margin).exp()));
            residuals.push(probability.with(&self.targets[row], |p, target| cost * (p - target)));
            curvature.push(probability.map(|p| cost * p * (1.0 - p)));
        }
        self.spread(&residuals, &mut gradient);
        (gradient, curvature)
    }

    /// Solves `Hessian · direction = -gradient` to a tenth of its length by
    /// preconditioned conjugate gradients; zero for themes that are not active.
    fn newton_direction(
        &self,
        gradient: &[Lanes],
        curvature: &[Lanes],
        active: Lanes,
    ) -> Parameters {
        const MOST_STEPS: usize = 100;
        let diagonal = self.diagonal(curvature);
        let mut direction = vec![Lanes::ZERO; gradient.len()];
        let mut residual: Parameters =
            gradient.iter().map(|g| g.with(&active, |g, a| -g * a)).collect();
        let goal = length(&residual).map(|length| 0.1 * length);
        let mut conditioned = divide(&residual, &diagonal);
        let mut search = conditioned.clone();
        let mut squared = inner(&residual, &conditioned);
        for _ in 0..MOST_STEPS {
            let open = length(&residual).with(&goal, |length, goal| flag(length > goal));
            if open == Lanes::ZERO {
                break;
            }
            let bent = self.hessian_product(curvature, &search);
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
    fn diagonal(&self, curvature: &[Lanes]) -> Parameters {
        let mut diagonal = self.regularisation();
        for (features, bend) in self.records.rows().zip(curvature) {
            let squares = features.map(|(column, value)| (column, value * value));
            spread(squares, bend, &mut diagonal);
        }
        if !self.squares.is_empty() {
            let dense = &mut diagonal[self.records.width()..self.records.nfeatures()];
            add_rows(dense, &self.squares.t().dot(&matrix(curvature)));
        }
        // A free bias on paragraphs without any bend left has no curvature.
        diagonal.into_iter().map(|lanes| lanes.map(|d| d.max(1e-12))).collect()
    }

    fn hessian_product(&self, curvature: &[Lanes], vector: &[Lanes]) -> Parameters {
        let mut product = vector.to_vec();
        product[self.records.nfeatures()] = Lanes::ZERO;
        let margins = self.margins(vector).into_iter().zip(curvature);
        let pulls: Vec<Lanes> =
            margins.map(|(margin, bend)| margin.with(bend, |margin, bend| margin * bend)).collect();
        self.spread(&pulls, &mut product);
        product
    }

    /// One for every weight, zero for the bias: the Hessian of `½‖w‖²`.
    fn regularisation(&self) -> Parameters {
        let mut ones = vec![Lanes([1.0; LANES]); self.records.nfeatures() + 1];
        ones[self.records.nfeatures()] = Lanes::ZERO;
        ones
    }

    /// How far to go: the whole Newton step, halved until the loss falls by a
    /// hundredth of what the gradient promises.
    fn step(
        &self,
        parameters: &[Lanes],
        margins: &[Lanes],
        direction: &[Lanes],
        moved: &[Lanes],
        gradient: &[Lanes],
    ) -> Lanes {
        const MOST_HALVINGS: usize = 30;
        const SHORTEST: f64 = 1e-8;
        // Near the minimum the loss falls by less than its own rounding error.
        const ROUNDING: f64 = 1e-12;
        let weights = self.records.nfeatures();
        let promise = inner(gradient, direction);
        let straight = inner(&parameters[..weights], &direction[..weights]);
        let bent = inner(&direction[..weights], &direction[..weights]);
        let loss = self.losses(margins, moved, &Lanes::ZERO);
        let mut step = promise.map(|promise| flag(promise < 0.0));
        for _ in 0..MOST_HALVINGS {
            let next = self.losses(margins, moved, &step);
            let refused: [bool; LANES] = std::array::from_fn(|lane| {
                let s = step.0[lane];
                let norm = s * straight.0[lane] + 0.5 * s * s * bent.0[lane];
                let rise = next.0[lane] - loss.0[lane] + norm;
                s > 0.0 && rise > 0.01 * s * promise.0[lane] + ROUNDING * loss.0[lane]
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
    fn losses(&self, margins: &[Lanes], moved: &[Lanes], step: &Lanes) -> Lanes {
        let mut losses = Lanes::ZERO;
        for row in 0..margins.len() {
            let mut margin = margins[row];
            margin.add_product(step, &moved[row]);
            let loss = margin.with(&self.targets[row], |margin, target| {
                margin.max(0.0) - target * margin + (-margin.abs()).exp().ln_1p()
            });
            losses.add(self.costs[row], &loss);
        }
        losses
    }
}

/// Rows of themes as a matrix of shape (rows, themes). The dense block is
/// multiplied in f32: its features are no more exact, and it is twice as fast.
#[expect(clippy::cast_possible_truncation, reason = "features are f32")]
fn matrix(rows: &[Lanes]) -> Array2<f32> {
    Array2::from_shape_fn((rows.len(), LANES), |(row, lane)| rows[row].0[lane] as f32)
}

fn add_rows(rows: &mut [Lanes], matrix: &Array2<f32>) {
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
    row.for_each(|(column, value)| vector[column].add(f64::from(value), factor));
    if let Some(bias) = vector.last_mut() {
        bias.add(1.0, factor);
    }
}

fn advance(vector: &mut [Lanes], step: &Lanes, direction: &[Lanes]) {
    vector.iter_mut().zip(direction).for_each(|(own, along)| own.add_product(step, along));
}

fn inner(a: &[Lanes], b: &[Lanes]) -> Lanes {
    let mut sum = Lanes::ZERO;
    a.iter().zip(b).for_each(|(a, b)| sum.add_product(a, b));
    sum
}

fn length(vector: &[Lanes]) -> Lanes {
    inner(vector, vector).map(f64::sqrt)
}

fn divide(a: &[Lanes], b: &[Lanes]) -> Parameters {
    a.iter().zip(b).map(|(a, b)| a.with(b, |a, b| a / b)).collect()
}

/// A quotient; nothing left over nothing left is nothing.
fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

fn flag(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
