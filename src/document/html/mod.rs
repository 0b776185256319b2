//! Extracts the text of a web page, without menus, notices and links.
//!
//! 1. **Read** ([`scan`]): a tokenizer gives the elements, and the texts with their places. Texts
//!    are numbered in blocks, which are paragraphs as a reader sees them ([`layout`]).
//! 2. **Judge** ([`outline`]): which block is the headline, and what surrounds the article.
//! 3. **Extract**: `dom_smoothie`, a port of the reader view of Firefox, gets a [`skeleton`] of what
//!    is left, for it loses the places of the text, and on hostile pages it overflows the stack or
//!    takes hours. A skeleton is well nested, not too deep, and has a number on every run of text.
//! 4. **Repair** ([`choice`]): what an extractor gets wrong that goes by length.
//!
//! Nothing is searched for, and every word of a paragraph is in its range.

mod attribute;
mod block;
mod choice;
mod element;
mod extractor;
mod frame;
mod head;
mod headline;
mod label;
mod layout;
mod linked_data;
mod note;
mod outline;
mod paragraphs;
mod quotes;
mod run;
mod scan;
mod skeleton;
mod stylesheet;
mod tree;
mod whitespace;

use std::ops::Range;

use self::block::{Block, is_wide, text, words};
use self::choice::choose;
use self::extractor::{article, metadata};
use self::layout::lay_out;
use self::outline::Outline;
use self::paragraphs::{paragraphs, whole};
use self::run::{Kind, Run};
use self::scan::{Scan, scan};
use self::skeleton::{Keep, Written, skeleton};
use self::tree::Tree;
use super::owned_paragraph::OwnedParagraph;

/// The text and metadata of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// The headline, without the name of the site if that is recognised.
    pub(super) title: Option<String>,
    /// The language that the page declares, such as `en-US`.
    pub(super) language: Option<String>,
    /// When it was published, as the page states it, in any format.
    pub(super) published: Option<String>,
    /// The URL that the page gives as its own.
    pub(super) url: Option<String>,
    /// The headline, if the page shows it, and the article, in the order of the source.
    pub(super) paragraphs: Vec<OwnedParagraph>,
}

/// Why a page has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoText {
    /// It shows no letter or digit.
    Empty,
    /// It shows a few words, such as the name of the site; its scripts would show more.
    Scripted,
}

/// Extracts the text of a page.
///
/// If no article is found, it is looked for where scripts would find it: in JSON-LD, and in what
/// is shown without scripts. If there is none either, or there are too many tags to search, the
/// result is all visible text except menus, buttons and footers. No page is too deep: tags that are
/// nested too deeply are ignored.
pub(super) fn extract(html: &str) -> Result<Page, NoText> {
    let mut scan = scan(html, false);
    lay_out(&mut scan.tree, html);
    let metadata = metadata(scan.head.page(&first_heading(&scan.tree, html)));
    let paragraphs = text_of(&scan, html, &metadata.title)?;
    Ok(Page {
        title: Some(metadata.title).filter(|title| !title.is_empty()),
        language: metadata.lang,
        published: metadata.published_time,
        url: scan.head.canonical.or(metadata.url),
        paragraphs,
    })
}

/// The paragraphs of a page with this title.
fn text_of(scan: &Scan, html: &str, title: &str) -> Result<Vec<OwnedParagraph>, NoText> {
    let written = scan.head.title.as_ref().map_or("", |(title, _)| title);
    let titles = [title, written];
    let outline = Outline::new(&scan.tree, html, &titles, scan.head.site.as_deref());
    let chosen = chosen(&outline, html);
    let shown = paragraphs(html, &scan.tree.runs, &chosen);
    let article = outline.is_article(&chosen);
    if article && outline.headline.is_some() {
        return Ok(shown);
    }
    let hidden = if article { Vec::new() } else { hidden_article(scan, html) };
    if !article && hidden.is_empty() {
        return check(shown, scan.scripted && outline.says_little(&chosen, &titles));
    }
    let text = if article { shown } else { hidden };
    let headline = outline.headline.map_or_else(
        || unseen_title(html, scan, title),
        |place| whole_block(html, &outline, place),
    );
    Ok(headline.into_iter().chain(text).collect())
}

