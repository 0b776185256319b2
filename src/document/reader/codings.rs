//! The codings of HTTP bodies, removed.
//!
//! Archives often keep a body decoded under a header that still names its coding, and servers name
//! codings loosely. So the bytes decide: a body that is text already stays as it is.

use std::io::{self, Read};

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

use super::super::limits::{MAX_CODINGS, MAX_RECORD_BYTES};
use super::media_type::is_binary;
use crate::error::RecordProblem;

const GZIP: &[u8] = &[0x1F, 0x8B];
const ZSTANDARD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

/// A body without its codings.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) body: Vec<u8>,
    /// Why the body is only the first part of what was sent.
    pub(super) damage: Option<RecordProblem>,
}

/// Removes the codings of a body, named as in `Content-Encoding`: in the order they were applied.
///
/// # Errors
/// If nothing can be decoded, or the result is too long.
pub(super) fn decoded(body: Vec<u8>, codings: &str) -> Result<Decoded, RecordProblem> {
    let mut decoded = Decoded { body, damage: None };
    let named: Vec<_> = codings.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    for name in named.iter().rev().take(MAX_CODINGS) {
        decoded = decoded.without(name)?;
    }
    // Compressed once more than the header says.
    for _ in 0..MAX_CODINGS {
        if !decoded.body.starts_with(GZIP) && !decoded.body.starts_with(ZSTANDARD) {
            break;
        }
        decoded = decoded.without("")?;
    }
    Ok(decoded)
}

impl Decoded {
    fn without(self, coding: &str) -> Result<Self, RecordProblem> {
        let Self { body, damage } = self;
        let (found, failure) = match coding {
            _ if body.is_empty() => return Ok(Self { body, damage }),
            _ if body.starts_with(GZIP) => gzip(&body),
            _ if body.starts_with(ZSTANDARD) => zstandard(&body),
            "deflate" | "x-deflate" => deflate(&body),
            "br" => all(brotli_decompressor::Decompressor::new(body.as_slice(), 4096)),
            _ => return Ok(Self { body, damage }),
        };
        match failure {
            _ if found.len() > MAX_RECORD_BYTES => Err(RecordProblem::TooLong(MAX_RECORD_BYTES)),
            None => Ok(Self { body: found, damage }),
            // It was decoded before it was stored.
            Some(_) if is_plain(&body) => Ok(Self { body, damage }),
            Some(error) if found.is_empty() => Err(RecordProblem::Body(error)),
            Some(error) => {
                let problem = RecordProblem::BodyCutOff { found: found.len(), error };
                Ok(Self { body: found, damage: Some(problem) })
            }
        }
    }
}

/// Whether a body is text in some encoding. Of compressed bytes a third is printable.
fn is_plain(body: &[u8]) -> bool {
    let marked = body.starts_with(GZIP) || body.starts_with(ZSTANDARD);
    let printable = || body.iter().filter(|byte| (0x20..0x7F).contains(*byte)).count();
    let begins = body.trim_ascii_start().starts_with(b"<");
    !marked
        && !is_binary(body)
        && (begins || str::from_utf8(body).is_ok() || 2 * printable() > body.len())
}

/// The bytes before a failure, and the failure.
type Output = (Vec<u8>, Option<io::Error>);

fn all(input: impl Read) -> Output {
    let mut bytes = Vec::new();
    // One more than the limit, to tell that there are too many.
    let read = input.take(MAX_RECORD_BYTES as u64 + 1).read_to_end(&mut bytes);
    (bytes, read.err())
}

/// All members. Other bytes after them are not part of the body: line ends and zeros of
/// careless writers.
fn gzip(mut body: &[u8]) -> Output {
    let mut whole = Vec::new();
    while body.starts_with(GZIP) && whole.len() <= MAX_RECORD_BYTES {
        let mut member = GzDecoder::new(body);
        let (bytes, failure) = all(&mut member);
        whole.extend(bytes);
        if failure.is_some() {
            return (whole, failure);
        }
        body = member.into_inner();
    }
    (whole, None)
}

fn zstandard(body: &[u8]) -> Output {
    match zstd::stream::read::Decoder::with_buffer(body) {
        Ok(decoder) => all(decoder),
        Err(error) => (Vec::new(), Some(error)),
    }
}

