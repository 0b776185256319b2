//! The text of an article in JSON-LD, for pages whose scripts would show it.
//!
//! The place of a text is looked up by its key, `articleBody`, which only articles have. So it is
//! also found in a `@graph`, in the entries of a live blog, and in JSON with line ends in its texts,
//! which parsers refuse.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::super::owned_paragraph::OwnedParagraph;
use super::paragraphs::{Lines, whole};
use super::run::decode;

/// The paragraphs of the articles in the texts of JSON-LD at these places of a page.
pub(super) fn articles(html: &str, places: &[Range<usize>]) -> Vec<OwnedParagraph> {
    let mut lines = Lines::of(html);
    let mut paragraphs = Vec::new();
    for place in places {
        for (raw, start) in values(&html[place.clone()], "\"articleBody\"") {
            let found = paragraphs_of(raw, place.start + start).into_iter();
            paragraphs.extend(found.map(|paragraph| {
                let line = lines.at(paragraph.range.start);
                OwnedParagraph { line, ..paragraph }
            }));
        }
    }
    paragraphs
}

/// The texts behind a key, as they are written, and where they begin.
fn values<'a>(json: &'a str, key: &str) -> Vec<(&'a str, usize)> {
    let (mut values, mut known) = (Vec::new(), FxHashSet::default());
    let mut place = 0;
    while let Some(found) = memchr::memmem::find(&json.as_bytes()[place..], key.as_bytes()) {
        let start = place + found;
        place = start + key.len();
        // A quote in another text is escaped.
        let escaped = json[..start].ends_with('\\');
        if let Some((value, begin)) = value(json, place).filter(|_| !escaped) {
            place = begin + value.len();
            if known.insert(value) {
                values.push((value, begin));
            }
        }
    }
    values
}

/// The text after the colon that follows a key.
fn value(json: &str, place: usize) -> Option<(&str, usize)> {
    let rest = json[place..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let begin = json.len() - rest.len();
    let mut escaped = false;
    let ends = |byte: u8| {
        let end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        end
    };
    let end = rest.bytes().position(ends)?;
    Some((&rest[..end], begin))
}

/// The paragraphs of a text as JSON writes it. It may be HTML, escaped once more or not.
fn paragraphs_of(raw: &str, start: usize) -> Vec<OwnedParagraph> {
    let (text, places) = unescaped(raw);
    let place = |end: usize| places.get(end).copied().unwrap_or(raw.len());
    let has = |text: &str, tags: [&str; 5]| tags.iter().any(|tag| text.contains(tag));
    if has(&text, ["&lt;p", "&lt;br", "&lt;/p", "&lt;div", "&lt;/"]) {
        let mut markup = String::new();
        decode(&text, &mut markup);
        return whole(&markup, false)
            .into_iter()
            .map(|paragraph| OwnedParagraph { range: start..start + raw.len(), ..paragraph })
            .collect();
    }
    let markup = has(&text, ["<p", "<br", "</p", "<div", "</"]);
    let paragraphs =
        whole(&text, !markup).into_iter().map(|OwnedParagraph { text, range, line }| {
            let range = start + place(range.start)..start + place(range.end);
            OwnedParagraph { text, range, line }
        });
    paragraphs.collect()
}

/// A text without the escapes of JSON, and for each of its bytes the place where it is written.
fn unescaped(raw: &str) -> (String, Vec<usize>) {
    let (mut text, mut places) = (String::with_capacity(raw.len()), Vec::with_capacity(raw.len()));
    let mut rest = raw;
    while let Some(first) = rest.chars().next() {
        let (character, length) = match first {
            '\\' => escape(rest),
            _ => (first, first.len_utf8()),
        };
        places.resize(places.len() + character.len_utf8(), raw.len() - rest.len());
        text.push(character);
        rest = &rest[length..];
    }
    (text, places)
}

/// The character that an escape stands for, and the length of the escape.
fn escape(text: &str) -> (char, usize) {
    let code = |place: usize| u16::from_str_radix(text.get(place..place + 4)?, 16).ok();
    let second = || text.get(6..8).filter(|escape| *escape == "\\u").and_then(|_| code(8));
    match text.as_bytes().get(1) {
        Some(b'n' | b'r') => ('\n', 2),
        Some(b't' | b'b' | b'f') => (' ', 2),
        Some(b'u') => {
            let units = [code(2), second()];
            let units = units.into_iter().map_while(|unit| unit);
            let decoded = char::decode_utf16(units).next();
            match decoded {
                Some(Ok(character)) => (character, 6 * character.len_utf16()),
                Some(Err(_)) => ('?', 6),
                None => ('?', 2),
            }
        }
        Some(byte) if byte.is_ascii() => (char::from(*byte), 2),
        _ => ('\\', 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(json: &str) -> Vec<String> {
        let found = articles(json, std::slice::from_ref(&(0..json.len())));
        found.into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn texts_are_found_wherever_they_are_and_however_they_are_escaped() {
        for (json, expected) in [
            (r#"{"articleBody":"One.\n\nTwo."}"#, vec!["One.", "Two."]),
            (r#"{"@graph":[{"articleBody" : "One."}]}"#, vec!["One."]),
            (
                r#"{"a":"\"articleBody\":\"no\"","articleBody":"“O” \u201cx\u201d \ud83d\ude00 \"q\""}"#,
                vec!["“O” “x” 😀 \"q\""],
            ),
            (r#"{"articleBody":"<p>One &amp; one.<\/p><p>Two.<\/p>"}"#, vec!["One & one.", "Two."]),
            (
                r#"{"articleBody":"&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"}"#,
                vec!["One.", "Two."],
            ),
            ("{\"articleBody\":\"One.\n\nTwo.\"}", vec!["One.", "Two."]),
            (
                r#"{"u":[{"articleBody":"One."},{"articleBody":"Two."},{"articleBody":"One."}]}"#,
                vec!["One.", "Two."],
            ),
            (r#"{"articleBody":""}"#, vec![]),
            (r#"{"articleBody":{"a":1}}"#, vec![]),
            (r#"{"articleBody":"never closed"#, vec![]),
            (r#"{"articleBody":"half \ud83d \uzz \"#, vec![]),
        ] {
            assert_eq!(texts(json), expected, "for {json}");
        }
    }

    #[test]
    fn a_paragraph_has_the_place_where_it_is_written() {
        let json = r#"{"articleBody":"\u201cOne\u201d one.\n\nTwo."}"#;
        let found = articles(json, std::slice::from_ref(&(0..json.len())));
        let written: Vec<_> =
            found.iter().map(|paragraph| &json[paragraph.range.clone()]).collect();
        assert_eq!(written, [r"\u201cOne\u201d one.", "Two."]);
    }
}
