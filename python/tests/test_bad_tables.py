"""Bad tables: each gives an exception that says where, what was found and what was expected.

A panic of the engine is no Exception, so pytest.raises does not take it for one.
"""

from __future__ import annotations

import struct

import pytest
from conftest import TEXTS

from themewise import DataError, SettingError

pa = pytest.importorskip("pyarrow")


def forged(values: list[bytes], kind=None):
    """A column of text whose bytes nobody has checked."""
    offsets = [0]
    for value in values:
        offsets.append(offsets[-1] + len(value))
    large = kind == pa.large_string()
    packed = struct.pack(f"<{len(offsets)}{'q' if large else 'i'}", *offsets)
    buffers = [None, pa.py_buffer(packed), pa.py_buffer(b"".join(values))]
    return pa.Array.from_buffers(kind or pa.string(), len(values), buffers)


def forged_view(value: bytes):
    view = struct.pack("<i", len(value)) + value.ljust(12, b"\0")
    return pa.Array.from_buffers(pa.string_view(), 1, [None, pa.py_buffer(view)])


def with_offsets(*offsets: int):
    packed = struct.pack(f"<{len(offsets)}i", *offsets)
    buffers = [None, pa.py_buffer(packed), pa.py_buffer(b"some text")]
    return pa.Array.from_buffers(pa.string(), len(offsets) - 1, buffers)


def wrong_key():
    keys = pa.array([0, 7], pa.int32())
    return pa.DictionaryArray.from_arrays(keys, pa.array(["a"]), safe=False)


class Broken:
    """An object with the method of a table, which gives something else."""

    def __init__(self, made):
        self.made = made

    def __arrow_c_stream__(self, requested_schema=None):
        return self.made() if callable(self.made) else self.made


def failing():
    raise RuntimeError("the source is gone")


def failing_reader():
    schema = pa.schema([("text", pa.string())])

    def batches():
        yield pa.record_batch({"text": TEXTS})
        raise RuntimeError("the source is gone")

    return pa.RecordBatchReader.from_batches(schema, batches())


def used_stream():
    reader = pa.RecordBatchReader.from_batches(
        pa.schema([("text", pa.string())]), [pa.record_batch({"text": TEXTS})]
    )
    pa.table(reader)
    return reader


def consumed_capsule():
    capsule = pa.table({"text": TEXTS}).__arrow_c_stream__()
    pa.RecordBatchReader._import_from_c_capsule(capsule)
    return capsule


def table(**columns):
    return pa.table(columns)


