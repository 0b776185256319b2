"""Models trained, evaluated and calibrated from files and from memory."""

from __future__ import annotations

import inspect
import json
import re
import signal
import subprocess
import sys
import time
import warnings

import pytest
from conftest import LABELS, TEXTS

import themewise

QUICK = {"c": 10, "vector_scale": 0.5}

# Options of the program that are no parameters, and why.
ELSEWHERE = {
    "train": {"quiet": "nothing is printed", "help": "help(themewise.train)"},
    "evaluate": {
        "format": "the result prints as text and has to_dict()",
        "help": "help(themewise.evaluate)",
    },
    "calibrate": {"help": "help(themewise.calibrate)"},
}
# Parameters that are no options of the program.
OWN = {"train": {"progress"}, "evaluate": {"progress"}, "calibrate": set()}


@pytest.mark.parametrize("command", ["train", "evaluate", "calibrate"])
def test_every_option_of_the_program_is_a_parameter(program, command):
    shown = subprocess.run([program, command, "--help"], capture_output=True, text=True, check=True)
    options = set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", shown.stdout, re.MULTILINE))
    options = {option.replace("-", "_") for option in options}
    assert len(options) > 8
    parameters = set(inspect.signature(getattr(themewise, command)).parameters)
    assert options - set(ELSEWHERE[command]) == parameters - OWN[command]


@pytest.mark.parametrize("command", ["train", "evaluate", "calibrate"])
def test_parameters_are_described(command):
    function = getattr(themewise, command)
    for name in inspect.signature(function).parameters:
        assert re.search(rf"\b{name}\b", function.__doc__), name


def test_a_model_from_a_file_and_from_memory_is_the_same(labels, tmp_path):
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in labels), encoding="utf-8")
    from_file = themewise.train(path, **QUICK).model
    for source in (str(path), [path], labels, tuple(labels), iter(labels)):
        assert themewise.train(source, **QUICK).model == from_file


