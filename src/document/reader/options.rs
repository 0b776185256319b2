//! How sources are to be read.

use encoding_rs::Encoding;

use super::super::{FieldPath, InputFormat};

/// How sources are to be read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The format; `None` for that of the name of each source.
    pub format: Option<InputFormat>,
    /// The field of a record that holds its text.
    pub text_field: FieldPath,
    /// The field of a record that holds its id, if there is one.
    pub id_field: FieldPath,
    /// The charset; `None` to detect it for each source.
    pub encoding: Option<&'static Encoding>,
    /// Whether records keep their other fields.
    pub fields: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        let (text_field, id_field) = (FieldPath::from("text"), FieldPath::from("id"));
        Self { format: None, text_field, id_field, encoding: None, fields: true }
    }
}
