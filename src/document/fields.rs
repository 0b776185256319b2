//! The fields of a record, parsed once and kept in the order of the file.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

#[cfg(feature = "parquet")]
use super::table::TableRow;

/// The fields of a record other than its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Fields {
    /// No fields.
    #[default]
    None,
    /// One or more fields in the order of the file. A name may occur twice.
    Entries(Vec<Field>),
    /// A row of a table with typed columns.
    #[cfg(feature = "parquet")]
    Row(TableRow),
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name, shared by the records of a source.
    pub name: Arc<str>,
    /// Its value.
    pub value: FieldValue,
}

/// The value of a field.
#[derive(Debug, Clone)]
pub enum FieldValue {
    /// A text, such as any value of CSV.
    Text(Box<str>),
    /// A JSON value as written in the source.
    Json(Box<RawValue>),
}

impl Fields {
    /// These fields, or [`Self::None`] if there are none.
    pub(super) fn of(entries: Vec<Field>) -> Self {
        if entries.is_empty() { Self::None } else { Self::Entries(entries) }
    }

    /// All fields in order. Those of a typed row are converted to JSON.
    pub fn entries(&self) -> Cow<'_, [Field]> {
        match self {
            Self::None => Cow::Borrowed(&[]),
            Self::Entries(entries) => Cow::Borrowed(entries),
            #[cfg(feature = "parquet")]
            Self::Row(row) => Cow::Owned(parsed(&row.json())),
        }
    }

    /// Returns true if there are no fields.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// Writes all fields as one JSON object.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::None => out.write_all(b"{}"),
            Self::Entries(entries) => write_object(out, entries.iter()),
            #[cfg(feature = "parquet")]
            Self::Row(row) => out.write_all(row.json().as_bytes()),
        }
    }
}

/// Writes fields as a JSON object.
pub(crate) fn write_object<'f>(
    out: &mut impl Write,
    fields: impl Iterator<Item = &'f Field>,
) -> io::Result<()> {
    let mut before = b"{";
    for Field { name, value } in fields {
        out.write_all(before)?;
        serde_json::to_writer(&mut *out, &**name)?;
        out.write_all(b":")?;
        value.write_json(out)?;
        before = b",";
    }
    out.write_all(b"}")
}

/// The fields of a JSON object, or none if it is malformed.
#[cfg(feature = "parquet")]
fn parsed(object: &str) -> Vec<Field> {
    let entries = entries(object).unwrap_or_default().into_iter();
    entries
        .map(|(name, value)| Field { name: name.into(), value: value.to_owned().into() })
        .collect()
}

impl From<Box<RawValue>> for FieldValue {
    fn from(value: Box<RawValue>) -> Self {
        Self::Json(value)
    }
}

impl From<&str> for FieldValue {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl FieldValue {
    /// The value as JSON.
    pub fn json(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Owned(serde_json::Value::from(&**text).to_string()),
            Self::Json(value) => Cow::Borrowed(value.get()),
        }
    }

    /// The value as text: a string, or a number or boolean as written. `None` for null, lists
    /// and objects.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Json(value) => scalar(value.get()),
        }
    }

    /// Returns true if the value is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Json(value) if value.get() == "null")
    }

    fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Text(text) => Ok(serde_json::to_writer(out, &**text)?),
            Self::Json(value) => out.write_all(value.get().as_bytes()),
        }
    }
}

impl PartialEq for FieldValue {
    fn eq(&self, other: &Self) -> bool {
        self.json() == other.json()
    }
}

/// The entries of a JSON object in order, with their values as written.
///
/// # Errors
/// If it is not an object.
pub(super) fn entries(object: &str) -> serde_json::Result<Vec<(Cow<'_, str>, &RawValue)>> {
    struct Entries;

    impl<'de> Visitor<'de> for Entries {
        type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(Key(key)) = map.next_key()? {
                entries.push((key, map.next_value()?));
            }
            Ok(entries)
        }
    }

    let mut deserializer = serde_json::Deserializer::from_str(object);
    let entries = deserializer.deserialize_map(Entries)?;
    deserializer.end()?;
    Ok(entries)
}

/// A JSON string, borrowed if it has no escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// A JSON value as text: a string without quotes, or a number or boolean as written. `None` for
/// null, lists and objects.
pub fn scalar(value: &str) -> Option<Cow<'_, str>> {
    match value.as_bytes().first()? {
        b'"' => serde_json::from_str(value).ok().map(|Key(text)| text),
        b'{' | b'[' | b'n' => None,
        _ => Some(Cow::Borrowed(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_as_written_and_in_order() {
        let object = r#"{"b": 1.10, "a\u0020b": {"x":[1, 2]}, "b":"again"}"#;
        let found = entries(object).unwrap();
        let found: Vec<_> = found.iter().map(|(key, value)| (&**key, value.get())).collect();
        assert_eq!(found, [("b", "1.10"), ("a b", r#"{"x":[1, 2]}"#), ("b", "\"again\"")]);
        for wrong in ["[1]", "{\"a\":}", "{} {}", "{\"a\":1", ""] {
            assert!(entries(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_value_is_read_as_text_and_written_as_json() {
        let json = |value: &str| FieldValue::Json(RawValue::from_string(value.into()).unwrap());
        for (value, text, written) in [
            (json("17"), Some("17"), "17"),
            (json("\"a\\u0020b\""), Some("a b"), "\"a\\u0020b\""),
            (json("true"), Some("true"), "true"),
            (json("[1]"), None, "[1]"),
            (json("null"), None, "null"),
            (FieldValue::from("\"Tariffs\""), Some("\"Tariffs\""), "\"\\\"Tariffs\\\"\""),
        ] {
            assert_eq!((value.text().as_deref(), &*value.json()), (text, written));
        }
    }

    #[test]
    fn fields_are_written_in_their_order() {
        let field = |name: &str, value: &str| Field { name: name.into(), value: value.into() };
        let mut json = Vec::new();
        let fields = Fields::of(vec![field("b", "1"), field("a\"", "x")]);
        fields.write_json(&mut json).unwrap();
        assert_eq!(String::from_utf8(json).unwrap(), r#"{"b":"1","a\"":"x"}"#);
        assert!(Fields::of(Vec::new()).is_none());
    }
}
