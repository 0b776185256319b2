"""Spark, with two executors whose Python has only pyarrow."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed")

import pyarrow as pa
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import themewise
import themewise.spark
from spark.manual import code
from spark.processes import executors, python_workers

ARCHIVES = Path(__file__).parents[2] / "tests" / "data" / "cases"

TEXTS = [
    "The trade ministry of Velmark raised tariffs on imported steel.",
    "Hackers broke into the servers of the customs service and encrypted its files.",
    "The navy moved two frigates to the southern base.",
    "The deal was signed on Monday.",
    "Die Regierung erhöhte die Zölle auf Stahl, und die Marine schickte zwei Fregatten.",
    "",
    None,
]

OWN = ["themes", "confidences", "review", "novelty", "language"]


@pytest.fixture
def python(worker_python: str) -> str:
    return worker_python


@pytest.fixture
def folder(spark_folder: Path) -> Path:
    return spark_folder


@pytest.fixture
def batch_rows(session: SparkSession, request: pytest.FixtureRequest) -> Iterator[int]:
    """The largest number of rows of an Arrow batch."""
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", request.param)
    yield request.param
    session.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")


def articles(number: int) -> list[tuple[int, str | None, str, str | None]]:
    """Paragraphs of articles of 1 to 7 paragraphs: id, document, title and text."""
    rows: list[tuple[int, str | None, str, str | None]] = []
    for article in range(number):
        title = "Velmark raises steel tariffs" if article % 2 else "Hackers hit the customs service"
        for _ in range(1 + article % 7):
            rows.append((len(rows), f"article {article}", title, TEXTS[len(rows) % len(TEXTS)]))
    return rows


def frame(session: SparkSession, number: int) -> DataFrame:
    return session.createDataFrame(
        articles(number), "id long, document string, title string, text string"
    )


def collected(df: DataFrame) -> list[dict[str, Any]]:
    return [row.asDict(recursive=True) for row in df.collect()]


def scored_here(rows: list[Any], **options: Any) -> list[dict[str, Any]]:
    """The rows that the same model gives without Spark."""
    names = ["id", "document", "title", "text"]
    columns = [[row[at] for row in rows] for at in range(4)]
    batch = pa.RecordBatch.from_arrays(
        [
            pa.array(columns[0], pa.int64()),
            *(pa.array(column, pa.string()) for column in columns[1:]),
        ],
        names,
    )
    scores = pa.record_batch(themewise.Model.default().score_batch(batch, "text", **options))
    return [{"id": row[0], **own} for row, own in zip(rows, scores.to_pylist())]


def test_workers_are_bare(python: str) -> None:
    """Only what themewise ships itself can make the other tests pass."""
    found = subprocess.run(
        [python, "-c", "import pyarrow; import themewise"], capture_output=True, text=True
    )
    assert "No module named 'themewise'" in found.stderr


@pytest.mark.parametrize("batch_rows", [1, 3, 10_000], indirect=True)
def test_rows(session: SparkSession, batch_rows: int) -> None:
    scored = themewise.spark.score(frame(session, 20), "text", keep=["id"])
    assert scored.columns == ["id", *OWN]
    assert sorted(collected(scored), key=by_id) == scored_here(articles(20))


def by_id(row: dict[str, Any]) -> int:
    return int(row["id"])


@pytest.mark.parametrize("batch_rows", [1, 2, 5, 10_000], indirect=True)
def test_articles(session: SparkSession, batch_rows: int) -> None:
    """An article may lie in several batches."""
    df = frame(session, 40).coalesce(2)
    scored = themewise.spark.score(df, "text", ["id"], "document", "title")
    expected = scored_here(articles(40), document="document", title="title")
    assert sorted(collected(scored), key=by_id) == expected
    assert expected != scored_here(articles(40))


@pytest.mark.parametrize("batch_rows", [2], indirect=True)
def test_articles_in_disorder(session: SparkSession, batch_rows: int) -> None:
    df = frame(session, 40).orderBy(F.rand(7)).repartition(5)
    scored = themewise.spark.score(df, "text", ["id"], "document", "title", order="id")
    expected = scored_here(articles(40), document="document", title="title")
    assert sorted(collected(scored), key=by_id) == expected


def test_documents_with_numbers(session: SparkSession) -> None:
    df = (
        frame(session, 9)
        .withColumn("document", F.dense_rank().over(one_window()).cast("int"))
        .coalesce(1)
    )
    scored = themewise.spark.score(
        df.orderBy("id").coalesce(1), "text", ["id", "document"], "document"
    )
    assert dict(scored.dtypes)["document"] == "int"
    expected = scored_here(articles(9), document="document")
    rows = [{name: row[name] for name in ["id", *OWN]} for row in collected(scored)]
    assert sorted(rows, key=by_id) == expected


def one_window() -> Any:
    from pyspark.sql import Window

    return Window.orderBy("document")


def test_empty_partitions(session: SparkSession) -> None:
    scored = themewise.spark.score(frame(session, 2).repartition(16), "text", ["id"])
    assert sorted(collected(scored), key=by_id) == scored_here(articles(2))


def test_no_rows(session: SparkSession) -> None:
    none = frame(session, 2).where("id < 0")
    assert collected(themewise.spark.score(none, document="document", order="id")) == []


def test_all_confidences(session: SparkSession) -> None:
    scored = themewise.spark.score(frame(session, 2), keep=["id"], all=True)
    assert scored.columns == ["id", *OWN, *themewise.Model.default().themes]
    assert sorted(collected(scored), key=by_id) == scored_here(articles(2), all=True)


def test_kept_columns_are_as_they_were(session: SparkSession) -> None:
    df = session.sql("""
        SELECT 'The navy moved.' AS text, 1S AS short, 1.50BD AS price, DATE'2024-05-01' AS day,
            TIMESTAMP'2024-05-01 10:00:00' AS time, TIMESTAMP_NTZ'2024-05-01 10:00:00' AS clock,
            X'00FF' AS bytes, array(1, NULL) AS list, map('a', array('b')) AS map,
            named_struct('x', 1, 'y', 'z') AS `a.struct`, CAST(NULL AS STRING) AS nothing,
            true AS `b``c`
    """)
    scored = themewise.spark.score(df)
    kept = df.drop("text")
    assert scored.schema.fields[: len(kept.columns)] == kept.schema.fields
    assert list(scored.collect()[0])[: len(kept.columns)] == list(kept.collect()[0])


def test_a_taken_name_gives_ours_a_prefix(session: SparkSession) -> None:
    df = session.createDataFrame(
        [("a", "b", "c")], "Themes string, themewise_themes string, text string"
    )
    scored = themewise.spark.score(df, keep=["Themes", "themewise_themes", "text"])
    names = ["Themes", "themewise_themes", "text", "themewise_themewise_themes", *OWN[1:]]
    assert scored.columns == names
    assert list(scored.collect()[0])[:3] == ["a", "b", "c"]


def test_large_strings(session: SparkSession) -> None:
    session.conf.set("spark.sql.execution.arrow.useLargeVarTypes", True)
    try:
        scored = themewise.spark.score(
            frame(session, 9), "text", ["id"], "document", "title", order="id"
        )
        rows = sorted(collected(scored), key=by_id)
    finally:
        session.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")
    assert rows == scored_here(articles(9), document="document", title="title")


def test_what_is_not_unicode_is_replaced(session: SparkSession) -> None:
    """Spark does not check texts."""
    df = session.sql(
        "SELECT CAST(X'FF20546865206E617679206D6F7665642E' AS STRING) AS text, 1L AS id"
    )
    rows = [(1, None, None, "\ufffd The navy moved."), (2, None, None, None)]
    more = session.sql("SELECT CAST(NULL AS STRING) AS text, 2L AS id")
    scored = themewise.spark.score(df.union(more).coalesce(1))
    assert sorted(collected(scored), key=by_id) == scored_here(rows)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"text": "txt"}, "column `txt`: expected one of id, document, title, text; found none"),
        ({"text": "id"}, "column `id`: expected string; found bigint"),
        ({"keep": ["url"]}, "column `url`: expected one of id, document, title, text; found none"),
        ({"title": "id"}, "column `id`: expected string; found bigint"),
        (
            {"document": "day"},
            "column `day`: expected one of id, document, title, text; found none",
        ),
        ({"order": "id"}, "order `id`: expected a column of documents beside it; found none"),
        (
            {"document": "id", "order": "at"},
            "column `at`: expected one of id, document, title, text; found none",
        ),
    ],
)
def test_bad_columns(session: SparkSession, arguments: dict[str, Any], message: str) -> None:
    """They are known before a task starts."""
    with pytest.raises(themewise.DataError) as raised:
        themewise.spark.score(frame(session, 1), **arguments)
    assert str(raised.value) == message


def test_ambiguous_column(session: SparkSession) -> None:
    df = session.sql("SELECT 'a' AS text, 'b' AS text")
    with pytest.raises(themewise.DataError, match="column `text`: expected one; found 2"):
        themewise.spark.score(df, keep=[])


def test_bad_option(session: SparkSession) -> None:
    with pytest.raises(TypeError, match="threshold"):
        themewise.spark.score(frame(session, 1), threshold=0.5)


def test_a_model_file(session: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    themewise.Model.default().save(path)
    scored = themewise.spark.score(frame(session, 9), keep=["id"], model=path)
    path.unlink()
    assert sorted(collected(scored), key=by_id) == scored_here(articles(9))


def test_a_file_that_is_no_model(session: SparkSession, tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"nothing")
    with pytest.raises(themewise.ModelError, match="mine.safetensors"):
        themewise.spark.score(frame(session, 1), model=path)
    with pytest.raises(OSError, match="none.safetensors"):
        themewise.spark.score(frame(session, 1), model=tmp_path / "none.safetensors")


def test_a_worker_loads_a_model_once(session: SparkSession) -> None:
    def same_as_before(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import os

        import pyarrow
        import themewise.spark

        for _ in batches:
            pass
        here = themewise.spark.__dict__
        (model,) = themewise.spark._models.values()
        same = here.setdefault("seen_by_a_test", model) is model
        yield pyarrow.RecordBatch.from_pydict({"process": [os.getpid()], "same": [same]})

    def run() -> set[tuple[int, bool]]:
        themewise.spark.score(frame(session, 40).repartition(12), context="none").collect()
        tasks = (
            session.range(2).repartition(8).mapInArrow(same_as_before, "process long, same boolean")
        )
        return {(row["process"], row["same"]) for row in tasks.collect()}

    assert run() == run()
    assert {same for _, same in run()} == {True}


def test_a_worker_without_the_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    run = themewise.spark._on_worker("_score", "model.safetensors", {}, {})
    monkeypatch.setitem(sys.modules, "themewise", None)
    with pytest.raises(ImportError, match="expected on the worker.*spark.archives"):
        list(run(iter([])))


def test_an_archive_of_a_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / "themewise-0.0.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as file:
        file.writestr("themewise/__init__.py", "")
        file.writestr("themewise/_native.abi3.so", "binary")
        file.writestr("themewise-0.0.0.dist-info/METADATA", "")
    path, name = themewise.spark.archive(tmp_path, wheel).split("#")
    assert name == "themewise"
    assert ZipFile(path).namelist() == ["__init__.py", "_native.abi3.so"]


@pytest.mark.parametrize("longest", [1, 200, 1 << 20])
def test_batches_end_where_documents_end(monkeypatch: pytest.MonkeyPatch, longest: int) -> None:
    monkeypatch.setattr(themewise.spark, "_WAITING_BYTES", longest)
    chance = random.Random(7)
    for _ in range(200):
        ids = [chance.choice(["a", "a", "b", None]) for _ in range(chance.randrange(30))]
        whole = pa.RecordBatch.from_pydict(
            {
                "document": pa.array(ids, pa.string()),
                "text": pa.array([f"text {at}" for at in range(len(ids))], pa.string()),
            }
        )
        cuts = sorted(chance.randrange(len(ids) + 1) for _ in range(6))
        parts = [
            whole.slice(start, end - start) for start, end in zip([0, *cuts], [*cuts, len(ids)])
        ]
        batches = list(themewise.spark._whole_documents(iter(parts), 0, 1))
        assert [row for batch in batches for row in batch.to_pylist()] == whole.to_pylist()
        if longest > 200:
            full = [batch["document"].to_pylist() for batch in batches if batch.num_rows]
            assert all(
                before[-1] is None or before[-1] != after[0]
                for before, after in zip(full, full[1:])
            )


def test_an_endless_document_does_not_fill_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(themewise.spark, "_WAITING_BYTES", 1000)
    part = pa.RecordBatch.from_pydict({"document": ["a"] * 10, "text": ["ten bytes."] * 10})
    batches = themewise.spark._whole_documents(iter([part] * 100), 0, 1)
    sizes = [batch.num_rows for batch in batches]
    assert sum(sizes) == 1000
    assert max(sizes) <= 110


@pytest.mark.parametrize("victims", [executors, python_workers])
@pytest.mark.parametrize("batch_rows", [10], indirect=True)
def test_a_killed_worker(
    session: SparkSession, batch_rows: int, victims: Callable[[], set[int]], tmp_path: Path
) -> None:
    """Spark runs the lost tasks again, and no row is missing or there twice."""
    df = frame(session, 60).repartition(8, "document").sortWithinPartitions("document", "id")
    scored = themewise.spark.score(slowed(df), "text", ["id"], "document", "title")
    output = str(tmp_path / "themes")
    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(scored.write.parquet, output)
        wait_for_tasks(session)
        killed = min(victims())
        os.kill(killed, signal.SIGKILL)
        writing.result()
    assert killed not in victims()
    rows = sorted(collected(session.read.parquet(output)), key=by_id)
    assert rows == scored_here(articles(60), document="document", title="title")


def slowed(df: DataFrame) -> DataFrame:
    def wait(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import time

        for batch in batches:
            time.sleep(0.3)
            yield batch

    return df.mapInArrow(wait, df.schema)


def wait_for_tasks(session: SparkSession) -> None:
    """Waits until a stage has a task done and two running."""
    tracker = session.sparkContext.statusTracker()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        stages = [tracker.getStageInfo(id) for id in tracker.getActiveStageIds()]
        if any(stage.numActiveTasks > 1 and stage.numCompletedTasks for stage in stages if stage):
            return
        time.sleep(0.05)
    raise TimeoutError("no tasks within a minute")


def test_a_killed_worker_while_files_are_read(session: SparkSession, tmp_path: Path) -> None:
    paths = session.createDataFrame([(str(path),) for path in copies(tmp_path, 40)], "path string")
    read = themewise.spark.read(slowed(paths.repartition(8)))
    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(collected, read)
        wait_for_tasks(session)
        os.kill(min(executors()), signal.SIGKILL)
        rows = reading.result()
    assert by_place(rows) == by_place(read_with(themewise.Model.default(), copies(tmp_path, 40)))


def copies(folder: Path, number: int) -> list[Path]:
    """Web archives of three pages each."""
    paths = [folder / f"{at}.warc" for at in range(number)]
    for path in paths:
        shutil.copyfile(ARCHIVES / "11-no-content-type.warc", path)
    return paths


def read_with(model: themewise.Model, paths: list[Path], **options: Any) -> list[dict[str, Any]]:
    """The paragraphs that a model reads without Spark."""
    documents = model.read(paths, **options)
    return [row for scores in documents for row in pa.record_batch(scores).to_pylist()]


def by_place(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in the order of the files and paragraphs, without problems."""
    rows = [{name: value for name, value in row.items() if name != "problem"} for row in rows]
    return sorted(rows, key=lambda row: (row["file"], row["url"], row["paragraph"]))


