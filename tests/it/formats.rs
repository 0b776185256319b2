//! Terminal output, written to memory instead.

use crate::support::{on_terminal, small_model};

#[test]
fn a_terminal_shows_colours_and_cuts_long_lines() {
    let text = std::fs::read_to_string("tests/data/small.txt").unwrap();
    let out = on_terminal(small_model(), "small.txt", &text);
    insta::assert_snapshot!(out.replace('\u{1b}', "ESC"));
}
