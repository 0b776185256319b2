//! One-vs-rest logistic regression on sparse records, as a linfa estimator.
//!
//! linfa-logistic takes dense arrays and no weights. This estimator takes our [`Records`], linfa's
//! dataset weights, and all themes at once.

use ::linfa::dataset::{AsTargets, DatasetBase};
use ::linfa::prelude::ParamGuard;
use ::linfa::traits::{Fit, FitWith};
use ndarray::{Array1, Array2, ArrayView2, Ix2};
use rayon::prelude::*;

use super::newton::{Costs, Problem, Stop};
use super::soft_target::SoftTarget;
use super::theme_lanes::{known_lanes, put_lanes, rounded, start_lanes, target_lanes};
use crate::error::{self, check_c};
use crate::features::Records;
use crate::lanes::LANES;
use crate::model::{Scorer, smoothed_log_odds};
use crate::{Error, Result};

/// The settings of logistic regression, not yet checked.
///
/// # Examples
///
/// ```
/// use ::linfa::prelude::*;
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
    /// The defaults: C = 1, and a tolerance of 0.01.
    pub fn new() -> Self {
        Self(ValidLogisticRegression { c: 1.0, tolerance: 1e-2, max_iterations: 100 })
    }

    /// The inverse strength of regularisation as in scikit-learn, from 1e-6 to 1e6.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.0.c = c;
        self
    }

    /// The length of the gradient at which to stop, relative to its length with all weights 0;
    /// above 0.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// The maximum number of Newton steps, at least 1.
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
        check_c(settings.c)?;
        if !(settings.tolerance.is_finite() && settings.tolerance > 0.0) {
            return Err(setting("tolerance", settings.tolerance, "a number above 0"));
        }
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

fn setting(option: &'static str, found: f64, expected: &'static str) -> Error {
    Error::setting(option, found.to_string(), expected)
}

impl<T: AsTargets<Ix = Ix2>> Fit<Records, T, Error> for ValidLogisticRegression
where
    T::Elem: SoftTarget,
{
    type Object = Scorer;

    /// Learns one scorer per column of the targets, of shape (paragraphs, themes). Targets are
    /// `bool`, `f32` from 0 to 1, or options of these.
    fn fit(&self, dataset: &DatasetBase<Records, T>) -> Result<Scorer> {
        self.fit_with(None, dataset)
    }
}

impl<'a, T: AsTargets<Ix = Ix2>> FitWith<'a, Records, T, Error> for ValidLogisticRegression
where
    T::Elem: SoftTarget,
{
    type ObjectIn = Option<&'a Scorer>;
    type ObjectOut = Scorer;

    /// Starts training from another scorer of the same shape, which is faster if that was trained
    /// with a similar C.
    fn fit_with(
        &self,
        start: Option<&'a Scorer>,
        dataset: &'a DatasetBase<Records, T>,
    ) -> Result<Scorer> {
        let records = &dataset.records;
        let targets = dataset.targets.as_targets();
        same(records.nrows(), targets.nrows())?;
        if let Some(start) = start {
            same(records.ncols(), start.weights.nrows())?;
            same(targets.ncols(), start.weights.ncols())?;
        }
        let outside = targets.iter().map(|share| share.share());
        if let Some(share) = outside.into_iter().find(|share| !(0.0..=1.0).contains(share)) {
            return Err(setting("share of a theme", share, "a number from 0 to 1"));
        }
        let costs = self.costs(dataset)?;
        let stop = Stop { tolerance: self.tolerance, steps: self.max_iterations };
        // A small set of labels uses only some columns; the others keep a weight of 0.
        let (compact, used) = records.compact();
        let rows: Vec<usize> = used.into_iter().chain(records.width()..records.ncols()).collect();
        let themes = rare_first(targets);
        let blocks = themes.par_chunks(LANES).map(|themes| {
            let costs = Costs { of_paragraphs: &costs, known: known_lanes(targets, themes) };
            let targets = target_lanes(targets, themes);
            let start = start.map(|start| start_lanes(start, themes, &rows));
            let problem = Problem { records: &compact, targets, costs };
            problem.minimize(start, stop).map(|parameters| rounded(&parameters))
        });
        let blocks: Option<Vec<Vec<[f32; LANES]>>> = blocks.collect();
        let blocks = blocks.ok_or(error::Problem::NotConverged { steps: self.max_iterations })?;
        let shape = (records.ncols(), targets.ncols());
        let mut scorer =
            Scorer { weights: Array2::zeros(shape), bias: Array1::zeros(targets.ncols()) };
        for (themes, parameters) in themes.chunks(LANES).zip(blocks) {
            put_lanes(&mut scorer, themes, &rows, &parameters);
        }
        constant_heads(&mut scorer, targets);
        Ok(scorer)
    }
}

