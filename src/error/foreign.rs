//! Formats that are recognised but not read.

/// A format that is recognised but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Foreign {
    Pdf,
    /// Word, also in its old format.
    Word,
    Spreadsheet,
    Presentation,
    OpenDocument,
    RichText,
    Book,
    /// Several files in one.
    Archive,
    Image,
    /// Sound or moving pictures.
    Recording,
    Font,
    Database,
    Program,
}

impl Foreign {
    /// One of them, and several.
    pub(crate) fn names(self) -> [&'static str; 2] {
        match self {
            Self::Pdf => ["PDF", "PDFs"],
            Self::Word => ["Word document", "Word documents"],
            Self::Spreadsheet => ["spreadsheet", "spreadsheets"],
            Self::Presentation => ["presentation", "presentations"],
            Self::OpenDocument => ["OpenDocument file", "OpenDocument files"],
            Self::RichText => ["RTF document", "RTF documents"],
            Self::Book => ["e-book", "e-books"],
            Self::Archive => ["archive of files", "archives of files"],
            Self::Image => ["image", "images"],
            Self::Recording => ["sound or film", "sounds and films"],
            Self::Font => ["font", "fonts"],
            Self::Database => ["database", "databases"],
            Self::Program => ["program", "programs"],
        }
    }

    /// What to do with it.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Self::Pdf => "convert it to plain text, for example with pdftotext",
            Self::Word | Self::Presentation | Self::OpenDocument | Self::RichText | Self::Book => {
                "save it as plain text or as a web page (.html)"
            }
            Self::Spreadsheet => "save each sheet as CSV",
            Self::Archive => "unpack it, and name the folder",
            Self::Database => "export its table as CSV or JSON Lines",
            Self::Image | Self::Recording | Self::Font | Self::Program => {
                "only text can be read: leave it out"
            }
        }
    }

    /// The format that the first bytes of a file tell.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        const SIGNATURES: &[(&[u8], Foreign)] = &[
            (b"%PDF-", Foreign::Pdf),
            (b"{\\rtf", Foreign::RichText),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Foreign::Word),
            (b"7z\xBC\xAF\x27\x1C", Foreign::Archive),
            (b"Rar!\x1A\x07", Foreign::Archive),
            (b"\x89PNG\r\n", Foreign::Image),
            (b"\xFF\xD8\xFF", Foreign::Image),
            (b"GIF87a", Foreign::Image),
            (b"GIF89a", Foreign::Image),
            (b"II*\0", Foreign::Image),
            (b"MM\0*", Foreign::Image),
            (b"\0\0\x01\0", Foreign::Image),
            (b"ID3\x02", Foreign::Recording),
            (b"ID3\x03", Foreign::Recording),
            (b"ID3\x04", Foreign::Recording),
            (b"OggS\0", Foreign::Recording),
            (b"\x1A\x45\xDF\xA3", Foreign::Recording),
            (b"wOFF", Foreign::Font),
            (b"wOF2", Foreign::Font),
            (b"OTTO\0", Foreign::Font),
            (b"SQLite format 3\0", Foreign::Database),
            (b"\x7FELF", Foreign::Program),
        ];
        let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
        known.map(|(_, foreign)| *foreign).or_else(|| Self::deeper(bytes))
    }

    /// The same for formats whose first bytes are not the only ones that count.
    fn deeper(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Some(Self::of_zip(bytes)),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Image),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..]
            | [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(Self::Recording),
            // The names in a tape archive end with NUL bytes.
            _ if bytes.get(257..262) == Some(b"ustar") && bytes[..257].contains(&0) => {
                Some(Self::Archive)
            }
            _ => None,
        }
    }

    /// The format of a zip file, by the names of its first files.
    fn of_zip(bytes: &[u8]) -> Self {
        const NAMES: [(&[u8], Foreign); 6] = [
            (b"opendocument", Foreign::OpenDocument),
            (b"epub+zip", Foreign::Book),
            (b"word/", Foreign::Word),
            (b"xl/", Foreign::Spreadsheet),
            (b"ppt/", Foreign::Presentation),
            (b"[Content_Types].xml", Foreign::Word),
        ];
        let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
        NAMES.iter().find(|(name, _)| has(name)).map_or(Self::Archive, |(_, foreign)| *foreign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n"[..], Some(Foreign::Pdf)),
            (b"{\\rtf1\\ansi", Some(Foreign::RichText)),
            (b"PK\x03\x04....[Content_Types].xml..word/document.xml", Some(Foreign::Word)),
            (b"PK\x03\x04....[Content_Types].xml..xl/workbook.xml", Some(Foreign::Spreadsheet)),
            (
                b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text",
                Some(Foreign::OpenDocument),
            ),
            (b"PK\x03\x04mimetypeapplication/epub+zip", Some(Foreign::Book)),
            (b"PK\x03\x04a.txt", Some(Foreign::Archive)),
            (b"RIFF....WEBPVP8", Some(Foreign::Image)),
            (b"....ftypisom", Some(Foreign::Recording)),
            (b"PK", None),
            (b"Tariffs rose.", None),
            (b"", None),
        ] {
            assert_eq!(Foreign::of_bytes(bytes), expected, "for {bytes:?}");
        }
    }
}
