//! The kinds of errors, for programs.

/// The kind of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder does not exist, or no file matches a pattern.
    NotFound,
    /// A file or folder cannot be opened, read or written.
    Access,
    /// A document is binary data.
    NotText,
    /// A document has no text, a folder no document, or label files no labelled paragraph.
    Empty,
    /// A page has its text in scripts.
    Scripted,
    /// One record of a source cannot be read; others may be readable.
    Record,
    /// A build without some feature cannot read or write a format.
    Unsupported,
    /// A list of themes is invalid.
    Themes,
    /// Labelled paragraphs are invalid.
    Labels,
    /// A record of a label file does not have the form that its format needs.
    LabelRecords,
    /// Labels name themes by number, and there is no list of themes.
    NumberedThemes,
    /// Labels have themes that are not in the set of themes.
    OtherThemes,
    /// Labels have names of themes that are no ids, and there is no list of themes.
    ThemeNames,
    /// It is not clear which column, field or control of a label file has the themes, or it is
    /// missing.
    LabelColumn,
    /// The rows of a label file do not have the columns of its first line.
    LabelRows,
    /// A label file cannot be decoded.
    LabelEncoding,
    /// The format of a label file cannot be detected.
    LabelFormat,
    /// A label file can be read in two formats, with different results.
    AmbiguousLabelFormat,
    /// A label file is a spreadsheet.
    Spreadsheet,
    /// Text without labels is invalid.
    Unlabelled,
    /// There are too few labelled paragraphs.
    TooFewExamples,
    /// A file is not a model.
    Model,
    /// A model was made by another version.
    IncompatibleModel,
    /// A build without the feature `embedded-data` has no folder with the data.
    NoData,
    /// A file is not a table of stem vectors.
    StemVectors,
    /// Embeddings are invalid or missing.
    Embeddings,
    /// A setting is out of its range.
    Setting,
    /// Training failed.
    Training,
}
