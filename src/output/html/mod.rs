//! HTML pages: one self-contained file each, which makes no network request.
//!
//! maud's templates escape every text; a policy in the page forbids requests.

mod article;
#[cfg_attr(not(feature = "training"), allow(dead_code, reason = "reports draw more of them"))]
pub(crate) mod charts;
pub(super) mod contents;
pub(crate) mod foreign;
pub(crate) mod page;
mod paragraph;
pub(crate) mod words;
mod writer;

pub use article::{ArticlePage, rows_page};
pub use contents::Contents;
pub use words::MARKED;
pub(super) use writer::HTML;
pub use writer::HtmlWriter;
