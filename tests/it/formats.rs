//! What only a terminal shows, written to memory instead.

use themewise::document::{Document, paragraphs};
use themewise::output::{Format, Layout, Rollup, TaggedParagraph};

use crate::support::small_model;

#[test]
fn a_terminal_shows_colours_and_cuts_long_lines() {
    let bytes = std::fs::read("tests/data/small.txt").unwrap();
    let document = Document::from_bytes("small.txt", bytes).unwrap();
    let mut out = Vec::new();
    let layout = Layout { all: false, terminal: Some(60), scale: None };
    let mut writer = Format::Text.writer(&mut out, small_model().themes(), &layout);
    writer.begin_document(&document.name).unwrap();
    let mut rollup = Rollup::new(&document.name);
    for (paragraph, number) in paragraphs(&document.text).into_iter().zip(1..) {
        let prediction = small_model().predict(paragraph.text);
        let tagged =
            TaggedParagraph { file: &document.name, number, paragraph, prediction: &prediction };
        rollup.count(&tagged);
        writer.paragraph(&tagged).unwrap();
    }
    writer.end_of_document(&rollup).unwrap();
    writer.flush().unwrap();
    drop(writer);
    insta::assert_snapshot!(String::from_utf8(out).unwrap().replace('\u{1b}', "ESC"));
}
