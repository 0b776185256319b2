//! From labelled paragraphs to a model: a [`Dataset`](crate::Dataset) is split into
//! [`Folds`], scored out of fold, calibrated, and learnt as a whole by a
//! [`Trainer`], whose way of training a [`Validation`] measures; later, a model may
//! [`recalibrate`] itself on other paragraphs.

mod calibration;
mod estimator;
mod features;
mod self_training;
mod teacher;
mod trainer;
mod validation;

pub use calibration::{Recalibrated, best_f1_threshold, recalibrate};
pub use estimator::{Estimator, LogisticRegression, Share, ValidLogisticRegression};
pub use self_training::SelfTrainingOptions;
pub use trainer::{Progress, Trained, Trainer, TrainingOptions};
pub use validation::{Folds, Setting, TimeSplit, Trial, Validation, predictions};
