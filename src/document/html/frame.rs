//! What surrounds an article on its page: menus, notices, other stories, what is hidden.
//!
//! 1. An element is a frame by its name or role (`<aside>`, `<nav>`), because it is hidden, or by a
//!    word of its class or id (`newsletter`).
//! 2. But no frame has the headline in it, or most words of the page outside links, in paragraphs.
//! 3. A class says less than a name: it frames nothing that also says that it is the text
//!    (`article-comments-open`), unless it is about consent.

use super::block::Block;
use super::element::Element;
use super::label::Label;
use super::stylesheet::hides;
use super::tree::Tree;

/// Which elements of a page are frames or in frames.
#[derive(Debug)]
pub(super) struct Frames {
    framed: Vec<bool>,
    /// Elements that an extractor would take for frames, but are none.
    pub(super) freed: Vec<bool>,
}

impl Frames {
    /// Whether an element is a frame or in one.
    pub(super) fn is_framed(&self, element: usize) -> bool {
        self.framed[element]
    }
}

/// Why an element is a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Beside,
    Hidden,
    Consent,
}

/// The frames of a page with these blocks, one of which may be the headline.
pub(super) fn frames(tree: &Tree, blocks: &[Block], headline: Option<usize>) -> Frames {
    let words = Words::of(tree);
    let headline = headline.map(|headline| blocks[headline].runs.start);
    let mut framed = vec![false; tree.elements.len()];
    let mut freed = vec![false; tree.elements.len()];
    for number in 1..tree.elements.len() {
        let element = &tree.elements[number];
        let reason = reason(element);
        let holds = headline.is_some_and(|run| element.runs.contains(&run));
        let most = 2 * words.unlinked(element) > words.unlinked(&tree.elements[0])
            && holds_text(element, blocks);
        let free = match reason {
            Some(Reason::Beside) => holds || most,
            Some(Reason::Hidden) => most,
            Some(Reason::Consent) => holds || (most && headline.is_none()),
            None => true,
        };
        framed[number] = framed[element.parent] || !free;
        freed[number] = (holds || most) && (reason.is_some() || is_unlikely(element));
    }
    Frames { framed, freed }
}

/// Whether there are several paragraphs in an element: a notice may be longer than all else.
fn holds_text(element: &Element, blocks: &[Block]) -> bool {
    let start = blocks.partition_point(|block| block.runs.start < element.runs.start);
    let inside = blocks[start..].iter().take_while(|block| block.runs.start < element.runs.end);
    inside.filter(|block| block.is_prose()).take(2).count() == 2
}

/// The number of letters outside links before each run.
struct Words {
    unlinked: Vec<usize>,
}

impl Words {
    fn of(tree: &Tree) -> Self {
        let mut unlinked = vec![0];
        let mut sum = 0;
        for run in &tree.runs {
            sum += if tree.elements[run.element].linked { 0 } else { run.letters };
            unlinked.push(sum);
        }
        Self { unlinked }
    }

    fn unlinked(&self, element: &Element) -> usize {
        self.unlinked[element.runs.end] - self.unlinked[element.runs.start]
    }
}

fn reason(element: &Element) -> Option<Reason> {
    const NAMES: [&str; 6] = ["aside", "button", "dialog", "footer", "menu", "nav"];
    const ROLES: [&str; 9] = [
        "alert",
        "alertdialog",
        "banner",
        "complementary",
        "contentinfo",
        "dialog",
        "menu",
        "menubar",
        "navigation",
    ];
    let role = element.get("role").unwrap_or_default();
    if is_hidden(element) {
        return Some(Reason::Hidden);
    }
    if NAMES.contains(&element.name.as_str()) || ROLES.contains(&role) {
        return Some(Reason::Beside);
    }
    by_labels(element)
}

/// Whether an extractor may drop an element for its name, class or id.
fn is_unlikely(element: &Element) -> bool {
    const PARTS: [&str; 31] = [
        "-ad-",
        "ai2html",
        "banner",
        "breadcrumbs",
        "combx",
        "comment",
        "community",
        "cover-wrap",
        "disqus",
        "extra",
        "footer",
        "gdpr",
        "header",
        "legends",
        "menu",
        "related",
        "remark",
        "replies",
        "rss",
        "shoutbox",
        "sidebar",
        "skyscraper",
        "social",
        "sponsor",
        "supplemental",
        "ad-break",
        "agegate",
        "pagination",
        "pager",
        "popup",
        "yom-remote",
    ];
    if matches!(element.name.as_str(), "fieldset" | "form" | "header") {
        return true;
    }
    let names = ["class", "id"].into_iter().filter_map(|name| element.get(name));
    let mut names = names.map(str::to_ascii_lowercase);
    names.any(|name| PARTS.iter().any(|part| name.contains(part)))
}

fn is_hidden(element: &Element) -> bool {
    element.get("hidden").is_some()
        || element.get("aria-hidden") == Some("true")
        || element.get("style").is_some_and(hides)
}

fn by_labels(element: &Element) -> Option<Reason> {
    let labels = element.labels;
    match () {
        () if labels.has(Label::Consent) => Some(Reason::Consent),
        () if labels.has(Label::Beside) && !labels.has(Label::Text) => Some(Reason::Beside),
        () => None,
    }
}