TABLES = {
    "no table": (3, {}, (DataError, TypeError), "found int"),
    "None": (None, {}, (DataError, TypeError), "found NoneType"),
    "a list of texts": (TEXTS, {}, (DataError, TypeError), "found list"),
    "a text": ("text", {}, (DataError, TypeError), "found str"),
    "a dictionary": ({"text": TEXTS}, {}, (DataError, TypeError), "found dict"),
    "a missing column": (table(body=TEXTS), {}, DataError, "`text`.*body"),
    "no columns": (pa.table({}), {}, DataError, "`text`"),
    "a missing document": (table(text=TEXTS), {"document": "id"}, DataError, "`id`.*text"),
    "a missing title": (
        table(text=TEXTS),
        {"document": "text", "title": "headline"},
        DataError,
        "`headline`",
    ),
    "two columns of the name": (
        pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"]),
        {},
        DataError,
        "text",
    ),
    "numbers": (table(text=[1, 2]), {}, DataError, "text.*[Ii]nt64"),
    "floats": (table(text=[1.5]), {}, DataError, "text.*([Ff]loat64|[Dd]ouble)"),
    "truths": (table(text=[True]), {}, DataError, "text.*[Bb]ool"),
    "lists": (table(text=[["a"]]), {}, DataError, "text.*[Ll]ist"),
    "structs": (table(text=[{"a": "b"}]), {}, DataError, "text.*[Ss]truct"),
    "bytes": (table(text=pa.array([b"a"])), {}, DataError, "text.*[Bb]inary"),
    "dates": (table(text=pa.array([0], pa.timestamp("s"))), {}, DataError, "text.*[Tt]imestamp"),
    "a dictionary of numbers": (
        table(text=pa.array([1, 2]).dictionary_encode()),
        {},
        DataError,
        "text.*[Ii]nt64",
    ),
    "a title of numbers": (
        table(text=["a"], document=["a"], title=[1]),
        {"document": "document", "title": "title"},
        DataError,
        "title.*[Ii]nt64",
    ),
    "bytes that are no text": (table(text=forged([b"fine", b"\xff\xfe"])), {}, DataError, "text"),
    "half a character": (table(text=forged([b"caf\xc3"])), {}, DataError, "text"),
    "a character in two values": (table(text=forged([b"caf\xc3", b"\xa9"])), {}, DataError, "text"),
    "large bytes that are no text": (
        table(text=forged([b"\xff"], pa.large_string())),
        {},
        DataError,
        "text",
    ),
    "a view that is no text": (table(text=forged_view(b"\xff\xff")), {}, DataError, "text"),
    "offsets that fall": (table(text=with_offsets(0, 9, 3)), {}, DataError, "text|offset"),
    "offsets beyond the bytes": (
        table(text=with_offsets(0, 1 << 20, 9)),
        {},
        DataError,
        "text|offset|buffer",
    ),
    "offsets below zero": (table(text=with_offsets(0, -4, 3)), {}, DataError, "text|offset"),
    "a key without a value": (table(text=wrong_key()), {}, DataError, "text|key|dictionary"),
    "a stream that fails": (failing_reader(), {}, Exception, "the source is gone"),
    "a consumed capsule": (Broken(consumed_capsule), {}, Exception, "."),
    "a capsule of another kind": (
        Broken(lambda: pa.schema([]).__arrow_c_schema__()),
        {},
        Exception,
        "arrow_array_stream|capsule",
    ),
    "no capsule": (Broken(3), {}, Exception, "capsule|int"),
    "None for a capsule": (Broken(None), {}, Exception, "capsule|None"),
    "a method that fails": (Broken(failing), {}, RuntimeError, "the source is gone"),
    "negative threads": (table(text=TEXTS), {"threads": -1}, Exception, "threads|negative|-1"),
    "a million threads": (table(text=TEXTS), {"threads": 1_000_000}, SettingError, "threads"),
    "threads beyond any number": (
        table(text=TEXTS),
        {"threads": 1 << 70},
        Exception,
        "threads|large",
    ),
    "half a thread": (table(text=TEXTS), {"threads": 1.5}, TypeError, "threads|float"),
    "a column by number": (table(text=TEXTS), {"text": 0}, TypeError, "text|int"),
    "an unknown argument": (table(text=TEXTS), {"column": "text"}, TypeError, "column"),
}


@pytest.mark.parametrize(("data", "options", "error", "message"), TABLES.values(), ids=TABLES)
def test_a_bad_table(model, data, options, error, message):
    with pytest.raises(error, match=f"(?s){message}"):
        model.score_batch(data, **options)
    assert model.score_batch(table(text=TEXTS[:1])).num_rows == 1


def test_a_stream_that_was_read_is_empty(model):
    assert model.score_batch(used_stream()).num_rows == 0


@pytest.mark.parametrize(
    "column",
    [pa.nulls(3), pa.nulls(3, pa.string()), pa.nulls(3, pa.dictionary(pa.int8(), pa.string()))],
)
def test_a_table_of_nulls_has_null_results(model, column):
    scores = model.score_batch(table(text=column), all=True)
    for name, values in scores.to_pydict().items():
        assert values == [None] * 3, name


def test_a_cell_of_200_megabytes(model):
    text = (TEXTS[1] + " ") * (200_000_000 // len(TEXTS[1]))
    scores = model.score_batch(table(text=pa.array([text, TEXTS[1]], pa.large_string())))
    assert scores.num_rows == 2
    assert scores.to_pydict()["themes"][1] == model.predict(TEXTS[1]).themes
