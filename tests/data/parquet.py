"""Reads what themewise made of a table: `parquet.py BEFORE.parquet AFTER.parquet`."""

import sys

import pandas
import pyarrow.parquet

before, after = sys.argv[1:]
old, new = pyarrow.parquet.read_schema(before), pyarrow.parquet.read_schema(after)
for field in old:
    assert new.field(field.name).type == field.type, field
table = pandas.read_parquet(after)
assert set(table["id"]) == set(pandas.read_parquet(before)["id"])
assert list(table["id"]) == sorted(table["id"], key=lambda name: int(name[1:]))
for row in table.itertuples():
    assert len(row.themes) == len(row.confidences)
    assert all(0 <= confidence <= 1 for confidence in row.confidences)
print(f"{len(table)} rows: columns and types of the input, themes as lists")
