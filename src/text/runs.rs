//! The words of a text in which no address, handle or hashtag is.
//!
//! Most words of news are letters and digits between spaces. [`Runs`] classifies 64 bytes at a time,
//! almost without branches: bytes that may belong to a word, and hard ones, which may join two parts
//! of a word or are neither ASCII nor a common letter. (The apostrophe of `don’t` always joins, and
//! counts as a letter.) Words without hard bytes are read from the bit masks; the others are scanned
//! character by character.

use std::ops::Range;

use super::block::BLOCK;
use super::byte_classes::{ByteClasses, may_be_word};
use super::character::{SOFT_HYPHEN, is_blank, is_invisible, is_unspaced, is_word_character};

/// The words of a text from left to right, as if it had no [`Mark`](super::mark::Mark).
#[derive(Debug, Clone)]
pub(super) struct Runs<'a> {
    text: &'a str,
    /// The start of the current block of 64 bytes.
    block: usize,
    /// The bytes of the block that may belong to the remaining words.
    words: u64,
    /// The bytes of the block that make the word they belong to, or directly follow, a hard one.
    hard: u64,
    /// The bytes of the block that are of Han, all of them hard.
    han: u64,
    /// Whether a word so far seems to be broken at the end of a line.
    broken: bool,
    /// Whether something so far may be the name of a host.
    suspect: bool,
}

impl<'a> Runs<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut runs =
            Self { text, block: 0, words: 0, hard: 0, han: 0, broken: false, suspect: false };
        runs.read_block(0);
        runs
    }

    /// Whether a word so far seems to be broken at the end of a line; see [`continuation`].
    pub(super) fn has_broken_word(&self) -> bool {
        self.broken
    }

    /// Whether something so far may be the name of a host: a dot with a small letter after it, or
    /// in brackets.
    pub(super) fn may_have_host(&self) -> bool {
        self.suspect
    }

    /// The byte range of the next word.
    #[expect(clippy::inline_always, reason = "a word takes 15 ns, and a call a tenth of it")]
    #[inline(always)]
    pub(super) fn next_span(&mut self) -> Option<Range<usize>> {
        loop {
            if self.words == 0 {
                if self.text.len() - self.block <= BLOCK {
                    return None;
                }
                self.read_block(self.block + BLOCK);
                continue;
            }
            let first = self.words.trailing_zeros() as usize;
            let start = self.block + first;
            let length = (self.words >> first).trailing_ones() as usize;
            let past = first + length;
            if past < BLOCK && self.hard >> first & !(!0 << length << 1) == 0 {
                self.words &= !0 << past;
                return Some(start..start + length);
            }
            if past < BLOCK || first == 0 {
                return self.next_hard(start);
            }
            // The word may continue after the block.
            self.read_block(start);
        }
    }

    /// The next word, which begins at `start` or later and has hard bytes.
    #[inline(never)]
    fn next_hard(&mut self, start: usize) -> Option<Range<usize>> {
        if let Some(end) = self.han_end(start) {
            self.skip_to(end);
            return Some(start..end);
        }
        let span = hard_span(self.text, start)?;
        self.broken |= continuation(self.text, span.end).is_some();
        self.suspect |= may_be_host(self.text, &span);
        self.skip_to(span.end);
        Some(span)
    }

    /// The end of the word at `start`, if it is characters of Han with nothing hard after them. It
    /// may be in a later block, which is read then.
    fn han_end(&mut self, start: usize) -> Option<usize> {
        let mut length = (self.han >> (start - self.block)).trailing_ones() as usize;
        let mut end = start + length;
        // The last two bytes of a block may begin a character that is not whole.
        while length > 0 && end < self.text.len() && end - self.block > BLOCK - 3 {
            self.read_block(end);
            length = self.han.trailing_ones() as usize;
            end += length;
        }
        let is_soft =
            end > start && (end == self.text.len() || self.hard >> (end - self.block) & 1 == 0);
        is_soft.then_some(end)
    }

    /// Classifies the block of bytes at `start`; the next word begins there or later.
    #[inline]
    pub(super) fn read_block(&mut self, start: usize) {
        let bytes = self.text.as_bytes();
        let rest = &bytes[start..];
        let classes = ByteClasses::of(rest);
        let ByteClasses { words, hard, firsts, han, joiners, hyphens, apostrophes } = classes;
        let before = |distance| start.checked_sub(distance).map_or(0, |place| bytes[place]);
        let [last, last_but_one] = [before(1), before(2)];
        let next = rest.get(BLOCK).is_some_and(|&byte| may_be_word(byte));
        let after = words << 1 | u64::from(may_be_word(last));
        let ahead = words >> 1 | u64::from(next) << (BLOCK - 1);
        let between = after & ahead;
        let lonely = joiners & !after & !ahead;
        // A hyphen only joins a word after its first letter.
        let easy = words & !hard;
        let second = (easy & !firsts | easy << 1 & firsts) << 2
            | u64::from(last.is_ascii_alphanumeric()) << 1
            | u64::from(last_but_one.is_ascii_alphanumeric());
        // The byte after an apostrophe at the end of the block is unknown.
        let apostrophes = apostrophes & after & (words >> 3 | !(!0 >> 3));
        let joiners = (joiners | hyphens & !second) & between | apostrophes;
        // A word may be broken at a hyphen that no word follows at once.
        let breaks = hyphens & after & !between;
        // The dot of `gazette[.]example`.
        self.suspect |= lonely != 0;
        (self.block, self.words, self.han) = (start, words, han);
        self.hard = hard | joiners | breaks;
    }

    /// Continues at `position`.
    fn skip_to(&mut self, position: usize) {
        match position - self.block {
            skipped @ ..BLOCK => self.words &= !0 << skipped,
            _ => self.read_block(position),
        }
    }
}

