//! What learns the weights: [`LogisticRegression`], or another estimator to compare it with.

mod lanes;
mod linfa;
mod logistic;
mod newton;
mod share;
mod theme_lanes;

use ::linfa::dataset::DatasetBase;
use ::linfa::prelude::ParamGuard;
use ::linfa::traits::FitWith;
use ndarray::{Array1, Array2};

use crate::error::Problem;
use crate::features::{Records, VectorizerOptions, Weighting};
use crate::model::Scorer;
use crate::{Error, Result};

pub(in crate::training) use self::lanes::LANES;
pub use self::logistic::{LogisticRegression, ValidLogisticRegression};
pub use self::share::Share;

/// What learns the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Estimator {
    /// Sparse one-vs-rest logistic regression; recommended.
    Logistic,
    /// linfa-logistic on the most frequent stems, a baseline; takes minutes.
    LinfaLogistic,
    /// linfa-bayes on the presence of the most frequent stems, a baseline.
    LinfaBayes,
}

/// Stems that the dense estimators of linfa can take in bearable time.
const MOST_DENSE_STEMS: usize = 500;

impl Estimator {
    /// Its name in options and manifests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::LinfaLogistic => "linfa-logistic",
            Self::LinfaBayes => "linfa-bayes",
        }
    }

    /// The features it can take, as near to those wanted as it gets.
    pub(in crate::training) fn vectorizer_options(
        self,
        wanted: &VectorizerOptions,
    ) -> VectorizerOptions {
        let weighting = match self {
            Self::Logistic => return wanted.clone(),
            Self::LinfaLogistic => Weighting::TfIdf,
            Self::LinfaBayes => Weighting::Presence,
        };
        let most = wanted.max_stems.unwrap_or(MOST_DENSE_STEMS).min(MOST_DENSE_STEMS);
        VectorizerOptions { bigrams: false, max_stems: Some(most), weighting, ..wanted.clone() }
    }

    /// Whether C means anything to it.
    pub(in crate::training) fn is_regularised(self) -> bool {
        !matches!(self, Self::LinfaBayes)
    }

    /// Learns a scorer; `start` is one learnt with a similar C, if there is one.
    pub(in crate::training) fn fit(
        self,
        dataset: &DatasetBase<Records, Array2<Option<bool>>>,
        c: f64,
        start: Option<&Scorer>,
    ) -> Result<Scorer> {
        let (records, targets) = (&dataset.records, &dataset.targets);
        match self {
            Self::Logistic => LogisticRegression::new().c(c).check()?.fit_with(start, dataset),
            Self::LinfaLogistic => self::linfa::logistic(&records.to_dense(), targets.view(), c),
            Self::LinfaBayes => self::linfa::bayes(&records.to_dense(), targets.view()),
        }
    }

    /// Refuses weights that the estimator would pass over.
    pub(in crate::training) fn check_weights(self, weights: &Array1<f32>) -> Result<()> {
        let other = weights.iter().find(|&&weight| (weight - 1.0).abs() > f32::EPSILON);
        match other.filter(|_| self != Self::Logistic) {
            None => Ok(()),
            Some(weight) => Err(Error::setting(
                "the weight of a paragraph",
                weight.to_string(),
                "1, unless the estimator is `logistic`",
            )),
        }
    }
}

/// linfa's traits want its error to be one of ours.
impl From<::linfa::Error> for Error {
    fn from(error: ::linfa::Error) -> Self {
        Problem::Training(Box::new(error)).into()
    }
}
