//! Terminal output, written to memory instead.

use std::sync::Arc;

use themewise::document::{Document, paragraphs};
use themewise::output::{OutputFormat, WriteOptions};
use themewise::tagging::{Rollup, TaggedParagraph};

use crate::support::small_model;

#[test]
fn a_terminal_shows_colours_and_cuts_long_lines() {
    let text = std::fs::read_to_string("tests/data/small.txt").unwrap();
    let document = Arc::new(Document::named("small.txt"));
    let mut out = Vec::new();
    let options = WriteOptions { terminal: Some(60), ..WriteOptions::default() };
    let mut writer = OutputFormat::Text.writer(&mut out, small_model().themes(), &options);
    writer.begin_document(&document).unwrap();
    let mut rollup = Rollup::new(document.clone());
    for (paragraph, number) in paragraphs(&text).into_iter().zip(1..) {
        let prediction = small_model().predict(paragraph.text);
        let tagged = TaggedParagraph {
            document: &document,
            number,
            sentence: None,
            paragraph,
            prediction: &prediction,
            explanations: &[],
        };
        rollup.count(&tagged);
        writer.paragraph(&tagged).unwrap();
    }
    writer.end_of_document(&rollup).unwrap();
    writer.flush().unwrap();
    drop(writer);
    insta::assert_snapshot!(String::from_utf8(out).unwrap().replace('\u{1b}', "ESC"));
}
