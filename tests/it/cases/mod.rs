//! Inputs as people really have them, each one case of a kind, with the right result beside it.
//!
//! The files are in `tests/data/cases`; all of them are written for these tests. Every kind has
//! siblings: other inputs that go wrong for the same reason.

mod archives;
mod formats;
mod labels;
mod pages;
mod words;
