"""What the documentation shows works: docs/python.md, and the notebook docs/first-steps.ipynb."""

from __future__ import annotations

import json
import re
import warnings
from itertools import cycle, islice

import pytest
from conftest import REPOSITORY, TEXTS
from test_recipes import archive

for needed in ("pyarrow", "polars", "pandas", "duckdb", "sklearn"):
    pytest.importorskip(needed)

PAGE = REPOSITORY / "docs" / "python.md"
NOTEBOOK = REPOSITORY / "docs" / "first-steps.ipynb"


def blocks(page: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(all_labels, tmp_path, monkeypatch):
    """A folder with the files that the page names."""
    rows = [
        json.dumps({name: row[name] for name in ("text", "themes")}) + "\n" for row in all_labels
    ]
    (tmp_path / "mine.jsonl").write_text("".join(rows[:90]), encoding="utf-8")
    (tmp_path / "held-out.jsonl").write_text("".join(rows[90:]), encoding="utf-8")
    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl" / "article.txt").write_text("\n\n".join(TEXTS), encoding="utf-8")
    page = archive("".join(f"<p>{text}</p>" for text in islice(cycle(TEXTS), 20)))
    (tmp_path / "crawl.warc.gz").write_bytes(page)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_works(folder):
    names: dict = {"__name__": "page"}
    found = blocks(PAGE.read_text(encoding="utf-8"))
    assert len(found) > 6
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, block in enumerate(found, start=1):
            exec(compile(block, f"block {number} of {PAGE.name}", "exec"), names)
    assert (folder / "calibrated.safetensors").exists()


def test_what_the_page_says_of_values(model):
    page = PAGE.read_text(encoding="utf-8")
    prediction = model.predict("The minister’s e-mail was hacked.")
    assert f"# {prediction.themes}\n" in page
    assert f"# {prediction.themes[0]!r}, {prediction.labels[0].confidence}: a" in page


def test_the_page_is_short():
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= 160


def test_the_notebook_works(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any("text/html" in output.get("data", {}) for output in shown)
    assert not any(output.output_type == "error" for output in shown)


def test_the_notebook_has_no_outputs():
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
