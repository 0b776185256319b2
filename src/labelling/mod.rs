//! Looks up labelled paragraphs: [`Neighbours`] finds those most similar to a text.

mod neighbours;

pub use neighbours::{Neighbour, Neighbours};
