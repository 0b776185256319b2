//! Finds what is written in a text but is not read as words: addresses, handles and hashtags.
//!
//! The words in an address say where a page is, not what is said, so an address has none, and
//! neither has a handle. A hashtag is its words. Three kinds of bytes tell that there is one: `/`,
//! `@` and `#`; and a dot inside a run tells a bare host.

use std::ops::Range;

use super::character::is_unspaced;

/// A part of a text that is not read as its other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its byte range.
    pub(super) range: Range<usize>,
    /// Whether it is a hashtag, which has words, and not an address or a handle, which has none.
    pub(super) is_hashtag: bool,
}

/// The longest name of a host, in bytes (RFC 1035, 2.3.4), and of the part of an address before
/// it. What is before a `/` or `@` is looked at no further.
const MAX_BEFORE: usize = 320;

/// Finds the marks of a text from left to right.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    /// The next `/`, `@` or `#`, and the next dot; the length of the text if there is none.
    symbol: usize,
    dot: usize,
}

impl Marks {
    pub(super) fn of(text: &str) -> Self {
        Self { symbol: next_symbol(text, 0), dot: next_dot(text, 0) }
    }

    /// The next mark that begins at `from` or after it.
    #[inline]
    pub(super) fn next(&mut self, text: &str, from: usize) -> Option<Mark> {
        loop {
            let place = self.symbol.min(self.dot);
            if place == text.len() {
                return None;
            }
            let mark = if self.symbol == place {
                self.symbol = next_symbol(text, place + 1);
                (place >= from).then(|| symbol_mark(text, from, place)).flatten()
            } else {
                self.host_mark(text, from)
            };
            if mark.is_some() {
                return mark;
            }
        }
    }

    /// The host around the next dot, if it is one, from `from` on.
    #[cold]
    fn host_mark(&mut self, text: &str, from: usize) -> Option<Mark> {
        let start = self.dot - trailing(before(text, from.min(self.dot), self.dot), is_host_byte);
        let run = leading(&text[start..ceil(text, start + MAX_BEFORE)], is_host_byte);
        let length = bare_host(&text[start..], run);
        // The other dots of the run tell nothing new.
        self.dot = next_dot(text, (start + run).max(self.dot + 1));
        length.filter(|_| start >= from).map(|length| Mark::without_words(start..start + length))
    }
}

impl Mark {
    fn without_words(range: Range<usize>) -> Self {
        Self { range, is_hashtag: false }
    }
}

/// Whether a text has a mark. One that has no `/`, `@` or `#` can only have hosts.
pub(super) fn has_mark(text: &str, may_have_host: bool) -> bool {
    let suspect = may_have_host || next_symbol(text, 0) < text.len();
    suspect && Marks::of(text).next(text, 0).is_some()
}

fn next_symbol(text: &str, from: usize) -> usize {
    let found = memchr::memchr3(b'/', b'@', b'#', &text.as_bytes()[from..]);
    found.map_or(text.len(), |offset| from + offset)
}

/// The next dot between a letter or digit and a small letter, as in a host.
fn next_dot(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let is_inside = |place: &usize| {
        let next = bytes.get(place + 1).copied().unwrap_or_default();
        // `gazette[.]example` too.
        let next = if next == b']' { b'a' } else { next };
        let last = place.checked_sub(1).map_or(b' ', |place| bytes[place]);
        next.is_ascii_lowercase() && (last.is_ascii_alphanumeric() || last == b'[')
    };
    let mut dots = memchr::memchr_iter(b'.', &bytes[from..]).map(|offset| from + offset);
    dots.find(is_inside).unwrap_or(text.len())
}

