//! Finds the objects in lists of a JSON file of any length, without reading all of it first.
//!
//! It only looks for strings and brackets, so that a record with an error in it costs no other
//! record. What it finds is parsed later, on any thread.

use std::ops::Range;

use super::super::limits::{MAX_JSON_DEPTH, MAX_RECORD_BYTES};

/// What is found next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// More bytes are needed.
    More,
    /// An object in a list, or at the top.
    Object(Range<usize>),
    /// Another value in a list, or at the top.
    Value(Range<usize>),
    /// An object that is too long for a record, or does not end; it begins here.
    Long(usize),
    /// A list or an object that was descended into ends.
    Closed(Frame),
    /// Brackets that do not fit, or too many of them.
    Wrong(&'static str),
    /// The end of the file.
    End,
}

/// A list or an object that the scanner is in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) is_list: bool,
    /// The name of the member of this object whose value is next.
    key: Option<String>,
    /// Its name in the object around it.
    pub(super) name: String,
    /// The value of its member `id`.
    pub(super) id: Option<String>,
    /// What its elements are.
    pub(super) elements: Elements,
}

/// What the elements of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elements {
    /// Not known after this number of objects.
    Unknown(u64),
    /// Records with a text.
    Records,
    /// Objects with lists of records.
    Lists,
    /// Something else.
    Others,
}

impl Default for Elements {
    fn default() -> Self {
        Self::Unknown(0)
    }
}

/// The state between two blocks of bytes.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    frames: Vec<Frame>,
    /// The next byte to look at.
    place: usize,
    /// The object that is being read.
    object: Option<Open>,
}

/// An object whose end is not found yet.
#[derive(Debug, Clone, Copy)]
struct Open {
    begin: usize,
    depth: usize,
    in_string: bool,
    /// Whether it is passed over, so that its bytes are not kept.
    passed: bool,
}

impl Scanner {
    /// The list or object around the next value.
    pub(super) fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    /// Whether the next value is an element of a list at the top of the file.
    pub(super) fn is_in_top_list(&self) -> bool {
        matches!(&self.frames[..], [list] if list.is_list)
    }

    /// Whether the list around the next value is one of several in a list.
    pub(super) fn is_in_lists(&self) -> bool {
        self.frames.iter().any(|frame| frame.elements == Elements::Lists)
    }

