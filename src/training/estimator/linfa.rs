//! linfa's own estimators on dense features, one theme at a time, as baselines and as a reference
//! for ours.

use ::linfa::dataset::DatasetBase;
use ::linfa::traits::Fit;
use linfa_bayes::{BernoulliNb, NaiveBayes};
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

use super::logistic::constant_heads;
use crate::error::Problem;
use crate::math::narrow;
use crate::model::Scorer;
use crate::{Error, Result};

/// A theme's weights and bias.
type Head = (Array1<f64>, f64);

/// linfa-logistic for each theme; `c` as in scikit-learn, above 0.
///
/// `records` has the shape (paragraphs, columns), `targets` (paragraphs, themes); each theme is
/// trained on the paragraphs with a known label.
pub(super) fn logistic(
    records: &Array2<f64>,
    targets: ArrayView2<Option<bool>>,
    c: f64,
) -> Result<Scorer> {
    heads(records, targets, |theme, records, labels| {
        let dataset = DatasetBase::new(records, labels);
        let settings = LogisticRegression::default()
            .alpha(1.0 / c)
            .gradient_tolerance(GRADIENT_TOLERANCE)
            .max_iterations(MAX_ITERATIONS);
        let fitted =
            settings.fit(&dataset).map_err(|source| failed("linfa-logistic", theme, source))?;
        // linfa takes the more frequent of two classes as the positive one.
        let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
        Ok((fitted.params() * sign, fitted.intercept() * sign))
    })
}

/// linfa's default. It stops there silently, before reaching its tolerance on ten thousand
/// paragraphs, but each further iteration takes a twentieth of a second per theme.
const MAX_ITERATIONS: u64 = 100;
/// The absolute gradient norm at which linfa stops.
const GRADIENT_TOLERANCE: f64 = 1e-4;

/// linfa-bayes for each theme: Bernoulli naive Bayes over the presence of terms.
///
/// The log-likelihood ratio is linear in presence, so it is read from the empty paragraph and from
/// paragraphs of one term. (Multinomial naive Bayes is not used, as it prints debugging output
/// whenever it is fitted. Probabilities are not used, as they overflow.)
pub(super) fn bayes(records: &Array2<f64>, targets: ArrayView2<Option<bool>>) -> Result<Scorer> {
    let columns = records.ncols();
    let mut probes = Array2::zeros((columns + 1, columns));
    probes.slice_mut(s![1.., ..]).diag_mut().fill(1.0);
    heads(records, targets, |theme, records, labels| {
        let dataset = DatasetBase::new(records, labels);
        let fitted = BernoulliNb::params()
            .fit(&dataset)
            .map_err(|source| failed("linfa-bayes", theme, source))?;
        let likelihood = fitted.joint_log_likelihood(probes.view());
        let ratio = &likelihood[&true] - &likelihood[&false];
        Ok((ratio.slice(s![1..]).mapv(|score| score - ratio[0]), ratio[0]))
    })
}

fn heads(
    records: &Array2<f64>,
    targets: ArrayView2<Option<bool>>,
    fit: impl Fn(usize, ArrayView2<f64>, Array1<bool>) -> Result<Head>,
) -> Result<Scorer> {
    let shape = (records.ncols(), targets.ncols());
    let mut scorer = Scorer { weights: Array2::zeros(shape), bias: Array1::zeros(shape.1) };
    for (theme, labels) in targets.axis_iter(Axis(1)).enumerate() {
        let (known, labels) = known(labels);
        let both = labels.iter().any(|&has| has) && labels.iter().any(|&has| !has);
        if both {
            let (weights, bias) = if known.len() == records.nrows() {
                fit(theme, records.view(), labels)?
            } else {
                fit(theme, records.select(Axis(0), &known).view(), labels)?
            };
            scorer.weights.column_mut(theme).assign(&weights.mapv(narrow));
            scorer.bias[theme] = narrow(bias);
        }
    }
    constant_heads(&mut scorer, targets);
    Ok(scorer)
}

/// The paragraphs with a known label for a theme, and these labels.
fn known(labels: ArrayView1<Option<bool>>) -> (Vec<usize>, Array1<bool>) {
    let known = labels.iter().enumerate().filter_map(|(place, has)| Some((place, (*has)?)));
    let (places, labels): (_, Vec<bool>) = known.unzip();
    (places, labels.into())
}

