//! Evaluations and explanations as text, JSON and HTML.

mod assessment;
mod calibration;
mod comparison;
mod evaluation;
pub mod explanation;
mod figures;
mod html;
mod learning_curve;
mod left_out;
mod part_table;
mod trials;

pub use calibration::CalibrationReport;
pub use comparison::ComparisonReport;
pub use html::evaluation_page;
pub use trials::TrialsReport;
