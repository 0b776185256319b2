//! The input formats.

use std::path::Path;

use super::input::COMPRESSED;

/// The format of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum InputFormat {
    /// Plain text: the whole file is one document.
    Text,
    /// Markdown: paragraphs without their markup, no code.
    Markdown,
    /// A web page: its main text.
    Html,
    /// JSON Lines: one object per line.
    Jsonl,
    /// JSON: a list of objects, or an object with such a list.
    Json,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// Parquet, in builds with the feature `parquet`.
    Parquet,
    /// A web archive: its pages and texts.
    Warc,
    /// RSS, Atom or JSON Feed: its entries.
    Feed,
    /// Subtitles (`WebVTT`, SRT): what is said, without times.
    Subtitles,
    /// A mail, or several in mbox: its subject and text.
    Mail,
    /// A zip file with web archives (WACZ).
    Wacz,
}

/// The fields that documents of a source may have in addition to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldSet {
    /// No fields.
    Nothing,
    /// The fields of pages and feeds.
    Page,
    /// The columns of one table.
    Columns,
    /// Any fields.
    Any,
}

impl InputFormat {
    fn field_set(self) -> FieldSet {
        match self {
            Self::Text | Self::Markdown | Self::Subtitles => FieldSet::Nothing,
            Self::Html | Self::Warc | Self::Wacz | Self::Feed | Self::Mail => FieldSet::Page,
            Self::Csv | Self::Tsv | Self::Parquet => FieldSet::Columns,
            Self::Jsonl | Self::Json => FieldSet::Any,
        }
    }

    /// Whether later documents of sources in these formats may have fields that the first
    /// ones lack: always in JSON Lines, else if there are several tables or sources of
    /// different kinds. A source whose name does not tell its format counts as text.
    pub fn columns_may_grow(formats: impl IntoIterator<Item = Option<Self>>) -> bool {
        let field_set = |format: Option<Self>| format.map_or(FieldSet::Nothing, Self::field_set);
        let mut found = formats.into_iter().map(field_set);
        let Some(first) = found.next() else { return false };
        first == FieldSet::Any || found.any(|next| next != first || next == FieldSet::Columns)
    }

    /// All formats with their file extensions.
    const EXTENSIONS: &'static [(Self, &'static [&'static str])] = &[
        (Self::Text, &["txt", "text"]),
        (Self::Markdown, &["md", "markdown"]),
        (Self::Html, &["html", "htm", "xhtml"]),
        (Self::Jsonl, &["jsonl", "ndjson"]),
        (Self::Json, &["json"]),
        (Self::Csv, &["csv"]),
        (Self::Tsv, &["tsv"]),
        (Self::Parquet, &["parquet"]),
        (Self::Warc, &["warc"]),
        (Self::Wacz, &["wacz"]),
        (Self::Feed, &["rss", "atom"]),
        (Self::Subtitles, &["vtt", "srt"]),
        (Self::Mail, &["eml", "mbox"]),
    ];

    /// The format that a file name tells, with or without the extension of a compressed file;
    /// `None` if the extension is unknown.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::document::InputFormat;
    ///
    /// let format = |name: &str| InputFormat::of_name(name.as_ref());
    /// assert_eq!(format("crawl/2026.WARC.gz"), Some(InputFormat::Warc));
    /// assert_eq!(format("notes.pdf"), None);
    /// ```
    pub fn of_name(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let ends = |name: &str, extension: &str| {
            name.strip_suffix(extension).is_some_and(|rest| rest.ends_with('.'))
        };
        let compressed = COMPRESSED.iter().find(|extension| ends(&name, extension));
        let plain =
            compressed.map_or(&*name, |extension| &name[..name.len() - extension.len() - 1]);
        let mut formats = Self::EXTENSIONS.iter();
        let known = formats.find(|(_, known)| known.iter().any(|known| ends(plain, known)));
        known.map(|(format, _)| *format)
    }

    /// The names that files of all formats have, for messages.
    pub(super) fn names() -> String {
        let all = Self::EXTENSIONS.iter().flat_map(|(_, extensions)| *extensions);
        all.map(|extension| format!("*.{extension}")).collect::<Vec<_>>().join(", ")
    }
}
