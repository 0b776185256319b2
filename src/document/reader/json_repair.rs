//! JSON as Python and JavaScript write it: `NaN` and `Infinity`, and halves of surrogate pairs.

use super::super::Replaced;
use super::json_scanner::string_end;

/// What Python and JavaScript write for numbers that are none.
const NO_NUMBERS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// Whether something in these bytes may need a repair.
pub(super) fn may_need_repair(json: &[u8]) -> bool {
    has_halves(json) || has_no_numbers(json)
}

/// Whether these bytes may have half a surrogate pair.
pub(super) fn has_halves(json: &[u8]) -> bool {
    let unit = |place: usize| {
        let digits = str::from_utf8(json.get(place + 2..place + 6)?).ok()?;
        u16::from_str_radix(digits, 16).ok().filter(|_| json[place..].starts_with(b"\\u"))
    };
    let mut pair = 0;
    memchr::memmem::find_iter(json, b"\\u").any(|place| match unit(place) {
        Some(0xD800..0xDC00) => {
            pair = place + 6;
            !matches!(unit(pair), Some(0xDC00..0xE000))
        }
        Some(0xDC00..0xE000) => pair == 0 || place != pair,
        _ => false,
    })
}

/// Whether these bytes may have numbers that are none.
pub(super) fn has_no_numbers(json: &[u8]) -> bool {
    [&b"NaN"[..], b"Infinity"].iter().any(|name| memchr::memmem::find(json, name).is_some())
}

/// The same JSON with null for numbers that are none, and `?` for halves of surrogate pairs, which
/// are counted.
pub(super) fn repaired(json: &str) -> (String, Option<Replaced>) {
    let mut repair =
        Repair { json, place: 0, done: String::with_capacity(json.len()), replaced: None };
    repair.run();
    let Repair { done, replaced, .. } = repair;
    (done, replaced)
}

/// The same JSON without space between its values, so that it fits on a line.
pub(super) fn compacted(json: &str) -> String {
    let mut compact = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(quote) = rest.find('"') {
        let (between, string) = rest.split_at(quote);
        compact.extend(between.chars().filter(|next| !next.is_ascii_whitespace()));
        let end = string_end(string.as_bytes()).unwrap_or(string.len());
        compact.push_str(&string[..end]);
        rest = &string[end..];
    }
    compact.extend(rest.chars().filter(|next| !next.is_ascii_whitespace()));
    compact
}

/// A repair in progress.
struct Repair<'a> {
    json: &'a str,
    place: usize,
    done: String,
    replaced: Option<Replaced>,
}

impl Repair<'_> {
    fn run(&mut self) {
        while self.place < self.json.len() {
            let rest = &self.json[self.place..];
            let next = rest.find(['"', 'N', 'I', '-']).unwrap_or(rest.len());
            self.copy(next);
            let rest = &self.json[self.place..];
            if rest.starts_with('"') {
                self.string();
            } else if let Some(name) = NO_NUMBERS.iter().find(|name| rest.starts_with(**name)) {
                self.done.push_str("null");
                self.place += name.len();
            } else {
                self.copy(rest.len().min(1));
            }
        }
    }

    /// Copies a number of bytes.
    fn copy(&mut self, length: usize) {
        self.done.push_str(&self.json[self.place..self.place + length]);
        self.place += length;
    }

    /// Copies a string with its quotes.
    fn string(&mut self) {
        self.copy(1);
        while self.place < self.json.len() {
            let rest = &self.json[self.place..];
            let next = rest.find(['"', '\\']).unwrap_or(rest.len());
            self.copy(next);
            if self.json[self.place..].starts_with('"') {
                return self.copy(1);
            }
            self.escape();
        }
    }

    /// Copies an escape, unless it is half a surrogate pair.
    fn escape(&mut self) {
        let rest = &self.json[self.place..];
        let Some(first) = unit(rest) else {
            let length = rest.chars().take(2).map(char::len_utf8).sum();
            return self.copy(length);
        };
        let pair = |low: u16| char::decode_utf16([first, low]).all(|found| found.is_ok());
        match first {
            0xD800..0xDC00 if unit(&rest[6..]).is_some_and(pair) => self.copy(12),
            0xD800..0xE000 => self.replace(),
            _ => self.copy(6),
        }
    }

    fn replace(&mut self) {
        let first = self.done.len();
        self.replaced.get_or_insert(Replaced { first, count: 0 }).count += 1;
        self.done.push('?');
        self.place += 6;
    }
}

/// The UTF-16 unit of an escape at the beginning.
fn unit(json: &str) -> Option<u16> {
    u16::from_str_radix(json.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_json_does_not_know_is_changed() {
        for (json, expected, count) in [
            (
                r#"{"a": NaN, "b":-Infinity,"c":[Infinity]}"#,
                r#"{"a": null, "b":null,"c":[null]}"#,
                0,
            ),
            (r#"{"NaN": "NaN, \"Infinity\""}"#, r#"{"NaN": "NaN, \"Infinity\""}"#, 0),
            (r#"{"a": "b \ud83d"}"#, r#"{"a": "b ?"}"#, 1),
            (r#"{"a": "\uDE00\ud83d\ude00\ud83dx"}"#, r#"{"a": "?\ud83d\ude00?x"}"#, 2),
            (r#"{"a": "\\ud83d \ud83d\ud83d\ude00"}"#, r#"{"a": "\\ud83d ?\ud83d\ude00"}"#, 1),
            (r#"{"a": "\ud8"}"#, r#"{"a": "\ud8"}"#, 0),
            (r#"{"a": -1, "b": NaN"#, r#"{"a": -1, "b": null"#, 0),
            (r#"{"a": "\ud83d"#, r#"{"a": "?"#, 1),
        ] {
            let (found, replaced) = repaired(json);
            assert_eq!(found, expected, "for {json}");
            assert_eq!(replaced.map_or(0, |replaced| replaced.count), count, "for {json}");
        }
    }

    #[test]
    fn only_halves_need_a_repair() {
        for (json, expected) in [
            (r#""\ud83d\ude00 \u2019 \\n""#, false),
            (r#""\ud83d""#, true),
            (r#""\ude00""#, true),
            (r#""\ud83d\ude00\ude00""#, true),
            (r#""\ud83d\ud83d\ude00""#, true),
            (r#""\u""#, false),
            ("", false),
        ] {
            assert_eq!(has_halves(json.as_bytes()), expected, "for {json}");
        }
    }

    #[test]
    fn compact_json_has_no_space_outside_strings() {
        for (json, expected) in [
            ("{\n \"a b\": [1,\r\n\t2],\n \"c\": \"d \\\" e\"\n}", r#"{"a b":[1,2],"c":"d \" e"}"#),
            ("{\"a", "{\"a"),
            (" ", ""),
        ] {
            assert_eq!(compacted(json), expected);
        }
    }

    proptest! {
        #[test]
        fn json_without_them_stays(json in r#"[a-zA-Zé"\\u0-9{}:, NaInfity-]{0,40}"#) {
            let (found, replaced) = repaired(&json);
            if replaced.is_none() && !json.contains("NaN") && !json.contains("Infinity") {
                prop_assert_eq!(found, json);
            }
        }
    }
}
