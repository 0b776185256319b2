//! Reads the source of a web page: its elements, its texts with their places, its metadata.
//!
//! An HTML tokenizer reads the page once. It keeps the places, and the [`Tree`] is bounded, so no
//! page is too deep or too broken.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::super::limits::{MAX_ATTRIBUTE_BYTES, MAX_STYLE_BYTES};
use super::attribute::{Attribute, get};
use super::element::is_block;
use super::head::Head;
use super::quotes::QuoteRewriter;
use super::run::{Begins, Run, decode};
use super::stylesheet::{Stylesheet, look};
use super::tree::{Look, Node, Tree};

/// The result of reading a page.
#[derive(Debug)]
pub(super) struct Scan {
    pub(super) tree: Tree,
    pub(super) head: Head,
    /// The texts that are shown only if no script runs.
    pub(super) unscripted: Vec<Range<usize>>,
    /// Whether there are scripts.
    pub(super) scripted: bool,
}

/// Reads a page. If it is `preformatted`, its lines are shown as they are written.
pub(super) fn scan(html: &str, preformatted: bool) -> Scan {
    let mut scanner = Scanner::new(html);
    scanner.tree.elements[0].preformatted = preformatted;
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        scanner.handle_event(event, span)
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(QuoteRewriter::new(html), emitter).finish();
    let Scanner { tree, head, unscripted, scripted, .. } = scanner;
    Scan { tree: tree.finish(), head, unscripted, scripted }
}

/// Elements whose text is skipped.
const UNREAD: [&str; 13] = [
    "script",
    "style",
    "svg",
    "math",
    "select",
    "template",
    "textarea",
    "iframe",
    "noscript",
    "noembed",
    "object",
    "title",
    "plaintext",
];

/// Reads the tokens of a page.
struct Scanner<'a> {
    html: &'a str,
    tree: Tree,
    head: Head,
    styles: Stylesheet,
    tag: Tag,
    /// The current element whose text is skipped.
    unread: Option<String>,
    unscripted: Vec<Range<usize>>,
    scripted: bool,
}

/// The current start tag.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    attributes: Vec<Attribute>,
    /// Whether the current attribute is kept.
    kept: bool,
}

impl<'a> Scanner<'a> {
    fn new(html: &'a str) -> Self {
        Self {
            html,
            tree: Tree::new(),
            head: Head::default(),
            styles: Stylesheet::default(),
            tag: Tag::default(),
            unread: None,
            unscripted: Vec::new(),
            scripted: false,
        }
    }

    fn start(&mut self) {
        let name = self.tag.name.as_str();
        if let Some(unread) = &self.unread {
            // A drawing, formula or list of options ends where a block begins, if not before.
            let ends = matches!(unread.as_str(), "svg" | "math" | "select" | "object");
            if !ends || !is_block(name) || name == "option" {
                return;
            }
            self.unread = None;
        }
        match name {
            // A shadow tree is shown in the place of its host.
            "template" if self.tag.is_shadow_root() => self.open(),
            _ if UNREAD.contains(&name) => {
                self.scripted |= name == "script";
                self.unread = Some(name.to_owned());
            }
            "br" => self.tree.add(Node::Break),
            "hr" => self.tree.add(Node::Rule),
            "html" => self.head.language(&self.tag.attributes),
            "meta" | "link" => self.head.tag(name, &self.tag.attributes),
            "body" | "img" => {}
            _ => self.open(),
        }
    }

    fn open(&mut self) {
        let name = if self.tag.name == "template" { "div" } else { self.tag.name.as_str() };
        let Look { block, preformatted } = self.styles.look(name, &self.tag.attributes);
        let own = get(&self.tag.attributes, "style").map_or_else(Look::default, look);
        let look =
            Look { block: block || own.block, preformatted: own.preformatted.or(preformatted) };
        self.tree.start(name, std::mem::take(&mut self.tag.attributes), look);
    }

    fn end(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name);
        if self.unread.as_deref().is_some_and(|unread| unread == name) {
            self.unread = None;
        } else if self.unread.is_none() {
            self.tree.end(if name == "template" { "div" } else { &name });
        }
    }

    fn text(&mut self, value: &[u8], span: Span<usize>) {
        let range = span.start..span.end;
        let text = || String::from_utf8_lossy(value);
        match self.unread.as_deref() {
            Some("title") => self.head.title(&text(), range),
            Some("script") if self.tag.is_linked_data() => self.head.linked_data(&text(), range),
            Some("style") if value.len() <= MAX_STYLE_BYTES => self.styles.add(&text()),
            Some("noscript") => self.unscripted.push(range),
            Some(_) => {}
            None => self.shown(&text(), range),
        }
    }

    fn shown(&mut self, text: &str, range: Range<usize>) {
        let element = self.tree.innermost();
        if !self.tree.is_preformatted() {
            return self.tree.text(Run::new(text, range, element, Begins::Inside));
        }
        let mut start = range.start;
        let mut begins = if self.is_after_line() { Begins::AfterLine } else { Begins::Inside };
        for line in self.html[range].split_inclusive('\n') {
            let mut decoded = String::new();
            decode(line, &mut decoded);
            let range = start..start + line.len();
            start = range.end;
            self.tree.text(Run::new(&decoded, range, element, begins));
            begins = Begins::AfterLine;
        }
    }
}

impl Scanner<'_> {
    /// Whether the last text ended a line.
    fn is_after_line(&self) -> bool {
        let last = self.tree.runs.last();
        last.is_some_and(|run| {
            let preformatted = self.tree.elements[run.element].preformatted;
            preformatted && self.html[run.range.clone()].ends_with('\n')
        })
    }
}

impl Callback<Infallible, usize> for Scanner<'_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: Span<usize>) -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.begin(name),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(value, span),
            _ => {}
        }
        None
    }
}

impl Tag {
    /// Attributes by which an element is judged or which tell about the page.
    const KEPT: [&str; 17] = [
        "aria-hidden",
        "aria-modal",
        "class",
        "content",
        "hidden",
        "href",
        "id",
        "itemprop",
        "lang",
        "name",
        "property",
        "rel",
        "role",
        "shadowroot",
        "shadowrootmode",
        "style",
        "type",
    ];

    fn begin(&mut self, name: &[u8]) {
        self.name.clear();
        self.name.push_str(&String::from_utf8_lossy(name));
        self.attributes.clear();
        self.kept = false;
    }

    fn attribute(&mut self, name: &[u8]) {
        let known = Self::KEPT.into_iter().find(|known| known.as_bytes() == name);
        let new = known.filter(|known| self.get(known).is_none());
        self.kept = new.is_some();
        self.attributes.extend(new.map(|name| Attribute { name, value: String::new() }));
    }

    fn value(&mut self, value: &[u8]) {
        let value = &value[..value.len().min(MAX_ATTRIBUTE_BYTES)];
        if let Some(last) = self.attributes.last_mut().filter(|_| self.kept) {
            last.value = String::from_utf8_lossy(value).into_owned();
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        get(&self.attributes, name)
    }

    fn is_shadow_root(&self) -> bool {
        self.get("shadowrootmode").or(self.get("shadowroot")).is_some()
    }

    fn is_linked_data(&self) -> bool {
        self.get("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    }
}
