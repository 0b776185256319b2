//! Rows of a table with typed columns, such as Parquet.

use std::sync::{Arc, OnceLock};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_json::writer::{LineDelimited, WriterBuilder};
use arrow_schema::{FieldRef, Schema};

/// A row of a table, with all columns except the text.
#[derive(Debug, Clone)]
pub struct TableRow {
    table: Arc<Table>,
    row: usize,
}

/// Rows, and the same as JSON once it is needed.
#[derive(Debug)]
struct Table {
    columns: RecordBatch,
    /// The column of the text, if the text was a column of the table.
    text: Option<FieldRef>,
    json: OnceLock<Vec<String>>,
}

impl TableRow {
    /// The rows of a table, given the columns except the text, and the column of the text.
    pub(super) fn all(columns: RecordBatch, text: Option<FieldRef>) -> impl Iterator<Item = Self> {
        let rows = columns.num_rows();
        let table = Arc::new(Table { columns, text, json: OnceLock::new() });
        (0..rows).map(move |row| Self { table: table.clone(), row })
    }

    /// The columns of the table, and the index of the row.
    pub fn columns(&self) -> (&RecordBatch, usize) {
        (&self.table.columns, self.row)
    }

    /// The column of the text, if the text was a column of the table.
    pub fn text(&self) -> Option<&FieldRef> {
        self.table.text.as_ref()
    }

    /// The row as a JSON object.
    pub fn json(&self) -> String {
        let lines = self.table.json.get_or_init(|| json(&self.table.columns));
        lines.get(self.row).cloned().unwrap_or_else(|| "{}".to_owned())
    }
}

impl PartialEq for TableRow {
    fn eq(&self, other: &Self) -> bool {
        self.columns().0.slice(self.row, 1) == other.columns().0.slice(other.row, 1)
    }
}

/// Every row as a JSON object. If JSON lacks the type of a column, all values are written as text.
fn json(columns: &RecordBatch) -> Vec<String> {
    lines(columns).or_else(|| lines(&as_text(columns)?)).unwrap_or_default()
}

fn lines(columns: &RecordBatch) -> Option<Vec<String>> {
    let builder = WriterBuilder::new().with_explicit_nulls(true);
    let mut writer = builder.build::<_, LineDelimited>(Vec::new());
    writer.write(columns).and_then(|()| writer.finish()).ok()?;
    let text = String::from_utf8(writer.into_inner()).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

fn as_text(columns: &RecordBatch) -> Option<RecordBatch> {
    let options = FormatOptions::default();
    let text = |column: &ArrayRef| -> Option<ArrayRef> {
        let values = ArrayFormatter::try_new(column, &options).ok()?;
        let value = |row| column.is_valid(row).then(|| values.value(row).to_string());
        Some(Arc::new((0..column.len()).map(value).collect::<arrow_array::StringArray>()))
    };
    let arrays: Option<Vec<ArrayRef>> = columns.columns().iter().map(text).collect();
    let arrays = arrays?;
    let schema = columns.schema();
    let fields = schema.fields().iter().zip(&arrays);
    let fields = fields.map(|(field, array)| {
        field.as_ref().clone().with_data_type(array.data_type().clone()).with_nullable(true)
    });
    RecordBatch::try_new(Schema::new(fields.collect::<Vec<_>>()).into(), arrays).ok()
}
