//! themewise tags every paragraph of news with themes.
//!
//! The themes are cybersecurity, military, trade and eleven more, or the user's own. A
//! paragraph gets several themes or none, each with a calibrated confidence. themewise tags
//! themes; it does not judge whether a text is true.
//!
//! The code is one pipeline, in which each stage knows only the type before it:
//!
//! **document → paragraph → words → stems → features → scores → confidence →
//! label → output**
//!
//! * [`language`] has everything that depends on a language;
//! * [`text`] finds words and stems them;
//! * [`paragraph`] splits texts into paragraphs with their places;
//! * [`document`] reads files of many formats into documents;
//! * [`features`] turns stems into one sparse row, with stem vectors in training;
//! * [`dataset`] reads and writes labelled paragraphs;
//! * [`model`] adds up a table *stem × theme*, calibrates, labels and explains;
//! * [`tagging`] combines paragraphs with predictions, and sums up documents;
//! * [`output`] writes results in several formats;
//! * [`pipeline`] turns documents into rows, in order, on several threads;
//! * [`training`] trains models on labelled paragraphs, with the same stages;
//! * [`evaluation`] compares predictions with labels;
//! * [`labelling`] finds similar labelled paragraphs;
//! * [`report`] writes evaluations and explanations as text, JSON or HTML;
//! * [`cli`] is the program.
//!
//! `ARCHITECTURE.md` describes the code and where to add to it.
//!
//! # Examples
//!
//! ```
//! use themewise::Model;
//! use themewise::paragraph::paragraphs;
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

#[cfg(feature = "documents")]
mod atomic_file;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(not(feature = "embedded-data"))]
mod data_folder;
#[cfg(feature = "training")]
pub mod dataset;
#[cfg(feature = "documents")]
pub mod document;
pub mod error;
#[cfg(feature = "training")]
pub mod evaluation;
pub mod features;
mod file_digest;
#[cfg(feature = "training")]
pub mod labelling;
mod lanes;
pub mod language;
mod math;
pub mod model;
#[cfg(feature = "documents")]
pub mod output;
pub mod paragraph;
#[cfg(feature = "documents")]
pub mod pipeline;
mod prefetch;
#[cfg(feature = "training")]
pub mod report;
#[cfg(feature = "documents")]
pub mod tagging;
mod tensor_file;
pub mod text;
pub mod theme;
#[cfg(feature = "training")]
pub mod training;

#[cfg(feature = "documents")]
pub use atomic_file::WholeFile;
#[cfg(not(feature = "embedded-data"))]
pub use data_folder::set_data_folder;
#[cfg(feature = "training")]
pub use dataset::Dataset;
pub use error::{Error, Result};
#[cfg(feature = "training")]
pub use evaluation::Evaluation;
pub use model::{Explanation, Label, Model, Prediction, Worker, Workers};
pub use theme::{Theme, ThemeId, ThemeSet};
#[cfg(feature = "training")]
pub use training::Trainer;

/// Runs the examples of the README as tests.
#[cfg(all(doctest, feature = "cli"))]
#[doc = include_str!("../README.md")]
struct Readme;
