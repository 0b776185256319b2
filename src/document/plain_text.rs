//! A whole text in memory.

use crate::Result;
use crate::error::Problem;

/// A text as it came, and what it is called in output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainText {
    /// The path as the user gave it, or `-` for standard input.
    pub name: String,
    /// The text; its byte offsets are those of the file.
    pub text: String,
    /// The bytes that are not UTF-8, each replaced by a `?`; `None` if all are.
    pub replaced: Option<Replaced>,
}

/// Bytes that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// The place of the first.
    pub first: usize,
    /// How many there are.
    pub count: usize,
}

impl PlainText {
    /// Reads a text from bytes. A byte that is not UTF-8 becomes a `?`, so
    /// that everything else stays readable and in its place.
    ///
    /// # Errors
    /// [`Error::Empty`] if there is no letter and no digit, [`Error::Binary`] if
    /// there is a NUL byte.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self> {
        let name = name.to_owned();
        if let Some(offset) = bytes.iter().position(|&byte| byte == 0) {
            return Err(Problem::Binary { name, offset }.into());
        }
        let (text, replaced) = decode(bytes);
        if !text.contains(char::is_alphanumeric) {
            return Err(Problem::Empty { name }.into());
        }
        Ok(Self { name, text, replaced })
    }
}

/// The text of bytes, each that is not UTF-8 replaced by a `?`.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<Replaced>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for _ in chunk.invalid() {
            replaced.get_or_insert(Replaced { first: text.len(), count: 0 }).count += 1;
            text.push('?');
        }
    }
    (text, replaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_what_is_no_text() {
        for (bytes, expected) in [
            (&b""[..], "`a` contains no text"),
            ("\u{FEFF} \r\n\u{A0}".as_bytes(), "`a` contains no text"),
            (b"* * *\n---", "`a` contains no text"),
            (b"MZ\x00", "`a` is not text: NUL byte at offset 2"),
        ] {
            let error = PlainText::from_bytes("a", bytes.to_vec()).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn keeps_what_is_readable_in_its_place() {
        let text = PlainText::from_bytes("a", b"caf\xe9 \xff\xfe ol\xc3\xa9".to_vec()).unwrap();
        assert_eq!(text.text, "caf? ?? olé");
        assert_eq!(text.replaced, Some(Replaced { first: 3, count: 3 }));
    }

    proptest! {
        #[test]
        fn never_moves_a_byte(bytes in proptest::collection::vec(1..=255_u8, 1..99)) {
            let length = bytes.len();
            if let Ok(text) = PlainText::from_bytes("a", bytes) {
                prop_assert_eq!(text.text.len(), length);
            }
        }
    }
}
