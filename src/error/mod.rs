//! The error of the library. Messages name the place first, then what was expected and what was
//! found.
//!
//! The cause is in `source()`, not in the message. If one error lists several problems, as for
//! label files and model files, each message is complete.
#![cfg_attr(
    not(feature = "training"),
    allow(dead_code, reason = "builds without training meet fewer errors")
)]

#[expect(clippy::module_inception, reason = "one noun per file, and the error is one")]
mod error;
mod foreign;
mod kind;
mod label;
mod model;
mod place;
mod problem;
mod record;
#[cfg(feature = "training")]
mod setting;

pub use error::{Error, Result};
#[cfg(feature = "documents")]
pub(crate) use foreign::Foreign;
pub use kind::ErrorKind;
#[cfg(feature = "training")]
pub(crate) use label::{LabelError, LabelPlace, LabelProblem, listed};
pub(crate) use model::ModelError;
pub use place::Place;
pub(crate) use problem::Problem;
#[cfg(feature = "documents")]
pub(crate) use record::RecordProblem;
#[cfg(feature = "training")]
pub(crate) use setting::{check_c, check_factor, check_share};