/// Where the word that ends at `end` seems to go on, if a hyphen there breaks it: at the small letter
/// after the white space that follows the hyphen.
#[inline]
pub(super) fn continuation(text: &str, end: usize) -> Option<usize> {
    // Few words end there; `0xE2` is the first byte of `‐`.
    let hyphen = matches!(text.as_bytes().get(end), Some(b'-' | 0xE2));
    hyphen.then(|| after_hyphen(text, end)).flatten()
}

fn after_hyphen(text: &str, end: usize) -> Option<usize> {
    let rest = text[end..].strip_prefix(['-', '‐'])?;
    let next = rest.trim_start_matches(is_blank);
    let goes_on = next.len() < rest.len() && next.starts_with(char::is_lowercase);
    (goes_on && text[..end].ends_with(char::is_alphabetic)).then_some(text.len() - next.len())
}

/// Whether a word has a dot with a small letter after it, inside or at its end.
fn may_be_host(text: &str, span: &Range<usize>) -> bool {
    let word = &text.as_bytes()[span.start..text.len().min(span.end + 2)];
    word.windows(2).any(|pair| pair[0] == b'.' && pair[1].is_ascii_lowercase())
}

/// The first word from `position` on, scanned character by character.
fn hard_span(text: &str, position: usize) -> Option<Range<usize>> {
    let start = position + text[position..].find(char::is_alphanumeric)?;
    Some(start..word_end(text, start))
}

/// The end of the word that starts at `start`: a run of word characters and
/// every further run that a joiner ties to it.
fn word_end(text: &str, start: usize) -> usize {
    let mut run = start..run_end(text, start);
    let mut abbreviation = false;
    while let Some(joined) = joined_run(text, start, &run) {
        abbreviation = text[run.end..].starts_with('.') && is_letters(&text[joined.clone()]);
        run = joined;
    }
    // The last dot of `U.S.` belongs to the word, that of `the end.` does not.
    run.end + usize::from(abbreviation && text[run.end..].starts_with('.'))
}

