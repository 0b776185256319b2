//! An input that can be looked into far ahead.

use std::io::{self, BufRead, Read};

use super::super::input::Bytes;

/// The number of bytes read at once.
const BLOCK: usize = 1 << 16;

/// An input that can be looked into before it is read. Every byte is copied a few times at most,
/// however often it is looked at.
pub(super) struct LookaheadReader {
    input: Bytes,
    /// Bytes of the input, the first `read` of which have been read.
    bytes: Vec<u8>,
    read: usize,
    /// A failure after these bytes.
    failure: Option<io::Error>,
    ended: bool,
}

impl LookaheadReader {
    pub(super) fn new(input: Bytes) -> Self {
        Self { input, bytes: Vec::new(), read: 0, failure: None, ended: false }
    }

    /// The next bytes: this many or more, unless the input ends or fails before.
    pub(super) fn ahead(&mut self, wanted: usize) -> &[u8] {
        while self.bytes.len() - self.read < wanted && self.failure.is_none() && !self.ended {
            self.fill();
        }
        &self.bytes[self.read..]
    }

    /// Takes the failure after the bytes that have been looked at.
    pub(super) fn failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }

    fn fill(&mut self) {
        // Moved only if more bytes have been read since than must be moved.
        if self.read > self.bytes.len() / 2 {
            self.bytes.drain(..self.read);
            self.read = 0;
        }
        let held = self.bytes.len();
        self.bytes.resize(held + BLOCK, 0);
        let read = loop {
            match self.input.read(&mut self.bytes[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.bytes.truncate(held + *read.as_ref().unwrap_or(&0));
        self.ended = matches!(read, Ok(0));
        self.failure = read.err();
    }
}

impl Read for LookaheadReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for LookaheadReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.ahead(1);
        if self.read == self.bytes.len()
            && let Some(failure) = self.failure()
        {
            return Err(failure);
        }
        Ok(&self.bytes[self.read..])
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its parts, then fails, then gives them again.
    struct Failing(Vec<Option<&'static [u8]>>);

    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.pop() {
                Some(Some(mut part)) => part.read(buffer),
                Some(None) => Err(io::ErrorKind::InvalidData.into()),
                None => Ok(0),
            }
        }
    }

    #[test]
    fn what_was_looked_at_is_read_and_a_failure_comes_in_its_place() {
        let parts = vec![Some(&b"f"[..]), None, Some(b"cde"), Some(b"ab")];
        let mut reader = LookaheadReader::new(Box::new(Failing(parts)));
        assert_eq!(reader.ahead(1), b"ab");
        assert_eq!(reader.ahead(3), b"abcde");
        assert_eq!(reader.ahead(99), b"abcde");
        reader.consume(4);
        assert_eq!(reader.fill_buf().unwrap(), b"e");
        reader.consume(1);
        assert!(reader.fill_buf().is_err());
        let mut rest = Vec::new();
        reader.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"f");
        assert_eq!(reader.ahead(1), b"");
    }
}
