//! The columns of the input that are copied to a table of results.

use crate::document::{Document, Field, FieldValue, Fields, write_object};

/// The columns of the input, as found in its first documents.
///
/// If later documents may have other fields, these are kept as JSON in an additional column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// The index of the column with the text.
    pub text_at: Option<usize>,
    /// Whether there is an additional column for all other fields.
    pub others: bool,
}

/// A column of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnType,
}

/// The type of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnType {
    /// Booleans.
    Boolean,
    /// 64-bit integers.
    Integer,
    /// Other numbers.
    Real,
    /// Strings.
    Text,
    /// JSON: lists, objects, or values of different types.
    Json,
    /// The type of a column of a typed table.
    #[cfg(feature = "parquet")]
    Typed(arrow_schema::FieldRef),
}

/// The name of the column for all other fields.
pub(super) const OTHERS: &str = "other_fields";

impl Columns {
    /// Finds the columns of documents. With `open`, later documents may have more.
    pub fn of<'d>(
        documents: impl IntoIterator<Item = &'d Document>,
        open: bool,
        text: &str,
    ) -> Self {
        let mut finding = Finding::default();
        let (mut text_at, mut kind) = (None, ColumnType::Text);
        for record in documents.into_iter().filter_map(|document| document.record.as_deref()) {
            finding.add(&record.fields);
            if text_at.is_none() {
                text_at = record.text_at;
                kind = ColumnType::of_text(&record.fields);
            }
        }
        let others = open || finding.repeats;
        let mut columns = finding.columns();
        if let Some(at) = text_at {
            let column = Column { name: text.to_owned(), kind };
            columns.insert(at.min(columns.len()), column);
        }
        Self { columns, text_at, others }
    }

    /// The values of a document's fields in these columns, except the text, and a JSON object of
    /// the fields without a column.
    ///
    /// A typed column holds only values of its own table, unless values are written as text.
    pub(super) fn values<'f>(
        &self,
        fields: &'f [Field],
        as_text: bool,
    ) -> (Vec<Option<&'f FieldValue>>, Option<String>) {
        let mut values = vec![None; self.columns.len()];
        let mut others: Vec<&Field> = Vec::new();
        let mut next = 0;
        for field in fields {
            let at = self.position(&field.name, next);
            next = at.map_or(next, |at| at + 1);
            let holds = |at: &usize| self.columns[*at].kind.holds(&field.value, as_text);
            match at.filter(holds).map(|at| &mut values[at]) {
                Some(value @ None) => *value = Some(&field.value),
                _ => others.push(field),
            }
        }
        (values, (!others.is_empty()).then(|| object(&others)))
    }

    /// The column of a field. The search begins at `next`, as most records have their fields in the
    /// order of the columns.
    fn position(&self, name: &str, next: usize) -> Option<usize> {
        let places = (next..self.columns.len()).chain(0..next.min(self.columns.len()));
        let mut places = places.filter(|at| Some(*at) != self.text_at);
        places.find(|&at| self.columns[at].name == name)
    }
}

/// Fields as a JSON object.
fn object(fields: &[&Field]) -> String {
    let mut json = Vec::new();
    write_object(&mut json, fields.iter().copied()).expect("memory can be written to");
    String::from_utf8(json).expect("JSON is UTF-8")
}

/// The columns found so far; the type is `None` if a column held only null.
#[derive(Default)]
struct Finding {
    columns: Vec<(String, Option<ColumnType>)>,
    /// Whether a record has two fields with the same name.
    repeats: bool,
}

impl Finding {
    fn add(&mut self, fields: &Fields) {
        match fields {
            Fields::None => {}
            Fields::Entries(fields) => self.widen(fields),
            #[cfg(feature = "parquet")]
            Fields::Row(row) => self.type_by(row),
        }
    }

    /// Adds columns for new fields, and widens the types of others.
    fn widen(&mut self, fields: &[Field]) {
        for (at, Field { name, value }) in fields.iter().enumerate() {
            self.repeats |= fields[..at].iter().any(|before| before.name == *name);
            let kind = ColumnType::of(value);
            match self.columns.iter_mut().find(|(column, _)| **column == **name) {
                Some((_, known)) => *known = ColumnType::both(known.take(), kind),
                None => self.columns.push((name.to_string(), kind)),
            }
        }
    }