/// The end of the run of word characters that starts at `start`.
///
/// A run does not mix scripts written without spaces with others, and looks
/// through characters that are invisible inside a word.
fn run_end(text: &str, start: usize) -> usize {
    let ascii = text[start..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    let start = start + ascii;
    if text[start..].bytes().next().is_none_or(|byte| byte.is_ascii()) && ascii > 0 {
        return start;
    }
    let (mut end, mut unspaced, mut hyphenated) = (start, (ascii > 0).then_some(false), false);
    for (offset, character) in text[start..].char_indices() {
        // A word broken at a soft hyphen continues on the next line.
        hyphenated = character == SOFT_HYPHEN
            || hyphenated && (matches!(character, '\r' | '\n') || is_invisible(character));
        if hyphenated || is_invisible(character) {
            continue;
        }
        let script = *unspaced.get_or_insert(is_unspaced(character));
        if !is_word_character(character) || is_unspaced(character) != script {
            break;
        }
        end = start + offset + character.len_utf8();
    }
    end
}

/// The run joined to `run` by the joiner after it, if any.
fn joined_run(text: &str, word_start: usize, run: &Range<usize>) -> Option<Range<usize>> {
    let joiner = text[run.end..].chars().next()?;
    let start = run.end + joiner.len_utf8();
    let first = text[start..].chars().next()?;
    if !first.is_alphanumeric() || is_unspaced(first) {
        return None;
    }
    let before = &text[run.clone()];
    let last = before.chars().next_back()?;
    let letters = last.is_alphabetic() && first.is_alphabetic() && !is_unspaced(last);
    let digits = last.is_numeric() && first.is_numeric();
    let next = start..run_end(text, start);
    let ties = match joiner {
        '\'' | '’' => letters,
        '.' if letters => is_one_letter(before) && is_one_letter(&text[next.clone()]),
        '.' | ',' => digits,
        '-' | '‐' | '‑' => run.start == word_start && is_one_letter(before),
        '$' | '£' | '€' | '¥' => is_letters(before) && before.len() <= 3 && first.is_numeric(),
        _ => false,
    };
    ties.then_some(next)
}

fn is_letters(run: &str) -> bool {
    run.chars().all(char::is_alphabetic)
}

fn is_one_letter(run: &str) -> bool {
    run.chars().count() == 1 && is_letters(run)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        let mut runs = Runs::of(text);
        std::iter::from_fn(|| runs.next_span()).map(|span| &text[span]).collect()
    }

    #[test]
    fn words_of_any_length_are_found_at_any_place_of_a_block() {
        for length in 1..=140 {
            let word = "x".repeat(length);
            for indent in 0..=BLOCK {
                let text = format!("{}“{word}’s {word}. {word}-b", " ".repeat(indent));
                let possessive = format!("{word}’s");
                let mut expected = vec![possessive.as_str(), &word];
                let compound = format!("{word}-b");
                let end = if length == 1 { vec![compound.as_str()] } else { vec![&word, "b"] };
                expected.extend(end);
                assert_eq!(texts(&text), expected, "for {length} bytes after {indent}");
            }
        }
    }

    /// The words of a text found character by character.
    fn slow_texts(text: &str) -> Vec<&str> {
        let mut position = 0;
        let spans = std::iter::from_fn(|| {
            let span = hard_span(text, position)?;
            position = span.end;
            Some(span)
        });
        spans.map(|span| &text[span]).collect()
    }

    #[test]
    fn characters_of_any_class_are_found_at_any_place_of_a_block() {
        let characters = [
            "é", "×", "ß’", "Я", "ґ", "ʼя", "ع", "عَ", "ـ", "٣", "،", "«", "\u{A0}", "\u{AD}",
            "\u{308}", "林", "〇", "。", "，", "ａ", "５", "€", "‐", "’é", "…", "\u{200B}",
            "\u{200E}", "🙂", "𝐓", "か",
        ];
        for (before, after) in
            characters.iter().flat_map(|one| characters.map(|other| (one, other)))
        {
            for indent in 52..=66 {
                let text = format!("{:x<indent$}{before}{after}a {before} й{after}", " ");
                assert_eq!(texts(&text), slow_texts(&text), "for {before}{after} after {indent}");
            }
        }
    }

    #[test]
    fn words_of_han_of_any_length_are_found_at_any_place_of_a_block() {
        for (length, after) in (1..=50).flat_map(|length| {
            ["", "。", " b", "b", "5", "\u{308}。", "-b", "-\nb", "か", "‐b", "’b", "$5", "é"]
                .map(|after| (length, after))
        }) {
            for indent in 0..=BLOCK {
                let text = format!("{:indent$}{}{after}a", "", "林".repeat(length));
                assert_eq!(texts(&text), slow_texts(&text), "for {length} after {indent}");
            }
        }
    }

    proptest! {
        #[test]
        fn words_read_off_bits_are_those_found_character_by_character(
            text in "([a-z0-9A-Z.,'$’ \u{AD}\u{308}\r\n林é£-]|[a-z]{1,9} ){0,200}|\\PC{0,200}"
        ) {
            prop_assert_eq!(texts(&text), slow_texts(&text));
        }

        #[test]
        fn words_beyond_ascii_are_those_found_character_by_character(
            text in "([а-яёіїґА-Я]{1,9}[ ,.’'-]|[a-zéèßÀ×÷ÿœłʼ]{1,9}['’ ]|[ء-٣،؛؟ٮ-ٿۀ-۔]{1,9} |\
                [一-龥々〇か]{1,40}|[。，、《》：（）［］Ａ-ｚ０-９]{1,2}|[a-zя0-9.,'$’ –-]|\
                [«»„“”…\u{A0}\u{AD}\u{301}\u{308}\u{200B}-\u{200F}\u{2028}\u{FEFF}€£№‐🙂𝐓\r\n]){0,90}"
        ) {
            prop_assert_eq!(texts(&text), slow_texts(&text));
        }
    }
}
