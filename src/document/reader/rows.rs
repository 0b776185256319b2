//! Finds the ends of rows in a table whose quoted fields may contain line ends.

/// The context of a byte, which tells its meaning by the rules of the crate `csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// A quote here opens the field.
    Begin,
    /// A quote here is like any other character.
    Field,
    /// A quote here may close the field.
    Quoted,
    /// After a quote in a quoted field: a second quote makes it part of the text.
    Closed,
}

/// Finds the ends of rows in bytes that come block by block.
#[derive(Debug)]
pub(super) struct Rows {
    delimiter: u8,
    state: State,
    /// Whether the current quoted field contains a line end.
    spans: bool,
    /// Whether the last byte was `\r`, which may be half of a line end.
    returned: bool,
}

/// How a row ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowEnd {
    /// A line end; the next row begins at this byte.
    At(usize),
    /// A quote that closes a field opened on an earlier line, but is not followed by the end of
    /// the field. The quote that opened it was probably never closed.
    Malformed,
}

impl Rows {
    pub(super) fn new(delimiter: u8) -> Self {
        Self { delimiter, state: State::Begin, spans: false, returned: false }
    }

    /// Whether a quote is open.
    pub(super) fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    /// Searches for the end of the current row, starting at `from`; `None` if it is not in `bytes`.
    pub(super) fn end(&mut self, bytes: &[u8], from: usize) -> Option<RowEnd> {
        let mut place = from;
        if self.returned && place < bytes.len() {
            *self = Self::new(self.delimiter);
            return Some(RowEnd::At(place + usize::from(bytes[place] == b'\n')));
        }
        while let Some(&byte) = bytes.get(place) {
            if self.state == State::Quoted {
                let quote = memchr::memchr(b'"', &bytes[place..]);
                let text = &bytes[place..quote.map_or(bytes.len(), |quote| place + quote)];
                self.spans = self.spans || memchr::memchr2(b'\n', b'\r', text).is_some();
                place += text.len() + 1;
                self.state = if quote.is_some() { State::Closed } else { State::Quoted };
                continue;
            }
            place += 1;
            self.state = match (self.state, byte) {
                (_, b'\r') => {
                    self.returned = true;
                    return self.end(bytes, place);
                }
                (_, b'\n') => {
                    *self = Self::new(self.delimiter);
                    return Some(RowEnd::At(place));
                }
                (_, byte) if byte == self.delimiter => {
                    self.spans = false;
                    State::Begin
                }
                (State::Begin | State::Closed, b'"') => State::Quoted,
                (State::Closed, _) if self.spans => {
                    *self = Self::new(self.delimiter);
                    return Some(RowEnd::Malformed);
                }
                _ => State::Field,
            };
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rows of a table, whose bytes come in blocks.
    fn rows(table: &[u8], block: usize) -> Vec<&[u8]> {
        let (mut rows, mut found) = (Rows::new(b','), Vec::new());
        let (mut begin, mut from) = (0, 0);
        for end in (block..table.len() + block).step_by(block) {
            let end = end.min(table.len());
            while let Some(RowEnd::At(next)) = rows.end(&table[..end], from) {
                found.push(&table[begin..next]);
                (begin, from) = (next, next);
            }
            from = end;
        }
        found.push(&table[begin..]);
        found
    }

    #[test]
    fn a_row_ends_where_no_quote_is_open() {
        let table = b"a,b\n1,\"x\ny\"\r\n2,\"x\"\"\n\"\n3,x\"\n4,\"x\" y\n5,\"x";
        let expected =
            ["a,b\n", "1,\"x\ny\"\r\n", "2,\"x\"\"\n\"\n", "3,x\"\n", "4,\"x\" y\n", "5,\"x"];
        for block in [1, 2, 3, 100] {
            assert_eq!(rows(table, block), expected.map(str::as_bytes));
        }
    }

    #[test]
    fn a_quote_that_closes_in_the_middle_of_a_later_line_tears_the_row() {
        let mut rows = Rows::new(b',');
        assert_eq!(rows.end(b"1,\"x\n2,\"y\"\n", 0), Some(RowEnd::Malformed));
        assert!(!rows.is_open());
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_crate_csv(table in "(a|,|\"|\"\"|,\"|\",|\n|\r\n){0,20}") {
            let mut malformed = Rows::new(b',');
            let mut from = 0;
            while let Some(RowEnd::At(end)) = malformed.end(table.as_bytes(), from) {
                from = end;
            }
            // Malformed rows are read differently on purpose.
            prop_assume!(malformed.end(table.as_bytes(), from).is_none());
            let read = |bytes: &[u8]| {
                let mut builder = csv::ReaderBuilder::new();
                let mut reader = builder.has_headers(false).flexible(true).from_reader(bytes);
                reader.byte_records().map(|row| row.unwrap()).collect::<Vec<_>>()
            };
            let split: Vec<_> = rows(table.as_bytes(), 3).into_iter().flat_map(read).collect();
            prop_assert_eq!(split, read(table.as_bytes()));
        }
    }
}