    #[cfg(feature = "parquet")]
    fn type_by(&mut self, row: &crate::document::TableRow) {
        if self.columns.is_empty() {
            let schema = row.columns().0.schema();
            let fields = schema.fields().iter();
            let typed = |field: &arrow_schema::FieldRef| Some(ColumnType::Typed(field.clone()));
            self.columns.extend(fields.map(|field| (field.name().clone(), typed(field))));
        }
    }

    fn columns(self) -> Vec<Column> {
        let columns = self.columns.into_iter();
        columns
            .map(|(name, kind)| Column { name, kind: kind.unwrap_or(ColumnType::Text) })
            .collect()
    }
}

impl ColumnType {
    /// The type of the text column of a record.
    fn of_text(fields: &Fields) -> Self {
        match fields {
            #[cfg(feature = "parquet")]
            Fields::Row(row) => row.text().map_or(Self::Text, |field| Self::Typed(field.clone())),
            _ => Self::Text,
        }
    }

    /// The type of a value; `None` for null, which fits every column.
    fn of(value: &FieldValue) -> Option<Self> {
        let FieldValue::Json(value) = value else { return Some(Self::Text) };
        let value = value.get();
        Some(match value.as_bytes().first()? {
            b'n' => return None,
            b't' | b'f' => Self::Boolean,
            b'"' => Self::Text,
            b'[' | b'{' => Self::Json,
            _ if value.parse::<i64>().is_ok() => Self::Integer,
            _ => Self::Real,
        })
    }

    /// The narrowest type for values of both types.
    fn both(own: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (own, other) {
            (kind, None) | (None, kind) => kind,
            (Some(own), Some(other)) if own == other => Some(own),
            (Some(Self::Integer | Self::Real), Some(Self::Integer | Self::Real)) => {
                Some(Self::Real)
            }
            _ => Some(Self::Json),
        }
    }

    /// Whether it is a column of a typed table.
    fn is_typed(&self) -> bool {
        match self {
            #[cfg(feature = "parquet")]
            Self::Typed(_) => true,
            _ => false,
        }
    }

    /// Whether a value fits into the column.
    fn holds(&self, value: &FieldValue, as_text: bool) -> bool {
        match (self, Self::of(value)) {
            (own, _) if own.is_typed() => as_text,
            (Self::Json, _) | (_, None) | (Self::Real, Some(Self::Integer)) => true,
            (own, Some(found)) => *own == found,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Place, Record};
    use indexmap::IndexMap;
    use serde_json::value::RawValue;

    /// The fields of an object.
    fn fields(object: &str) -> Vec<Field> {
        let object: IndexMap<String, Box<RawValue>> = serde_json::from_str(object).unwrap();
        let fields = object.into_iter();
        fields.map(|(name, value)| Field { name: name.into(), value: value.into() }).collect()
    }

    fn document(object: &str, text_at: Option<usize>) -> Document {
        let fields = Fields::Entries(fields(object));
        let record = Record { text_at, fields, ..Record::at(Place::Line(1)) };
        Document { name: "a".into(), language: None, headline: None, record: Some(record.into()) }
    }

    #[test]
    fn columns_are_those_of_the_first_documents_and_nothing_else_is_lost() {
        let documents = [
            document(r#"{"id":1,"date":null,"n":1,"mixed":1}"#, Some(1)),
            document(r#"{"n":1.5,"mixed":"x","ok":true,"list":[1]}"#, Some(1)),
        ];
        let columns = Columns::of(&documents, true, "body");
        let found: Vec<_> = columns.columns.iter().map(|c| (c.name.as_str(), &c.kind)).collect();
        assert_eq!(
            found,
            [
                ("id", &ColumnType::Integer),
                ("body", &ColumnType::Text),
                ("date", &ColumnType::Text),
                ("n", &ColumnType::Real),
                ("mixed", &ColumnType::Json),
                ("ok", &ColumnType::Boolean),
                ("list", &ColumnType::Json),
            ]
        );
        let fields = fields(r#"{"new":"a","id":"x","ok":false,"body":1}"#);
        let (values, others) = columns.values(&fields, true);
        let values: Vec<_> = values.iter().map(|value| value.map(FieldValue::json)).collect();
        assert_eq!(values, [None, None, None, None, None, Some("false".into()), None]);
        assert_eq!(others.as_deref(), Some(r#"{"new":"a","id":"x","body":1}"#));
    }
}
