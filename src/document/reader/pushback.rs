//! An input into which bytes can be put back.

use std::io::{self, BufRead, BufReader, Read};

use super::super::input::Bytes;

/// The number of bytes read at once.
const BUFFER: usize = 1 << 16;

/// An input into which bytes can be put back, to be read again.
pub(super) struct PushbackReader {
    again: io::Cursor<Vec<u8>>,
    input: BufReader<Bytes>,
}

impl PushbackReader {
    pub(super) fn new(input: Bytes) -> Self {
        Self { again: io::Cursor::default(), input: BufReader::with_capacity(BUFFER, input) }
    }

    /// Puts bytes back before those that are not read yet.
    pub(super) fn put_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(self.again.fill_buf().unwrap_or_default());
        self.again = io::Cursor::new(bytes);
    }
}

impl Read for PushbackReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.again.read(buffer)? {
            0 => self.input.read(buffer),
            read => Ok(read),
        }
    }
}

impl BufRead for PushbackReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.again.fill_buf()?.is_empty() {
            self.input.fill_buf()
        } else {
            self.again.fill_buf()
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.again.fill_buf().is_ok_and(<[u8]>::is_empty) {
            self.input.consume(amount);
        } else {
            self.again.consume(amount);
        }
    }
}