    /// The ids of the objects around the next value.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.frames.iter().filter_map(|frame| frame.id.as_deref())
    }

    /// The first byte that is still needed.
    pub(super) fn kept(&self) -> usize {
        self.object.filter(|object| !object.passed).map_or(self.place, |object| object.begin)
    }

    /// Forgets the bytes before [`Self::kept`].
    pub(super) fn forget(&mut self) {
        let kept = self.kept();
        self.place -= kept;
        if let Some(object) = &mut self.object {
            object.begin = 0;
        }
    }

    /// Goes into the object that begins here, to find the lists in it; returns false if there are
    /// too many around it.
    pub(super) fn descend(&mut self, begin: usize) -> bool {
        self.object = None;
        self.place = begin;
        self.push(false).is_none()
    }

    /// Passes over the rest of the object that is being read.
    pub(super) fn pass(&mut self) {
        if let Some(object) = &mut self.object {
            object.passed = true;
        }
    }

    /// Goes on at a place after an object that does not end.
    pub(super) fn resume(&mut self, place: usize) {
        self.object = None;
        self.place = place;
    }

    /// Finds the next object or value; `ended` if no bytes come after these.
    pub(super) fn next(&mut self, bytes: &[u8], ended: bool) -> Event {
        loop {
            match self.object {
                Some(object) if object.passed => match self.rest(object, bytes) {
                    true => {}
                    false if ended => return Event::End,
                    false => return Event::More,
                },
                Some(object) => return self.object(object, bytes, ended),
                None => {}
            }
            // A program ends an assignment by a semicolon.
            let between: &[u8] = if self.frames.is_empty() { b",;" } else { b",:" };
            let skipped = |byte: &u8| byte.is_ascii_whitespace() || between.contains(byte);
            self.place += bytes[self.place..].iter().take_while(|byte| skipped(byte)).count();
            let event = match bytes.get(self.place) {
                None if ended => Some(Event::End),
                None => Some(Event::More),
                Some(b'{') => self.open_object(),
                Some(b'[') => self.push(true),
                Some(b'}' | b']') => Some(self.pop()),
                Some(_) => self.scalar(bytes, ended),
            };
            if let Some(event) = event {
                return event;
            }
        }
    }

    fn open_object(&mut self) -> Option<Event> {
        if self.frames.last().is_none_or(|frame| frame.is_list) {
            self.object =
                Some(Open { begin: self.place, depth: 0, in_string: false, passed: false });
            return None;
        }
        self.push(false)
    }

    fn push(&mut self, is_list: bool) -> Option<Event> {
        if self.frames.len() == MAX_JSON_DEPTH {
            return Some(Event::Wrong("lists in lists without end"));
        }
        let name = self.frames.last_mut().and_then(|frame| frame.key.take()).unwrap_or_default();
        self.frames.push(Frame { is_list, name, ..Frame::default() });
        self.place += 1;
        None
    }

    fn pop(&mut self) -> Event {
        self.place += 1;
        self.frames.pop().map_or(Event::Wrong("a bracket that closes nothing"), Event::Closed)
    }

    /// Reads on in an object up to its end.
    fn object(&mut self, mut object: Open, bytes: &[u8], ended: bool) -> Event {
        let end = object.end(&mut self.place, bytes);
        let length = end.unwrap_or(bytes.len()) - object.begin;
        self.object = Some(object);
        match end {
            _ if length > MAX_RECORD_BYTES => Event::Long(object.begin),
            Some(end) => {
                self.object = None;
                Event::Object(object.begin..end)
            }
            None if ended => Event::Long(object.begin),
            None => Event::More,
        }
    }

    /// Reads on in an object that is passed over; returns whether it ends.
    fn rest(&mut self, mut object: Open, bytes: &[u8]) -> bool {
        let ends = object.end(&mut self.place, bytes).is_some();
        self.object = (!ends).then_some(object);
        ends
    }

    /// Reads a string, a number or a word: a name in an object, or a value.
    fn scalar(&mut self, bytes: &[u8], ended: bool) -> Option<Event> {
        let rest = &bytes[self.place..];
        let end = if rest[0] == b'"' { string_end(rest) } else { word_end(rest) };
        let Some(length) = end.or(if ended { Some(rest.len()) } else { None }) else {
            let long = rest.len() > MAX_RECORD_BYTES;
            return Some(if long { Event::Wrong("a text without end") } else { Event::More });
        };
        let range = self.place..self.place + length;
        self.place = range.end;
        let text = || {
            let text = String::from_utf8_lossy(&bytes[range.clone()]);
            text.trim_matches('"').to_owned()
        };
        match self.frames.last_mut() {
            Some(frame) if !frame.is_list => {
                match frame.key.take() {
                    None => frame.key = Some(text()),
                    Some(key) if key == "id" => frame.id = Some(text()),
                    Some(_) => {}
                }
                None
            }
            _ => Some(Event::Value(range)),
        }
    }
}

impl Open {
    /// The end of the object, if it is in these bytes; `place` is where to go on.
    fn end(&mut self, place: &mut usize, bytes: &[u8]) -> Option<usize> {
        while *place < bytes.len() {
            let rest = &bytes[*place..];
            if self.in_string {
                let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                    *place = bytes.len();
                    return None;
                };
                if rest[found] == b'\\' && rest.len() < found + 2 {
                    // The escaped byte comes later.
                    *place += found;
                    return None;
                }
                self.in_string = rest[found] == b'\\';
                *place += found + if self.in_string { 2 } else { 1 };
                continue;
            }
            let found = rest.iter().position(|byte| b"\"{}[]".contains(byte));
            *place += found.map_or(rest.len(), |found| found + 1);
            match found.map(|found| rest[found]) {
                Some(b'"') => self.in_string = true,
                Some(b'{' | b'[') => self.depth += 1,
                Some(_) if self.depth <= 1 => return Some(*place),
                Some(_) => self.depth -= 1,
                None => {}
            }
        }
        None
    }
}

