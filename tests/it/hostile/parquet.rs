//! Parquet.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::{Case, GOOD, file, table};

/// A file with row groups of this size.
fn written(column: (&str, ArrayRef), group: usize) -> Vec<u8> {
    let rows = RecordBatch::try_from_iter_with_nullable([(column.0, column.1, true)]).unwrap();
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(group))
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), rows.schema(), Some(properties)).unwrap();
    writer.write(&rows).unwrap();
    writer.into_inner().unwrap()
}

fn texts(texts: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

fn of(name: &'static str, column: ArrayRef) -> Case {
    file(name, "a.parquet", written(("text", column), 1))
}

#[test]
fn invalid_tables() {
    let (good, zinc) = (Some(GOOD), Some("Zinc."));
    let whole = written(("text", texts(&[good, zinc, good])), 1);
    let mut damaged = whole.clone();
    let middle = memchr::memmem::find(&damaged, b"Zinc.").unwrap();
    damaged[middle - 9..middle + 3].fill(0xFF);
    let mut footer = whole.clone();
    let end = footer.len() - 20;
    footer[end - 40..end].fill(0xFF);
    let mut list = ListBuilder::new(StringBuilder::new());
    list.append_value([Some("Zinc."), Some("Lead.")]);
    let list: ListArray = list.finish();
    let dictionary: DictionaryArray<Int32Type> = [good, None, good].into_iter().collect();
    let field = Arc::new(Field::new("body", DataType::Utf8, true));
    let nested = StructArray::from(vec![(field, texts(&[good]))]);
    let giant = "Zinc and lead. ".repeat(600_000);
    insta::assert_snapshot!(table(&[
        file("an empty file", "a.parquet", b""),
        file("a text called Parquet", "a.parquet", format!("{GOOD}\n")),
        file("cut off", "a.parquet", &whole[..whole.len() - 30]),
        file("only the magic bytes", "a.parquet", b"PAR1PAR1"),
        file("a damaged footer", "a.parquet", footer),
        file("a footer longer than the file", "a.parquet", b"PAR1\xff\xff\xff\x7fPAR1"),
        file("a damaged group between good ones", "a.parquet", damaged).good(2),
        of("no rows", texts(&[])),
        of("texts that are null", texts(&[good, None, good])).good(2),
        of("texts that are empty", texts(&[good, Some(""), good])).good(2),
        of("a NUL byte", texts(&[good, Some("Zi\0nc."), good])).good(2),
        of("numbers", Arc::new(Int64Array::from(vec![1, 2]))),
        of("lists of texts", Arc::new(list)),
        of("categories", Arc::new(dictionary)).good(2),
        of("a text longer than any news", texts(&[good, Some(&giant), good])).good(2),
        of("a field inside, not named", Arc::new(nested.clone())),
        of("a field inside", Arc::new(nested.clone())).with(&["--text-field", "text.body"]).good(1),
        of("a field inside that is not there", Arc::new(nested)).with(&["--text-field", "text.x"]),
        file("another column", "a.parquet", written(("body", texts(&[good])), 1)),
        file("Parquet called CSV", "a.csv", whole.clone()),
        file("Parquet read as JSON Lines", "a.parquet", whole.clone())
            .with(&["--input-format", "jsonl"]),
        file("Parquet without a name", "a", whole).good(2),
    ]));
}
