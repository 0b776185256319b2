//! One-vs-rest logistic regression on sparse records, as a linfa estimator.
//!
//! linfa-logistic takes dense arrays and no weights; this one takes our
//! [`Records`], linfa's dataset weights, and all themes at once.

use linfa::dataset::{AsTargets, DatasetBase, Records as _};
use linfa::prelude::ParamGuard;
use linfa::traits::{Fit, FitWith};
use ndarray::{Array1, Array2, Ix2};
use rayon::prelude::*;

use super::newton::{LANES, Lanes, Parameters, Problem, Stop};
use crate::features::Records;
use crate::model::{Scorer, smoothed_log_odds};
use crate::{Error, Result};

/// The settings of logistic regression, not yet checked.
///
/// # Examples
///
/// ```
/// use linfa::prelude::*;
/// use ndarray::array;
/// use themewise::features::{Records, SparseRow};
/// use themewise::training::LogisticRegression;
///
/// let rows = [0, 0, 1, 1].map(|column| SparseRow { columns: vec![column], values: vec![1.0] });
/// let targets = array![[true], [true], [false], [false]];
/// let dataset = DatasetBase::new(Records::new(rows, 2), targets);
/// let scorer = LogisticRegression::new().c(10.0).fit(&dataset)?;
/// assert!(scorer.weights[[0, 0]] > 1.0 && scorer.weights[[1, 0]] < -1.0);
/// # Ok::<(), themewise::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct LogisticRegression(ValidLogisticRegression);

/// The settings of logistic regression, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidLogisticRegression {
    c: f64,
    tolerance: f64,
    max_iterations: usize,
}

impl Default for LogisticRegression {
    fn default() -> Self {
        Self::new()
    }
}

impl LogisticRegression {
    /// C = 1; ends when the gradient is 10⁻³ of that at zero weights.
    pub fn new() -> Self {
        Self(ValidLogisticRegression { c: 1.0, tolerance: 1e-4, max_iterations: 100 })
    }

    /// The inverse strength of regularisation, above 0, as in scikit-learn.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.0.c = c;
        self
    }

    /// The gradient's length at the end, relative to zero weights, above 0.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// The most Newton steps, at least 1.
    #[must_use]
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }
}

impl ParamGuard for LogisticRegression {
    type Checked = ValidLogisticRegression;
    type Error = Error;

    fn check_ref(&self) -> Result<&Self::Checked> {
        let settings = &self.0;
        above_zero("C", settings.c)?;
        above_zero("tolerance", settings.tolerance)?;
        if settings.max_iterations == 0 {
            return Err(setting("max_iterations", 0.0, "at least 1"));
        }
        Ok(settings)
    }

    fn check(self) -> Result<Self::Checked> {
        self.check_ref()?;
        Ok(self.0)
    }
}

fn above_zero(option: &'static str, value: f64) -> Result<()> {
    let valid = value.is_finite() && value > 0.0;
    if valid { Ok(()) } else { Err(setting(option, value, "a number above 0")) }
}

fn setting(option: &'static str, found: f64, allowed: &'static str) -> Error {
    Error::Setting { option, found: found.to_string(), allowed }
}

impl<T: AsTargets<Elem = bool, Ix = Ix2>> Fit<Records, T, Error> for ValidLogisticRegression {
    type Object = Scorer;

    /// Learns one scorer per column of the targets, of shape (paragraphs, themes).
    fn fit(&self, dataset: &DatasetBase<Records, T>) -> Result<Scorer> {
        self.fit_with(None, dataset)
    }
}

impl<'a, T: AsTargets<Elem = bool, Ix = Ix2>> FitWith<'a, Records, T, Error>
    for ValidLogisticRegression
{
    type ObjectIn = Option<&'a Scorer>;
    type ObjectOut = Scorer;

    /// Learns from where another scorer of the same shape stands, which is
    /// sooner done if it was learnt with a similar C.
    fn fit_with(
        &self,
        start: Option<&'a Scorer>,
        dataset: &'a DatasetBase<Records, T>,
    ) -> Result<Scorer> {
        let records = &dataset.records;
        let targets = dataset.targets.as_targets();
        if targets.nrows() != records.nsamples() {
            return Err(linfa::Error::MismatchedShapes(records.nsamples(), targets.nrows()).into());
        }
        let costs = self.costs(dataset);
        let stop = Stop { tolerance: self.tolerance, steps: self.max_iterations };
        let first_themes: Vec<usize> = (0..targets.ncols()).step_by(LANES).collect();
        let blocks: Vec<Parameters> = first_themes
            .into_par_iter()
            .map(|first| {
                let targets = target_lanes(targets, first);
                let start = start_lanes(start, first, records.nfeatures());
                Problem { records, targets, costs: costs.clone() }.minimize(start, stop)
            })
            .collect();
        let mut scorer = scorer(&blocks, records.nfeatures(), targets.ncols());
        constant_heads(&mut scorer, targets);
        Ok(scorer)
    }
}

impl ValidLogisticRegression {
    fn costs<T>(&self, dataset: &DatasetBase<Records, T>) -> Vec<f64> {
        match dataset.weights() {
            Some(weights) => weights.iter().map(|&weight| self.c * f64::from(weight)).collect(),
            None => vec![self.c; dataset.records.nsamples()],
        }
    }
}

type Targets<'a> = ndarray::ArrayView2<'a, bool>;

fn target_lanes(targets: Targets, first: usize) -> Vec<Lanes> {
    let has = |row: usize, theme: usize| targets.get([row, theme]).is_some_and(|&has| has);
    let lanes = |row| std::array::from_fn(|lane| f64::from(u8::from(has(row, first + lane))));
    (0..targets.nrows()).map(|row| Lanes(lanes(row))).collect()
}

fn start_lanes(start: Option<&Scorer>, first: usize, width: usize) -> Parameters {
    let Some(start) = start else {
        return vec![Lanes([0.0; LANES]); width + 1];
    };
    let lanes = |at: &dyn Fn(usize) -> Option<f32>| {
        Lanes(std::array::from_fn(|lane| f64::from(at(first + lane).unwrap_or_default())))
    };
    let weights = (0..width).map(|row| lanes(&|theme| start.weights.get([row, theme]).copied()));
    weights.chain([lanes(&|theme| start.bias.get(theme).copied())]).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "learnt in f64, kept in f32")]
fn scorer(blocks: &[Parameters], width: usize, themes: usize) -> Scorer {
    let at = |row: usize, theme: usize| blocks[theme / LANES][row].0[theme % LANES] as f32;
    Scorer {
        weights: Array2::from_shape_fn((width, themes), |(row, theme)| at(row, theme)),
        bias: Array1::from_shape_fn(themes, |theme| at(width, theme)),
    }
}

/// A theme that all or none of the paragraphs have gets the log-odds of its
/// smoothed share, whatever the words: there is nothing to tell it by.
pub(super) fn constant_heads(scorer: &mut Scorer, targets: Targets) {
    for (theme, column) in targets.columns().into_iter().enumerate() {
        let with = column.iter().filter(|&&has| has).count();
        let without = column.len() - with;
        if with == 0 || without == 0 {
            scorer.weights.column_mut(theme).fill(0.0);
            scorer.bias[theme] = smoothed_log_odds(with, without);
        }
    }
}