/// The length of a string with its quotes, which it begins with.
pub(super) fn string_end(bytes: &[u8]) -> Option<usize> {
    let mut place = 1;
    loop {
        let found = place + memchr::memchr2(b'"', b'\\', bytes.get(place..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        place = found + 2;
    }
}

/// The length of a number or a word.
fn word_end(bytes: &[u8]) -> Option<usize> {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",:[]{}\"".contains(byte);
    bytes.iter().position(ends)
}

/// Where the next object of a list may begin, after an object that begins at `begin` and does not
/// end: after `}`, a comma and maybe space.
pub(super) fn next_object(bytes: &[u8], begin: usize) -> Option<usize> {
    let mut place = begin + 1;
    loop {
        place += memchr::memchr(b'}', bytes.get(place..)?)? + 1;
        let rest = bytes[place..].trim_ascii_start();
        let Some(rest) = rest.strip_prefix(b",") else { continue };
        let rest = rest.trim_ascii_start();
        if rest.starts_with(b"{") {
            return Some(bytes.len() - rest.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a file whose bytes come in blocks; lists of lists are descended into.
    fn found(json: &str, block: usize) -> Vec<String> {
        let (mut scanner, mut found) = (Scanner::default(), Vec::new());
        let (mut bytes, mut rest) = (Vec::new(), json.as_bytes());
        loop {
            match scanner.next(&bytes, rest.is_empty()) {
                Event::More => {
                    let kept = scanner.kept();
                    bytes.drain(..kept);
                    scanner.forget();
                    let (next, after) = rest.split_at(block.min(rest.len()));
                    bytes.extend_from_slice(next);
                    rest = after;
                }
                Event::Object(range) if bytes[range.clone()].starts_with(b"{\"in\"") => {
                    assert!(scanner.descend(range.start));
                }
                Event::Object(range) | Event::Value(range) => {
                    let ids = scanner.ids().collect::<String>();
                    found.push(ids + str::from_utf8(&bytes[range]).unwrap());
                }
                Event::Long(begin) => found.push(format!("long {begin}")),
                Event::Closed(frame) => found.push(format!("end of {}", frame.name)),
                Event::Wrong(problem) => found.push(problem.to_owned()),
                Event::End => return found,
            }
            if found.last().is_some_and(|last| last.starts_with("long")) {
                return found;
            }
        }
    }

    #[test]
    fn objects_in_lists_are_found_wherever_the_bytes_are_cut() {
        for (json, expected) in [
            (r#"[{"a": 1}, {"b": "}\"{"}]"#, vec![r#"{"a": 1}"#, r#"{"b": "}\"{"}"#, "end of "]),
            (r#"{"a": [1]} {"b": 2}"#, vec![r#"{"a": [1]}"#, r#"{"b": 2}"#]),
            (
                r#"{"in": {"id": 7, "l": [{"x": {}}, "y", 5], "z": "["}}"#,
                vec![r#"7{"x": {}}"#, "7\"y\"", "75", "end of l", "end of in", "end of "],
            ),
            (r#"[{"a": [{"b": 1}]}"#, vec![r#"{"a": [{"b": 1}]}"#]),
            (r#"[{"a": "b]"#, vec!["long 0"]),
            ("]", vec!["a bracket that closes nothing"]),
            ("  ", vec![]),
        ] {
            for block in [1, 2, 5, 99] {
                let found: Vec<_> = found(json, block);
                let whole = found
                    .iter()
                    .map(|found| if found.starts_with("long") { "long 0" } else { found });
                assert_eq!(whole.collect::<Vec<_>>(), expected, "for {json} in blocks of {block}");
            }
        }
    }

    #[test]
    fn the_next_object_after_a_broken_one_is_found() {
        let json = br#"[{"a": "b}, {"c": 1},
            {"d": 2}]"#;
        let next = next_object(json, 1).unwrap();
        assert!(json[next..].starts_with(b"{\"c\""));
        assert!(json[next_object(json, next).unwrap()..].starts_with(b"{\"d\""));
        assert_eq!(next_object(json, json.len() - 3), None);
    }
}
