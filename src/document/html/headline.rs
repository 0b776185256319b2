//! Finds the headline of a page.
//!
//! 1. A headline is a heading that repeats a title of the page, wherever it stands; a `<h1>` may
//!    also be a title in other words.
//! 2. If none does, it is the first `<h1>` that is not the name of the site.
//! 3. If there is none, it is the first text that is the title, word for word.

use super::block::{Block, words};
use super::element::Element;
use super::label::Label;
use super::tree::Tree;

/// How much speaks for a block to be the headline; more is better.
type Weight = (bool, u8, Likeness, bool);

/// How like a title a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    None,
    /// Half of its words are in the title.
    Similar,
    /// It is the title, or a part of it.
    Same,
}

/// The place of the headline among the blocks of a page that may have one of these titles, on a
/// site with this name.
pub(super) fn headline(
    tree: &Tree,
    blocks: &[Block],
    titles: &[&str],
    site: Option<&str>,
) -> Option<usize> {
    let titles: Vec<Vec<_>> = titles.iter().map(|title| words(title).collect()).collect();
    let site: Vec<_> = site.map(words).into_iter().flatten().collect();
    let mut best: Option<(Weight, usize)> = None;
    for (place, block) in blocks.iter().enumerate() {
        let weight = weight(tree, block, &titles, &site);
        if let Some(weight) = weight
            && best.is_none_or(|(known, _)| weight > known)
        {
            best = Some((weight, place));
        }
    }
    best.map(|(_, place)| place)
}

fn weight(tree: &Tree, block: &Block, titles: &[Vec<String>], site: &[String]) -> Option<Weight> {
    const MAX_LETTERS: usize = 400;
    let linked = 2 * block.linked > block.letters;
    if block.letters > MAX_LETTERS {
        return None;
    }
    let order = order(tree, block.element);
    if order == 0 && (linked || titles.is_empty()) {
        return None;
    }
    let words: Vec<_> = words(&block.text).collect();
    let outside = !tree.ancestors(block.element).any(|number| is_aside(&tree.elements[number]));
    let likeness = |title: &Vec<String>| likeness(&words, title, order);
    let likeness = titles.iter().map(likeness).max().unwrap_or(Likeness::None);
    let same = likeness == Likeness::Same;
    let known = words == site || (linked && words.len() < 4 && !same);
    match order {
        _ if known => None,
        0 => (same && words.len() > 2).then_some((true, 0, likeness, outside)),
        1..=2 => same.then_some((true, order, likeness, outside)),
        _ => Some((likeness > Likeness::None, order, likeness, outside)),
    }
}

/// The order of the heading around a place: 3 for the first, 2 for what is marked as the headline,
/// 1 for others, 0 outside headings.
fn order(tree: &Tree, number: usize) -> u8 {
    let around = tree.ancestors(number).take(4);
    around.map(|number| own_order(&tree.elements[number])).max().unwrap_or_default()
}

fn own_order(element: &Element) -> u8 {
    let marked = element.get("itemprop").is_some_and(|name| name.contains("headline"));
    match element.name.as_str() {
        "h1" => 3,
        _ if marked => 2,
        "h2" => 2,
        "h3" | "h4" | "h5" | "h6" => 1,
        "div" | "p" | "span" if element.labels.has(Label::Headline) => 1,
        _ => u8::from(element.get("role") == Some("heading")),
    }
}

/// Whether an element stands beside the article, or is not shown.
fn is_aside(element: &Element) -> bool {
    matches!(element.name.as_str(), "nav" | "footer" | "menu") || element.get("hidden").is_some()
}

/// How like a title words are. It may also have the name of the site around it, and the words of a
/// heading may be a part of it.
fn likeness(words: &[String], title: &[String], order: u8) -> Likeness {
    if words.is_empty() || title.is_empty() {
        return Likeness::None;
    }
    let longer = || words.starts_with(title) && words.len() < 2 * title.len();
    let within = || title.windows(words.len()).any(|part| part == words);
    let part = || longer() || (2 * words.len() > title.len() && within());
    let common = || words.iter().filter(|word| title.contains(word)).count();
    match order {
        0 if words == title => Likeness::Same,
        1.. if part() => Likeness::Same,
        1.. if words.len() > 2 && 2 * common() >= words.len() => Likeness::Similar,
        _ => Likeness::None,
    }
}
