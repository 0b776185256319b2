//! Decodes plain text and counts undecodable bytes.

/// Undecodable bytes, each replaced by a `?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replaced {
    /// The offset of the first.
    pub first: usize,
    /// How many there are.
    pub count: usize,
}

/// Converts UTF-8 to text, with a `?` for each invalid byte.
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
    fn keeps_what_is_readable_in_its_place() {
        let (text, replaced) = decode(b"caf\xe9 \xff\xfe ol\xc3\xa9".to_vec());
        assert_eq!(text, "caf? ?? olé");
        assert_eq!(replaced, Some(Replaced { first: 3, count: 3 }));
    }

    proptest! {
        #[test]
        fn never_moves_a_byte(bytes in proptest::collection::vec(1..=255_u8, 1..99)) {
            let length = bytes.len();
            prop_assert_eq!(decode(bytes).0.len(), length);
        }
    }
}
