"""Themes for the rows of a Spark DataFrame.

    >>> from themewise import spark
    >>> themes = spark.score(paragraphs, "text", keep=["id"])  # doctest: +SKIP

``score`` tags the rows of a table, ``read`` the files that a table names. ``archive`` packs the
package for workers whose Python lacks it.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql.functions import col
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import IntegralType, StringType, StructType
from pyspark.sql.utils import is_remote

from ._native import Model, __version__
from .errors import DataError

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.pandas._typing import ArrowMapIterFunction

__all__ = ["archive", "read", "score"]

# How much text of a document may wait for its end. Without a limit, a partition in which all rows
# have the same document would have to fit into memory.
_WAITING_BYTES = 16 << 20

_SCORES = {
    "themes": pa.list_(pa.string()),
    "confidences": pa.list_(pa.float64()),
    "review": pa.list_(pa.string()),
    "novelty": pa.float64(),
    "language": pa.string(),
}

_PARAGRAPHS = {
    **dict.fromkeys(("file", "id", "title", "url", "published"), pa.string()),
    **dict.fromkeys(("paragraph", "line", "start", "end"), pa.int64()),
    "text": pa.string(),
    **_SCORES,
    "problem": pa.string(),
}

# The options of Model.with_options; all others are those of Model.read.
_JUDGING = {"context", "language", "min_precision", "min_recall", "review", "max_review"}


def score(
    df: DataFrame,
    text: str = "text",
    keep: Sequence[str] | None = None,
    document: str | None = None,
    title: str | None = None,
    *,
    order: str | None = None,
    model: str | os.PathLike[str] | None = None,
    threads: int = 1,
    all: bool = False,
    **options: Any,
) -> DataFrame:
    """Tags every row. The result has the columns ``keep``, by default all but ``text``, then
    ``themes``, ``confidences``, ``review``, ``novelty`` and ``language``, and with ``all`` the
    confidence of every theme. A column of ours whose name is taken gets the prefix ``themewise_``.

    Adjacent rows with the same value of the column ``document`` are an article, whose title is the
    first value of the column ``title``. Rows are adjacent only within a partition: ``order`` brings
    the rows of a document together, sorted by the column of this name. A document of more than
    16 MB of text may be judged in parts.

    ``model`` is the path of a model file on the driver, from where the workers get it. ``threads``
    is the number of threads of a task. The other options are those of ``Model.with_options``.

    Raises DataError if a column is missing or has the wrong type.
    """
    kept = _distinct(keep) if keep is not None else [name for name in df.columns if name != text]
    roles = {"text": text, "document": document, "title": title}
    used = {role: name for role, name in roles.items() if name is not None}
    _check(df, kept, used, order)

    opened = _opened(model)
    opened.with_options(**options)
    own = {**_SCORES, **(dict.fromkeys(opened.themes, pa.float64()) if all else {})}
    added = pa.schema(list(zip(_free_names(own, kept), own.values())))
    fields = [df.schema[name] for name in kept] + from_arrow_schema(added).fields
    columns, places = _sent(kept, used)
    rows = _in_order(df, document, order).select(*columns)
    settings = {"kept": len(kept), "places": places, "threads": threads, "all": all}
    run = _on_worker("_score", _sent_file(df, opened), options, settings)
    return rows.mapInArrow(run, StructType(fields))


def read(
    df: DataFrame,
    path: str = "path",
    *,
    model: str | os.PathLike[str] | None = None,
    threads: int = 1,
    **options: Any,
) -> DataFrame:
    """Reads the files that the column ``path`` names, and tags their paragraphs in their articles.

    A path is a file, a folder or a pattern as a worker sees it. Each task reads the files of a
    partition itself, so that their contents do not pass through Spark. Null paths are passed over.
    A path that does not exist fails the job. What cannot be read becomes a row with nothing but
    ``file``, the path, and ``problem``, the reason.

    The options are those of ``Model.read`` and ``Model.with_options``.
    """
    _check_column(df, path, StringType, "string")
    judging = {name: options.pop(name) for name in _JUDGING & options.keys()}
    opened = _opened(model)
    # What is wrong with an option is raised here, rather than on a worker.
    opened.with_options(**judging).read([os.devnull], threads=threads, **options)
    run = _on_worker("_read", _sent_file(df, opened), judging, {"threads": threads, **options})
    paths = df.select(_column(path).alias("path")).dropna()
    return paths.mapInArrow(run, from_arrow_schema(pa.schema(list(_PARAGRAPHS.items()))))


def archive(folder: str | os.PathLike[str], wheel: str | os.PathLike[str] | None = None) -> str:
    """Packs the package into a file in ``folder``, and returns the value for ``spark.archives``.

    It is the installed package, which needs the platform of the driver on the workers, or that in
    the file ``wheel``.
    """
    path = Path(folder) / f"themewise-{__version__}.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in _installed() if wheel is None else _unpacked(wheel):
            file.writestr(name, content)
    # Spark unpacks it to a folder of this name on the path of modules.
    return f"{path}#themewise"


# On the driver


def _check(df: DataFrame, kept: list[str], used: dict[str, str], order: str | None) -> None:
    for name in [*kept, *([order] if order is not None else [])]:
        _check_column(df, name)
    for role, name in used.items():
        if role == "document":
            _check_column(df, name, (StringType, IntegralType), "string or an integer")
        else:
            _check_column(df, name, StringType, "string")
    if order is not None and "document" not in used:
        raise DataError(f"order `{order}`: expected a column of documents beside it; found none")


def _check_column(df: DataFrame, name: str, types: Any = object, expected: str = "") -> None:
    found = [field.dataType for field in df.schema.fields if field.name == name]
    if len(found) > 1:
        raise DataError(f"column `{name}`: expected one; found {len(found)}")
    if not found:
        raise DataError(f"column `{name}`: expected one of {', '.join(df.columns)}; found none")
    if not isinstance(found[0], types):
        raise DataError(f"column `{name}`: expected {expected}; found {found[0].simpleString()}")


def _opened(model: str | os.PathLike[str] | None) -> Model:
    return Model.default() if model is None else Model.load(model)


def _sent_file(df: DataFrame, model: Model) -> str:
    """Sends the model with its languages to the workers; returns the name of the file there."""
    name = f"themewise-{model.digest}.safetensors"
    if is_remote():
        with tempfile.TemporaryDirectory() as folder:
            model.save(Path(folder) / name)
            df.sparkSession.addArtifacts(f"{folder}/{name}", file=True)
        return name
    # A folder that Spark removes when the session ends. To add a file again changes nothing.
    path = Path(SparkFiles.getRootDirectory()) / name
    if not path.exists():
        model.save(path)
    df.sparkSession.sparkContext.addFile(str(path))
    return name


def _in_order(df: DataFrame, document: str | None, order: str | None) -> DataFrame:
    if document is None or order is None:
        return df
    parts = df.repartition(_column(document))
    return parts.sortWithinPartitions(_column(document), _column(order))


def _sent(kept: list[str], used: dict[str, str]) -> tuple[list[Column], dict[str, int]]:
    """The columns to send, of which those that are kept come first, and the places of those that
    are used. Their names have no dots, which mapInArrow would take for paths."""
    names = _distinct([*kept, *(name for role, name in used.items() if role != "document")])
    columns = [_column(name) for name in names]
    places = {role: names.index(name) for role, name in used.items() if name in names}
    if "document" in used:
        places["document"] = len(columns)
        columns.append(_column(used["document"]).cast("string"))
    return [column.alias(f"column{place}") for place, column in enumerate(columns)], places


def _column(name: str) -> Column:
    return col("`" + name.replace("`", "``") + "`")


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _free_names(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    """The names, prefixed if they are taken. Spark does not tell upper from lower case in them."""
    seen = {name.lower() for name in taken}
    free = []
    for name in names:
        while name.lower() in seen:
            name = f"themewise_{name}"
        seen.add(name.lower())
        free.append(name)
    return free


def _on_worker(
    name: str, file: str, options: dict[str, Any], settings: dict[str, Any]
) -> ArrowMapIterFunction:
    """What a worker runs: the function of this module with this name.

    Spark sends an inner function as its code, so that a worker without themewise can say so.
    """

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            from themewise import spark
        except ImportError as error:
            hint = "ship the package with spark.archives (see themewise.spark.archive)"
            raise ImportError(f"themewise: expected on the worker; {error}; {hint}") from error
        kept = spark._kept(file, options)
        yield from getattr(spark, name)(batches, kept, **settings)

    return run


def _installed() -> Iterator[tuple[str, bytes]]:
    package = Path(__file__).parent
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(package).as_posix(), path.read_bytes()


def _unpacked(wheel: str | os.PathLike[str]) -> Iterator[tuple[str, bytes]]:
    with ZipFile(wheel) as file:
        for name in file.namelist():
            if name.startswith("themewise/") and not name.endswith("/"):
                yield name.removeprefix("themewise/"), file.read(name)


# On a worker


# The model of the last task. Processes run many tasks, and most of them with the same model.
_models: dict[tuple[Any, ...], Model] = {}


def _kept(file: str, options: dict[str, Any]) -> Model:
    key = (file, *sorted(options.items()))
    if key not in _models:
        _models.clear()
        with warnings.catch_warnings():
            # The driver has said it.
            warnings.simplefilter("ignore")
            _models[key] = Model.load(SparkFiles.get(file)).with_options(**options)
    return _models[key]


def _score(
    batches: Iterator[pa.RecordBatch],
    model: Model,
    kept: int,
    places: dict[str, int],
    **options: Any,
) -> Iterator[pa.RecordBatch]:
    """The first columns, as many as are kept, and the scores of each row."""
    roles: dict[str, Any] = {role: role for role in places}
    if "document" in places:
        batches = _whole_documents(batches, places["document"], places["text"])
    for batch in batches:
        scores = pa.record_batch(model.score_batch(_seen(batch, places), **roles, **options))
        fields = [*batch.schema][:kept]
        columns = batch.columns[:kept]
        for name, column in zip(scores.schema.names, scores.columns):
            columns.append(_cast(column, _SCORES.get(name, pa.float64())))
            fields.append(pa.field(f"own {name}", columns[-1].type))
        yield pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields))


def _seen(batch: pa.RecordBatch, places: dict[str, int]) -> pa.RecordBatch:
    """The columns that the model sees, named by what they are to it."""
    columns = [_text(batch.column(place)) for place in places.values()]
    return pa.RecordBatch.from_arrays(columns, list(places))


def _text(column: pa.Array) -> pa.Array:
    """The column as text, in which a byte that is not Unicode is replaced. Spark lets it pass."""
    try:
        column.validate(full=True)
        return column
    except pa.ArrowInvalid:
        texts = column.cast(pa.large_binary()).to_pylist()
        return pa.array([text and text.decode("utf-8", "replace") for text in texts], pa.string())


def _cast(column: pa.Array, type: pa.DataType) -> pa.Array:
    """The column with this type. A cast that changes nothing would load a module of 8 MB."""
    return column if column.type == type else column.cast(type)


def _whole_documents(
    batches: Iterator[pa.RecordBatch], document: int, text: int
) -> Iterator[pa.RecordBatch]:
    """The same rows in batches that end where a document ends.

    Spark cuts batches anywhere. The last document of a batch waits for the next batch; only what
    has waited is copied.
    """
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        begin = 0
        if waiting:
            begin = _begin_of_others(batch[document], waiting[0][document][0])
            waiting.append(batch.slice(0, begin))
            if begin == batch.num_rows and _text_bytes(waiting, text) < _WAITING_BYTES:
                continue
            yield _joined(waiting)
        rest = batch.slice(begin)
        last = _begin_of_last(rest[document])
        yield rest.slice(0, last)
        waiting = [rest.slice(last)] if last < rest.num_rows else []
    if waiting:
        yield _joined(waiting)


def _begin_of_others(ids: pa.Array, id: pa.Scalar) -> int:
    """How many of the first ids are this one."""
    return next((place for place, other in enumerate(ids) if other != id), len(ids))


def _begin_of_last(ids: pa.Array) -> int:
    """Where the last document begins. A null is no document."""
    begin = len(ids)
    while begin and ids[begin - 1].is_valid and ids[begin - 1] == ids[-1]:
        begin -= 1
    return begin


def _text_bytes(parts: list[pa.RecordBatch], text: int) -> int:
    return sum(part[text].nbytes for part in parts)


def _joined(parts: list[pa.RecordBatch]) -> pa.RecordBatch:
    return pa.Table.from_batches(parts).combine_chunks().to_batches()[0]


def _read(
    batches: Iterator[pa.RecordBatch], model: Model, **options: Any
) -> Iterator[pa.RecordBatch]:
    """The paragraphs of each path, and then what could not be read."""
    for batch in batches:
        for path in batch.column(0).to_pylist():
            documents = model.read([path], **options)
            for scores in documents:
                yield _paragraphs(pa.record_batch(scores))
            yield _problems(path, documents.problems)


def _paragraphs(batch: pa.RecordBatch) -> pa.RecordBatch:
    batch = batch.append_column("problem", pa.nulls(batch.num_rows, pa.string()))
    columns = [_cast(batch.column(name), type) for name, type in _PARAGRAPHS.items()]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(list(_PARAGRAPHS.items())))


def _problems(path: str, problems: list[str]) -> pa.RecordBatch:
    rows = [{"file": path, "problem": problem} for problem in problems]
    return pa.RecordBatch.from_pylist(rows, schema=pa.schema(list(_PARAGRAPHS.items())))
