//! What the styles of a page say about lines and paragraphs.
//!
//! Only two properties part paragraphs: `display: block` and a `white-space` that keeps line ends.
//! Only rules for a single class, id or name count, such as `.line`: `nav a` says nothing of links
//! in a text.

use rustc_hash::FxHashMap;

use super::attribute::{Attribute, get};
use super::tree::Look;

/// The looks of elements with a class, an id or a name: of `.line`, `#text`, `story-line`.
#[derive(Debug, Default)]
pub(super) struct Stylesheet {
    looks: FxHashMap<String, Look>,
}

impl Stylesheet {
    /// Adds the rules in the text of a `<style>`.
    pub(super) fn add(&mut self, text: &str) {
        for rule in text.split('}') {
            // What comes before a second brace is the condition of a media query.
            let Some((selectors, declarations)) = rule.rsplit_once('{') else { continue };
            let look = look(declarations);
            if look != Look::default() {
                let selectors = selectors.rsplit('{').next().unwrap_or_default();
                let names = selectors.split(',').filter_map(single_name);
                names.for_each(|name| self.set(name, look));
            }
        }
    }

    fn set(&mut self, name: &str, look: Look) {
        let known = self.looks.entry(name.to_owned()).or_default();
        known.block |= look.block;
        known.preformatted = look.preformatted.or(known.preformatted);
    }

    /// How the rules show an element.
    pub(super) fn look(&self, name: &str, attributes: &[Attribute]) -> Look {
        if self.looks.is_empty() {
            return Look::default();
        }
        let classes = get(attributes, "class").unwrap_or_default().split_ascii_whitespace();
        let classes = classes.map(|class| format!(".{class}"));
        let id = get(attributes, "id").map(|id| format!("#{id}"));
        let names = [name.to_owned()].into_iter().chain(classes).chain(id);
        let found = names.filter_map(|name| self.looks.get(&name));
        found.fold(Look::default(), |all, look| Look {
            block: all.block || look.block,
            preformatted: look.preformatted.or(all.preformatted),
        })
    }
}

/// The class, id or name that a selector consists of; `None` if there is more to it.
fn single_name(selector: &str) -> Option<&str> {
    let selector = selector.trim();
    let plain = |c: char| c.is_alphanumeric() || "-_.#".contains(c);
    let start = selector.rfind(['.', '#']).unwrap_or_default();
    let single = !selector.is_empty() && selector.chars().all(plain);
    // Links of blocks are menus.
    (single && selector != "a").then_some(&selector[start..])
}

/// What declarations say about the look of an element.
pub(super) fn look(declarations: &str) -> Look {
    let mut look = Look::default();
    let (mut inline_block, mut wide) = (false, false);
    for (property, value) in declarations.split(';').filter_map(|part| part.split_once(':')) {
        let value = value.trim().trim_end_matches("!important").trim().to_ascii_lowercase();
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => {
                look.block = is_block(&value);
                inline_block = value == "inline-block";
            }
            "width" => wide = value == "100%",
            "white-space" | "white-space-collapse" => {
                look.preformatted = Some(keeps_lines(&value));
            }
            _ => {}
        }
    }
    look.block |= inline_block && wide;
    look
}

fn is_block(display: &str) -> bool {
    matches!(display, "block" | "flex" | "flow-root" | "grid" | "list-item" | "table" | "table-row")
}

fn keeps_lines(white_space: &str) -> bool {
    matches!(
        white_space,
        "pre" | "pre-line" | "pre-wrap" | "break-spaces" | "preserve" | "preserve-breaks"
    )
}

/// Whether declarations hide an element.
pub(super) fn hides(declarations: &str) -> bool {
    let parts = declarations.split(';').filter_map(|part| part.split_once(':'));
    parts.map(|(property, value)| (property.trim(), value.trim())).any(|(property, value)| {
        let value = value.split_whitespace().next().unwrap_or_default();
        (property.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
            || (property.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_one_name_show_elements() {
        let mut styles = Stylesheet::default();
        styles.add(
            ".line, p.para , nav .story{display:block} @media print{ #text { white-space: \
             pre-line !important; color: red } } .a:hover{display:block} \
             .b{display:inline} .c{display:inline-block;width:100%} .d{display:inline-block}",
        );
        let class = |value: &str| [Attribute { name: "class", value: value.to_owned() }];
        let id = [Attribute { name: "id", value: "text".to_owned() }];
        for (attributes, block, preformatted) in [
            (class("x line"), true, None),
            (class("para"), true, None),
            (class("story"), false, None),
            (class("a"), false, None),
            (class("b"), false, None),
            (class("c"), true, None),
            (class("d"), false, None),
            (id, false, Some(true)),
        ] {
            assert_eq!(styles.look("span", &attributes), Look { block, preformatted });
        }
    }

    #[test]
    fn hidden_elements_are_known_by_their_style() {
        for (style, hidden) in [
            ("display:none", true),
            ("color: red; VISIBILITY : hidden !important", true),
            ("display: block", false),
            ("display", false),
        ] {
            assert_eq!(hides(style), hidden, "for {style:?}");
        }
    }
}