/// The mark that the `/`, `@` or `#` at `place` tells of, from `from` on.
#[cold]
fn symbol_mark(text: &str, from: usize, place: usize) -> Option<Mark> {
    let (before, after) = (before(text, from, place), &text[place + 1..]);
    match text.as_bytes()[place] {
        b'#' => hashtag(before, after)
            .map(|length| Mark { range: place + 1..place + 1 + length, is_hashtag: true }),
        b'@' => {
            let (local, length) = mailbox_or_handle(before, after)?;
            Some(Mark::without_words(place - local..place + 1 + length))
        }
        _ => {
            let start = place - scheme(before, after).or_else(|| host_before(before))?;
            Some(Mark::without_words(start..start + address(&text[start..])))
        }
    }
}

/// The text from `from` to `place`, or the end of it.
fn before(text: &str, from: usize, place: usize) -> &str {
    &text[from.max(ceil(text, place.saturating_sub(MAX_BEFORE)))..place]
}

/// The first character boundary at or after `place`.
fn ceil(text: &str, place: usize) -> usize {
    (place..text.len()).find(|&place| text.is_char_boundary(place)).unwrap_or(text.len())
}

/// The number of bytes at the end of `text` that are in a class of ASCII.
fn trailing(text: &str, class: impl Fn(u8) -> bool) -> usize {
    text.bytes().rev().take_while(|&byte| class(byte)).count()
}

/// The number of bytes at the beginning of `text` that are in a class of ASCII.
fn leading(text: &str, class: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|&byte| class(byte)).count()
}

/// The length of the scheme and the colon before the first `/` of `://` (RFC 3986, 3.1).
fn scheme(before: &str, after: &str) -> Option<usize> {
    let name = before.strip_suffix(':').filter(|_| after.starts_with('/'))?;
    let length = trailing(name, |byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    let begins = name[name.len() - length..].starts_with(|c: char| c.is_ascii_alphabetic());
    begins.then_some(length + 1)
}

/// The length of the host and port that end before the first `/` of a path.
fn host_before(before: &str) -> Option<usize> {
    let length = trailing(before, |byte| is_host_byte(byte) || byte == b':');
    let run = &before[before.len() - length..];
    let host = run.trim_end_matches(|c: char| c.is_ascii_digit());
    let host = host.strip_suffix(':').unwrap_or(run);
    is_host(host).then_some(run.len())
}

/// Letters and digits, dots and hyphens, and the brackets of `gazette[.]example`, as addresses
/// are written that nobody should follow by mistake.
fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-_[]".contains(&byte)
}

/// Whether a run is the name of a host: labels with dots between, the last one of letters, all in
/// one case. `U.S.` and `said.He` are none.
fn is_host(run: &str) -> bool {
    let host = run.replace("[.]", ".");
    let Some((rest, last)) = host.rsplit_once('.') else { return false };
    let letters = |class: fn(&u8) -> bool| last.bytes().all(|byte| class(&byte));
    let top =
        last.len() >= 2 && (letters(u8::is_ascii_lowercase) || letters(u8::is_ascii_uppercase));
    let label = |label: &str| {
        label.starts_with(|c: char| c.is_ascii_alphanumeric()) && !label.contains(['[', ']'])
    };
    top && rest.split('.').all(label)
}

/// The length of an address that begins with a host in a run of this length. Without `www.` or a
/// path it must be in small letters and end as hosts do: `Amazon.com` is a name, and `said.the` lacks
/// a space.
fn bare_host(text: &str, run: usize) -> Option<usize> {
    let host = text[..run].trim_end_matches(['.', '-', '_', ']']);
    let rest = &text[host.len()..];
    let is_web = host.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    if is_web && host[4..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Some(address(text));
    }
    let plain = host.bytes().all(|byte| !byte.is_ascii_uppercase());
    let known = || host.rsplit_once('.').is_some_and(|(rest, last)| is_top_level(rest, last));
    let is_address = is_host(host) && (rest.starts_with('/') || plain && known());
    let length = if rest.starts_with(['/', ':', '?', '#']) { address(text) } else { host.len() };
    is_address.then_some(length)
}

