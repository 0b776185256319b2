//! How to read sources.

use encoding_rs::Encoding;

use super::super::{Delimiter, FieldPath, InputFormat, Remarks};

/// How to read sources.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The format; `None` to detect it for each source.
    pub format: Option<InputFormat>,
    /// The field of a record that holds its text.
    pub text_field: FieldPath,
    /// The field of a record that holds its id, if there is one.
    pub id_field: FieldPath,
    /// The encoding; `None` to detect it for each source.
    pub encoding: Option<&'static Encoding>,
    /// Whether records keep their fields other than the text.
    pub fields: bool,
    /// The delimiter of tables; `None` to tell it from each header.
    pub delimiter: Option<Delimiter>,
    /// What the readers pass over, to be said at the end.
    pub remarks: Remarks,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let (text_field, id_field) = (FieldPath::from("text"), FieldPath::from("id"));
        Self {
            format: None,
            text_field,
            id_field,
            encoding: None,
            fields: true,
            delimiter: None,
            remarks: Remarks::default(),
        }
    }
}