/// With a header of zlib, as the standard says, or without, as some servers send it.
fn deflate(body: &[u8]) -> Output {
    let (with, failure) = all(ZlibDecoder::new(body));
    if failure.is_none() {
        return (with, None);
    }
    let (without, other) = all(DeflateDecoder::new(body));
    if other.is_none() || without.len() > with.len() { (without, other) } else { (with, failure) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const TEXT: &[u8] =
        b"Tariffs on steel rose again, and the ministry of trade said so on Monday.";

    macro_rules! coded {
        ($encoder:ident, $text:expr) => {{
            let mut encoder = $encoder::new(Vec::new(), Compression::best());
            encoder.write_all($text).unwrap();
            encoder.finish().unwrap()
        }};
    }

    fn gzipped(text: &[u8]) -> Vec<u8> {
        coded!(GzEncoder, text)
    }

    fn brotli() -> Vec<u8> {
        // A meta-block without compression.
        let length = u32::try_from(TEXT.len() - 1).unwrap();
        let head = (length << 4) | (1 << 20);
        [&(head & 0x00FF_FFFF).to_le_bytes()[..3], TEXT, &[3]].concat()
    }

    #[test]
    fn bodies_are_decoded_whatever_the_header_says() {
        let (zlib, raw) = (coded!(ZlibEncoder, TEXT), coded!(DeflateEncoder, TEXT));
        let zstd = zstd::encode_all(TEXT, 3).unwrap();
        let gzip = gzipped(TEXT);
        let cases: [(&str, Vec<u8>); 22] = [
            ("", TEXT.to_vec()),
            ("identity", TEXT.to_vec()),
            ("zippy", TEXT.to_vec()),
            ("gzip", TEXT.to_vec()),
            ("deflate", TEXT.to_vec()),
            ("br", TEXT.to_vec()),
            ("zstd", TEXT.to_vec()),
            ("gzip", gzip.clone()),
            ("x-gzip", gzip.clone()),
            ("", gzip.clone()),
            ("gzip", [gzipped(&TEXT[..20]), gzipped(&TEXT[20..])].concat()),
            ("gzip", [&gzip[..], &[0, 0, 0, 0, b'\r', b'\n']].concat()),
            ("gzip", [&gzip[..], b"<!-- cached -->"].concat()),
            ("gzip, gzip", gzip.clone()),
            ("gzip", gzipped(&gzip)),
            ("deflate", zlib.clone()),
            ("deflate", raw.clone()),
            ("deflate, gzip", gzipped(&raw)),
            ("gzip, deflate", coded!(DeflateEncoder, &gzip)),
            ("zstd", zstd.clone()),
            ("zstd", [zstd.clone(), zstd::encode_all(&b""[..], 3).unwrap()].concat()),
            ("br", brotli()),
        ];
        for (coding, body) in cases {
            let Decoded { body, damage } = decoded(body, coding).unwrap();
            assert_eq!(String::from_utf8_lossy(&body), String::from_utf8_lossy(TEXT), "{coding}");
            assert!(damage.is_none(), "{coding}: {damage:?}");
        }
    }

    #[test]
    fn what_is_decoded_of_a_cut_body_is_kept() {
        let noise: Vec<u8> =
            (0..9999_u32).flat_map(|n| n.wrapping_mul(0x9E37_79B9).to_le_bytes()).collect();
        let text: String = noise.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
        let text = text.as_bytes();
        for (coding, body) in [
            ("gzip", gzipped(text)),
            ("deflate", coded!(ZlibEncoder, text)),
            ("deflate", coded!(DeflateEncoder, text)),
        ] {
            let Decoded { body, damage } =
                decoded(body[..body.len() / 2].to_vec(), coding).unwrap();
            assert!(body.len() > 999 && text.starts_with(&body), "{coding}: {}", body.len());
            assert!(matches!(damage, Some(RecordProblem::BodyCutOff { .. })), "{coding}");
        }
        assert!(decoded(gzipped(TEXT)[..9].to_vec(), "gzip").is_err());
    }

    #[test]
    fn a_body_that_fills_memory_is_refused() {
        let bomb = gzipped(&vec![b'a'; MAX_RECORD_BYTES + 1]);
        assert!(matches!(decoded(bomb, ""), Err(RecordProblem::TooLong(_))));
    }
}
