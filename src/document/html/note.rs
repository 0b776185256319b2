//! Tells notes about a text from the text: bylines, dates, captions, buttons.

use super::block::{Block, words};
use super::element::Element;
use super::label::Label;
use super::run::Kind;
use super::tree::Tree;

/// Which elements of a page are notes, or in notes.
#[derive(Debug)]
pub(super) struct Notes {
    noted: Vec<bool>,
}

/// The letters of the longest note, and of the longest text in an element marked as one.
const MAX_LETTERS: usize = 200;

/// The notes of a page: all captions, and what is marked as a note and short.
pub(super) fn notes(tree: &Tree) -> Notes {
    let mut letters = vec![0];
    for run in &tree.runs {
        letters.push(letters[letters.len() - 1] + run.letters);
    }
    let mut noted = vec![false; tree.elements.len()];
    for number in 1..tree.elements.len() {
        let element = &tree.elements[number];
        let short = letters[element.runs.end] - letters[element.runs.start] <= MAX_LETTERS;
        let marked = is_caption(element) || (short && is_marked(element));
        noted[number] = marked || noted[element.parent];
    }
    Notes { noted }
}

/// Whether a block is marked as a note, or a short one has a part that is.
pub(super) fn is_note(tree: &Tree, notes: &Notes, block: &Block) -> bool {
    let short = block.letters <= MAX_LETTERS && !block.is_sentence();
    notes.noted[block.element] || (short && has_marked_part(tree, block))
}

fn is_caption(element: &Element) -> bool {
    element.name == "figcaption" || element.labels.has(Label::Caption)
}

/// Whether an element says that it is a note.
fn is_marked(element: &Element) -> bool {
    const PROPERTIES: [&str; 4] = ["author", "datePublished", "dateModified", "dateCreated"];
    let property = element.get("itemprop").unwrap_or_default();
    let author = element.get("rel") == Some("author") || PROPERTIES.contains(&property);
    element.name == "time" || author || element.labels.has(Label::Note)
}

/// Whether a part of a line, such as a time, says that it is a note.
fn has_marked_part(tree: &Tree, block: &Block) -> bool {
    let mut runs = tree.runs[block.runs.clone()].iter().filter(|run| run.kind == Kind::Words);
    runs.any(|run| {
        let inner = tree.ancestors(run.element).take_while(|&number| number != block.element);
        inner.map(|number| &tree.elements[number]).any(is_marked)
    })
}

/// Whether a short text reads like a note: a byline, a date, the label of a button.
pub(super) fn is_written_like_a_note(block: &Block) -> bool {
    const LABELS: [&str; 22] = [
        "ad",
        "advert",
        "advertisement",
        "anzeige",
        "caption",
        "close",
        "comments",
        "continue reading",
        "continue reading below",
        "pub",
        "publicité",
        "publicidad",
        "read more",
        "related",
        "share",
        "share this",
        "sharing is caring",
        "sponsored",
        "story continues below",
        "story continues below advertisement",
        "subscribe",
        "реклама",
    ];
    const MAX_WORDS: usize = 16;
    let words: Vec<_> = words(&block.text).take(MAX_WORDS + 1).collect();
    if words.len() > MAX_WORDS {
        return false;
    }
    LABELS.contains(&words.join(" ").as_str())
        || is_byline(&block.text)
        || words.first().is_some_and(|word| word == "copyright")
        || block.text.starts_with('©')
        || (!block.is_sentence() && is_date(&words))
}

/// Whether a text begins like `By Tilda Brandt`.
fn is_byline(text: &str) -> bool {
    const BEGINNINGS: [&str; 7] =
        ["By ", "by ", "BY ", "Photo: ", "Image: ", "Photo by ", "Image by "];
    let ends = text.ends_with(['.', '!', '?']);
    let rest = BEGINNINGS.iter().find_map(|beginning| text.strip_prefix(beginning));
    !ends && rest.is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Whether all words are those of a date, or there are words such as `updated` before one.
fn is_date(words: &[String]) -> bool {
    const PARTS: [&str; 46] = [
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "am",
        "pm",
        "ago",
        "hours",
        "minutes",
        "day",
        "days",
        "min",
    ];
    const BEGINNINGS: [&str; 5] = ["published", "updated", "posted", "last", "created"];
    let number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let part = |word: &&String| number(word) || PARTS.contains(&word.as_str());
    let parts = words.iter().filter(part).count();
    let begins = words.first().is_some_and(|word| BEGINNINGS.contains(&word.as_str()));
    words.iter().any(number) && parts > 1 && (begins || 2 * parts > words.len())
}
