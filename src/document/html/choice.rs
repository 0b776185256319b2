//! Which blocks of a page are its article.
//!
//! An extractor chooses the longest text. Then, by the headline:
//!
//! 1. The text under the headline wins. If the extractor chose none of it, it is added, and a
//!    longer text elsewhere stays only if nothing shows that it is another one.
//! 2. Another `<article>` beside the one with the headline is another story.
//! 3. An article in several containers is whole: prose between its parts belongs to it, and so does
//!    prose after them in a container of the same kind, unless it has a heading of its own.
//! 4. What stands above the headline is no part of the text unless it is prose in the same element;
//!    nor are bylines, captions, links on their own, and headings with nothing under them.
//! 5. The headline is there, once.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::block::{Block, words};
use super::outline::Outline;

/// Which blocks are the article, given those that an extractor chose.
pub(super) fn choose(outline: &Outline, extracted: &[bool]) -> Vec<bool> {
    let mut choice = Choice { outline, chosen: extracted.to_vec() };
    if let Some(headline) = outline.headline {
        choice.prefer_text_of(headline);
        choice.drop_above(headline);
    }
    choice.join_parts();
    choice.drop_notes();
    choice.drop_last_headings();
    if let Some(headline) = outline.headline {
        choice.show_once(headline);
    }
    choice.chosen
}

struct Choice<'a> {
    outline: &'a Outline<'a>,
    chosen: Vec<bool>,
}

