//! Work with labelled paragraphs beside a model: [`Neighbours`] finds those most like another.

mod neighbours;

pub use neighbours::{Neighbour, Neighbours};
