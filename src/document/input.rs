//! The bytes of a source, counted and decompressed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::DeflateDecoder;
use liblzma::bufread::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};
use zstd::stream::read::Decoder as ZstdDecoder;

use super::limits::{MAX_ANY_EXPANSION, MAX_EXPANSION, MAX_XZ_MEMORY};
use super::members::GzipMembers;

/// The number of bytes read so far, to show progress.
pub type BytesRead = Arc<AtomicU64>;

/// A stream of the bytes of a source.
pub(super) type Bytes = Box<dyn Read + Send>;

/// The input of a reader: the decompressed bytes of a source, and its path if it is a file.
pub(super) struct Input {
    pub(super) bytes: Bytes,
    path: Option<PathBuf>,
}

impl Input {
    pub(super) fn new(bytes: Bytes, path: Option<PathBuf>) -> Self {
        Self { bytes, path }
    }

    /// A file with the same bytes that can be read at any place: the source itself, or a
    /// temporary file if the source is compressed or not a file.
    ///
    /// # Errors
    /// If the source cannot be read, or a temporary file cannot be written.
    pub(super) fn seekable(mut self, magic: [u8; 4]) -> io::Result<File> {
        if let Some(path) = &self.path {
            let (mut file, mut begin) = (File::open(path)?, [0; 4]);
            if file.metadata()?.is_file() && file.read_exact(&mut begin).is_ok() && begin == magic {
                return Ok(file);
            }
        }
        let mut spooled = tempfile::tempfile()?;
        io::copy(&mut self.bytes, &mut spooled)?;
        Ok(spooled)
    }
}

/// The extensions of compressed files.
pub(super) const COMPRESSED: [&str; 4] = ["gz", "zst", "bz2", "xz"];

/// Counts the bytes read.
struct Counted<R> {
    input: R,
    own: BytesRead,
    all: BytesRead,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.own.fetch_add(read as u64, Ordering::Relaxed);
        self.all.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The bytes of `input`, decompressed if its first bytes show a compressed format, whatever the
/// file name. Bytes read are added to `all`.
pub(super) fn uncompressed(input: Bytes, all: &BytesRead) -> io::Result<Bytes> {
    const BUFFER: usize = 1 << 16;
    let own = BytesRead::default();
    let counted = Counted { input, own: own.clone(), all: all.clone() };
    let mut input = BufReader::with_capacity(BUFFER, counted);
    let head = peek(&mut input)?;
    let (plain, format): (Bytes, _) = match head.as_slice() {
        [0x1F, 0x8B, ..] => (Box::new(GzipMembers::new(input)), "gzip"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => (Box::new(ZstdDecoder::with_buffer(input)?), "Zstandard"),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => (Box::new(MultiBzDecoder::new(input)), "bzip2"),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => (Box::new(unxz(input)?), "xz"),
        _ => return Ok(Box::new(input)),
    };
    Ok(Box::new(ExpansionLimit { input: plain, format, from: own, to: 0 }))
}

/// The bytes of a file in a zip file that is compressed by deflate.
pub(super) fn inflated(input: Bytes) -> Bytes {
    let from = BytesRead::default();
    let input = BufReader::new(Counted { input, own: from.clone(), all: BytesRead::default() });
    Box::new(ExpansionLimit { input: DeflateDecoder::new(input), format: "deflate", from, to: 0 })
}

/// The first bytes, without consuming them. A pipe may return fewer than there are.
fn peek(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    const MAGIC: usize = 6;
    loop {
        match input.fill_buf() {
            Ok(bytes) => return Ok(bytes[..bytes.len().min(MAGIC)].to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn unxz<R: BufRead>(input: R) -> io::Result<XzDecoder<R>> {
    let stream =
        Stream::new_stream_decoder(MAX_XZ_MEMORY, CONCATENATED).map_err(io::Error::other)?;
    Ok(XzDecoder::new_stream(input, stream))
}

/// Stops reading a compressed file that expands too much to be text.
struct ExpansionLimit<R> {
    input: R,
    /// The compression format, for messages.
    format: &'static str,
    from: BytesRead,
    to: u64,
}

impl<R: Read> Read for ExpansionLimit<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer).map_err(|error| self.explained(error))?;
        self.to += read as u64;
        let from = self.from.load(Ordering::Relaxed);
        if self.to > MAX_ANY_EXPANSION && self.to / MAX_EXPANSION > from {
            let message =
                format!("{from} bytes expand more than {MAX_EXPANSION}-fold, which is refused");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        Ok(read)
    }
}

impl<R> ExpansionLimit<R> {
    /// Words an error so that it is clear without knowing the library that reports it.
    fn explained(&self, error: io::Error) -> io::Error {
        if error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted {
            return error;
        }
        let (format, from) = (self.format, self.from.load(Ordering::Relaxed));
        let message = if error.kind() == io::ErrorKind::UnexpectedEof {
            format!("its {format} data is cut off after {from} bytes")
        } else {
            format!("its {format} data is damaged in the first {from} bytes: {error}")
        };
        io::Error::new(error.kind(), message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let (mut plain, count) = (Vec::new(), BytesRead::default());
        let input: Bytes = Box::new(io::Cursor::new(bytes.to_vec()));
        uncompressed(input, &count)?.read_to_end(&mut plain)?;
        assert_eq!(count.load(Ordering::Relaxed), bytes.len() as u64);
        Ok(plain)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    fn bzip2(text: &[u8]) -> Vec<u8> {
        let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    fn xz(text: &[u8]) -> Vec<u8> {
        let mut writer = liblzma::write::XzEncoder::new(Vec::new(), 6);
        writer.write_all(text).unwrap();
        writer.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        zstd::encode_all(text, 3).unwrap()
    }

    #[test]
    fn compressed_files_are_known_by_their_bytes_and_may_be_put_together() {
        for compress in [gzip, bzip2, xz, zstd, <[u8]>::to_vec] {
            let whole = [compress(b"Tariffs "), compress(b"rose.")].concat();
            assert_eq!(read(&whole).unwrap(), b"Tariffs rose.");
            assert_eq!(read(&compress(b"")).unwrap(), b"");
        }
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        for compress in [gzip, bzip2, xz, zstd] {
            let whole = compress("Tariffs rose. ".repeat(99).as_bytes());
            assert!(read(&whole[..whole.len() - 4]).is_err());
        }
    }

    #[test]
    fn a_file_made_to_fill_disks_is_not_read_to_its_end() {
        let bomb = gzip(&vec![b' '; usize::try_from(MAX_ANY_EXPANSION).unwrap() + (1 << 20)]);
        let error = read(&bomb).unwrap_err();
        assert!(error.to_string().contains("expand more than 200-fold"), "{error}");
    }
}
