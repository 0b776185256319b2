//! The formats of label files: our own and those of annotation tools.
//!
//! Reading turns a file's bytes into [`Record`]s, each with its place, text and themes. Formats
//! differ in what a missing theme means: in fastText the paragraph does not have it, in spaCy it is
//! unknown. So a record names the themes it decides on and says what holds for all others. The
//! names are looked up in the set of themes later. Writing takes one paragraph at a time and
//! reports everything that a format has no place for.

mod answer;
mod cell;
mod control;
mod csv;
mod doccano;
mod fasttext;
mod hugging_face;
mod json;
mod jsonl;
mod label_file;
mod label_format;
mod label_studio;
mod lines;
mod mark;
mod names;
mod prodigy;
mod recognition;
mod record;
mod rows;
mod spacy;
mod table;
mod theme_columns;
mod written;

pub(super) use self::label_file::LabelFile;
pub use self::label_format::LabelFormat;
pub(super) use self::lines::{numbered_lines, parse};
pub(super) use self::names::nearest;
pub(super) use self::record::Record;
pub use self::written::{Skipped, Written};
