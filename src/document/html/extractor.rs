//! What `dom_smoothie`, a port of the reader view of Firefox, says about a page.

use dom_smoothie::{Config, Metadata, Readability};

/// The metadata of a page, given a page of nothing else.
pub(super) fn metadata(head: String) -> Metadata {
    let Ok(readability) = Readability::new(head, None, None) else { return Metadata::default() };
    readability.get_article_metadata(readability.parse_json_ld())
}

/// The numbers of the runs of the article, given a skeleton of the page.
pub(super) fn article(skeleton: String) -> Vec<usize> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::new(skeleton, None, Some(config)) else {
        return Vec::new();
    };
    readability.parse().map_or_else(|_| Vec::new(), |found| numbers(&found.content))
}

/// The numbers of the runs in the content extracted from a skeleton, whose texts have no `<`.
fn numbers(content: &str) -> Vec<usize> {
    let marks = content.split("<span data-run=\"").skip(1);
    marks.filter_map(|mark| mark.split_once('"')?.0.parse().ok()).collect()
}