def test_a_model_is_only_in_memory_unless_a_file_is_named(labels, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    training = themewise.train(labels, **QUICK)
    assert list(tmp_path.iterdir()) == []
    assert training.model.themes == ["energy", "health", "trade"]
    path = tmp_path / "mine.safetensors"
    assert themewise.train(labels, output=path, **QUICK).model == training.model
    assert themewise.Model.load(path) == training.model
    assert themewise.Model.load(path).predict(TEXTS[0]) == training.model.predict(TEXTS[0])


def test_the_program_trains_the_same_model(program, tmp_path):
    path = tmp_path / "program.safetensors"
    options = ["--c=10", "--vector-scale=0.5", "--quiet"]
    command = [program, "train", f"--labels={LABELS}", *options, f"--output={path}"]
    subprocess.run(command, check=True)
    ours = tmp_path / "ours.safetensors"
    themewise.train(LABELS, output=ours, **QUICK)
    assert ours.read_bytes() == path.read_bytes()


def test_a_training_prints_its_report(labels):
    training = themewise.train(labels, **QUICK)
    assert "precision" in str(training)
    assert "trade" in str(training)
    assert json.dumps(training.to_dict())


def test_names_of_themes_in_memory(labels):
    names = {"trade": "Trade “and” tariffs\\\x7f", "health": "Health", "energy": "Énergie"}
    model = themewise.train(labels, themes=names, **QUICK).model
    assert model.names == names
    assert model.themes == list(names)


def test_several_values_and_flags(labels):
    options = {"c": [1, 10], "vector_scale": (0.5, 1.0), "bigrams": True, "min_df": 2, "seed": 3}
    one = themewise.train(labels, folds=3, threads=1, **options).model
    two = themewise.train(labels, folds=3, threads=2, **options).model
    assert one == two
    assert one != themewise.train(labels, folds=3, **QUICK).model


def test_without_stem_vectors(labels):
    model = themewise.train(labels, no_stem_vectors=True, c=10).model
    assert model.predict("The ministry raised tariffs on steel.").confidences


def test_unlabelled_paragraphs_in_memory(labels):
    rows = [{"text": f"{text} {number}"} for number in range(20) for text in TEXTS]
    training = themewise.train(labels, unlabelled=rows, unlabelled_weight=0.1, **QUICK)
    assert training.model.themes == ["energy", "health", "trade"]


@pytest.mark.parametrize("package", ["pandas", "polars", "pyarrow", "duckdb"])
def test_labels_in_a_table(package, labels, small_model):
    module = pytest.importorskip(package)
    pa = pytest.importorskip("pyarrow")
    table = pa.Table.from_pylist(
        [{name: row[name] for name in ("id", "themes", "text")} for row in labels]
    )
    source = {
        "pandas": table.to_pandas,
        "polars": lambda: module.DataFrame(table),
        "pyarrow": lambda: table,
        "duckdb": lambda: module.from_arrow(table),
    }
    assert themewise.train(source[package](), **QUICK).model == small_model


def test_labels_in_a_lazy_frame(labels, small_model):
    polars = pytest.importorskip("polars")
    columns = {name: [row[name] for row in labels] for name in ("id", "themes", "text")}
    assert themewise.train(polars.LazyFrame(columns), **QUICK).model == small_model


@pytest.mark.parametrize("kind", [int, bool, float])
def test_a_column_of_zeros_and_ones_for_each_theme(labels, kind):
    pandas = pytest.importorskip("pandas")
    themes = ["trade", "energy"]
    frame = pandas.DataFrame({"text": [row["text"] for row in labels]})
    for theme in themes:
        frame[theme] = [kind(theme in row["themes"]) for row in labels]
    model = themewise.train(frame, label_column=themes, **QUICK).model
    assert sorted(model.themes) == sorted(themes)


def test_missing_values_in_a_table_are_missing(labels):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(labels)
    frame["source"] = None
    frame["weight"] = [1.0, float("nan"), *[2.5] * (len(frame) - 2)]
    frame["date"] = pandas.Timestamp("2024-06-01")
    frame.loc[0, "date"] = pandas.NaT
    assert themewise.train(frame, **QUICK).model.themes == ["energy", "health", "trade"]


def test_an_evaluation_prints_as_scikit_learn(held_out, small_model):
    evaluation = themewise.evaluate(held_out, model=small_model, bootstrap=0)
    assert re.search(r"precision +recall +f1-score +support", str(evaluation))
    figures = evaluation.to_dict()
    assert set(figures["trade"]) >= {"precision", "recall", "f1-score", "support"}
    assert figures["micro avg"]["f1-score"] > 0.95
    assert figures["trade"]["support"] == sum("trade" in row["themes"] for row in held_out)
    assert json.dumps(figures)
    assert "trade" in evaluation._repr_html_()


def test_the_figures_are_those_of_scikit_learn(held_out, small_model):
    metrics = pytest.importorskip("sklearn.metrics")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    binarizer = preprocessing.MultiLabelBinarizer(classes=small_model.themes)
    truth = binarizer.fit_transform([row["themes"] for row in held_out])
    predicted = small_model.predict_many([row["text"] for row in held_out])
    given = binarizer.transform([prediction.themes for prediction in predicted])
    expected = metrics.classification_report(
        truth, given, target_names=small_model.themes, output_dict=True, zero_division=0
    )
    figures = themewise.evaluate(held_out, model=small_model, bootstrap=0).to_dict()
    for name, values in expected.items():
        for figure, value in values.items():
            assert figures[name][figure] == pytest.approx(value, abs=1e-9), (name, figure)


def test_a_model_is_evaluated_from_its_file(held_out, small_model, tmp_path):
    path = tmp_path / "model.safetensors"
    small_model.save(path)
    options = {"bootstrap": 0}
    from_file = themewise.evaluate(held_out, model=path, **options).to_dict()
    assert from_file == themewise.evaluate(held_out, model=small_model, **options).to_dict()


def test_two_models_are_compared(labels, held_out, small_model):
    other = themewise.train(labels, no_stem_vectors=True, c=1).model
    evaluation = themewise.evaluate(held_out, model=small_model, versus=other, bootstrap=100)
    assert str(evaluation)


def test_a_way_of_training_is_evaluated(labels):
    evaluation = themewise.evaluate(labels, cross_validate=2, bootstrap=0, **QUICK)
    assert evaluation.to_dict()["micro avg"]["f1-score"] > 0.8


def test_a_split_by_date(labels):
    from datetime import date

    dated = [{**row, "date": f"2024-0{1 + at % 9}-01"} for at, row in enumerate(labels)]
    evaluation = themewise.evaluate(dated, time_split=date(2024, 6, 1), bootstrap=0, **QUICK)
    assert evaluation.to_dict()


def test_reports_are_written(held_out, small_model, tmp_path):
    report, predictions = tmp_path / "page.html", tmp_path / "predictions.jsonl"
    themewise.evaluate(
        held_out, model=small_model, bootstrap=10, report=report, predictions=predictions
    )
    assert "<html" in report.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [row["id"] for row in held_out]


def test_a_calibrated_model_is_another_model(held_out, small_model, tmp_path):
    path = tmp_path / "model.safetensors"
    small_model.save(path)
    before = path.read_bytes()
    calibration = themewise.calibrate(held_out, model=path)
    assert path.read_bytes() == before, "without `output` no file is written"
    assert calibration.model != small_model
    assert themewise.calibrate(held_out, model=small_model).model == calibration.model
    assert str(calibration)
    assert json.dumps(calibration.to_dict())
    output = tmp_path / "calibrated.safetensors"
    themewise.calibrate(held_out, model=small_model, output=output)
    assert themewise.Model.load(output) == calibration.model


def test_errors_name_the_labels_not_a_temporary_file(labels):
    rows = [*labels[:4], {"text": "x", "themes": ["Not An Id"]}, *labels[4:]]
    with pytest.raises(themewise.LabelError) as caught:
        themewise.train(rows, **QUICK)
    assert "labels:5:" in str(caught.value)
    assert "Not An Id" in str(caught.value)
    assert "/" not in str(caught.value).replace("docs/labels.md", "")


def test_warnings_name_the_labels_not_a_temporary_file(labels):
    rows = [{**row, "themes": [*row["themes"], "everywhere"]} for row in labels]
    with pytest.warns(themewise.ThemewiseWarning, match="everywhere") as caught:
        themewise.train(rows, **QUICK)
    assert not any("jsonl" in str(warning.message) for warning in caught)


def test_notes_name_the_labels_not_a_temporary_file(labels, caplog):
    rows = [{"text": row["text"], "trade": int("trade" in row["themes"])} for row in labels]
    with caplog.at_level("INFO", logger="themewise"):
        themewise.train(rows, label_column="trade", **QUICK)
    assert "jsonl" not in caplog.text


def test_a_warning_is_of_the_line_that_trains(labels):
    rows = [{**row, "themes": [*row["themes"], "everywhere"]} for row in labels]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        themewise.train(rows, **QUICK)
    assert {warning.filename for warning in caught} == {__file__}


def test_too_few_labels(labels):
    with pytest.raises(themewise.LabelError, match="10 distinct labelled paragraphs.*got 3"):
        themewise.train(labels[:3], **QUICK)


def test_values_are_checked_by_the_program(labels):
    with pytest.raises(themewise.SettingError, match="folds"):
        themewise.train(labels, folds=-3)
    with pytest.raises(ValueError, match="folds"):
        themewise.train(labels, folds=1)
    with pytest.raises(TypeError, match="fold"):
        themewise.train(labels, fold=3)


def test_missing_files_are_errors_of_the_system(tmp_path):
    with pytest.raises(OSError, match="missing.jsonl"):
        themewise.train(tmp_path / "missing.jsonl")
    with pytest.raises(OSError, match="missing.safetensors"):
        themewise.evaluate(LABELS, model=tmp_path / "missing.safetensors")


def test_a_bar_shows_the_progress(labels, capsys):
    pytest.importorskip("tqdm")
    themewise.train(labels, progress=True, c=[1, 10], vector_scale=0.5)
    assert "training" in capsys.readouterr().err
    themewise.train(labels, c=10, vector_scale=0.5)
    assert capsys.readouterr().err == ""


def test_an_interrupt_ends_a_training(labels, tmp_path):
    rows = [
        {"text": f"{row['text']} {number} {number * 7}", "themes": row["themes"]}
        for number in range(400)
        for row in labels
    ]
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    code = f"import themewise; print('go', flush=True); themewise.train({str(path)!r})"
    command = [sys.executable, "-I", "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdout.readline() == b"go\n"
        time.sleep(3)
        assert process.poll() is None, "the training is too short for this test"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert b"KeyboardInterrupt" in errors