/// Whether the last label of a host is one in which news is published, and no English word.
fn is_top_level(rest: &str, last: &str) -> bool {
    const GENERIC: [&str; 11] =
        ["com", "edu", "example", "gov", "info", "int", "mil", "net", "news", "org", "press"];
    const WORDS: [&str; 23] = [
        "am", "an", "as", "at", "be", "by", "do", "eg", "go", "he", "if", "in", "is", "it", "me",
        "my", "no", "of", "on", "or", "so", "to", "us",
    ];
    let host = rest.rsplit(['.', ']']).next().is_some_and(|label| label.len() >= 2);
    host && (GENERIC.contains(&last) || last.len() == 2 && !WORDS.contains(&last))
}

/// The length of an address: up to white space, a quotation mark, or writing that puts no spaces.
/// An address broken at a hyphen or inside its query goes on in the next line.
fn address(text: &str) -> usize {
    let mut last = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let ends = character.is_whitespace()
            || "<>\"“”„«»—…|`".contains(character)
            || is_unspaced(character)
            || ('\u{3000}'..='\u{303F}').contains(&character)
            || ('\u{FF00}'..='\u{FF0F}').contains(&character);
        if !ends {
            last = character;
            continue;
        }
        let goes_on = matches!(character, '\n' | '\r') && "-_=&?%".contains(last);
        if !goes_on {
            return offset;
        }
        while characters.next_if(|(_, next)| next.is_whitespace()).is_some() {}
        last = ' ';
    }
    text.len()
}

/// What says in front of a handle that its owner wrote the rest.
const FORWARDED: [&str; 4] = ["RT ", "MT ", "via ", "cc "];

/// The lengths of what belongs to a mailbox or a handle before and after its `@`.
fn mailbox_or_handle(before: &str, after: &str) -> Option<(usize, usize)> {
    let local = trailing(before, |byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte));
    let is_mailbox = before.ends_with(|c: char| c.is_ascii_alphanumeric());
    let name = |text: &str| {
        let end = text.find(|c: char| !(c.is_alphanumeric() || "._-".contains(c)));
        text[..end.unwrap_or(text.len())].trim_end_matches(['.', '-']).len()
    };
    let mut length = name(after);
    if after[length..].starts_with('@') {
        // A handle of a federated network: `@name@host`.
        length += 1 + name(&after[length + 1..]);
    }
    let sent_by = || FORWARDED.iter().find(|word| before.ends_with(**word)).map_or(0, |w| w.len());
    (length > 0).then(|| (if is_mailbox { local } else { sent_by() }, length))
}

/// The length of the words of a hashtag. `C#` has none, nor has `#1`, nor `&#38;`.
fn hashtag(before: &str, after: &str) -> Option<usize> {
    let begins = !before.ends_with(|c: char| c.is_alphanumeric() || c == '&');
    let end = after.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    let words = &after[..end.unwrap_or(after.len())];
    let is_short = words.len() <= MAX_BEFORE;
    (begins && is_short && words.contains(char::is_alphabetic)).then_some(words.len())
}

/// Where the first word of a hashtag ends: `#StopTheNATOSummit2024` is `Stop`, `The`, `NATO`,
/// `Summit`, `2024`. One letter and the digits after it, as in `#G20`, are one word.
pub(super) fn first_word(words: &str) -> usize {
    let mut characters = words.char_indices().peekable();
    let mut before = ' ';
    while let Some((offset, at)) = characters.next() {
        let next = characters.peek().is_some_and(|(_, next)| next.is_lowercase());
        // Not after a single letter or digit.
        let long = offset > before.len_utf8();
        let capital = at.is_uppercase()
            && (before.is_lowercase()
                || next && before.is_uppercase()
                || long && before.is_numeric());
        if capital || long && before.is_alphabetic() && at.is_numeric() {
            return offset;
        }
        before = at;
    }
    words.len()
}
