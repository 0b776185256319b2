//! The source of a web page: its runs of text with their places.
//!
//! An HTML tokenizer reads the page once. It keeps the places and needs no tree, so no page
//! is too deep or too broken. The [`Skeleton`] is written at the same time.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::super::limits::MAX_ATTRIBUTE_BYTES;
use super::quotes::QuoteRewriter;
use super::skeleton::{Attribute, Skeleton, is_inline};
use super::whitespace::{is_blank, trim_end, trim_start};

/// A text between two tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Its byte range in the source, with entities.
    pub(super) range: Range<usize>,
    /// The number of its block. A block is what a reader sees as one paragraph.
    pub(super) block: usize,
    /// Whether a line break comes before it, which separates words, but not paragraphs.
    pub(super) broken: bool,
    /// What it contains.
    pub(super) kind: Kind,
    /// Whether it is in a menu or the like.
    pub(super) framed: bool,
    /// Whether it is in a heading of the first or second order.
    pub(super) heading: bool,
}

/// What a run contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Only white space.
    Blank,
    /// Visible characters, but no letter or digit.
    Marks,
    /// At least one letter or digit.
    Words,
}

impl Kind {
    fn of(text: &str) -> Self {
        match text {
            _ if text.chars().all(is_blank) => Self::Blank,
            _ if text.contains(char::is_alphanumeric) => Self::Words,
            _ => Self::Marks,
        }
    }
}

impl Run {
    /// Appends its text, with entities decoded.
    pub(super) fn decode(&self, html: &str, text: &mut String) {
        let source = &html[self.range.clone()];
        if !source.contains('&') {
            return text.push_str(source);
        }
        let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
            if let CallbackEvent::String { value } = event {
                text.push_str(&String::from_utf8_lossy(value));
            }
            None::<Infallible>
        });
        let Ok(()) = Tokenizer::new_with_emitter(source, emitter).finish();
    }

    /// Its byte range without the space around it.
    pub(super) fn visible(&self, html: &str) -> Range<usize> {
        let source = &html[self.range.clone()];
        let start = self.range.end - trim_start(source).len();
        let seen = trim_end(&html[start..self.range.end]);
        start..start + seen.len()
    }
}

/// The result of reading a page.
#[derive(Debug)]
pub(super) struct Source {
    /// The runs of text outside scripts and the like, in order.
    pub(super) runs: Vec<Run>,
    /// The URL that the page gives as its own.
    pub(super) canonical: Option<String>,
    skeleton: Skeleton,
}

impl Source {
    /// Reads a page.
    pub(super) fn scan(html: &str) -> Self {
        let mut scanner = Scanner::new();
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
            scanner.handle_event(event, span)
        });
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(QuoteRewriter::new(html), emitter).finish();
        let Scanner { runs, canonical, skeleton, .. } = scanner;
        Self { runs, canonical, skeleton }
    }

    /// Takes the page rewritten for an extractor; `None` if it is too large.
    pub(super) fn take_skeleton(&mut self) -> Option<String> {
        std::mem::take(&mut self.skeleton).into_html()
    }
}

/// Elements whose text is skipped.
const UNREAD: [&str; 15] = [
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
    "noframes",
    "object",
    "title",
    "plaintext",
    "xmp",
];

/// Reads the tokens of a page.
struct Scanner {
    runs: Vec<Run>,
    canonical: Option<String>,
    skeleton: Skeleton,
    tag: Tag,
    /// The current element whose text is skipped.
    unread: Option<String>,
    block: usize,
    /// Line breaks since the last text.
    breaks: usize,
}

/// The current start tag.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    attributes: Vec<Attribute>,
    /// Whether the current attribute is kept.
    kept: bool,
}

impl Scanner {
    fn new() -> Self {
        Self {
            runs: Vec::new(),
            canonical: None,
            skeleton: Skeleton::default(),
            tag: Tag::default(),
            unread: None,
            block: 0,
            breaks: 0,
        }
    }

    fn start(&mut self) {
        let name = self.tag.name.as_str();
        if let Some(unread) = &self.unread {
            // A drawing, formula or list of options ends where a block begins, if not before.
            let ends = matches!(unread.as_str(), "svg" | "math" | "select" | "object");
            if !ends || is_inline(name) || UNREAD.contains(&name) || name == "option" {
                return;
            }
            self.unread = None;
        }
        match name {
            _ if UNREAD.contains(&name) => self.unread = Some(name.to_owned()),
            "br" => self.breaks += 1,
            "link" => self.canonical = self.canonical.take().or_else(|| self.tag.canonical()),
            _ if is_inline(name) => {}
            _ => self.part(),
        }
        self.skeleton.start(&self.tag.name, &self.tag.attributes);
    }

    fn end(&mut self, name: &[u8]) {
        let name = String::from_utf8_lossy(name);
        if self.unread.as_deref().is_some_and(|unread| unread == name) {
            self.unread = None;
            self.skeleton.end(&name);
        } else if self.unread.is_none() {
            if !is_inline(&name) && !UNREAD.contains(&&*name) {
                self.part();
            }
            self.skeleton.end(&name);
        }
    }

    /// Begins a new block.
    fn part(&mut self) {
        self.block += 1;
        self.breaks = 0;
    }

    fn text(&mut self, value: &[u8], span: Span<usize>) {
        let text = String::from_utf8_lossy(value);
        match self.unread.as_deref() {
            Some("title") => self.skeleton.title(&text),
            Some("script") if self.tag.is_linked_data() => self.skeleton.linked_data(&text),
            Some(_) => {}
            None => self.run(&text, span.start..span.end),
        }
    }

    fn run(&mut self, text: &str, range: Range<usize>) {
        let kind = Kind::of(text);
        let blank = kind == Kind::Blank;
        if blank && self.breaks > 0 {
            return; // The line break already separates the words.
        }
        if self.breaks > 1 {
            self.part();
        }
        let broken = std::mem::take(&mut self.breaks) > 0;
        self.skeleton.text((!blank).then_some(self.runs.len()), text);
        self.runs.push(Run {
            range,
            block: self.block,
            broken,
            kind,
            framed: self.skeleton.is_framed(),
            heading: self.skeleton.is_heading(),
        });
    }
}

impl Callback<Infallible, usize> for Scanner {
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
    /// Attributes by which the extractor judges an element or learns about the page.
    const KEPT: [&str; 17] = [
        "aria-hidden",
        "aria-modal",
        "class",
        "content",
        "dir",
        "hidden",
        "href",
        "id",
        "itemprop",
        "lang",
        "name",
        "property",
        "rel",
        "role",
        "style",
        "type",
        "datetime",
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
        let mut named = self.attributes.iter().filter(|attribute| attribute.name == name);
        named.next().map(|attribute| attribute.value.as_str())
    }

    fn canonical(&self) -> Option<String> {
        let rel = self.get("rel")?;
        let canonical = rel.split_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical"));
        self.get("href").filter(|_| canonical).map(|url| url.trim().to_owned())
    }

    fn is_linked_data(&self) -> bool {
        self.get("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    }
}
