"""Labels in memory, as files that the program reads.

A file is JSON Lines in a temporary folder. Its rows are those of the table, so `labels:3` in a message
is the third one.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Protocol, TypeAlias, cast

from ._messages import naming
from .errors import DataError


class ArrowTable(Protocol):
    """A table of pyarrow, polars, pandas, DuckDB or the like."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


Path: TypeAlias = str | os.PathLike[str]
Row: TypeAlias = Mapping[str, object]
Labels: TypeAlias = Path | Iterable[Path | Row] | ArrowTable


@contextmanager
def files(source: object, name: str) -> Iterator[list[str]]:
    """The paths of label files; those of a temporary file for labels in memory.

    ``name`` stands for the temporary file in errors and warnings.
    """
    source = _read_once(source, name)
    paths = _paths(source)
    if paths is not None:
        yield paths
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="themewise-") as folder:
        path = os.path.join(folder, f"{name}.jsonl")
        _write(path, _rows(source, name), name)
        with naming(path, name):
            yield [path]


@contextmanager
def themes_file(themes: object) -> Iterator[object]:
    """The path of a themes file: a temporary one for names in memory, ``{id: name}``."""
    if not isinstance(themes, Mapping):
        yield themes
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="themewise-") as folder:
        path = os.path.join(folder, "themes.toml")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(_theme(str(id), str(name)) for id, name in themes.items())
        with naming(path, "themes"):
            yield path


def _theme(id: str, name: str) -> str:
    # A text of JSON is one of TOML, but for the control character that TOML also escapes.
    quoted = (
        json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") for text in (id, name)
    )
    return "[[theme]]\nid = {}\nname = {}\n".format(*quoted)


def _read_once(source: object, name: str) -> object:
    """A list for an iterator, which can be read only once."""
    if isinstance(source, (bytes, bytearray)) or source is None:
        raise _unexpected(source, name)
    return list(source) if isinstance(source, Iterator) else source


def _paths(source: object) -> list[str] | None:
    if isinstance(source, (str, os.PathLike)):
        return [os.fsdecode(source)]
    is_list = isinstance(source, (list, tuple))
    items = cast("list[object]", source) if is_list else []
    if any(isinstance(item, (str, os.PathLike)) for item in items):
        return [os.fsdecode(cast("Path", item)) for item in items]
    return None


def _rows(table: Any, name: str) -> Iterable[Any]:
    """The rows of a table as dictionaries. No package is imported for a table that has it already."""
    if hasattr(table, "collect") and not hasattr(table, "to_dicts"):  # a lazy frame of polars
        table = table.collect()
    if hasattr(table, "to_dicts"):  # polars
        return cast("Iterable[Any]", table.to_dicts())
    if hasattr(table, "to_pylist"):  # pyarrow
        return cast("Iterable[Any]", table.to_pylist())
    if hasattr(table, "iterrows"):  # pandas
        return cast("Iterable[Any]", table.to_dict(orient="records"))
    if hasattr(table, "fetchall"):  # DuckDB
        columns = table.columns
        return (dict(zip(columns, row)) for row in table.fetchall())
    if hasattr(table, "__arrow_c_stream__"):
        return cast("Iterable[Any]", import_module("pyarrow").table(table).to_pylist())
    if isinstance(table, Iterable) and not isinstance(table, Mapping):
        return table
    raise _unexpected(table, name)


def _unexpected(source: object, name: str) -> DataError:
    return DataError(
        f"`{name}` is {type(source).__name__}: expected a path, a list of paths, a list of "
        f'dictionaries such as {{"text": "…", "themes": ["trade"]}}, or a table'
    )


def _write(path: str, rows: Iterable[Any], name: str) -> None:
    with open(path, "wb") as file:
        for number, row in enumerate(rows, start=1):
            file.write(_line(row, number, f"{name}:{number}"))


def _line(row: object, number: int, place: str) -> bytes:
    if not isinstance(row, Mapping):
        raise DataError(f"{place}: expected a dictionary, got {type(row).__name__}")
    fields = {str(key): _plain(value, f"{place}: `{key}`") for key, value in row.items()}
    if fields.get("id") is None:
        fields["id"] = number
    text = json.dumps(fields, ensure_ascii=False, allow_nan=False)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError as error:
        found = f"\\u{ord(text[error.start]):04x}"
        message = f"{place}: expected text in Unicode, found half a surrogate pair, `{found}`"
        raise DataError(message) from None


def _plain(value: Any, place: str) -> Any:
    """A value that JSON has. What is missing in a table is null there; a number of numpy is a number."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        # A column of whole numbers becomes one of floats where one is missing.
        return None if not math.isfinite(value) else int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {str(key): _plain(item, place) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, place) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item, place) for item in value)
    return _converted(value, place)


def _converted(value: Any, place: str) -> Any:
    # What is missing is not equal to itself, or, in pandas, neither equal nor unequal.
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return _plain(value.tolist(), place)
    if hasattr(value, "to_list"):
        return _plain(value.to_list(), place)
    raise DataError(f"{place}: expected text, a number or a list, got {type(value).__name__}")
