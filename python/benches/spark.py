"""The speed of ``themewise.spark.score`` on one core, and what of it is Spark's.

Usage: python spark.py CORPUS

CORPUS is a text with a paragraph per line; PYSPARK_PYTHON is the Python of the workers. Each job
reads Parquet and writes Parquet, in a warm session: one that only copies the ids, one that also
sends the texts to Python and makes nothing of them, and those that score. Prints medians of rounds
in which the jobs take turns: megabytes of text per second, and per second of processor time, since
Java and Python share the work; and the most memory that a process of Python had so far.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession

import themewise.spark

ROUNDS = 5
PARTS = 8
PARAGRAPHS_OF_AN_ARTICLE = 12

Job = Callable[[DataFrame], DataFrame]


def main(corpus: str) -> None:
    texts = [line for line in Path(corpus).read_text(encoding="utf-8").splitlines() if line]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    jobs: dict[str, Job] = {
        "copy the ids": lambda df: df.select("id"),
        "Python, without scores": through_python,
        "score": lambda df: themewise.spark.score(df, keep=["id"]),
        "score in articles": lambda df: themewise.spark.score(df, "text", ["id"], "article"),
    }
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        write(texts, f"{folder}/texts")
        builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", False)
        # As docs/spark.md advises.
        builder = builder.config("spark.sql.execution.arrow.maxBytesPerBatch", "1m")
        archives = themewise.spark.archive(folder)
        session = builder.config("spark.archives", archives).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        df = session.read.parquet(f"{folder}/texts")
        measured: dict[str, list[tuple[float, float, float]]] = {name: [] for name in jobs}
        # The first round warms the session up.
        for _ in range(ROUNDS + 1):
            for name, job in jobs.items():
                measured[name].append(measure(job(df), f"{folder}/{name}"))
        session.stop()
    print(f"{'':24} {'MB/s':>8} {'MB/CPU s':>9} {'memory of Python':>18}")
    for name, rounds in measured.items():
        wall, processor, memory = (statistics.median(column) for column in zip(*rounds[1:]))
        print(f"{name:24} {megabytes / wall:8.1f} {megabytes / processor:9.1f} {memory:15.0f} MB")


def write(texts: list[str], folder: str) -> None:
    """Writes files of Parquet, as many as parts."""
    Path(folder).mkdir()
    size = -(-len(texts) // PARTS)
    for part in range(PARTS):
        ids = range(len(texts))[part * size : (part + 1) * size]
        articles = [id // PARAGRAPHS_OF_AN_ARTICLE for id in ids]
        columns = {"id": list(ids), "article": articles, "text": [texts[id] for id in ids]}
        pq.write_table(pa.table(columns), f"{folder}/{part}.parquet")


def through_python(df: DataFrame) -> DataFrame:
    def ids(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch.select(["id"])

    return df.select("id", "text").mapInArrow(ids, "id long")


def measure(df: DataFrame, folder: str) -> tuple[float, float, float]:
    """The seconds, the seconds of processor time, and the most memory of a process of Python."""
    begin, used = time.perf_counter(), processor_seconds()
    df.write.mode("overwrite").parquet(folder)
    seconds = time.perf_counter() - begin
    return (
        seconds,
        processor_seconds() - used,
        max(map(peak_megabytes, python_workers()), default=0),
    )


def processor_seconds() -> float:
    """Of this process and all that it has started. Linux only."""
    ticks = 0
    for process in descendants():
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        # Of the process itself, in its own code and in the system's, and of those that have ended.
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def peak_megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def python_workers() -> list[int]:
    def is_daemon(process: int) -> bool:
        return b"pyspark.daemon" in Path(f"/proc/{process}/cmdline").read_bytes()

    return [process for process in descendants() if is_daemon(process)]


def descendants() -> list[int]:
    """This process, and those that it has started, and those that they have started."""
    found = [os.getpid()]
    for process in found:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            found.extend(map(int, children.read_text().split()))
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