fn failed(
    estimator: &'static str,
    theme: usize,
    source: impl std::error::Error + Send + Sync + 'static,
) -> Error {
    Problem::Estimator { estimator, theme, source: Box::new(source) }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Records, SparseRow};
    use crate::training::LogisticRegression as Ours;
    use ::linfa::metrics::ToConfusionMatrix;

    /// 60 paragraphs with 6 columns. Theme 0 is rare and theme 1 frequent; both follow column 0
    /// with a few exceptions. No paragraph has theme 2.
    fn labelled() -> (Records, Array2<bool>) {
        let mut state = 7_u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f32 / (1_u64 << 24) as f32
        };
        let rows: Vec<SparseRow> = (0..60)
            .map(|_| SparseRow {
                columns: (0..6).collect(),
                values: (0..6).map(|_| draw()).collect(),
            })
            .collect();
        let targets = Array2::from_shape_fn((60, 3), |(row, theme)| {
            let signal = rows[row].values[0] + 0.2 * draw();
            [signal > 0.95, signal > 0.3, false][theme]
        });
        (Records::new(rows, 6), targets)
    }

    #[test]
    fn ours_agrees_with_linfa_logistic_to_four_digits() {
        let (records, targets) = labelled();
        for c in [0.1, 1.0, 10.0] {
            let theirs = logistic(&records.to_dense(), targets.mapv(Some).view(), c).unwrap();
            let dataset = DatasetBase::new(records.clone(), targets.clone());
            let ours = Ours::new().c(c).tolerance(1e-9).fit(&dataset).unwrap();
            let difference = (&ours.weights - &theirs.weights).mapv(f32::abs);
            assert!(difference.iter().all(|&d| d < 1e-4), "C {c}: {difference}");
            let difference = (&ours.bias - &theirs.bias).mapv(f32::abs);
            assert!(difference.iter().all(|&d| d < 1e-4), "C {c}: {difference}");
        }
    }

    #[test]
    fn a_rare_and_a_frequent_theme_point_the_same_way() {
        let (records, targets) = labelled();
        let dense = records.to_dense();
        let dataset = DatasetBase::new(records, targets.clone());
        for scorer in [
            logistic(&dense, targets.mapv(Some).view(), 10.0).unwrap(),
            bayes(&dense.mapv(|x| f64::from(u8::from(x > 0.5))), targets.mapv(Some).view())
                .unwrap(),
            Ours::new().c(10.0).fit(&dataset).unwrap(),
        ] {
            assert!(scorer.weights[[0, 0]] > 0.5, "rare: {}", scorer.weights[[0, 0]]);
            assert!(scorer.weights[[0, 1]] > 0.5, "frequent: {}", scorer.weights[[0, 1]]);
            assert!(scorer.weights.column(2).iter().all(|&weight| weight == 0.0));
            assert!((scorer.bias[2] - (1.0_f32 / 61.0).ln()).abs() < 1e-6);
        }
    }

    #[test]
    fn what_is_unknown_of_a_theme_has_no_part_in_it() {
        let (records, targets) = labelled();
        let mut partial = targets.mapv(Some);
        partial.slice_mut(s![..20, 0]).fill(None);
        let dense = records.to_dense();
        let of_known = (dense.slice(s![20.., ..]).to_owned(), targets.slice(s![20.., ..]));
        let known = of_known.1.mapv(Some);
        for (masked, alone, whole) in [
            (
                logistic(&dense, partial.view(), 10.0).unwrap(),
                logistic(&of_known.0, known.view(), 10.0).unwrap(),
                logistic(&dense, targets.mapv(Some).view(), 10.0).unwrap(),
            ),
            (
                bayes(&dense, partial.view()).unwrap(),
                bayes(&of_known.0, known.view()).unwrap(),
                bayes(&dense, targets.mapv(Some).view()).unwrap(),
            ),
        ] {
            assert_eq!(masked.weights.column(0), alone.weights.column(0));
            assert_eq!(masked.weights.column(1), whole.weights.column(1));
        }
    }

    #[test]
    fn bayes_is_the_log_likelihood_ratio() {
        let records = ndarray::array![[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 1.0]];
        let targets = ndarray::array![[true], [true], [false], [false]];
        let scorer = bayes(&records, targets.mapv(Some).view()).unwrap();
        // P(term 0 | theme) = 3/4, P(term 0 | not) = 1/4; P(term 1 | ·) = 2/4 and 3/4.
        let expected = [9.0_f32.ln(), (1.0_f32 / 3.0).ln()];
        for (weight, expected) in scorer.weights.column(0).iter().zip(expected) {
            assert!((weight - expected).abs() < 1e-6, "{weight} is not {expected}");
        }
        let none = (0.25_f32 * 0.5 / (0.75 * 0.25)).ln();
        assert!((scorer.bias[0] - none).abs() < 1e-6);
    }

    #[test]
    fn linfas_confusion_matrix_still_swaps_precision_and_recall() {
        // Two of the three labels given are true, and both true ones are given, …
        let truth = Array1::from(vec![true, true, false, false]);
        let predicted = Array1::from(vec![true, true, true, false]);
        let matrix = predicted.confusion_matrix(&truth).unwrap();
        // … so precision is 2/3 and recall 1: why `evaluation` has metrics of its own.
        assert!((matrix.precision() - 1.0).abs() < 1e-6 && matrix.recall() < 0.7);
    }
}
