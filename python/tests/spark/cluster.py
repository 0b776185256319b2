"""A Spark cluster of two executors on this machine, each a process of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

MASTER = "local-cluster[2,1,1024]"


@contextmanager
def cluster(python: str, archives: str, folder: Path) -> Iterator[SparkSession]:
    """A session in ``folder`` whose workers have this Python and these archives."""
    # The executors start from Spark's own folder.
    home = Path(pyspark.__file__).parent
    os.environ["SPARK_HOME"] = str(home)
    settings: dict[str, bool | float | int | str | None] = {
        "spark.archives": archives,
        "spark.executor.memory": "512m",
        "spark.local.dir": str(folder),
        "spark.sql.execution.pyspark.python": python,
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
    }
    builder = SparkSession.builder.master(MASTER).config(map=settings)
    # Java takes relative paths for those of the folder in which it starts.
    before = Path.cwd()
    os.chdir(folder)
    try:
        session = builder.getOrCreate()
    finally:
        os.chdir(before)
    session.sparkContext.setLogLevel("ERROR")
    application = session.sparkContext.applicationId
    try:
        yield session
    finally:
        session.stop()
        # The executors of such a cluster have nowhere else to work.
        shutil.rmtree(home / "work" / application, ignore_errors=True)
