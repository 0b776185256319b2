//! The paragraphs of a page, with their places, from the runs that are chosen.

use super::super::limits::MAX_PARAGRAPHS;
use super::super::owned_paragraph::OwnedParagraph;
use super::block::text;
use super::layout::lay_out;
use super::run::{Kind, Run};
use super::scan::scan;

/// All paragraphs of a fragment. If it is `preformatted`, its lines are shown as they are written.
pub(super) fn whole(html: &str, preformatted: bool) -> Vec<OwnedParagraph> {
    let mut tree = scan(html, preformatted).tree;
    lay_out(&mut tree, html);
    let all = vec![true; tree.runs.len()];
    paragraphs(html, &tree.runs, &all)
}

/// The blocks that have chosen runs.
pub(super) fn paragraphs(html: &str, runs: &[Run], chosen: &[bool]) -> Vec<OwnedParagraph> {
    let mut lines = Lines::of(html);
    let mut start = 0;
    let blocks = runs.chunk_by(|run, next| run.block == next.block);
    let paragraphs = blocks.filter_map(|block| {
        let chosen = &chosen[start..start + block.len()];
        start += block.len();
        paragraph(html, block, chosen, &mut lines)
    });
    // One more than the limit, to tell that there are too many.
    paragraphs.take(MAX_PARAGRAPHS + 1).collect()
}

/// The chosen runs of a block, with the space between them.
fn paragraph(
    html: &str,
    block: &[Run],
    chosen: &[bool],
    lines: &mut Lines,
) -> Option<OwnedParagraph> {
    let counts = |&(run, &chosen): &(&Run, &bool)| chosen && run.kind != Kind::Blank;
    let shown = || block.iter().zip(chosen);
    let (first, _) = shown().find(counts)?;
    let (last, _) = shown().rev().find(counts)?;
    let range = first.visible(html).start..last.visible(html).end;
    let inside = |run: &Run| run.range.end > range.start && run.range.start < range.end;
    let kept = shown().filter(|&(run, &chosen)| (chosen || run.kind == Kind::Blank) && inside(run));
    let text = text(kept.map(|(run, _)| run), html);
    let speaks = text.contains(char::is_alphanumeric);
    speaks.then(|| OwnedParagraph { text, line: lines.at(range.start), range })
}

/// Counts lines up to places, which must be in ascending order.
pub(super) struct Lines<'a> {
    html: &'a str,
    place: usize,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        Self { html, place: 0, number: 1 }
    }

    /// The number of the line at a place.
    pub(super) fn at(&mut self, place: usize) -> usize {
        let passed = &self.html.as_bytes()[self.place..place];
        self.number += memchr::memchr_iter(b'\n', passed).count();
        self.place = place;
        self.number
    }
}
