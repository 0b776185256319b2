//! Evaluations and explanations as text, JSON and HTML.

mod assessment;
mod comparison;
mod evaluation;
pub mod explanation;
mod html;

pub use assessment::mean_and_deviation;
pub use comparison::ComparisonReport;
pub use html::evaluation_page;