impl ValidLogisticRegression {
    /// The weight of each paragraph's loss.
    fn costs<T>(&self, dataset: &DatasetBase<Records, T>) -> Result<Vec<f64>> {
        let Some(weights) = dataset.weights() else {
            return Ok(vec![self.c; dataset.records.nrows()]);
        };
        same(dataset.records.nrows(), weights.len())?;
        match weights.iter().find(|weight| !(weight.is_finite() && **weight > 0.0)) {
            Some(&weight) => Err(setting("weight", weight.into(), "a number above 0")),
            None => Ok(weights.iter().map(|&weight| self.c * f64::from(weight)).collect()),
        }
    }
}

fn same(records: usize, other: usize) -> Result<()> {
    let same = records == other;
    if same { Ok(()) } else { Err(linfa::Error::MismatchedShapes(records, other).into()) }
}

/// The themes, the rarest first. Themes of similar frequency take a similar number of steps, so
/// those trained together wait less for each other.
fn rare_first<S: SoftTarget>(targets: ArrayView2<S>) -> Vec<usize> {
    let with = |theme: usize| targets.column(theme).iter().map(|share| share.share()).sum::<f64>();
    let with: Vec<f64> = (0..targets.ncols()).map(with).collect();
    let mut themes: Vec<usize> = (0..targets.ncols()).collect();
    themes.sort_by(|&a, &b| with[a].total_cmp(&with[b]));
    themes
}