/// The texts of a page without an article, if it is worth reading.
fn check(shown: Vec<OwnedParagraph>, little: bool) -> Result<Vec<OwnedParagraph>, NoText> {
    match () {
        () if shown.is_empty() => Err(NoText::Empty),
        () if little => Err(NoText::Scripted),
        () => Ok(shown),
    }
}

/// The article that scripts would show: that in JSON-LD, or that shown without scripts.
fn hidden_article(scan: &Scan, html: &str) -> Vec<OwnedParagraph> {
    let linked = linked_data::articles(html, &scan.head.linked_data);
    let longest = scan.unscripted.iter().max_by_key(|range| range.len());
    match longest {
        Some(range) if linked.is_empty() => unscripted_article(html, range),
        _ => linked,
    }
}

/// The article in what is shown at a place without scripts.
fn unscripted_article(html: &str, place: &Range<usize>) -> Vec<OwnedParagraph> {
    let part = &html[place.clone()];
    let mut tree = scan::scan(part, false).tree;
    lay_out(&mut tree, part);
    let outline = Outline::new(&tree, part, &[], None);
    let chosen = chosen(&outline, part);
    let found =
        if outline.is_article(&chosen) { paragraphs(part, &tree.runs, &chosen) } else { vec![] };
    let lines = memchr::memchr_iter(b'\n', &html.as_bytes()[..place.start]).count();
    let moved = found.into_iter().map(|OwnedParagraph { text, range, line }| OwnedParagraph {
        text,
        range: place.start + range.start..place.start + range.end,
        line: lines + line,
    });
    moved.collect()
}

/// The paragraph of a block.
fn whole_block(html: &str, outline: &Outline, place: usize) -> Option<OwnedParagraph> {
    let block = &outline.blocks[place];
    let mut chosen = vec![false; outline.tree.runs.len()];
    chosen[block.runs.clone()].fill(true);
    paragraphs(html, &outline.tree.runs, &chosen).pop()
}

/// The title of a page that shows no headline, where it is written in the source, as if it stood
/// above the text.
fn unseen_title(html: &str, scan: &Scan, title: &str) -> Option<OwnedParagraph> {
    const MIN_LETTERS: usize = 15;
    let letters = title.chars().filter(|c| c.is_alphanumeric()).count();
    let wide = title.chars().filter(|&c| is_wide(c)).count();
    if letters < MIN_LETTERS && 3 * wide < MIN_LETTERS {
        return None;
    }
    let written = memchr::memmem::find(html.as_bytes(), title.as_bytes());
    let range = written.map(|start| start..start + title.len()).or_else(|| {
        let (text, range) = scan.head.title.as_ref()?;
        words(text).eq(words(title)).then(|| range.clone())
    })?;
    let line = 1 + memchr::memchr_iter(b'\n', &html.as_bytes()[..range.start]).count();
    Some(OwnedParagraph { text: title.to_owned(), range, line })
}

/// The paragraphs of a fragment of a page, such as an entry of a feed. All of it is text.
pub(super) fn fragment(html: &str) -> Vec<String> {
    whole(html, false).into_iter().map(|paragraph| paragraph.text).collect()
}

/// The first heading of the first order, which is the title of a page without one.
fn first_heading(tree: &Tree, html: &str) -> Vec<String> {
    let first = tree.elements.iter().find(|element| element.name == "h1");
    let text = first.map(|first| text(tree.runs[first.runs.clone()].iter(), html));
    text.into_iter().collect()
}

/// Which runs to keep: those of the article and its headline.
fn chosen(outline: &Outline, html: &str) -> Vec<bool> {
    let tree = outline.tree;
    let mut runs = vec![false; tree.runs.len()];
    for number in if tree.is_large() { Vec::new() } else { extracted(outline, html) } {
        runs.get_mut(number).into_iter().for_each(|chosen| *chosen = true);
    }
    let speaks = |number: usize| runs[number] && tree.runs[number].kind == Kind::Words;
    let spoken = |block: &Block| block.runs.clone().any(speaks);
    let blocks: Vec<_> = outline.blocks.iter().map(spoken).collect();
    let chosen = choose(outline, &blocks);
    if !chosen.contains(&true) {
        return visible(outline);
    }
    for ((block, chosen), extracted) in outline.blocks.iter().zip(chosen).zip(blocks) {
        if chosen != extracted {
            runs[block.runs.clone()].fill(chosen);
        }
    }
    runs
}

