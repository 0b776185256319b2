//! Documents in, rows out: [`Batches`] come from all sources, a [`Tagger`] makes rows of them on
//! any thread, [`in_order`] keeps their order.

mod batches;
mod in_order;
mod tagger;

pub use batches::{Batches, Position};
pub use in_order::in_order;
pub use tagger::{Explained, Tagged, TaggedBatch, TaggedPiece, Tagger};
