//! Gzip files, which may have several members.
//!
//! Web archives have one member per record. After a damaged member, reading resumes at the next
//! one.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use super::limits::{MAX_REPLAY_BYTES, MAX_RESCANNED_BYTES};

/// Reads the members of a file in order. A damaged member is an error, after which reading
/// continues with the next one.
pub(super) struct GzipMembers<R> {
    /// `None` at the end.
    member: Option<GzDecoder<ReplayReader<R>>>,
    /// Whether the member is a real one: it follows an intact one, or bytes of it were read.
    begun: bool,
    /// The number of bytes of damaged members that were scanned again.
    again: usize,
}

/// The first bytes of a member, including the only compression method.
const MAGIC: &[u8] = &[0x1F, 0x8B, 8];

impl<R: BufRead> GzipMembers<R> {
    pub(super) fn new(input: R) -> Self {
        Self { member: Some(GzDecoder::new(ReplayReader::new(input))), begun: true, again: 0 }
    }

    /// Moves past a member; returns whether another one follows.
    fn next(&mut self, mut input: ReplayReader<R>) -> io::Result<bool> {
        input.forget();
        while input.fill_buf()?.first() == Some(&0) {
            // Zeros are padding, as on tapes.
            input.consume(1);
        }
        let more = !input.fill_buf()?.is_empty();
        (self.member, self.begun) = (more.then(|| GzDecoder::new(input)), true);
        Ok(more)
    }

    /// Searches for the next member after the start of a damaged one.
    fn look(&mut self, mut input: ReplayReader<R>) -> io::Result<()> {
        if self.again < MAX_RESCANNED_BYTES {
            self.again += input.rewind();
        }
        if input.find(MAGIC)? {
            (self.member, self.begun) = (Some(GzDecoder::new(input)), false);
        }
        Ok(())
    }
}

impl<R: BufRead> Read for GzipMembers<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(buffer);
            let fatal = |error: &io::Error| {
                error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted
            };
            match read {
                Ok(read) if read > 0 || buffer.is_empty() => {
                    self.begun = true;
                    return Ok(read);
                }
                Err(error) if fatal(&error) => return Err(error),
                _ => {}
            }
            let Some(input) = self.member.take().map(GzDecoder::into_inner) else { break };
            let Err(error) = read else {
                self.next(input)?;
                continue;
            };
            let begun = self.begun;
            self.look(input)?;
            // If not, it only looked like the start of a member.
            if begun {
                return Err(error);
            }
        }
        Ok(0)
    }
}

/// Keeps the bytes read since some position, so that they can be read again.
struct ReplayReader<R> {
    input: R,
    bytes: Vec<u8>,
    /// The next kept byte to read.
    place: usize,
    /// Whether there were too many bytes to keep.
    dropped: bool,
}

impl<R: BufRead> ReplayReader<R> {
    fn new(input: R) -> Self {
        Self { input, bytes: Vec::new(), place: 0, dropped: false }
    }

    /// Discards the kept bytes before the current position, and keeps those read from here on.
    fn forget(&mut self) {
        self.bytes.drain(..self.place);
        (self.place, self.dropped) = (0, false);
    }

    /// Goes back to the second kept byte. Returns the position before.
    fn rewind(&mut self) -> usize {
        std::mem::replace(&mut self.place, self.bytes.len().min(1))
    }

    /// Goes to the next place of `wanted`, and keeps the bytes from there on. Returns false if it
    /// is not found.
    fn find(&mut self, wanted: &[u8]) -> io::Result<bool> {
        loop {
            self.forget();
            let bytes = self.fill_buf()?;
            let Some(place) = memchr::memchr(wanted[0], bytes) else {
                let passed = bytes.len();
                if passed == 0 {
                    return Ok(false);
                }
                self.consume(passed);
                continue;
            };
            self.consume(place);
            self.forget();
            let mut begin = Vec::new();
            self.by_ref().take(wanted.len() as u64).read_to_end(&mut begin)?;
            if begin == wanted {
                self.place = 0;
                return Ok(true);
            }
            self.rewind();
        }
    }
}

impl<R: BufRead> Read for ReplayReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for ReplayReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.place < self.bytes.len() {
            Ok(&self.bytes[self.place..])
        } else {
            self.input.fill_buf()
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.place < self.bytes.len() {
            self.place += amount;
            return;
        }
        // This cannot fail: the bytes are in the buffer of the input.
        let bytes =
            self.input.fill_buf().map_or(&[][..], |bytes| &bytes[..amount.min(bytes.len())]);
        self.dropped |= self.bytes.len() + bytes.len() > MAX_REPLAY_BYTES;
        if self.dropped {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(bytes);
        }
        self.place = self.bytes.len();
        self.input.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn member(text: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    /// The text before, between and after errors.
    fn read(file: &[u8]) -> Vec<String> {
        let mut members = GzipMembers::new(io::BufReader::with_capacity(7, file));
        let mut parts = Vec::new();
        loop {
            let mut part = Vec::new();
            let read = members.read_to_end(&mut part);
            parts.push(String::from_utf8_lossy(&part).into_owned());
            if read.is_ok() {
                return parts;
            }
        }
    }

    #[test]
    fn members_after_a_damaged_one_are_found() {
        let noise: Vec<u8> = (0..999_u64)
            .flat_map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes())
            .collect();
        let (one, two) = (member(b"One. "), member(b"Two."));
        let long = member(&noise);
        let mut wrong = long.clone();
        wrong[4000] ^= 0xFF;
        for (parts, before, after) in [
            (vec![&one[..], &two], "One. Two.", None),
            (vec![&one, &[0; 99], &two], "One. Two.", None),
            (vec![&one, b"garbage", &two], "One. ", Some("Two.")),
            (vec![&one, b"\x1f\x8b\x08garbage", &two], "One. ", Some("Two.")),
            (vec![&one, &long[..2000], &two], "One. ", Some("Two.")),
            (vec![&one, &wrong, &two], "One. ", Some("Two.")),
            (vec![&one, &two[..9]], "One. ", Some("")),
            (vec![&one[..9]], "", Some("")),
        ] {
            let found = read(&parts.concat());
            assert!(found[0].starts_with(before), "{found:?}");
            assert_eq!(found.get(1).map(String::as_str), after, "{parts:?}");
        }
    }
}
