"""What several tests use. All texts are invented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import themewise

REPOSITORY = Path(__file__).resolve().parents[2]
LABELS = REPOSITORY / "tests" / "data" / "labels.jsonl"
ARTICLE = REPOSITORY / "tests" / "data" / "article.txt"

TEXTS = [
    "The ministry raised tariffs on imported steel, and exporters asked for talks on customs.",
    "Hackers stole the passwords of three ministries with malware hidden in a forged invoice.",
    "The market opened as it always does, with smoked eels and a brass trio beside the flowers.",
    "Polls put the opposition four points ahead, and voters will choose a parliament on Sunday.",
    "Nurses said that the hospital ran out of vaccines while the measles outbreak spread.",
    "Troops crossed the river at dawn, and artillery shelled the barracks of the second brigade.",
    "A court sentenced the former minister to six years in prison for taking bribes.",
    "The grid operator said that two power plants would burn more gas until the reactor is repaired.",
    "Villagers left the coast after the third flood, which scientists tie to a warming climate.",
    "Fake accounts spread doctored letters and invented stories before the referendum.",
]


@pytest.fixture(scope="session")
def model() -> themewise.Model:
    return themewise.Model.default()


@pytest.fixture(scope="session")
def paragraphs() -> list[str]:
    """The paragraphs of an invented article, without its title."""
    return ARTICLE.read_text(encoding="utf-8").splitlines()[1:]


@pytest.fixture(scope="session")
def title() -> str:
    return ARTICLE.read_text(encoding="utf-8").splitlines()[0]


@pytest.fixture(scope="session")
def all_labels() -> list[dict]:
    """Labelled paragraphs with texts: three themes, or none."""
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if "text" in row]


@pytest.fixture(scope="session")
def labels(all_labels) -> list[dict]:
    return all_labels[:90]


@pytest.fixture(scope="session")
def held_out(all_labels) -> list[dict]:
    """Labels that ``small_model`` was not trained on."""
    return all_labels[90:]


@pytest.fixture(scope="session")
def small_model(labels) -> themewise.Model:
    return themewise.train(labels, c=10, vector_scale=0.5).model


@pytest.fixture(scope="session")
def program() -> str:
    """The program without Python, built from the same source."""
    built = REPOSITORY / "target" / "release" / "themewise"
    path = os.environ.get("THEMEWISE_PROGRAM") or str(built)
    if not Path(path).exists():
        pytest.skip(f"there is no program at {path}: set THEMEWISE_PROGRAM")
    return path


@pytest.fixture
def python(tmp_path):
    """Runs code in a Python of its own, in an empty folder, and returns what it prints."""

    def run(code: str, *arguments: str) -> str:
        command = [sys.executable, "-I", *arguments, "-c", code]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def worker_python(tmp_path_factory) -> str:
    """A Python that has pyarrow and nothing else."""
    from spark.bare_python import bare_python

    return bare_python(tmp_path_factory.mktemp("worker") / "python")


@pytest.fixture(scope="session")
def spark_folder(tmp_path_factory) -> Path:
    """The folder in which Spark runs."""
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="session")
def session(worker_python, spark_folder):
    """The only session of Spark, since Java stays in the folder in which it starts."""
    pytest.importorskip("pyspark")
    import themewise.spark
    from spark.cluster import cluster

    archives = themewise.spark.archive(spark_folder)
    with cluster(worker_python, archives, spark_folder) as session:
        yield session
