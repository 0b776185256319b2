//! What separates the columns of a table.
//!
//! Where a comma is the decimal sign, programs write `;` for it, and databases write tabs or `|`.
//! The header tells which it is; Excel also writes it into a first line such as `sep=;`.

use std::fmt;
use std::str::FromStr;

use csv::ByteRecord;

/// The character between the columns of a table: one byte of ASCII.
///
/// # Examples
///
/// ```
/// use themewise::document::Delimiter;
///
/// let told = |line: &str| Delimiter::of_header(line.as_bytes(), Delimiter::COMMA);
/// assert_eq!(told("id;text;themes"), Delimiter::SEMICOLON);
/// assert_eq!(told("\"a; b\",text"), Delimiter::COMMA);
/// assert_eq!(Delimiter::declared(b"sep=|\r\n"), "|".parse().ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Delimiter(u8);

impl Delimiter {
    /// That of CSV.
    pub const COMMA: Self = Self(b',');
    /// That of spreadsheets where the comma is the decimal sign.
    pub const SEMICOLON: Self = Self(b';');
    /// That of TSV.
    pub const TAB: Self = Self(b'\t');
    /// That of some databases.
    pub const BAR: Self = Self(b'|');
    /// No text has this byte, so a row has one column.
    pub(crate) const NONE: Self = Self(0x1F);

    /// Those that a header may tell.
    pub const USUAL: [Self; 4] = [Self::COMMA, Self::SEMICOLON, Self::TAB, Self::BAR];

    /// The byte.
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// The delimiter that a first line such as `sep=;` declares, as Excel writes and reads it.
    pub fn declared(line: &[u8]) -> Option<Self> {
        let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        let end = line.iter().rposition(|byte| !b"\r\n".contains(byte)).map_or(0, |last| last + 1);
        let line = &line[..end];
        let quoted = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\""));
        match quoted.unwrap_or(line) {
            [s, e, p, b'=', byte] if [*s, *e, *p].eq_ignore_ascii_case(b"sep") => Self::of(*byte),
            _ => None,
        }
    }

    /// The delimiter that splits a header into the most columns; `usual` if none splits it.
    pub fn of_header(header: &[u8], usual: Self) -> Self {
        let columns =
            |delimiter: Self| delimiter.columns(header).map_or(0, |columns| columns.len());
        let (mut best, mut most) = (usual, columns(usual));
        for delimiter in Self::USUAL {
            let found = columns(delimiter);
            if found > most {
                (best, most) = (delimiter, found);
            }
        }
        best
    }

    /// The columns of a line; `None` if it is blank.
    pub(crate) fn columns(self, line: &[u8]) -> Option<ByteRecord> {
        let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        let mut builder = csv::ReaderBuilder::new();
        let reader = builder.has_headers(false).delimiter(self.0).flexible(true).from_reader(line);
        // Reading from memory does not fail, and any number of columns is allowed.
        reader.into_byte_records().next()?.ok()
    }

    /// A byte, unless it has another meaning in tables.
    fn of(byte: u8) -> Option<Self> {
        let is_usable = byte.is_ascii() && byte != 0 && !b"\"\r\n".contains(&byte);
        (is_usable && !byte.is_ascii_alphanumeric()).then_some(Self(byte))
    }
}

impl FromStr for Delimiter {
    type Err = &'static str;

    /// Parses a character, or its name: `tab`, `\t`, `comma`, `semicolon`, `bar`.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "tab" | "\\t" => Ok(Self::TAB),
            "comma" => Ok(Self::COMMA),
            "semicolon" => Ok(Self::SEMICOLON),
            "bar" => Ok(Self::BAR),
            _ => match *name.as_bytes() {
                [byte] => Self::of(byte),
                _ => None,
            }
            .ok_or("expected one character such as , ; | or the word tab"),
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TAB => formatter.write_str("tab"),
            Self(byte) => write!(formatter, "{}", char::from(byte)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_its_delimiter() {
        for (header, expected) in [
            ("id,text", ","),
            ("id;text", ";"),
            ("\"id\";\"text\"\r\n", ";"),
            ("\u{FEFF}id;text", ";"),
            ("id\ttext\tnote", "tab"),
            ("id|text", "|"),
            ("\"a;b;c\",text", ","),
            ("text", ","),
            ("", ","),
        ] {
            let found = Delimiter::of_header(header.as_bytes(), Delimiter::COMMA);
            assert_eq!(found.to_string(), expected, "for {header:?}");
        }
        assert_eq!(Delimiter::of_header(b"text", Delimiter::TAB), Delimiter::TAB);
    }

    #[test]
    fn a_first_line_may_declare_it() {
        for (line, expected) in [
            ("sep=;", Some(Delimiter::SEMICOLON)),
            ("\u{FEFF}SEP=\t\r\n", Some(Delimiter::TAB)),
            ("\"sep=|\"\n", Some(Delimiter::BAR)),
            ("sep=", None),
            ("sep=a", None),
            ("sep=;;", None),
            ("separator", None),
        ] {
            assert_eq!(Delimiter::declared(line.as_bytes()), expected, "for {line:?}");
        }
    }

    #[test]
    fn it_is_written_as_a_character_or_a_word() {
        for (name, expected) in [
            (";", Some(b';')),
            ("tab", Some(b'\t')),
            ("\t", Some(b'\t')),
            ("\\t", Some(b'\t')),
            ("^", Some(b'^')),
            ("\"", None),
            (",,", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(name.parse::<Delimiter>().ok().map(Delimiter::byte), expected, "{name:?}");
        }
    }
}
