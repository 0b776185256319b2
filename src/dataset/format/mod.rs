//! The formats of label files: ours, and those of annotation tools.
//!
//! Reading turns a file's bytes into [`Record`]s, each with its place: a text, and what the
//! format says about themes. Formats differ in what silence means: in fastText the paragraph
//! does not have a theme that is not listed, in spaCy such a theme is unknown. So a record
//! names the themes it decides on and says what holds for all others; only then are they
//! looked up in the set of themes. Writing goes the other way, one paragraph at a time, and
//! reports all that a format has no place for.

mod csv;
mod doccano;
mod fasttext;
mod hugging_face;
mod json;
mod jsonl;
mod label_format;
mod label_studio;
mod lines;
mod names;
mod prodigy;
mod recognition;
mod record;
mod spacy;
mod table;
mod written;

pub use self::label_format::LabelFormat;
pub(super) use self::lines::{numbered_lines, parse};
pub(super) use self::record::Record;
pub use self::written::{LeftOut, Written};
