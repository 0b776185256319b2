//! Tells notes about a text from the text: bylines, dates, captions, buttons.

use super::block::{Block, words};
use super::element::Element;
use super::outline::Outline;
use super::run::Kind;

/// Whether a block is a note: it is marked as one, or short and written like one.
pub(super) fn is_note(outline: &Outline, block: &Block) -> bool {
    const MAX_LETTERS: usize = 200;
    let tree = outline.tree;
    let mut around = tree.ancestors(block.element).map(|number| &tree.elements[number]);
    if around.any(is_caption) {
        return true;
    }
    if block.letters > MAX_LETTERS {
        return false;
    }
    let small = |element: &&Element| letters(outline, element) <= MAX_LETTERS;
    let around = tree.ancestors(block.element).map(|number| &tree.elements[number]);
    let marked = around.take_while(small).any(is_marked);
    let open = !block.is_sentence() && has_marked_part(outline, block);
    marked || open || is_written_like_a_note(block)
}

fn letters(outline: &Outline, element: &Element) -> usize {
    outline.tree.runs[element.runs.clone()].iter().map(|run| run.letters).sum()
}

fn is_caption(element: &Element) -> bool {
    element.name == "figcaption" || element.labels().any(|label| label == "caption")
}

/// Whether an element says that it is a note.
fn is_marked(element: &Element) -> bool {
    const NAMES: [&str; 2] = ["figcaption", "time"];
    const LABELS: [&str; 17] = [
        "author", "authors", "byline", "bylines", "categories", "category", "credit", "credits",
        "date", "dateline", "eyebrow", "kicker", "meta", "published", "tags", "timestamp", "topics",
    ];
    const PROPERTIES: [&str; 4] = ["author", "datePublished", "dateModified", "dateCreated"];
    let property = element.get("itemprop").unwrap_or_default();
    let author = element.get("rel") == Some("author") || PROPERTIES.contains(&property);
    let labelled = || element.labels().any(|label| LABELS.contains(&label.as_str()));
    NAMES.contains(&element.name.as_str()) || author || labelled()
}

/// Whether a part of a line, such as a time, says that it is a note.
fn has_marked_part(outline: &Outline, block: &Block) -> bool {
    let tree = outline.tree;
    let mut runs = tree.runs[block.runs.clone()].iter().filter(|run| run.kind == Kind::Words);
    runs.any(|run| {
        let inner = tree.ancestors(run.element).take_while(|&number| number != block.element);
        inner.map(|number| &tree.elements[number]).any(is_marked)
    })
}

/// Whether a short text reads like a note: a byline, a date, the label of a button.
fn is_written_like_a_note(block: &Block) -> bool {
    const LABELS: [&str; 22] = [
        "ad", "advert", "advertisement", "anzeige", "caption", "close", "comments",
        "continue reading", "continue reading below", "pub", "publicité", "publicidad", "read more",
        "related", "share", "share this", "sharing is caring", "sponsored",
        "story continues below", "story continues below advertisement", "subscribe", "реклама",
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
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "am", "pm", "ago",
        "hours", "minutes", "day", "days", "min",
    ];
    const BEGINNINGS: [&str; 5] = ["published", "updated", "posted", "last", "created"];
    let number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    let part = |word: &&String| number(word) || PARTS.contains(&word.as_str());
    let parts = words.iter().filter(part).count();
    let begins = words.first().is_some_and(|word| BEGINNINGS.contains(&word.as_str()));
    words.iter().any(number) && parts > 1 && (begins || 2 * parts > words.len())
}
