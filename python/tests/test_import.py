"""Importing themewise is quick, and its types are right."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import themewise

HEAVY = [
    "pyarrow",
    "numpy",
    "sklearn",
    "tqdm",
    "pandas",
    "polars",
    "pyspark",
    "tempfile",
    "logging",
]


def test_importing_takes_less_than_50_milliseconds(python):
    code = "import time; start = time.process_time(); import themewise; print(time.process_time() - start)"
    # Processor time, and the best of many: other programs may be running.
    assert min(float(python(code)) for _ in range(25)) < 0.05


def test_importing_imports_nothing_heavy(python):
    code = f"""
import sys
before = set(sys.modules)
import themewise
print(sorted((set(sys.modules) - before) & set({HEAVY})))
"""
    assert python(code) == "[]\n"


def test_predicting_imports_nothing_heavy(python):
    code = f"""
import sys, themewise
model = themewise.Model.default()
model.predict_article("A title", ["The minister’s e-mail was hacked."])._repr_html_()
model.explain("The minister’s e-mail was hacked.")
print(sorted(set(sys.modules) & set({HEAVY})))
"""
    assert python(code) == "[]\n"


def test_public_names_exist_and_are_described():
    for name in themewise.__all__:
        value = getattr(themewise, name)
        assert name == "__version__" or value.__doc__, name
    assert "ThemewiseClassifier" in dir(themewise)
    with pytest.raises(AttributeError, match="no attribute 'Modell'"):
        themewise.Modell  # noqa: B018


def test_classes_say_where_they_are():
    for name in ("Model", "Prediction", "Scores", "Evaluation"):
        assert getattr(themewise, name).__module__.split(".")[0] == "themewise"


def test_the_package_is_typed():
    assert (Path(themewise.__file__).parent / "py.typed").exists()


@pytest.mark.skipif(not importlib.util.find_spec("mypy"), reason="mypy is not installed")
@pytest.mark.parametrize(
    "command",
    [
        ["mypy", "--config-file", "CONFIG", "-p", "themewise"],
        ["mypy.stubtest", "--mypy-config-file", "CONFIG", "themewise._native"],
    ],
)
def test_types_are_right(command, tmp_path):
    config = str(Path(__file__).with_name("mypy.ini"))
    arguments = [config if word == "CONFIG" else word for word in command]
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