impl Choice<'_> {
    fn block(&self, place: usize) -> &Block {
        &self.outline.blocks[place]
    }

    /// The numbers of chosen blocks that read like a text.
    fn prose(&self) -> Vec<usize> {
        let places = (0..self.chosen.len()).filter(|&place| self.chosen[place]);
        places.filter(|&place| self.block(place).is_prose()).collect()
    }

    fn letters(&self, places: &[usize]) -> usize {
        places.iter().map(|&place| self.block(place).letters).sum()
    }

    /// Rules 1 and 2.
    fn prefer_text_of(&mut self, headline: usize) {
        let Some((element, own)) = self.text_under(headline) else { return };
        let within = self.outline.within(element);
        let (inside, outside): (Vec<_>, Vec<_>) =
            self.prose().into_iter().partition(|place| within.contains(place));
        let headed = self.headed_part(&outside, headline);
        let another = headed.is_some() || (inside.is_empty() && self.is_article(element));
        let kept = if inside.is_empty() { &own } else { &inside };
        if another && self.letters(&outside) < MUCH * self.letters(kept) {
            let dropped = headed.unwrap_or(0..self.chosen.len());
            self.chosen[dropped].fill(false);
        }
        if inside.is_empty() {
            self.add(&own);
        }
        self.drop_other_stories(headline);
    }

    /// The innermost element around the headline that has prose under it, and that prose.
    fn text_under(&self, headline: usize) -> Option<(usize, Vec<usize>)> {
        let around = self.outline.tree.ancestors(self.block(headline).element);
        around.skip_while(|&number| self.is_head(number)).find_map(|number| {
            let under = self.outline.within(number).filter(|&place| place > headline);
            let prose: Vec<_> = under.filter(|&place| self.is_text(place)).collect();
            (!prose.is_empty()).then_some((number, prose))
        })
    }

    fn is_text(&self, place: usize) -> bool {
        self.outline.is_open_prose(self.block(place)) && !self.outline.is_note(self.block(place))
    }

    /// Whether an element only holds the headline and what is said of it.
    fn is_head(&self, number: usize) -> bool {
        let element = &self.outline.tree.elements[number];
        matches!(element.name.as_str(), "header" | "hgroup") || element.is_heading()
    }

    fn is_article(&self, number: usize) -> bool {
        let element = &self.outline.tree.elements[number];
        matches!(element.name.as_str(), "article" | "main")
    }

    /// The blocks of the element that holds all of some blocks, if it begins with a heading of its
    /// own.
    fn headed_part(&self, places: &[usize], headline: usize) -> Option<Range<usize>> {
        let part = self.outline.within(self.common(places)?);
        let first = self.block(part.start).element;
        let own = part.start < *places.first()? && !part.contains(&headline);
        (own && self.heading_around(first)).then_some(part)
    }

    fn heading_around(&self, number: usize) -> bool {
        self.outline.tree.ancestors(number).any(|n| self.outline.tree.elements[n].is_heading())
    }

    /// The innermost element that holds all of some blocks, which are in order.
    fn common(&self, places: &[usize]) -> Option<usize> {
        let tree = self.outline.tree;
        let (first, last) = (self.block(*places.first()?), self.block(*places.last()?));
        let mut holders = tree.ancestors(first.element).chain([0]);
        holders.find(|&number| {
            let runs = &tree.elements[number].runs;
            runs.start <= first.runs.start && last.runs.start < runs.end
        })
    }

    fn drop_other_stories(&mut self, headline: usize) {
        let tree = self.outline.tree;
        let article = |number: &usize| tree.elements[*number].name == "article";
        let own = |place| tree.ancestors(self.block(place).element).filter(article).last();
        let Some(of_headline) = own(headline) else { return };
        let other = |&place: &usize| own(place).is_some_and(|other| other != of_headline);
        let others: Vec<_> = (0..self.chosen.len()).filter(other).collect();
        for place in others {
            self.chosen[place] = false;
        }
    }

    /// Rule 3.
    fn join_parts(&mut self) {
        let prose = self.prose();
        let (Some(&first), Some(&last)) = (prose.first(), prose.last()) else { return };
        let first = self.outline.headline.filter(|&headline| headline < first).unwrap_or(first);
        let kinds: FxHashSet<_> = prose.iter().map(|&place| self.container(place)).collect();
        let root = self.common(&[first.min(prose[0]), last]).unwrap_or_default();
        let within = if root == 0 { 0..0 } else { self.outline.within(root) };
        let belongs = |&place: &usize| {
            let (inside, alike) = (within.contains(&place), kinds.contains(&self.container(place)));
            let after = alike || (inside && self.is_article(root));
            (place < last && (inside || alike)) || (after && !self.is_headed(place, root))
        };
        let others = (first..self.chosen.len()).filter(|&place| !self.chosen[place]);
        let mut joined: Vec<_> =
            others.filter(|&place| self.is_text(place)).filter(belongs).collect();
        if joined.len() <= MAX_QUOTATIONS {
            joined.retain(|&place| !self.is_repeated(place));
        }
        self.add(&joined);
    }

    /// Whether the part of an element that a block is in begins with a heading.
    fn is_headed(&self, place: usize, root: usize) -> bool {
        let around = self.outline.tree.ancestors(self.block(place).element);
        let outermost = around.take_while(|&number| number != root).last();
        let first = outermost.and_then(|part| self.outline.within(part).next());
        first.is_some_and(|first| self.heading_around(self.block(first).element))
    }

    /// Chooses prose, and what is shorter between it in the same container.
    fn add(&mut self, prose: &[usize]) {
        let tree = self.outline.tree;
        let container = |place: usize| tree.elements[self.block(place).element].parent;
        let mut added = Vec::new();
        for pair in prose.windows(2) {
            let same = container(pair[0]) == container(pair[1]);
            added.extend((pair[0] + 1..pair[1]).filter(|&place| {
                same && container(place) == container(pair[0]) && self.is_line(place)
            }));
        }
        added.extend(prose);
        for place in added {
            self.chosen[place] = true;
        }
    }

    /// Whether a block may be a short paragraph or a heading of a text.
    fn is_line(&self, place: usize) -> bool {
        let block = self.block(place);
        2 * block.linked <= block.letters && self.outline.is_open(block)
    }

    /// Whether a block is a part of a chosen one, as a quotation set in large type is.
    fn is_repeated(&self, place: usize) -> bool {
        const MAX_LETTERS: usize = 400;
        let block = self.block(place);
        let text = block.text.trim_matches(|c: char| !c.is_alphanumeric());
        let chosen = self.outline.blocks.iter().zip(&self.chosen).filter(|(_, chosen)| **chosen);
        block.letters <= MAX_LETTERS
            && chosen.into_iter().any(|(other, _)| other.text.contains(text))
    }

    /// The kind of the container of a block: name and class of the two elements around it.
    fn container(&self, place: usize) -> Vec<(&str, &str)> {
        let tree = self.outline.tree;
        let around = tree.ancestors(self.block(place).element).skip(1).take(2);
        let kind = |number: usize| {
            let element = &tree.elements[number];
            (element.name.as_str(), element.get("class").unwrap_or_default())
        };
        around.map(kind).collect()
    }

    /// Rule 4, for what is above the headline.
    fn drop_above(&mut self, headline: usize) {
        let below = self.prose().into_iter().any(|place| place > headline);
        let own = self.text_under(headline).filter(|_| below);
        let own = own.map_or(0..self.chosen.len(), |(element, _)| self.outline.within(element));
        for place in 0..headline {
            self.chosen[place] &= own.contains(&place) && self.block(place).is_prose();
        }
    }

    /// Rule 4, for what is not the text.
    fn drop_notes(&mut self) {
        let article = !self.prose().is_empty();
        for place in 0..self.chosen.len() {
            let block = &self.outline.blocks[place];
            let links = article && self.is_only_links(place);
            self.chosen[place] &= !links && !self.outline.is_note(block);
        }
    }

    fn is_only_links(&self, place: usize) -> bool {
        let block = self.block(place);
        let heading = || self.heading_around(block.element);
        10 * block.linked >= 9 * block.letters && !block.is_sentence() && !heading()
    }

    /// Rule 4, for headings with nothing under them.
    fn drop_last_headings(&mut self) {
        for place in
            (0..self.chosen.len()).rev().filter(|&place| self.chosen[place]).collect::<Vec<_>>()
        {
            if !self.heading_around(self.block(place).element) {
                return;
            }
            self.chosen[place] = false;
        }
    }

    /// Rule 5.
    fn show_once(&mut self, headline: usize) {
        let title: Vec<_> = words(&self.block(headline).text).collect();
        for place in 0..self.chosen.len() {
            let repeats = || words(&self.outline.blocks[place].text).eq(title.iter().cloned());
            self.chosen[place] &= !repeats();
        }
        self.chosen[headline] = true;
    }
}

/// No page has more quotations in large type; each is looked for in the whole text.
const MAX_QUOTATIONS: usize = 100;
/// How many times as long another text must be not to be dropped.
const MUCH: usize = 4;
