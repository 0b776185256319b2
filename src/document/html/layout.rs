//! Which texts of a page are one block: what a reader sees as one paragraph.
//!
//! 1. An element is a block by its name or its style. One that HTML does not know, such as
//!    `<story-line>`, is a block if it holds blocks, or if only blocks and its like stand beside it.
//! 2. The texts between two edges of blocks, or two line breaks on end, are one block.
//! 3. Where lines are shown as they are written, blocks are parted as those of a plain text.

use super::element::{Display, Element};
use super::run::{Begins, Kind, Run};
use super::tree::{Node, Tree};
use crate::paragraph::paragraphs;

/// Numbers the blocks of a page.
pub(super) fn lay_out(tree: &mut Tree, html: &str) {
    mark_holders(tree);
    if tree.elements.iter().any(|element| element.display == Display::Unknown) {
        decide_unknown(tree);
        mark_holders(tree);
    }
    number_blocks(tree);
    part_lines(tree, html);
}

/// Notes which elements have blocks in them.
fn mark_holders(tree: &mut Tree) {
    for number in (1..tree.elements.len()).rev() {
        let element = &tree.elements[number];
        let holds = element.holds_blocks || element.display == Display::Block;
        let parent = element.parent;
        tree.elements[parent].holds_blocks |= holds;
    }
}

fn decide_unknown(tree: &mut Tree) {
    let mixed = holders_of_words(tree);
    for number in 1..tree.elements.len() {
        let Element { display, parent, holds_blocks, .. } = tree.elements[number];
        if display == Display::Unknown {
            let around = &tree.elements[parent];
            let alone = around.display == Display::Block && !is_line(around) && !mixed[parent];
            let block = holds_blocks || alone;
            tree.elements[number].display = if block { Display::Block } else { Display::Inline };
        }
    }
}

/// Whether all of an element is one line of text.
fn is_line(element: &Element) -> bool {
    element.name == "p" || element.is_heading()
}

/// Which elements have words right in them, or in a part of a line.
fn holders_of_words(tree: &Tree) -> Vec<bool> {
    let mut holders = vec![false; tree.elements.len()];
    for run in tree.runs.iter().filter(|run| run.kind != Kind::Blank) {
        holders[run.element] = true;
    }
    for number in (1..tree.elements.len()).rev() {
        let element = &tree.elements[number];
        holders[element.parent] |= holders[number] && element.display == Display::Inline;
    }
    holders
}

fn number_blocks(tree: &mut Tree) {
    let mut place = Place::default();
    for node in &tree.nodes {
        match *node {
            Node::Start(number) | Node::End(number) => {
                let element = &tree.elements[number];
                if element.display == Display::Block {
                    let starts = matches!(node, Node::Start(_));
                    place.edge(is_short_heading(element, &tree.runs), starts);
                }
            }
            Node::Edge | Node::Rule => place.edge(false, true),
            Node::Break => place.breaks += 1,
            Node::Text(number) => place.number(&mut tree.runs[number]),
        }
    }
}

/// Whether an element is a heading in one block, whatever is in it.
fn is_short_heading(element: &Element, runs: &[Run]) -> bool {
    const MAX_LETTERS: usize = 300;
    let letters = || runs[element.runs.clone()].iter().map(|run| run.letters).sum::<usize>();
    element.is_heading() && element.holds_blocks && letters() <= MAX_LETTERS
}

/// A place between two nodes.
#[derive(Debug, Default)]
struct Place {
    block: usize,
    /// Line breaks since the last text.
    breaks: usize,
    /// Whether it is in a heading of several lines.
    inside: bool,
}

impl Place {
    /// Passes the edge of a block, which may be a heading that begins or ends.
    fn edge(&mut self, heading: bool, starts: bool) {
        if self.inside && !heading {
            self.breaks = 1;
            return;
        }
        self.inside = heading && starts;
        self.block += 1;
        self.breaks = 0;
    }

    fn number(&mut self, run: &mut Run) {
        // A blank text between line breaks separates no more than they do.
        if run.kind != Kind::Blank || self.breaks == 0 {
            self.block += usize::from(self.breaks > 1);
            let broken = std::mem::take(&mut self.breaks) > 0;
            if broken && run.begins == Begins::Inside {
                run.begins = Begins::AfterBreak;
            }
        }
        run.block = self.block;
    }
}

/// Parts blocks of lines into paragraphs, and numbers all blocks anew.
fn part_lines(tree: &mut Tree, html: &str) {
    let is_line = |run: &Run| run.begins == Begins::AfterLine;
    if !tree.runs.iter().any(is_line) {
        return;
    }
    let mut next = 0;
    let mut parted = Vec::new();
    for block in tree.runs.chunk_by_mut(|run, next| run.block == next.block) {
        let numbers = if block.iter().any(is_line) { numbers(block, html) } else { Vec::new() };
        let last = numbers.last().copied().unwrap_or_default();
        for (place, run) in block.iter_mut().enumerate() {
            run.block = next + numbers.get(place).copied().unwrap_or_default();
            parted.extend((last > 0).then_some(run.element));
        }
        next += 1 + last;
    }
    for number in parted {
        mark_parted(tree, number);
    }
}

/// Notes that there are several blocks in an element.
fn mark_parted(tree: &mut Tree, number: usize) {
    let element = &mut tree.elements[number];
    let known = std::mem::replace(&mut element.holds_blocks, true);
    if !known && element.display == Display::Inline {
        let parent = element.parent;
        mark_parted(tree, parent);
    }
}

/// For each run of a block of lines, the number of its paragraph, from 0.
fn numbers(block: &[Run], html: &str) -> Vec<usize> {
    let mut text = String::new();
    let ends: Vec<_> = block.iter().map(|run| append(run, html, &mut text)).collect();
    let paragraphs = paragraphs(&text);
    // A run is in the last paragraph that begins before its end.
    let number = |&end: &usize| {
        let begun = paragraphs.partition_point(|paragraph| paragraph.range.start < end);
        begun.saturating_sub(1)
    };
    ends.iter().map(number).collect()
}

/// Appends a run to the text of its block; returns where it ends.
fn append(run: &Run, html: &str, text: &mut String) -> usize {
    if run.begins != Begins::Inside {
        // The line end may belong to the run before.
        text.push_str(if text.ends_with('\n') { "" } else { "\n" });
    }
    run.decode(html, text);
    text.len()
}
