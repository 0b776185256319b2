//! The estimators of the weights: [`LogisticRegression`], and baselines for comparison.

mod lanes;
#[cfg(feature = "baselines")]
mod linfa;
mod logistic;
mod newton;
mod soft_target;
mod theme_lanes;

use ::linfa::dataset::DatasetBase;
use ::linfa::prelude::ParamGuard;
use ::linfa::traits::FitWith;
use ndarray::{Array1, Array2};

use crate::error::Problem;
use crate::features::{Records, VectorizerOptions, Weighting};
use crate::model::Scorer;
use crate::{Error, Result};

pub use self::logistic::{LogisticRegression, ValidLogisticRegression};
pub use self::soft_target::SoftTarget;

/// An estimator of the weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Estimator {
    /// Sparse one-vs-rest logistic regression; recommended.
    Logistic,
    /// linfa-logistic on the most frequent stems, a baseline; takes minutes. Needs a build with
    /// `--features baselines`.
    LinfaLogistic,
    /// linfa-bayes on the presence of the most frequent stems, a baseline. Needs a build with
    /// `--features baselines`.
    LinfaBayes,
}

/// The maximum number of stems for the dense estimators of linfa, which limits their run time.
const MAX_DENSE_STEMS: usize = 500;

impl Estimator {
    /// Its name in options and manifests.
    pub fn name(self) -> &'static str {
        match self {
            Self::Logistic => "logistic",
            Self::LinfaLogistic => "linfa-logistic",
            Self::LinfaBayes => "linfa-bayes",
        }
    }

    /// The options closest to `wanted` that the estimator supports.
    pub(in crate::training) fn vectorizer_options(
        self,
        wanted: &VectorizerOptions,
    ) -> VectorizerOptions {
        let weighting = match self {
            Self::Logistic => return wanted.clone(),
            Self::LinfaLogistic => Weighting::TfIdf,
            Self::LinfaBayes => Weighting::Presence,
        };
        let most = wanted.max_stems.unwrap_or(MAX_DENSE_STEMS).min(MAX_DENSE_STEMS);
        VectorizerOptions { bigrams: false, max_stems: Some(most), weighting, ..wanted.clone() }
    }

    /// Whether C regularises the estimator.
    pub(in crate::training) fn is_regularised(self) -> bool {
        !matches!(self, Self::LinfaBayes)
    }

    /// Trains a scorer, starting from `start` if there is one trained with a similar C.
    pub(in crate::training) fn fit(
        self,
        dataset: &DatasetBase<Records, Array2<Option<bool>>>,
        c: f64,
        start: Option<&Scorer>,
    ) -> Result<Scorer> {
        #[cfg(feature = "baselines")]
        let (records, targets) = (|| dataset.records.to_dense(), dataset.targets.view());
        match self {
            Self::Logistic => LogisticRegression::new().c(c).check()?.fit_with(start, dataset),
            #[cfg(feature = "baselines")]
            Self::LinfaLogistic => self::linfa::logistic(&records(), targets, c),
            #[cfg(feature = "baselines")]
            Self::LinfaBayes => self::linfa::bayes(&records(), targets),
            #[cfg(not(feature = "baselines"))]
            Self::LinfaLogistic | Self::LinfaBayes => Err(self.missing()),
        }
    }

    /// Checks that the estimator is part of this build.
    pub(in crate::training) fn check_built(self) -> Result<()> {
        let built = cfg!(feature = "baselines") || self == Self::Logistic;
        if built { Ok(()) } else { Err(self.missing()) }
    }

    fn missing(self) -> Error {
        let what = format!("the estimator `{}`", self.name());
        Problem::Feature { what, feature: "baselines" }.into()
    }

    /// Refuses weights that the estimator would ignore.
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

/// Required by linfa's traits.
impl From<::linfa::Error> for Error {
    fn from(error: ::linfa::Error) -> Self {
        Problem::Training(Box::new(error)).into()
    }
}
