//! The fields of a record, kept as they came.

use std::borrow::Cow;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

#[cfg(feature = "parquet")]
use super::table::TableRow;

/// What a record holds beside its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Fields {
    /// Nothing.
    #[default]
    None,
    /// An object of JSON, every value as it was written.
    Json(Box<str>),
    /// A row of a table with typed columns.
    #[cfg(feature = "parquet")]
    Row(TableRow),
}

impl Fields {
    /// All fields as an object of JSON; `None` if there is none.
    pub fn json(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::None => None,
            Self::Json(object) => Some(Cow::Borrowed(object)),
            #[cfg(feature = "parquet")]
            Self::Row(row) => Some(Cow::Owned(row.json())),
        }
    }

    /// What a field says, if it is a text or a number and not empty.
    pub fn text(&self, name: &str) -> Option<String> {
        let json = self.json()?;
        let entries = entries(&json).ok()?;
        let (_, value) = entries.into_iter().find(|(key, _)| key == name)?;
        scalar(value.get()).filter(|text| !text.is_empty())
    }
}

/// The entries of an object of JSON in their order, values as they are written.
///
/// # Errors
/// If it is no object.
pub fn entries(object: &str) -> serde_json::Result<Vec<(Cow<'_, str>, &RawValue)>> {
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

/// A key, borrowed where nothing in it is escaped.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// A text without its quotes, a number or a truth value as it is written.
pub fn scalar(value: &str) -> Option<String> {
    match value.as_bytes().first()? {
        b'"' => serde_json::from_str(value).ok(),
        b'{' | b'[' | b'n' => None,
        _ => Some(value.to_owned()),
    }
}

/// An object of JSON, written entry by entry.
#[derive(Debug, Default)]
pub(super) struct ObjectWriter {
    json: String,
}

impl ObjectWriter {
    /// Adds a value that is JSON already.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.json.push(if self.json.is_empty() { '{' } else { ',' });
        self.json.push_str(&quoted(name));
        self.json.push(':');
        self.json.push_str(value);
    }

    /// Adds a text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &quoted(value));
    }

    /// The fields.
    pub(super) fn finish(mut self) -> Fields {
        if self.json.is_empty() {
            return Fields::None;
        }
        self.json.push('}');
        Fields::Json(self.json.into())
    }
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
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
    fn a_field_is_read_as_text() {
        let mut object = ObjectWriter::default();
        object.raw("id", "17");
        object.text("title", "\"Tariffs\"");
        object.raw("list", "[1]");
        let fields = object.finish();
        assert_eq!(fields.text("id").as_deref(), Some("17"));
        assert_eq!(fields.text("title").as_deref(), Some("\"Tariffs\""));
        assert_eq!(fields.text("list"), None);
        assert_eq!(ObjectWriter::default().finish(), Fields::None);
    }
}
