//! Converts bytes in any encoding to UTF-8.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::input::Bytes;

/// Guesses the encoding of bytes: that of a byte order mark, else UTF-8 if they are valid, else
/// what browsers would guess (chardetng). Bytes that are mostly valid UTF-8, such as those of a
/// file put together from several, count as UTF-8.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    // The reader reports the place of a NUL byte.
    if bytes.contains(&0) || is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Detects UTF-16 without a byte order mark: every other byte of Latin letters and spaces is NUL.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    const EXAMINED: usize = 2048;
    let pairs = bytes[..bytes.len().min(EXAMINED)].chunks_exact(2);
    let (pairs, first) = (pairs.len(), pairs.clone().filter(|pair| pair[0] == 0).count());
    let second = bytes[..2 * pairs].chunks_exact(2).filter(|pair| pair[1] == 0).count();
    match (2 * first > pairs, 2 * second > pairs) {
        (true, false) if second == 0 => Some(UTF_16BE),
        (false, true) if first == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether there are no invalid bytes, or more valid UTF-8 characters outside ASCII.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0, 0);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // The last character may continue after these bytes.
        let cut = chunks.peek().is_none()
            && str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        wrong += if cut { 0 } else { chunk.invalid().len() };
    }
    wrong == 0 || right > wrong
}

/// Converts bytes in an encoding, or in the one they seem to have, to UTF-8. Each undecodable byte
/// becomes, or stays, one invalid byte.
pub(crate) fn in_utf8(bytes: Vec<u8>, encoding: Option<&'static Encoding>) -> Vec<u8> {
    let encoding = encoding.unwrap_or_else(|| guess(&bytes));
    to_utf8(bytes, encoding)
}

/// Converts bytes to UTF-8. Each undecodable byte becomes one invalid byte, as in
/// [`Utf8Reader`].
pub(super) fn to_utf8(bytes: Vec<u8>, encoding: &'static Encoding) -> Vec<u8> {
    if encoding == UTF_8 {
        return bytes;
    }
    let mut decoded = Vec::new();
    decode(&mut encoding.new_decoder_with_bom_removal(), &bytes, &mut decoded, true);
    decoded
}

/// Decodes `input` to UTF-8 from any encoding. UTF-8 passes unchanged, including invalid bytes. In
/// other encodings, each undecodable byte becomes one invalid byte, so that the caller can count
/// them.
pub(super) struct Utf8Reader {
    input: Bytes,
    /// How to decode. `None` while there was only ASCII, which most encodings share.
    charset: Option<Charset>,
    /// Decoded bytes, the first `given` of which have been returned.
    decoded: Vec<u8>,
    given: usize,
    ended: bool,
    failure: Option<io::Error>,
}

enum Charset {
    Utf8,
    Other(Decoder),
}

/// The number of bytes read at once; the first that are not ASCII show the encoding.
const SAMPLE: usize = 1 << 16;

impl Utf8Reader {
    /// A reader of `input`. If `encoding` is `None`, it is detected.
    pub(super) fn new(input: Bytes, encoding: Option<&'static Encoding>) -> Self {
        let charset = encoding.map(Charset::of);
        Self { input, charset, decoded: vec![], given: 0, ended: false, failure: None }
    }

    /// Reads and decodes more. A failure is returned after the bytes before it.
    fn fill(&mut self) {
        let mut bytes = std::mem::take(&mut self.decoded);
        bytes.clear();
        self.given = 0;
        let read = self.input.by_ref().take(SAMPLE as u64).read_to_end(&mut bytes);
        self.ended = !matches!(read, Ok(SAMPLE));
        self.failure = read.err();
        if self.charset.is_none() && (!bytes.is_ascii() || bytes.contains(&0)) {
            self.charset = Some(Charset::of(guess(&bytes)));
        }
        match &mut self.charset {
            None | Some(Charset::Utf8) => self.decoded = bytes,
            Some(Charset::Other(decoder)) => {
                decode(decoder, &bytes, &mut self.decoded, self.ended);
            }
        }
    }
}

impl Charset {
    fn of(encoding: &'static Encoding) -> Self {
        if encoding == UTF_8 {
            return Self::Utf8;
        }
        Self::Other(encoding.new_decoder_with_bom_removal())
    }
}

/// Decodes bytes; more may follow unless they are the `last`.
fn decode(decoder: &mut Decoder, mut bytes: &[u8], output: &mut Vec<u8>, last: bool) {
    // This byte never occurs in UTF-8.
    const UNREADABLE: u8 = 0xFF;
    let mut text = String::new();
    loop {
        let most = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
        text.reserve(most.unwrap_or(SAMPLE));
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, last);
        bytes = &bytes[read..];
        output.extend_from_slice(text.as_bytes());
        text.clear();
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => output.push(UNREADABLE),
        }
    }
}

impl Read for Utf8Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let given = self.given == self.decoded.len() && !self.ended;
        if given && matches!(self.charset, Some(Charset::Utf8)) {
            return self.input.read(buffer);
        }
        while self.given == self.decoded.len() && !self.ended {
            self.fill();
        }
        if self.given == self.decoded.len() {
            return self.failure.take().map_or(Ok(0), Err);
        }
        let read = (&self.decoded[self.given..]).read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(bytes: &[u8], encoding: Option<&'static Encoding>) -> Vec<u8> {
        let mut text = Vec::new();
        let input = Box::new(Cursor::new(bytes.to_vec()));
        Utf8Reader::new(input, encoding).read_to_end(&mut text).unwrap();
        text
    }

    /// A text long enough for its encoding to be detected.
    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let text = text.repeat(40);
        match encoding {
            _ if encoding == UTF_16LE => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ if encoding == UTF_16BE => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => encoding.encode(&text).0.into_owned(),
        }
    }

    #[test]
    fn encodings_are_known_by_their_bytes() {
        for (text, encoding) in [
            ("The minister’s café was closed. ", UTF_8),
            ("The minister’s café was closed – again. ", encoding_rs::WINDOWS_1252),
            ("The tariffs on steel rose in May. ", UTF_16LE),
            ("The tariffs on steel rose in May. ", UTF_16BE),
            ("這個國家的部長說關稅將會上升。", encoding_rs::BIG5),
            ("这个国家的部长说关税将会上升。", encoding_rs::GBK),
            ("Министр заявил о новых тарифах. ", encoding_rs::WINDOWS_1251),
            ("大臣は鉄鋼の関税が上がると述べた。", encoding_rs::SHIFT_JIS),
        ] {
            let bytes = encoded(text, encoding);
            assert_eq!(guess(&bytes).name(), encoding.name());
            assert_eq!(String::from_utf8(read(&bytes, None)).unwrap(), text.repeat(40));
            assert_eq!(to_utf8(bytes, encoding), text.repeat(40).into_bytes());
        }
    }

    #[test]
    fn a_byte_order_mark_names_the_encoding() {
        let text = "\u{FEFF}关税";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes, None), "关税".as_bytes());
    }

    #[test]
    fn wrong_bytes_among_right_ones_stay_where_they_are() {
        let mut mixed = b"plain ".repeat(20_000);
        mixed.extend("Zürich, ".repeat(9).into_bytes());
        mixed.extend(b"Z\xFCrich");
        assert_eq!(read(&mixed, None), mixed);
        let wrong = encoding_rs::BIG5.encode("關稅").0.into_owned();
        let cut = &wrong[..wrong.len() - 1];
        assert_eq!(read(cut, Some(encoding_rs::BIG5)), ["關".as_bytes(), b"\xFF"].concat());
    }
}
