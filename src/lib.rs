//! themewise tells what a paragraph of news is about.
//!
//! It tags every paragraph with themes (cybersecurity, military, trade …, or
//! the user's own), several or none, each with a calibrated confidence. It
//! tags themes; it does not judge whether a text is true.
//!
//! The code is one line, and a stage knows only the type before it:
//!
//! **document → paragraph → words → stems → features → scores → confidence →
//! label → output**
//!
//! * [`document`] reads files and splits them into paragraphs with their place;
//! * [`text`] finds words and stems them;
//! * [`features`] weighs stems into one sparse row, and knows their vectors
//!   while a model is learnt;
//! * [`model`] adds up a table of stem × theme, calibrates, labels, explains;
//! * [`training`] walks the same line with labelled paragraphs, using the very
//!   objects prediction uses;
//! * [`evaluation`] compares predictions with labels;
//! * [`output`] writes them down;
//! * a [`pipeline`] does all this for a stream on several threads.
//!
//! # Examples
//!
//! ```
//! use themewise::Model;
//! use themewise::document::paragraphs;
//!
//! let article = "Tariffs on steel rose.\n\nThe minister’s e-mail was hacked.";
//! let model = Model::embedded()?;
//! let mut worker = model.worker();
//! for paragraph in paragraphs(article) {
//!     let prediction = worker.predict(paragraph.text);
//!     for label in &prediction.labels {
//!         println!("line {}: {} {:.2}", paragraph.line, label.theme, label.confidence);
//!     }
//!     assert!(!prediction.labels.is_empty());
//! }
//! # Ok::<(), themewise::Error>(())
//! ```

mod atomic_file;
pub mod dataset;
pub mod document;
pub mod error;
pub mod evaluation;
pub mod features;
pub mod labelling;
pub mod language;
pub mod model;
pub mod output;
pub mod pipeline;
mod prefetch;
pub mod report;
pub mod tagging;
mod tensor_file;
pub mod text;
pub mod theme;
pub mod training;

pub use atomic_file::WholeFile;
pub use dataset::Dataset;
pub use error::{Error, Result};
pub use evaluation::Evaluation;
pub use model::{Explanation, Label, Model, Prediction, Worker, Workers};
pub use theme::{Theme, ThemeId, ThemeSet};
pub use training::Trainer;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
