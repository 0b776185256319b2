"""Bad input: each gives an exception that says where, what was found and what was expected.

A panic of the engine is no Exception, so pytest.raises does not take it for one.
"""

from __future__ import annotations

import json
import os
import struct
from functools import partial
from pathlib import Path

import pytest
from conftest import LABELS, TEXTS

import themewise
from themewise import DataError, LabelError, Model, ModelError, SettingError

pa = pytest.importorskip("pyarrow")


VALUES = {
    "None": None,
    "a number": 3,
    "a float": 1.5,
    "bytes": b"text",
    "a list": ["text"],
    "not a number": float("nan"),
    "a path": Path("article.txt"),
    "a class": str,
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_what_is_no_text(model, value):
    found = "None" if value is None else type(value).__name__
    with pytest.raises(TypeError, match=found):
        model.predict(value)
    with pytest.raises(TypeError, match=found):
        model.explain(value)
    with pytest.raises(TypeError, match=found):
        list(model.predict_many([TEXTS[0], value]))
    with pytest.raises(TypeError, match=found):
        model.predict_article("A title", [TEXTS[0], value])
    with pytest.raises(TypeError, match=found):
        model.score_matrix([TEXTS[0], value])


@pytest.mark.parametrize("text", ["\ud800", "half a pair: \udc80 here", "\udfff\ud800"])
def test_half_a_surrogate_pair(model, text):
    calls = [
        model.predict,
        model.explain,
        lambda text: list(model.predict_many([text])),
        lambda text: model.predict_article(None, [text]),
        lambda text: model.predict_article(text, [TEXTS[0]]),
        lambda text: model.score_matrix([text]),
    ]
    for call in calls:
        with pytest.raises((UnicodeError, themewise.Error), match="surrogate"):
            call(text)


def test_what_is_no_sequence_of_texts(model):
    with pytest.raises(TypeError):
        model.predict_many(3)
    with pytest.raises(TypeError):
        model.predict_article("A title", None)
    with pytest.raises(TypeError, match="title|int|str"):
        model.predict_article(3, TEXTS)
    for call in (model.predict_many, model.score_matrix, partial(model.predict_article, None)):
        with pytest.raises((TypeError, DataError), match="text|str"):
            list(call("one text is no list of texts"))


OPTIONS = {
    "context": ("book", "article.*paragraph.*none|none"),
    "language": ("xx", "xx"),
    "min_precision": (1.5, "1.5"),
    "min_recall": (-0.1, "-0.1"),
    "review": (2.0, "2"),
    "max_review": (7.0, "7"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_out_of_range(model, name):
    value, message = OPTIONS[name]
    with pytest.raises(ValueError, match=f"(?s){message}") as caught:
        model.with_options(**{name: value})
    assert name in str(caught.value).replace("-", "_")


@pytest.mark.parametrize("name", ["min_precision", "review", "max_review"])
def test_an_option_that_is_not_a_number(model, name):
    for value in (float("nan"), float("inf"), "often"):
        with pytest.raises((ValueError, TypeError)):
            model.with_options(**{name: value})


def test_a_theme_that_the_model_does_not_have(model):
    with pytest.raises((themewise.Error, ValueError, KeyError), match="football.*"):
        model.explain(TEXTS[0], "football")


def broken_models(folder: Path) -> dict[str, tuple[object, type[Exception], str]]:
    whole = folder / "whole.safetensors"
    Model.default().save(whole)
    data = whole.read_bytes()
    changed = bytearray(data)
    changed[len(data) // 2] ^= 1
    files = {
        "empty": b"",
        "short": data[:7],
        "cut": data[: len(data) // 2],
        "longer": data + b"x",
        "changed": bytes(changed),
        "text": b"this is not a model",
        "a long header": struct.pack("<Q", 1 << 60) + data[8:],
        "another tensor file": struct.pack("<Q", 2) + b"{}",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    cases = {name: (folder / name, ModelError, name) for name in files}
    cases["missing"] = (folder / "missing", OSError, "missing")
    cases["a folder"] = (folder, OSError, folder.name)
    cases["no name"] = ("", OSError, "cannot access")
    cases["a number"] = (3, TypeError, "int")
    cases["none"] = (None, TypeError, "None")
    cases["a zero byte"] = ("a\0b", (ValueError, OSError), ".")
    cases["the model itself"] = (data, Exception, ".")
    return cases


def test_what_is_no_model(tmp_path):
    for name, (path, error, message) in broken_models(tmp_path).items():
        with pytest.raises(error, match=message) as caught:
            Model.load(path)
        assert len(str(caught.value)) < 2000, name


def test_a_model_that_cannot_be_written(model, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "missing" / "m", tmp_path / "file" / "m", ""):
        with pytest.raises(OSError):
            model.save(path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_a_model_is_only_made_by_its_functions():
    for kind in (themewise.Prediction, themewise.Label, themewise.Scores, themewise.Documents):
        with pytest.raises(TypeError):
            kind()


LABEL_SOURCES = {
    "None": (None, DataError, "NoneType"),
    "a number": (3, DataError, "int"),
    "bytes": (b"labels.jsonl", DataError, "bytes"),
    "a dictionary": ({"text": "a"}, DataError, "dict"),
    "nothing": ([], (LabelError, SettingError), "labels"),
    "numbers": ([1, 2], DataError, "labels:1: expected a dictionary, got int"),
    "a dictionary and a number": ([{"text": "a", "themes": []}, 2], DataError, "labels:2:.*int"),
    "an object": ([{"text": object(), "themes": []}], DataError, "labels:1: `text`.*object"),
    "bytes in a row": ([{"text": b"a", "themes": []}], DataError, "labels:1: `text`.*bytes"),
    "half a surrogate pair": ([{"text": "a\ud800", "themes": []}], DataError, "labels:1:.*ud800"),
    "no text": ([{"themes": ["a"]}], LabelError, "labels:1:.*text"),
    "no themes": ([{"text": "a"}], LabelError, "labels.*themes"),
    "a text that is a number": ([{"text": 3, "themes": ["a"]}], LabelError, "labels:1:.*text.*3"),
    "a text that is missing": ([{"text": None, "themes": ["a"]}], LabelError, "labels:1:.*text"),
    "a theme that is no id": (
        [{"text": "a", "themes": ["B C"]}],
        LabelError,
        "labels:1:.*`B C`.*b-c",
    ),
    "a theme that is a number": ([{"text": "a", "themes": [1]}], LabelError, "labels:1:.*1"),
    "a weight below zero": (
        [{"text": "a", "themes": ["b"], "weight": -1}],
        LabelError,
        "labels:1:.*-1",
    ),
    "one id twice": (
        [{"id": 1, "text": "a", "themes": ["b"]}] * 2,
        LabelError,
        "labels:2:.*labels:1",
    ),
    "a table without columns": (pa.table({"a": [1]}), LabelError, "labels"),
}


@pytest.mark.parametrize(("source", "error", "message"), LABEL_SOURCES.values(), ids=LABEL_SOURCES)
def test_bad_labels(source, error, message):
    with pytest.raises(error, match=f"(?s){message}"):
        themewise.train(source)
    for call in (themewise.train, themewise.evaluate, themewise.calibrate):
        with pytest.raises(themewise.Error) as caught:
            call(source)
        assert "themewise-" not in str(caught.value)
        assert "--output" not in str(caught.value)


def test_bad_label_files(tmp_path):
    files = {
        "empty.jsonl": b"",
        "broken.jsonl": b'{"text": "a", "th',
        "image.jsonl": b"\x89PNG\r\n\x1a\n\0\0",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(LabelError, match=name):
            themewise.train(tmp_path / name)
    with pytest.raises((OSError, LabelError), match=tmp_path.name):
        themewise.train(tmp_path)


def test_output_that_would_replace_the_labels(tmp_path):
    path = tmp_path / "labels.jsonl"
    path.write_bytes(LABELS.read_bytes())
    with pytest.raises(themewise.Error, match="labels.jsonl"):
        themewise.train(path, output=path)
    assert path.read_bytes() == LABELS.read_bytes()


def test_documents_that_cannot_be_read(model, tmp_path):
    with pytest.raises((OSError, themewise.Error), match="missing"):
        list(model.read(tmp_path / "missing.txt"))
    (tmp_path / "good.txt").write_text(TEXTS[1], encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    documents = model.read([tmp_path / "bad.txt", tmp_path / "good.txt"])
    assert sum(len(scores) for scores in documents) == 1
    assert len(documents.problems) == 1
    assert "bad.txt" in documents.problems[0]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"input_format": "docx"}, ValueError),
        ({"encoding": "klingon"}, ValueError),
        ({"delimiter": "tab and comma"}, ValueError),
        ({"threads": -1}, (ValueError, OverflowError)),
        ({"threads": 1_000_000}, ValueError),
        ({"format": "jsonl"}, TypeError),
    ],
)
def test_bad_options_of_reading(model, tmp_path, options, error):
    (tmp_path / "good.txt").write_text(TEXTS[1], encoding="utf-8")
    with pytest.raises(error):
        list(model.read(tmp_path / "good.txt", **options))


def test_documents_are_read_once(model, tmp_path):
    (tmp_path / "good.txt").write_text(TEXTS[1], encoding="utf-8")
    documents = model.read(tmp_path / "good.txt")
    assert pa.table(documents).num_rows == 1
    with pytest.raises(themewise.Error, match="once|read|consumed"):
        pa.table(documents)


def test_several_batches_are_no_record_batch(model):
    scores = model.score_batch(pa.table({"text": pa.chunked_array([TEXTS[:2], TEXTS[2:]])}))
    with pytest.raises(DataError, match="2"):
        pa.record_batch(scores)


def test_a_closed_file_is_an_error(model, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": TEXTS[0]}), encoding="utf-8")
    with open(path, encoding="utf-8") as lines:
        pass
    with pytest.raises(ValueError, match="closed file"):
        list(model.predict_many(lines))
    with pytest.raises(ValueError, match="closed file"):
        themewise.train(json.loads(line) for line in lines)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_without_permission(tmp_path):
    path = tmp_path / "model.safetensors"
    Model.default().save(path)
    path.chmod(0)
    with pytest.raises(PermissionError, match="model.safetensors"):
        Model.load(path)


def test_nothing_panicked(python):
    """A program with every bad value at once is alive at its end."""
    code = """
import themewise
model = themewise.Model.default()
for value in (None, 3, b"x", ["x"], "\\ud800", object()):
    for call in (model.predict, model.explain, model.score_batch, model.score_matrix, model.read,
                 themewise.Model.load, model.save, themewise.train):
        try:
            list(call(value)) if call == model.read else call(value)
        except Exception as error:
            assert str(error)
print("alive")
"""
    assert python(code) == "alive\n"
