//! Evaluations and explanations as text, JSON and HTML.

mod assessment;
mod calibration;
mod comparison;
mod evaluation;
pub mod explanation;
mod html;
mod trials;

pub use calibration::CalibrationReport;
pub use comparison::ComparisonReport;
pub use html::evaluation_page;
pub use trials::TrialsReport;
