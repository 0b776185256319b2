//! Bytes in memory that a writer fills.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// Bytes in memory. Their number is known while a writer fills them.
///
/// All rows are written to this type, so that each writer is compiled once.
#[derive(Debug, Clone, Default)]
pub(super) struct Buffer(Rc<RefCell<Vec<u8>>>);

impl Buffer {
    pub(super) fn len(&self) -> usize {
        self.0.borrow().len()
    }

    pub(super) fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