/// The numbers of the runs that an extractor chooses.
fn extracted(outline: &Outline, html: &str) -> Vec<usize> {
    let frames = &outline.frames;
    let written = |number: usize| match () {
        () if frames.is_framed(number) => Written::Left,
        () if frames.freed[number] => Written::Bare,
        () => Written::Whole,
    };
    let elements = (0..outline.tree.elements.len()).map(written).collect();
    let without = outline.headline.map_or(0..0, |headline| outline.blocks[headline].runs.clone());
    article(skeleton(outline.tree, html, &Keep { elements, without }))
}

/// All runs outside menus and the like, or all runs if there are no words outside.
fn visible(outline: &Outline) -> Vec<bool> {
    let runs = &outline.tree.runs;
    let open = |run: &Run| !outline.frames.is_framed(run.element);
    let framed = !runs.iter().any(|run| open(run) && run.kind == Kind::Words);
    runs.iter().map(|run| framed || open(run)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SENTENCE: &str = "The minister said on Tuesday, after long talks, that the country \
                            would answer the tariffs of its neighbour in kind, and soon.";

    fn texts(html: &str) -> Vec<String> {
        let page = extract(html).unwrap_or_default();
        page.paragraphs.into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn an_article_is_read_without_its_frame() {
        let html = format!(
            "<!doctype html><html lang=en><head><title>Minister answers the new tariffs in kind - The Daily</title>\n\
             <meta property='article:published_time' content='2024-05-01'>\n\
             <link rel=canonical href='https://a.example/1'></head><body>\n\
             <nav><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul></nav>\n\
             <h1>Minister answers the new tariffs in kind</h1><article>\n<p>{SENTENCE}</p>\n<script>var p = '<p>';</script>\
             <p>&nbsp;&ldquo;Yes,&rdquo; <b>he</b>\n said.{SENTENCE}</p><p>{SENTENCE}</p></article>\
             <footer><p>All rights reserved.</p></footer></body></html>"
        );
        let page = extract(&html).unwrap();
        assert_eq!(page.title.as_deref(), Some("Minister answers the new tariffs in kind"));
        assert_eq!(page.language.as_deref(), Some("en"));
        assert_eq!(page.published.as_deref(), Some("2024-05-01"));
        assert_eq!(page.url.as_deref(), Some("https://a.example/1"));
        let found: Vec<_> = page.paragraphs.iter().map(|p| (p.line, p.text.clone())).collect();
        let quoted = format!("“Yes,” he said.{SENTENCE}");
        let expected = [
            (5, "Minister answers the new tariffs in kind"),
            (6, SENTENCE),
            (7, &quoted),
            (8, SENTENCE),
        ];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
        let range = page.paragraphs[2].range.clone();
        assert!(html[range].starts_with("&ldquo;Yes,&rdquo; <b>he</b>\n said."));
    }

    #[test]
    fn a_page_without_an_article_gives_its_visible_text() {
        for (html, expected) in [
            ("", vec![]),
            ("<title>Only a title</title><p> &nbsp; * * *", vec![]),
            ("plain text", vec!["plain text"]),
            ("<nav>Menu</nav><div>One<p>two</div>three<footer>end", vec!["One", "two", "three"]),
            ("<nav>Menu</nav>", vec!["Menu"]),
            ("<td>a</td><td>b", vec!["a", "b"]),
            ("a<br>b<br>\n<br>c", vec!["a b", "c"]),
            ("a < b &lt; c &amp d", vec!["a < b < c & d"]),
            ("in<b>ter</b>est<!-- not --> rates<style>p{}</style>", vec!["interest rates"]),
            ("<p>text<script>unclosed </p><p>lost", vec!["text"]),
            ("<svg><text>drawn</text></svg>a<svg>b<p>c", vec!["a", "c"]),
            ("a\0b\0", vec!["a b"]),
        ] {
            assert_eq!(texts(html), expected, "for {html:?}");
        }
    }

    #[test]
    fn no_page_is_too_deep_or_too_broken() {
        let end = format!("<p>{SENTENCE}").repeat(5);
        for tags in [
            "<div>",
            "<span>",
            "<b><p>",
            "<table><tr><td>",
            "<ul><li>",
            "<a href=x>",
            "<font><a>",
            "<x a=b><y/></z><br><i>",
            "<p class='",
            "<svg>",
            "</p>",
            "<!--",
            "&shy;",
            "<p a=\"'\"",
        ] {
            let page = format!("{}\"'>-->{end}", tags.repeat(20_000));
            let found = texts(&page);
            let last = found.last().map_or("", String::as_str);
            assert!(last.ends_with(SENTENCE), "for {tags:?}: {last:?}");
        }
    }

    #[test]
    fn a_tag_may_have_any_number_of_attributes() {
        let attributes = " a = \"it's > it\"".repeat(100_000);
        let html = format!("<p{attributes} class=\"menu\">{SENTENCE}</p><p>{SENTENCE}");
        let page = extract(&html).unwrap();
        let found: Vec<_> = page.paragraphs.iter().map(|p| &html[p.range.clone()]).collect();
        assert_eq!(found, [SENTENCE, SENTENCE]);
    }

    #[test]
    fn the_same_text_twice_keeps_both_places() {
        let html = format!("<article><p>{SENTENCE}</p><p>{SENTENCE}</p></article>");
        let page = extract(&html).unwrap();
        let starts: Vec<_> =
            page.paragraphs.iter().map(|paragraph| paragraph.range.start).collect();
        assert_eq!(starts, [12, 12 + SENTENCE.len() + 7]);
    }

    /// The words of a source without its tags.
    fn words_of_source(html: &str) -> Vec<String> {
        let parts = html.split('<').enumerate().map(|(number, part)| match part.split_once('>') {
            // In a heading, blocks are lines.
            Some((tag, text)) if number > 0 => {
                (!matches!(tag, "b" | "/b" | "a href=x" | "/a"), text)
            }
            _ => (false, part),
        });
        let text: String =
            parts.flat_map(|(broken, text)| [if broken { " " } else { "" }, text]).collect();
        words(&text.replace("&nbsp;", " ").replace("&eacute;", "é")).collect()
    }

    proptest! {
        #[test]
        fn every_paragraph_stands_in_its_range(parts in proptest::collection::vec(prop_oneof![
            Just("<p>"), Just("</p>"), Just("<div>"), Just("</div>"), Just("<b>"), Just("</b>"),
            Just("<br>"), Just("<a href=x>"), Just("</a>"), Just("<li>"), Just("<table>"),
            Just("<td>"), Just("</td>"), Just("</table>"), Just("<h1>"), Just("\n"), Just(" and, "),
            Just("&nbsp;"), Just("caf&eacute;"), Just("Škoda"), Just("a sentence, of words."),
        ], 0..60)) {
            let html = parts.concat();
            let mut end = 0;
            for paragraph in extract(&html).unwrap_or_default().paragraphs {
                let Range { start, end: stop } = paragraph.range.clone();
                prop_assert!(start >= end && stop > start);
                prop_assert_eq!(html[..start].matches('\n').count() + 1, paragraph.line);
                let found: Vec<_> = words(&paragraph.text).collect();
                prop_assert_eq!(words_of_source(&html[start..stop]), found);
                end = stop;
            }
        }

        #[test]
        fn nothing_breaks_it(html in "(<[/!]?(p|div|a|svg|script|table|select|title|li|--)( class=\"|>|/>| )?|&[a-z#0-9]{0,6};?|\\PC{0,9}|\0|\r\n){0,40}") {
            for paragraph in extract(&html).unwrap_or_default().paragraphs {
                prop_assert!(html.get(paragraph.range).is_some_and(|source| !source.is_empty()));
            }
        }
    }
}
