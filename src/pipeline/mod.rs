//! Documents in, rows out.
//!
//! [`Batches`] reads all sources, a [`Tagger`] makes rows of the batches on any thread,
//! [`in_order`] keeps their order, and a [`Joiner`] joins the rows.
//!
//! # Examples
//!
//! ```
//! use std::num::NonZeroUsize;
//!
//! use themewise::Model;
//! use themewise::document::{BytesRead, Discovery, ReadOptions};
//! use themewise::output::{OutputFormat, WriteOptions};
//! use themewise::pipeline::{Batches, Joiner, Output, Position, Tagger, in_order};
//!
//! let model = Model::embedded()?;
//! let sources = Discovery::default().sources(&["tests/data/article.txt".into()]);
//! let (read, start) = (BytesRead::default(), Position::default());
//! let batches = Batches::new(sources, ReadOptions::default(), &read, start);
//! let output = Output::new(OutputFormat::Jsonl, WriteOptions::default());
//! let tagger = Tagger::new(model.workers(), output);
//! let worker = || {
//!     let mut tag = tagger.worker();
//!     move |(_, batch)| tag(batch)
//! };
//!
//! let mut rows = Vec::new(); // or a file
//! let mut joiner = Joiner::new(&tagger);
//! joiner.begin(&mut [&mut rows])?;
//! in_order(NonZeroUsize::MIN, batches, worker, |tagged| {
//!     for document in joiner.join(tagged?, &mut [&mut rows])? {
//!         document?;
//!     }
//!     Ok::<(), Box<dyn std::error::Error>>(())
//! })?;
//! joiner.end(&mut [&mut rows])?;
//! assert!(String::from_utf8(rows)?.starts_with(r#"{"file":"tests/data/article.txt","paragraph":1,"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod addresses;
mod batches;
mod buffer;
mod in_order;
mod joiner;
mod output;
mod rows;
mod tagger;

pub use addresses::Addresses;
pub use batches::{Batches, Position};
pub use in_order::in_order;
pub use joiner::{JoinedChunk, Joiner};
pub use output::Output;
pub use tagger::{Tagged, TaggedBatch, Tagger};
