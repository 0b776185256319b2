//! An element of a page.

use std::ops::Range;

use super::attribute::{Attribute, get};
use super::label::Labels;

/// An element, with the runs of text in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name in a skeleton; see [`written`].
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) labels: Labels,
    /// The number of the element around it; that of the body is 0, and it is in itself.
    pub(super) parent: usize,
    /// The numbers of the runs in it.
    pub(super) runs: Range<usize>,
    pub(super) display: Display,
    /// Whether there are blocks in it.
    pub(super) holds_blocks: bool,
    /// Whether its lines are shown as they are written.
    pub(super) preformatted: bool,
    /// Whether it is in a link.
    pub(super) linked: bool,
}

/// How an element is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Display {
    /// As part of a line of text.
    #[default]
    Inline,
    /// On lines of its own.
    Block,
    /// A name that HTML does not know: what stands around it decides.
    Unknown,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        get(&self.attributes, name)
    }

    /// Whether it is a heading of any order.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }
}

/// How an element of a name is shown if nothing else is said.
pub(super) fn display(name: &str) -> Display {
    match name {
        "address" | "article" | "aside" | "blockquote" | "body" | "button" | "caption"
        | "center" | "col" | "colgroup" | "dd" | "details" | "dialog" | "dir" | "div" | "dl"
        | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "frame"
        | "frameset" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "head" | "header" | "hgroup"
        | "hr" | "html" | "legend" | "li" | "listing" | "main" | "menu" | "nav" | "noframes"
        | "ol" | "optgroup" | "option" | "p" | "pre" | "search" | "section" | "summary"
        | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "ul" | "video" | "audio"
        | "xmp" => Display::Block,
        "a" | "abbr" | "acronym" | "b" | "basefont" | "bdi" | "bdo" | "big" | "blink" | "br"
        | "canvas" | "cite" | "code" | "data" | "datalist" | "del" | "dfn" | "em" | "embed"
        | "font" | "i" | "iframe" | "image" | "img" | "input" | "ins" | "kbd" | "label"
        | "link" | "map" | "mark" | "marquee" | "math" | "meta" | "meter" | "nobr" | "noscript"
        | "object" | "output" | "picture" | "progress" | "q" | "rb" | "rp" | "rt" | "rtc"
        | "ruby" | "s" | "samp" | "script" | "select" | "slot" | "small" | "source" | "span"
        | "strike" | "strong" | "style" | "sub" | "sup" | "svg" | "template" | "textarea"
        | "time" | "title" | "tt" | "u" | "var" | "wbr" => Display::Inline,
        _ => Display::Unknown,
    }
}

/// Whether an element of a name begins a new line.
pub(super) fn is_block(name: &str) -> bool {
    display(name) == Display::Block
}

/// The name under which an element is written; `None` if it is omitted. Formatting means
/// nothing to an extractor, but parsers repair it if it is badly nested.
pub(super) fn written(name: &str) -> Option<&str> {
    match name {
        "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" | "ruby" | "rb" | "rp" | "rt" | "rtc" | "mark" | "ins" => {
            Some("span")
        }
        "center" | "dir" | "noframes" => Some("div"),
        "listing" | "xmp" => Some("pre"),
        "head" | "frame" | "frameset" | "plaintext" | "applet" | "marquee" | "image" | "input"
        | "area" | "base" | "basefont" | "bgsound" | "col" | "colgroup" | "embed" | "keygen"
        | "option" | "optgroup" | "param" | "source" | "track" | "wbr" => None,
        _ => name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-').then_some(name),
    }
}
