//! The elements and texts of a page, well nested.
//!
//! HTML parsers are quadratic in the depth of a page and in its unclosed tags. Here every element
//! is closed where it must be, none is deeper than [`MAX_PAGE_DEPTH`], and there are at most
//! [`MAX_PAGE_NODES`] elements and runs: tags beyond that only separate paragraphs.

use super::super::limits::{MAX_PAGE_DEPTH, MAX_PAGE_NODES};
use super::attribute::Attribute;
use super::element::{Display, Element, display, is_block, written};
use super::label::Labels;
use super::run::Run;

/// What follows what in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// The element with this number begins.
    Start(usize),
    /// It ends.
    End(usize),
    /// The edge of a block whose element is omitted.
    Edge,
    /// A rule between paragraphs.
    Rule,
    /// A line break.
    Break,
    /// The run of text with this number.
    Text(usize),
}

/// How a tag says that its element is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) block: bool,
    /// Whether lines are shown as they are written, if the tag says so or not.
    pub(super) preformatted: Option<bool>,
}

/// The elements and texts of a page.
#[derive(Debug)]
pub(super) struct Tree {
    /// All elements, from the body on in the order of their start tags.
    pub(super) elements: Vec<Element>,
    pub(super) nodes: Vec<Node>,
    /// The runs of text outside scripts and the like, in order.
    pub(super) runs: Vec<Run>,
    /// The numbers of elements that are not closed yet, with the body.
    open: Vec<usize>,
    count: usize,
}

/// The elements that a start tag closes, and those outside which it closes none.
fn closed_by(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], &["ul", "ol", "menu", "table"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
        "td" | "th" => (&["td", "th"], &["table", "tr"]),
        "tr" => (&["tr"], &["table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
        "button" => (&["button"], &[]),
        _ => (&[], &[]),
    }
}

/// Elements outside which no paragraph is closed.
const BORDERS: &[&str] = &["button", "caption", "table", "td", "th"];

/// Whether the end tag of `end` closes nothing outside an open element.
fn is_border(name: &str, end: &str) -> bool {
    match name {
        "table" => true,
        "td" | "th" | "caption" => !matches!(end, "tr" | "tbody" | "thead" | "tfoot" | "table"),
        _ => false,
    }
}

impl Tree {
    pub(super) fn new() -> Self {
        let body =
            Element { name: "body".to_owned(), display: Display::Block, ..Element::default() };
        let (nodes, runs) = (Vec::new(), Vec::new());
        Self { elements: vec![body], nodes, runs, open: vec![0], count: 0 }
    }

    /// The number of the innermost open element.
    pub(super) fn innermost(&self) -> usize {
        self.open.last().copied().unwrap_or_default()
    }

    fn current(&self) -> &Element {
        &self.elements[self.innermost()]
    }

    /// Whether lines are shown as they are written.
    pub(super) fn is_preformatted(&self) -> bool {
        self.current().preformatted
    }

    /// Begins an element.
    pub(super) fn start(&mut self, name: &str, attributes: Vec<Attribute>, look: Look) {
        if is_block(name) {
            self.close(&["p"], BORDERS);
        }
        let (closed, borders) = closed_by(name);
        self.close(closed, borders);
        // A link in a link means that an end tag is missing.
        let nested = name == "a" && self.current().linked;
        let written = written(name).filter(|_| !nested);
        if let Some(written) = written.filter(|_| self.open.len() <= MAX_PAGE_DEPTH)
            && self.has_room()
        {
            self.open(written, attributes, look, display(name));
        } else if look.block || is_block(name) {
            self.edge();
        }
    }

    fn open(&mut self, name: &str, attributes: Vec<Attribute>, look: Look, usual: Display) {
        let parent = self.innermost();
        let around = &self.elements[parent];
        let preformatted = look.preformatted.unwrap_or(around.preformatted || name == "pre");
        let element = Element {
            linked: around.linked || name == "a",
            labels: Labels::of(name, &attributes),
            name: name.to_owned(),
            attributes,
            parent,
            runs: self.runs.len()..self.runs.len(),
            display: if look.block { Display::Block } else { usual },
            holds_blocks: false,
            preformatted,
        };
        let number = self.elements.len();
        self.elements.push(element);
        self.open.push(number);
        self.nodes.push(Node::Start(number));
    }

    /// Closes the innermost of some elements, and everything in it.
    fn close(&mut self, names: &[&str], borders: &[&str]) {
        let name = |&number: &usize| self.elements[number].name.as_str();
        let known =
            |number: &usize| names.contains(&name(number)) || borders.contains(&name(number));
        let innermost = self.open[1..].iter().rposition(known);
        if let Some(place) = innermost.filter(|&place| names.contains(&name(&self.open[place + 1])))
        {
            self.close_to(place + 1);
        }
    }

    /// Closes all open elements but the first ones.
    pub(super) fn close_to(&mut self, place: usize) {
        for number in self.open.drain(place..).rev() {
            self.elements[number].runs.end = self.runs.len();
            self.nodes.push(Node::End(number));
        }
    }

    /// Ends an element, if it is open.
    pub(super) fn end(&mut self, name: &str) {
        let innermost = written(name).and_then(|written| self.opened(written));
        match innermost {
            Some(place) => self.close_to(place),
            None if is_block(name) => self.edge(),
            None => {}
        }
    }

    /// The place of the innermost open element with a name, if an end tag may close it.
    fn opened(&self, name: &str) -> Option<usize> {
        let inline = !is_block(name);
        let place = self.open[1..].iter().rposition(|&number| {
            let open = &self.elements[number];
            let border = inline && display(&open.name) == Display::Block;
            open.name == name || border || is_border(&open.name, name)
        })?;
        (self.elements[self.open[place + 1]].name == name).then_some(place + 1)
    }

    /// Adds something that is not an element.
    pub(super) fn add(&mut self, node: Node) {
        self.count += 1;
        self.nodes.push(node);
    }

    /// Separates paragraphs; once is enough.
    fn edge(&mut self) {
        if self.nodes.last() != Some(&Node::Edge) {
            self.nodes.push(Node::Edge);
        }
    }

    /// Adds a run of text to the innermost element.
    pub(super) fn text(&mut self, run: Run) {
        self.count += 1;
        self.nodes.push(Node::Text(self.runs.len()));
        self.runs.push(run);
    }

    fn has_room(&mut self) -> bool {
        self.count += 1;
        self.count <= MAX_PAGE_NODES
    }

    /// Whether there are too many elements and runs for an extractor.
    pub(super) fn is_large(&self) -> bool {
        self.count > MAX_PAGE_NODES
    }

    /// Ends all elements.
    pub(super) fn finish(mut self) -> Self {
        self.close_to(1);
        self.elements[0].runs = 0..self.runs.len();
        self
    }

    /// The element with a number and those around it, from inside to outside, without the body.
    pub(super) fn ancestors(&self, number: usize) -> impl Iterator<Item = usize> {
        let parent = |&number: &usize| Some(self.elements[number].parent);
        std::iter::successors(Some(number), parent).take_while(|&number| number != 0)
    }
}