def test_read(session: SparkSession, tmp_path: Path) -> None:
    paths = copies(tmp_path, 5)
    df = session.createDataFrame([*((str(path),) for path in paths), (None,)], "archive string")
    read = themewise.spark.read(df.repartition(3), "archive", input_format="warc", context="none")
    rows = collected(read)
    assert len(rows) >= 5
    assert {row["problem"] for row in rows} == {None}
    model = themewise.Model.default().with_options(context="none")
    assert by_place(rows) == by_place(read_with(model, paths, input_format="warc"))


def test_read_has_the_columns_of_documents(session: SparkSession) -> None:
    columns = [
        "file string", "id string", "title string", "url string", "published string",
        "paragraph bigint", "line bigint", "start bigint", "end bigint", "text string",
        "themes array<string>", "confidences array<double>", "review array<string>",
        "novelty double", "language string", "problem string",
    ]  # fmt: skip
    read = themewise.spark.read(session.createDataFrame([], "path string"))
    assert [f"{name} {type}" for name, type in read.dtypes] == columns
    assert collected(read) == []


def test_read_damaged_file(session: SparkSession, tmp_path: Path) -> None:
    """What can be read is read, and the rest is said."""
    damaged = tmp_path / "damaged.warc.gz"
    shutil.copyfile(ARCHIVES / "warc-wrong-lengths.warc.gz", damaged)
    damaged.write_bytes(damaged.read_bytes()[:-3000])
    rows = collected(
        themewise.spark.read(session.createDataFrame([(str(damaged),)], "path string"))
    )
    problems = [row for row in rows if row["problem"]]
    assert problems
    assert all(row["file"] == str(damaged) and row["text"] is None for row in problems)


