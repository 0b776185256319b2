//! From labelled paragraphs to a model: a [`Dataset`] is read, split into
//! [`Folds`], scored out of fold, calibrated, and learnt as a whole by a
//! [`Trainer`], whose way of training a [`Validation`] measures; later, a model may [`recalibrate`] itself on other paragraphs.

mod calibrator;
mod confidence;
mod cross_validation;
mod dataset;
mod dates;
mod estimator;
mod example;
mod familiarity;
mod features;
mod folds;
mod format;
mod groups;
mod lanes;
mod linfa_estimators;
mod logistic;
mod near_duplicates;
mod neighbours;
mod newton;
mod recalibration;
mod self_training;
mod teacher;
mod theme_lanes;
mod thresholds;
mod trainer;
mod unlabelled;
mod validation;

pub use cross_validation::{Setting, Trial};
pub use dataset::Dataset;
pub use estimator::Estimator;
pub use example::{Content, Example};
pub use folds::Folds;
pub use format::{LabelFormat, LeftOut, Written};
pub use logistic::{LogisticRegression, Share, ValidLogisticRegression};
pub use near_duplicates::near_duplicate_groups;
pub use neighbours::{Neighbour, Neighbours};
pub use recalibration::{Recalibrated, recalibrate};
pub use self_training::SelfTrainingOptions;
pub use thresholds::best_f1_threshold;
pub use trainer::{Progress, Trained, Trainer, TrainingOptions};
pub use unlabelled::Unlabelled;
pub use validation::{TimeSplit, Validation, predictions};
