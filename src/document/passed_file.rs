//! Files in folders that are not read, by their kind.

use std::path::Path;

use crate::error::Foreign;

/// The kind of a file in a folder that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PassedFile {
    Foreign(Foreign),
    Empty,
    /// Style sheets and scripts, which pages bring with them.
    Code,
    /// Markup that is neither a page nor a feed.
    Markup,
    /// JSON without the field of the text.
    Json,
    /// A text whose name does not say that it is one.
    Text,
    Binary,
    Unreadable,
}

impl PassedFile {
    /// The kind of a text, by the name of its file.
    pub(super) fn of_text(path: &Path) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
        let ends = |extensions: &[&str]| {
            let name = name.as_deref().unwrap_or_default();
            extensions.iter().any(|extension| name.ends_with(extension))
        };
        match () {
            () if ends(&[".css", ".js", ".mjs", ".ts", ".py", ".sh", ".rs", ".map"]) => Self::Code,
            () if ends(&[".xml", ".svg", ".opf", ".xsl", ".xsd"]) => Self::Markup,
            () if ends(&[".json"]) => Self::Json,
            () => Self::Text,
        }
    }

    /// The name of one or several files of this kind.
    pub(super) fn named(self, count: u64) -> &'static str {
        let [one, several] = match self {
            Self::Foreign(foreign) => foreign.names(),
            Self::Empty => ["empty file", "empty files"],
            Self::Code => ["style sheet or script", "style sheets and scripts"],
            Self::Markup => ["XML file", "XML files"],
            Self::Json => ["JSON file without the text field", "JSON files without the text field"],
            Self::Text => ["text with an unknown name", "texts with unknown names"],
            Self::Binary => ["binary file", "binary files"],
            Self::Unreadable => ["file that cannot be opened", "files that cannot be opened"],
        };
        if count == 1 { one } else { several }
    }
}
