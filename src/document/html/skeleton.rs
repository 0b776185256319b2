//! A page rewritten for an extractor: everything it judges by, and nothing that could harm it.

use std::fmt::Write as _;
use std::ops::Range;

use super::attribute::Attribute;
use super::element::{Display, Element, display};
use super::run::{Kind, Run};
use super::tree::{Node, Tree};
use super::whitespace::is_blank;

/// Writes the skeleton of a page: the elements and runs that `keep` is true of, by their numbers.
/// Every run has its number, and every block that HTML does not know is a `<p>` or `<div>`.
pub(super) fn skeleton(tree: &Tree, html: &str, keep: &Keep) -> String {
    let mut writer = Writer { tree, html, keep, body: String::new(), line: None };
    writer.body.push_str("<html><head></head><body>");
    for node in &tree.nodes {
        writer.node(*node);
    }
    writer.close_line();
    writer.body.push_str("</body></html>");
    writer.body
}

/// What is written.
#[derive(Debug)]
pub(super) struct Keep {
    /// Of each element, how it is written.
    pub(super) elements: Vec<Written>,
    /// The numbers of runs that are left out.
    pub(super) without: Range<usize>,
}

/// How an element is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// As it is.
    Whole,
    /// Without what an extractor would drop it for.
    Bare,
    /// Not at all.
    Left,
}

struct Writer<'a> {
    tree: &'a Tree,
    html: &'a str,
    keep: &'a Keep,
    body: String,
    /// The block of the paragraph that is open in preformatted text.
    line: Option<usize>,
}

impl<'a> Writer<'a> {
    fn node(&mut self, node: Node) {
        match node {
            Node::Start(number) => self.start(number),
            Node::End(number) => self.end(number),
            Node::Edge => {}
            Node::Rule => self.body.push_str("<hr>"),
            Node::Break => self.body.push_str("<br>"),
            Node::Text(number) => self.text(number),
        }
    }

    fn start(&mut self, number: usize) {
        let tree = self.tree;
        let element = &tree.elements[number];
        let Some(name) = self.name(number) else { return };
        self.close_line();
        if self.keep.elements[number] == Written::Bare {
            tag(&mut self.body, name, &[]);
        } else {
            let judged = |attribute: &&Attribute| JUDGED.contains(&attribute.name);
            tag(&mut self.body, name, element.attributes.iter().filter(judged));
        }
    }

    fn end(&mut self, number: usize) {
        if let Some(name) = self.name(number) {
            self.close_line();
            self.body.extend(["</", name, ">"]);
        }
    }

    /// The name of an element that is written.
    fn name(&self, number: usize) -> Option<&'a str> {
        let tree = self.tree;
        let element = &tree.elements[number];
        let around = &tree.elements[element.parent];
        match self.keep.elements[number] {
            Written::Left => None,
            // Of lines only the paragraphs count.
            _ if element.display == Display::Inline && around.preformatted => None,
            Written::Bare => Some("div"),
            Written::Whole => Some(name(element)),
        }
    }

    fn text(&mut self, number: usize) {
        let run = &self.tree.runs[number];
        if self.keep.elements[run.element] == Written::Left || self.keep.without.contains(&number) {
            return;
        }
        let element = &self.tree.elements[run.element];
        if element.preformatted && element.holds_blocks {
            self.open_line(run);
        }
        if run.kind == Kind::Blank {
            return self.body.push(' ');
        }
        // Writing to a string cannot fail.
        let _ = write!(self.body, "<span data-run=\"{number}\">");
        self.words(run);
        self.body.push_str("</span>");
    }

    fn words(&mut self, run: &Run) {
        let source = &self.html[run.range.clone()];
        if source.contains('&') {
            let mut text = String::new();
            run.decode(self.html, &mut text);
            self.body.extend(text.chars().map(harmless));
        } else {
            self.body.extend(source.chars().map(harmless));
        }
    }

    fn open_line(&mut self, run: &Run) {
        if self.line != Some(run.block) {
            self.close_line();
            self.body.push_str("<p>");
            self.line = Some(run.block);
        }
    }

    fn close_line(&mut self) {
        if self.line.take().is_some() {
            self.body.push_str("</p>");
        }
    }
}

/// Attributes by which an extractor judges an element.
const JUDGED: [&str; 6] = ["class", "id", "role", "itemprop", "rel", "href"];

/// The name under which an element is written.
fn name(element: &Element) -> &str {
    let usual = display(&element.name);
    match (element.name.as_str(), element.display) {
        // The extractor would take the first one for the title.
        ("h1", _) => "h2",
        ("pre", _) => "div",
        ("p", _) if element.holds_blocks => "div",
        (name, shown) if shown == usual => name,
        (_, Display::Block) if element.holds_blocks => "div",
        (_, Display::Block) => "p",
        _ => "span",
    }
}

/// Writes a start tag.
pub(super) fn tag<'a>(
    html: &mut String,
    name: &str,
    attributes: impl IntoIterator<Item = &'a Attribute>,
) {
    html.extend(["<", name]);
    for Attribute { name, value } in attributes {
        html.extend([" ", name, "=\""]);
        escape(html, value);
        html.push('"');
    }
    html.push('>');
}

/// Writes a text that may contain anything.
pub(super) fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(character),
        }
    }
}

/// Replaces a character that has a meaning in HTML by a similar one. If it were escaped
/// instead, the parser would need a token for each.
fn harmless(character: char) -> char {
    match character {
        '<' => '\u{FF1C}',
        '&' => '\u{FF06}',
        '\u{80}'..='\u{BF}' => '-',
        _ if is_blank(character) => ' ',
        _ => character,
    }
}