/// If all or none of the known labels of a theme are positive, its score is constant: the log-odds
/// of its smoothed share.
pub(super) fn constant_heads<S: SoftTarget>(scorer: &mut Scorer, targets: ArrayView2<S>) {
    for (theme, column) in targets.columns().into_iter().enumerate() {
        let known: Vec<S> = column.iter().copied().filter(|share| share.is_known()).collect();
        let none = known.iter().all(|share| share.share() <= 0.0);
        if none || known.iter().all(|share| share.share() >= 1.0) {
            let all = known.len() as f64;
            let (with, without) = if none { (0.0, all) } else { (all, 0.0) };
            scorer.weights.column_mut(theme).fill(0.0);
            scorer.bias[theme] = smoothed_log_odds(with, without);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::SparseRow;
    use ::linfa::dataset::AsMultiTargets;
    use ndarray::{Array2, array, s};

    /// 40 paragraphs with 5 columns and 11 themes.
    fn labelled() -> DatasetBase<Records, Array2<bool>> {
        let value = |row: usize, column: usize| ((row * 7 + column * 13) % 11) as f32 / 11.0;
        let rows = (0..40).map(|row| SparseRow {
            columns: (0..5).collect(),
            values: (0..5).map(|column| value(row, column)).collect(),
        });
        let records = Records::new(rows, 5);
        let targets = Array2::from_shape_fn((40, 11), |(row, theme)| {
            value(row, theme % 5) + value(row * theme, 1) > 0.9
        });
        DatasetBase::new(records, targets)
    }

    fn exact() -> LogisticRegression {
        LogisticRegression::new().c(3.0).tolerance(1e-10)
    }

    fn assert_close(a: &Scorer, b: &Scorer) {
        let largest = (&a.weights - &b.weights).fold(0.0_f32, |most, d| most.max(d.abs()));
        assert!(largest < 1e-5, "weights differ by {largest}");
    }

    #[test]
    fn a_weight_of_two_is_the_paragraph_twice() {
        let dataset = labelled();
        let weights = Array1::from_shape_fn(40, |row| if row < 10 { 2.0 } else { 1.0 });
        let row = |row: usize| SparseRow {
            columns: (0..5).collect(),
            values: dataset.records.row(row).map(|(_, value)| value).collect(),
        };
        let twice = Records::new((0..40).chain(0..10).map(row), 5);
        let targets = dataset.as_multi_targets();
        let targets = ndarray::concatenate![ndarray::Axis(0), targets, targets.slice(s![..10, ..])];
        let twice = exact().fit(&DatasetBase::new(twice, targets)).unwrap();
        assert_close(&exact().fit(&dataset.with_weights(weights)).unwrap(), &twice);
    }

    #[test]
    fn a_share_is_so_much_yes_and_the_rest_no() {
        let dataset = labelled();
        let half = |row: usize, theme: usize| {
            if row < 20 { 0.25 } else { f32::from(u8::from(dataset.targets[[row, theme]])) }
        };
        let shares = Array2::from_shape_fn((40, 11), |(row, theme)| half(row, theme));
        let partly = DatasetBase::new(dataset.records.clone(), shares);
        // The same with hard labels: a quarter of each paragraph has the theme, the rest does not.
        let rows = (0..20).chain(0..40).map(|row| SparseRow {
            columns: (0..5).collect(),
            values: dataset.records.row(row).map(|(_, value)| value).collect(),
        });
        let whole = Array2::from_shape_fn((60, 11), |(row, theme)| {
            row < 20 || row >= 40 && dataset.targets[[row - 20, theme]]
        });
        let weights = Array1::from_shape_fn(60, |row| [0.25, 0.75, 1.0][row / 20]);
        let whole = DatasetBase::new(Records::new(rows, 5), whole).with_weights(weights);
        assert_close(&exact().fit(&partly).unwrap(), &exact().fit(&whole).unwrap());
    }

    #[test]
    fn a_dense_dimension_is_a_column_like_others() {
        let dataset = labelled();
        let row = |row: usize, columns: std::ops::Range<usize>| SparseRow {
            columns: (0..3).collect(),
            values: dataset
                .records
                .row(row)
                .map(|(_, value)| value)
                .skip(columns.start)
                .take(3)
                .collect(),
        };
        let dense = Array2::from_shape_fn((40, 2), |(row, dimension)| {
            dataset.records.row(row).nth(3 + dimension).unwrap().1
        });
        let records = Records::new((0..40).map(|at| row(at, 0..3)), 3).with_dense(dense);
        let split =
            exact().tolerance(1e-6).fit(&DatasetBase::new(records, dataset.targets.clone()));
        let (split, whole) = (split.unwrap(), exact().fit(&dataset).unwrap());
        let largest = (&split.weights - &whole.weights).fold(0.0_f32, |most, d| most.max(d.abs()));
        // The dense block is multiplied in f32.
        assert!(largest < 1e-3, "weights differ by {largest}");
    }

    #[test]
    fn a_warm_start_ends_where_a_cold_one_does() {
        let dataset = labelled();
        let start = LogisticRegression::new().c(0.1).fit(&dataset).unwrap();
        let warm = exact().fit_with(Some(&start), &dataset).unwrap();
        assert_close(&warm, &exact().fit(&dataset).unwrap());
    }

    #[test]
    fn a_theme_is_the_same_to_the_bit_alone_and_among_others() {
        let dataset = labelled();
        let together = LogisticRegression::new().fit(&dataset).unwrap();
        for theme in 0..11 {
            let alone = dataset.targets.slice(s![.., theme..=theme]).to_owned();
            let alone = DatasetBase::new(dataset.records.clone(), alone);
            let alone = LogisticRegression::new().fit(&alone).unwrap();
            assert_eq!(alone.weights.column(0), together.weights.column(theme));
            assert_eq!(alone.bias[0].to_bits(), together.bias[theme].to_bits());
        }
    }

    #[test]
    fn settings_and_shapes_that_cannot_be_are_refused() {
        let new = LogisticRegression::new;
        for (settings, expected) in [
            (new().c(0.0), "C must be a number from 1e-6 to 1e6, got 0"),
            (new().c(f64::NAN), "C must be a number from 1e-6 to 1e6, got NaN"),
            (new().tolerance(-1.0), "tolerance must be a number above 0, got -1"),
            (new().max_iterations(0), "max_iterations must be at least 1, got 0"),
        ] {
            assert_eq!(settings.fit(&labelled()).unwrap_err().to_string(), expected);
        }
        let hurried = exact().max_iterations(1).fit(&labelled()).unwrap_err();
        assert!(hurried.to_string().contains("did not converge in 1 steps"));
        let short = DatasetBase::new(labelled().records, array![[true], [false]]);
        assert_eq!(new().fit(&short).unwrap_err().to_string(), "invalid training data");
        let negative = labelled().with_weights(Array1::from_elem(40, -1.0));
        let negative = new().fit(&negative).unwrap_err().to_string();
        let unsure = labelled().targets.mapv(|has| if has { 1.0 } else { f32::NAN });
        let unsure = DatasetBase::new(labelled().records, unsure);
        let unsure = new().fit(&unsure).unwrap_err().to_string();
        assert_eq!(unsure, "share of a theme must be a number from 0 to 1, got NaN");
        assert_eq!(negative, "weight must be a number above 0, got -1");
    }
}
