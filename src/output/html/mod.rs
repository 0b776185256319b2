//! Pages to look at: one file each, complete in itself, that asks nothing of any network.
//!
//! Every text is escaped by the templates of maud; a policy in the page forbids requests.

mod article;
mod charts;
mod evaluation;
mod explanation;
mod page;
mod words;

pub use article::{ArticlePage, write_paragraph};
pub use evaluation::evaluation_page;
pub use explanation::{explanation_page, write_explanation};
