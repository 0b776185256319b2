//! A block of a page: what a reader sees as one paragraph.

use std::ops::Range;

use super::element::Display;
use super::run::{Begins, Kind, Run};
use super::tree::Tree;
use super::whitespace::is_blank;
use crate::language::Language;
use crate::paragraph::Paragraph;

/// A block of a page that has words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The numbers of its runs.
    pub(super) runs: Range<usize>,
    /// The number of the innermost block element around it.
    pub(super) element: usize,
    /// The number of its letters and digits, and of those of them in links.
    pub(super) letters: usize,
    pub(super) linked: usize,
    /// Its text, in one line.
    pub(super) text: String,
}

impl Block {
    /// Whether it reads like a paragraph of a text: long enough, hardly any links.
    pub(super) fn is_prose(&self) -> bool {
        const MIN_LETTERS: usize = 60;
        const MIN_WIDE_LETTERS: usize = 20;
        let letters = self.letters - self.linked;
        let wide = || self.text.chars().filter(|&c| is_wide(c)).count() >= MIN_WIDE_LETTERS;
        2 * letters > self.letters && (letters >= MIN_LETTERS || wide())
    }

    /// Whether it ends like a sentence.
    pub(super) fn is_sentence(&self) -> bool {
        let end =
            self.text.trim_end_matches(|c: char| c.is_whitespace() || "”’»\"')]」』".contains(c));
        end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟'])
    }
}

/// Whether a character of a script without spaces, which says more than a letter.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character, '\u{E00}'..='\u{E7F}' | '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

/// The words of a text in lower case, for comparison.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

/// The blocks of a page that have words, in order.
pub(super) fn blocks(tree: &Tree, html: &str) -> Vec<Block> {
    let mut start = 0;
    let chunks = tree.runs.chunk_by(|run, next| run.block == next.block);
    let blocks = chunks.filter_map(|runs| {
        let range = start..start + runs.len();
        start = range.end;
        block(tree, html, range)
    });
    blocks.collect()
}

fn block(tree: &Tree, html: &str, range: Range<usize>) -> Option<Block> {
    let runs = &tree.runs[range.clone()];
    let first = runs.iter().find(|run| run.kind == Kind::Words)?;
    let letters = |linked: bool| {
        let counted = runs.iter().filter(|run| !linked || tree.elements[run.element].linked);
        counted.map(|run| run.letters).sum::<usize>()
    };
    let (letters, linked) = (letters(false), letters(true));
    let element = block_element(tree, first.element);
    Some(Block { runs: range, element, letters, linked, text: text(runs.iter(), html) })
}

/// The innermost element around a place that is shown on lines of its own.
fn block_element(tree: &Tree, number: usize) -> usize {
    let is_block = |&number: &usize| tree.elements[number].display == Display::Block;
    tree.ancestors(number).find(is_block).unwrap_or_default()
}

/// The text of runs, in one line.
pub(super) fn text<'a>(runs: impl Iterator<Item = &'a Run>, html: &str) -> String {
    // The language is only known once there is a text.
    let language = Language::default();
    let mut joined = String::new();
    let mut lines = false;
    for run in runs {
        match run.begins {
            Begins::Inside => {}
            Begins::AfterBreak => joined.push_str(language.line_joiner()),
            Begins::AfterLine => lines = true,
        }
        run.decode(html, &mut joined);
    }
    if lines {
        let (range, line) = (0..joined.len(), 1);
        joined = Paragraph { text: &joined, range, line, language }.one_line().into_owned();
    }
    let mut line = String::with_capacity(joined.len());
    for word in joined.split(is_blank).filter(|word| !word.is_empty()) {
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(word);
    }
    line
}