def test_read_missing_file(session: SparkSession, tmp_path: Path) -> None:
    missing = session.createDataFrame([(str(tmp_path / "none.warc"),)], "path string")
    with pytest.raises(PythonException, match="none.warc"):
        themewise.spark.read(missing).collect()


def test_read_bad_arguments(session: SparkSession) -> None:
    paths = session.createDataFrame([(1,)], "path int")
    with pytest.raises(themewise.DataError, match="column `path`: expected string; found int"):
        themewise.spark.read(paths)
    with pytest.raises(
        themewise.DataError, match="column `file`: expected one of path; found none"
    ):
        themewise.spark.read(paths, "file")
    with pytest.raises(TypeError, match="field"):
        themewise.spark.read(session.createDataFrame([("a",)], "path string"), field="body")


def test_manual(session: SparkSession, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code in docs/spark.md runs as it is written."""
    monkeypatch.chdir(folder)
    copies(folder, 3)
    themewise.Model.default().save("mine.safetensors")
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        # The manual asks for more precision than the model has for every theme.
        warnings.simplefilter("ignore", themewise.ThemewiseWarning)
        for block in code():
            exec(block, names)
    assert names["spark"] is session
    assert names["in_articles"].count() == 3
    assert {row["problem"] for row in names["found"].collect()} == {None}
    assert (folder / "themes.parquet").is_dir()
    assert (folder / "found.parquet").is_dir()
