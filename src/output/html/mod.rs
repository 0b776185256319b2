//! Pages to look at: one file each, complete in itself, that asks nothing of any network.
//!
//! Every text is escaped by the templates of maud; a policy in the page forbids requests.

mod article;
#[cfg_attr(not(feature = "training"), allow(dead_code, reason = "reports draw more of them"))]
pub(crate) mod charts;
pub(crate) mod page;
pub(crate) mod words;

pub use article::{ArticlePage, write_paragraph};
