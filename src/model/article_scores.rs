//! The scores of an article's paragraphs, from which those in context are computed.

use std::ops::Range;

use super::context::{Context, Part, Situation};
use crate::lanes::{LANES, Lanes};

/// The scores of the title and paragraphs of an article, or of a part of one.
#[derive(Debug, Clone, Default)]
pub(crate) struct ArticleScores {
    /// The blocks of each paragraph, one after the other.
    scores: Vec<Lanes<f32>>,
    /// The blocks of the title; empty without a title.
    title: Vec<Lanes<f32>>,
    title_reader: usize,
    notes: Vec<Note>,
    /// The number of paragraphs at the beginning that are the title. They count as the title only.
    titles: usize,
    /// The number of blocks of sixteen themes.
    blocks: usize,
}

/// What is kept of a paragraph besides its scores.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Note {
    pub(super) novelty: f32,
    /// The share of known words.
    pub(super) known: f32,
    /// The index of the reader that read it.
    pub(super) reader: usize,
}

impl ArticleScores {
    /// Begins an article without a title.
    pub(crate) fn begin(&mut self, blocks: usize) {
        self.blocks = blocks;
        self.scores.clear();
        self.title.clear();
        self.notes.clear();
        self.titles = 0;
    }

    /// Sets the number of paragraphs at the beginning that are the title.
    #[cfg(feature = "documents")]
    pub(crate) fn set_titles(&mut self, titles: usize) {
        self.titles = titles;
    }

    /// Sets the scores of the title.
    pub(crate) fn set_title(&mut self, scores: &[Lanes<f32>]) {
        self.title.clear();
        self.title.extend_from_slice(scores);
    }

    /// Sets the index of the reader of the title.
    pub(super) fn set_title_reader(&mut self, reader: usize) {
        self.title_reader = reader;
    }

    /// The index of the reader of the title.
    pub(super) fn title_reader(&self) -> usize {
        self.title_reader
    }

    /// Adds a paragraph.
    pub(super) fn push(&mut self, scores: &[Lanes<f32>], note: Note) {
        self.scores.extend_from_slice(scores);
        self.notes.push(note);
    }

    /// Adds a paragraph of which only the scores are known.
    #[cfg(feature = "training")]
    pub(crate) fn push_scores(&mut self, scores: &[Lanes<f32>]) {
        self.push(scores, Note::default());
    }

    pub(crate) fn len(&self) -> usize {
        self.notes.len()
    }

    pub(super) fn note(&self, at: usize) -> Note {
        self.notes[at]
    }

    /// The scores of a paragraph, in blocks.
    pub(super) fn of(&self, at: usize) -> &[Lanes<f32>] {
        &self.scores[at * self.blocks..][..self.blocks]
    }

    /// The situation of the paragraphs; `titled` is whether the title counts for this one, as it
    /// does for all but the title itself.
    pub(crate) fn situation(&self, titled: bool) -> Option<Situation> {
        let shown = if titled { self.titles } else { 0 };
        Situation::of(titled && !self.title.is_empty(), self.len() > shown + 1)
    }

    /// The paragraphs that count as the rest of the article around a paragraph, without itself.
    pub(super) fn others(&self, at: usize) -> [Range<usize>; 2] {
        let end = (at + 1 + Context::WINDOW).min(self.len());
        [at.saturating_sub(Context::WINDOW).max(self.first(at))..at, at + 1..end]
    }

    /// The sum of a block over some paragraphs, added in order.
    #[inline]
    pub(super) fn sum(&self, paragraphs: Range<usize>, block: usize) -> Lanes<f32> {
        let scores = paragraphs.map(|at| &self.scores[at * self.blocks + block]);
        scores.fold(Lanes::default(), Lanes::plus)
    }

    /// The first paragraph that counts around a paragraph.
    fn first(&self, at: usize) -> usize {
        if at < self.titles { 0 } else { self.titles }
    }

    /// The scores of a block of a part other than the rest, as seen from a paragraph, if there is
    /// such a part.
    #[inline]
    pub(super) fn part(&self, part: Part, at: usize, block: usize) -> Option<&Lanes<f32>> {
        let of = |at: usize| &self.scores[at * self.blocks + block];
        match part {
            Part::Own => Some(of(at)),
            Part::Title => self.title.get(block),
            Part::Before => (at > self.first(at)).then(|| of(at - 1)),
            Part::After => (at + 1 < self.len()).then(|| of(at + 1)),
            Part::Rest => None,
        }
    }

    /// The score of a part other than the rest for a theme, as seen from a paragraph, if there is such
    /// a part.
    pub(super) fn score(&self, part: Part, at: usize, theme: usize) -> Option<f32> {
        self.part(part, at, theme / LANES).map(|scores| scores.0[theme % LANES])
    }
}
