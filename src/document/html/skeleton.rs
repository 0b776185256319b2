//! A page rewritten for an extractor: everything it judges by, and nothing that could harm it.
//!
//! HTML parsers are quadratic in the depth of a page and in its unclosed tags, and extractors
//! traverse the tree by recursion. In a skeleton, every element is closed where it must be, none is
//! deeper than [`MAX_PAGE_DEPTH`], and there are at most [`MAX_PAGE_NODES`] elements and runs.

use std::fmt::Write as _;

use super::super::limits::{MAX_PAGE_DEPTH, MAX_PAGE_HEAD_BYTES, MAX_PAGE_NODES};
use super::whitespace::is_blank;

/// An attribute of a tag, its entities decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// The part of the page written so far.
#[derive(Debug, Default)]
pub(super) struct Skeleton {
    language: String,
    head: String,
    body: String,
    open: Vec<Open>,
    count: usize,
    titled: bool,
}

/// An element that is not closed yet.
#[derive(Debug)]
struct Open {
    name: String,
    inline: bool,
    framed: bool,
    heading: bool,
}

/// Whether an element is part of a line of text. By the rules of HTML, unknown ones are.
pub(super) fn is_inline(name: &str) -> bool {
    !matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "col"
            | "colgroup"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "frame"
            | "frameset"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "optgroup"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "video"
            | "audio"
    )
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
        _ if is_inline(name) => (&[], &[]),
        _ => (&["p"], &["button", "caption", "table", "td", "th"]),
    }
}

/// Whether the end tag of `end` closes nothing outside an open element.
fn is_border(name: &str, end: &str) -> bool {
    match name {
        "table" => true,
        "td" | "th" | "caption" => !matches!(end, "tr" | "tbody" | "thead" | "tfoot" | "table"),
        _ => false,
    }
}

/// The name under which an element is written; `None` if it is omitted. Formatting means
/// nothing to an extractor, but parsers repair it if it is badly nested.
fn written(name: &str) -> Option<&str> {
    match name {
        "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike"
        | "strong" | "tt" | "u" | "ruby" | "rb" | "rp" | "rt" | "rtc" => Some("span"),
        "listing" | "center" | "dir" => Some("div"),
        "head" | "frame" | "frameset" | "plaintext" | "xmp" | "applet" | "marquee" | "image"
        | "input" | "area" | "base" | "basefont" | "bgsound" | "col" | "colgroup" | "embed"
        | "keygen" | "option" | "optgroup" | "param" | "source" | "track" | "wbr" => None,
        _ => name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-').then_some(name),
    }
}

impl Skeleton {
    /// Begins an element.
    pub(super) fn start(&mut self, name: &str, attributes: &[Attribute]) {
        match name {
            "html" => self.language(attributes),
            "meta" | "link" if self.head.len() < MAX_PAGE_HEAD_BYTES => {
                tag(&mut self.head, name, attributes);
            }
            "br" | "hr" | "img" if self.has_room() => tag(&mut self.body, name, attributes),
            "body" | "meta" | "link" | "br" | "hr" | "img" | "script" | "style" | "svg"
            | "math" | "select" | "template" | "textarea" | "iframe" | "noscript" | "noembed"
            | "noframes" | "object" | "title" => {}
            _ => self.open(name, attributes),
        }
    }

    fn open(&mut self, name: &str, attributes: &[Attribute]) {
        let (closed, borders) = closed_by(name);
        if !is_inline(name) {
            self.close(&["p"], &["button", "caption", "table", "td", "th"]);
        }
        self.close(closed, borders);
        // A link in a link means that an end tag is missing.
        let nested = name == "a" && self.open.iter().any(|open| open.name == "a");
        let Some(written) = written(name).filter(|_| !nested) else { return };
        if self.open.len() < MAX_PAGE_DEPTH && self.has_room() {
            tag(&mut self.body, written, attributes);
            let last = self.open.last();
            let framed = is_frame(name, attributes) || last.is_some_and(|open| open.framed);
            let heading = matches!(name, "h1" | "h2") || last.is_some_and(|open| open.heading);
            self.open.push(Open {
                name: written.to_owned(),
                inline: is_inline(written),
                framed,
                heading,
            });
        }
    }

