//! A page as it is judged: its elements, its blocks, and what surrounds the article.

use super::block::{Block, blocks, words};
use super::frame::{Frames, frames};
use super::headline::headline;
use super::note::{Notes, is_note, is_written_like_a_note, notes};
use super::run::Kind;
use super::tree::Tree;

/// A page as it is judged.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    pub(super) tree: &'a Tree,
    /// The blocks that have words, in order.
    pub(super) blocks: Vec<Block>,
    /// The place of the headline among the blocks.
    pub(super) headline: Option<usize>,
    pub(super) frames: Frames,
    notes: Notes,
}

impl<'a> Outline<'a> {
    /// Judges a page that may have one of these titles, on a site with this name.
    pub(super) fn new(tree: &'a Tree, html: &str, titles: &[&str], site: Option<&str>) -> Self {
        let blocks = blocks(tree, html);
        let headline = headline(tree, &blocks, titles, site);
        let frames = frames(tree, &blocks, headline);
        Self { tree, blocks, headline, frames, notes: notes(tree) }
    }

    /// Whether a block is outside menus, notices and the like.
    pub(super) fn is_open(&self, block: &Block) -> bool {
        let words = self.tree.runs[block.runs.clone()].iter().find(|run| run.kind == Kind::Words);
        words.is_some_and(|run| !self.frames.is_framed(run.element))
    }

    /// Whether a block is a note about the text, such as a byline.
    pub(super) fn is_note(&self, block: &Block) -> bool {
        // Only under a headline are notes known by their words: elsewhere they may be all there is.
        is_note(self.tree, &self.notes, block)
            || (self.headline.is_some() && is_written_like_a_note(block))
    }

    /// Whether a block is prose outside menus and the like.
    pub(super) fn is_open_prose(&self, block: &Block) -> bool {
        block.is_prose() && self.is_open(block)
    }

    /// Whether there is a text among the runs that are chosen.
    pub(super) fn is_article(&self, chosen: &[bool]) -> bool {
        let mut blocks = self.blocks.iter().filter(|block| block.is_prose());
        blocks.any(|block| block.runs.clone().any(|number| chosen[number]))
    }

    /// Whether the chosen runs only name the site, or ask for patience or a script.
    pub(super) fn says_little(&self, chosen: &[bool], titles: &[&str]) -> bool {
        const FEW_WORDS: usize = 12;
        let titles: Vec<_> = titles.iter().flat_map(|title| words(title)).collect();
        let mut shown = self
            .blocks
            .iter()
            .filter(|block| chosen[block.runs.start..block.runs.end].contains(&true));
        shown.all(|block| {
            let words: Vec<_> = words(&block.text).take(FEW_WORDS + 1).collect();
            let asks = words.iter().any(|word| ["javascript", "loading"].contains(&word.as_str()));
            let name = words.len() < 4 && words.iter().all(|word| titles.contains(word));
            words.len() <= FEW_WORDS && (asks || name || 2 * block.linked > block.letters)
        })
    }

    /// The numbers of blocks in an element.
    pub(super) fn within(&self, element: usize) -> std::ops::Range<usize> {
        let runs = &self.tree.elements[element].runs;
        let start = self.blocks.partition_point(|block| block.runs.start < runs.start);
        let end = self.blocks.partition_point(|block| block.runs.start < runs.end);
        start..end.max(start)
    }
}
