//! Trains a model on labelled paragraphs.
//!
//! A [`Trainer`] splits a [`Dataset`](crate::Dataset) into [`Folds`], scores it out of fold,
//! calibrates the scores, and trains on all of it. A [`Validation`] measures the quality of such
//! training. [`recalibrate`] adapts a trained model to other paragraphs.

mod calibration;
mod context;
mod embedding;
mod estimator;
mod features;
mod foreign_labels;
mod languages;
mod novel_paragraphs;
mod options;
mod out_of_fold;
mod recalibration;
mod scores;
mod self_training;
mod teacher;
mod ties;
mod trained;
mod trainer;
mod validation;
mod without_labels;

pub use calibration::best_f1_threshold;
pub use embedding::Embedding;
pub use estimator::{Estimator, LogisticRegression, SoftTarget, ValidLogisticRegression};
pub use foreign_labels::ForeignLabels;
pub use languages::{LabelledLanguages, OtherLabels, TrainedLanguages};
pub use options::TrainingOptions;
pub use recalibration::{
    BeforeAndAfter, Recalibrated, RecalibratedLanguages, recalibrate, recalibrate_languages,
};
pub use self_training::SelfTrainingOptions;
pub use trained::Trained;
pub use trainer::{Progress, Trainer};
pub use validation::{
    Folds, Setting, SourcePart, SourceSplit, TimeSplit, Trial, Validation, predictions, targets,
};