    /// Closes the innermost of some elements, and everything in it.
    fn close(&mut self, names: &[&str], borders: &[&str]) {
        let known = |open: &Open| names.contains(&&*open.name) || borders.contains(&&*open.name);
        let innermost = self.open.iter().rposition(known);
        if let Some(place) = innermost.filter(|&place| names.contains(&&*self.open[place].name)) {
            self.close_to(place);
        }
    }

    fn close_to(&mut self, place: usize) {
        for open in self.open.drain(place..).rev() {
            self.body.extend(["</", &open.name, ">"]);
        }
    }

    /// Ends an element, if it is open.
    pub(super) fn end(&mut self, name: &str) {
        let Some(name) = written(name) else { return };
        let inline = is_inline(name);
        let borders = |open: &Open| (inline && !open.inline) || is_border(&open.name, name);
        let found = |open: &Open| open.name == name || borders(open);
        let innermost = self.open.iter().rposition(found);
        if let Some(place) = innermost.filter(|&place| self.open[place].name == name) {
            self.close_to(place);
        }
    }

    /// Writes a run of text with its number; white space has none.
    pub(super) fn text(&mut self, number: Option<usize>, text: &str) {
        if !self.has_room() {
            return;
        }
        let Some(number) = number else {
            self.body.push(' ');
            return;
        };
        // Writing to a string cannot fail.
        let _ = write!(self.body, "<span data-run=\"{number}\">");
        self.body.extend(text.chars().map(harmless));
        self.body.push_str("</span>");
    }

    /// Writes the title of the page, if it is the first.
    pub(super) fn title(&mut self, text: &str) {
        if !std::mem::replace(&mut self.titled, true) && self.head.len() < MAX_PAGE_HEAD_BYTES {
            self.head.push_str("<title>");
            escape(&mut self.head, text);
            self.head.push_str("</title>");
        }
    }

    /// Writes the metadata of the page in JSON-LD.
    pub(super) fn linked_data(&mut self, json: &str) {
        if self.head.len() + json.len() < MAX_PAGE_HEAD_BYTES {
            let parts = ["<script type=\"application/ld+json\">", json, "</script>"];
            self.head.extend(parts);
        }
    }

    fn language(&mut self, attributes: &[Attribute]) {
        let lang = attributes.iter().find(|attribute| attribute.name == "lang");
        self.language.clear();
        escape(&mut self.language, lang.map_or("", |lang| &lang.value));
    }

    fn has_room(&mut self) -> bool {
        self.count += 1;
        self.count <= MAX_PAGE_NODES
    }

    /// Whether what follows is in a menu or the like.
    pub(super) fn is_framed(&self) -> bool {
        self.open.last().is_some_and(|open| open.framed)
    }

    /// Whether what follows is in a heading.
    pub(super) fn is_heading(&self) -> bool {
        self.open.last().is_some_and(|open| open.heading)
    }

    /// The page, unless it is too large for an extractor.
    pub(super) fn into_html(mut self) -> Option<String> {
        self.close_to(0);
        let Self { language, head, body, count, .. } = self;
        let language = if language.is_empty() { language } else { format!(" lang=\"{language}\"") };
        let page = || format!("<html{language}><head>{head}</head><body>{body}</body></html>");
        (count <= MAX_PAGE_NODES).then(page)
    }
}

/// Whether an element surrounds the article, such as a menu, or is hidden.
fn is_frame(name: &str, attributes: &[Attribute]) -> bool {
    let framing = ["aside", "button", "dialog", "footer", "menu", "nav"];
    framing.contains(&name) || attributes.iter().any(|attribute| attribute.name == "hidden")
}

/// Writes a start tag.
fn tag(html: &mut String, name: &str, attributes: &[Attribute]) {
    html.extend(["<", name]);
    for Attribute { name, value } in attributes {
        html.extend([" ", name, "=\""]);
        escape(html, value);
        html.push('"');
    }
    html.push('>');
}

fn escape(html: &mut String, text: &str) {
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
