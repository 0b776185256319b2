"""Training, evaluation and calibration: the commands of the same names, with all their options.

Labels are label files as docs/labels.md describes them, or rows in memory: a list of dictionaries, or a
table of pandas, polars, pyarrow or DuckDB, with the columns ``text`` and ``themes``. ``themes`` is a list
of theme ids, which are in kebab-case. Columns of 0 and 1 for each theme are named by ``label_column``.

An option that is None has the default of the program, which also checks the values. What a label says is
what a paragraph is about, not whether it is true.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeAlias

from . import _native
from ._labels import files, themes_file
from ._messages import naming
from ._options import arguments
from ._progress import progress_bar

if TYPE_CHECKING:
    from datetime import date

    from ._labels import Labels, Path
    from ._native import Calibration, Evaluation, Model, Training

Numbers: TypeAlias = float | Sequence[float]
Texts: TypeAlias = str | Sequence[str]


def train(
    labels: Labels,
    *,
    output: Path | None = None,
    themes: Path | Mapping[str, str] | None = None,
    weights: Numbers | None = None,
    label_format: str | None = None,
    label_column: Texts | None = None,
    control: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    estimator: str | None = None,
    c: Numbers | None = None,
    stem_vectors: Path | None = None,
    no_stem_vectors: bool = False,
    vector_scale: Numbers | None = None,
    name_scale: float | None = None,
    languages: Texts | None = None,
    foreign_weight: float | None = None,
    unlabelled: Labels | None = None,
    unlabelled_weight: float | None = None,
    sharpening: float | None = None,
    embeddings: Path | None = None,
    embedding_scale: float | None = None,
    folds: int | None = None,
    seed: int | None = None,
    group_by: str | None = None,
    min_df: int | None = None,
    bigrams: bool = False,
    threads: int | None = None,
    progress: bool | None = None,
) -> Training:
    """Trains a model on labelled paragraphs.

    At least two paragraphs per fold are needed, ten by default. Equal labels and options give equal
    models, whatever the number of threads.

    labels
        Label files, or rows in memory. A row may also have ``id``, ``unknown`` (themes on which nobody
        has decided), ``source``, ``document``, ``paragraph``, ``language`` and ``weight`` (above 0).
    output
        The model file to write; by default none, and the model is only in the result.
    themes
        The themes and their names: a TOML file, or ``{id: name}``. By default those of the labels.
    weights
        A weight above 0 for each label file, in the same order; 1 by default.
    label_format, label_column, control, encoding, delimiter
        How to read labels that are in the format of another tool.
    estimator
        ``logistic``, or a baseline for comparison.
    c
        The inverse strength of regularisation, above 0; the best of several is chosen.
    stem_vectors, no_stem_vectors, vector_scale
        Another file of stem vectors, or none; their scale, the best of several.
    name_scale
        The share of what tells names of countries and the like apart, from 0 to 1.
    languages, foreign_weight
        The languages to learn, and the weight of labels in others.
    unlabelled, unlabelled_weight, sharpening, embeddings, embedding_scale
        Paragraphs without labels to learn from, as files or in memory, and how.
    folds, seed, group_by
        The folds of the cross-validation, and the field of which equal values share a fold.
    min_df, bigrams
        The lowest number of paragraphs with a stem; whether pairs of stems count, too.
    threads
        The number of threads; 0, the default, for one per core.
    progress
        Whether to show a bar; by default in a notebook or on a terminal, if tqdm is installed.

    Raises LabelError if labels are invalid or too few, OSError if a file cannot be read or written, and
    Error for other values that the program refuses.
    """
    options = dict(locals())
    with _prepared(options) as given, progress_bar(progress, "training") as step:
        return _native.train(given, step)


def evaluate(
    labels: Labels,
    *,
    model: Model | Path | None = None,
    versus: Model | Path | None = None,
    label_format: str | None = None,
    label_column: Texts | None = None,
    control: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    cross_validate: int | None = None,
    repeats: int | None = None,
    learning_curve: bool = False,
    time_split: str | date | None = None,
    time_field: str | None = None,
    leave_out: str | None = None,
    language: str | None = None,
    themes: Path | Mapping[str, str] | None = None,
    weights: Numbers | None = None,
    c: Numbers | None = None,
    vector_scale: Numbers | None = None,
    name_scale: float | None = None,
    context: str | None = None,
    group_by: str | None = None,
    bootstrap: int | None = None,
    seed: int | None = None,
    report: Path | None = None,
    predictions: Path | None = None,
    progress: bool | None = None,
) -> Evaluation:
    """Evaluates a model on labels that it was not trained on, or a way of training.

    labels
        Label files, or rows in memory, as for ``train``.
    model, versus
        The model, by default the built-in one, and another to compare it with.
    label_format, label_column, control, encoding, delimiter
        How to read labels that are in the format of another tool.
    cross_validate, repeats, learning_curve
        Trains on all but one of so many folds and measures on that one, for each fold, so often;
        whether also with fewer labels.
    time_split, time_field
        Trains on labels before this date, such as ``2024-06-01``, and measures on the others.
    leave_out
        ``source`` trains on all sources but one and measures on that one, for each source.
    language
        The ISO 639-1 code of the language to measure.
    themes, weights, c, vector_scale, name_scale
        How to train, as for ``train``.
    context
        What a paragraph is judged by: ``article``, ``paragraph`` or ``none``.
    group_by
        The field of the labels that names their source.
    bootstrap, seed
        The number of draws for intervals, 0 for none, up to 100,000; the seed of draws and folds.
    report, predictions
        Files to write: a page with charts (HTML), and the predictions (JSON Lines).
    progress
        Whether to show a bar, as for ``train``.

    Raises LabelError if labels are invalid or too few, ModelError if a file is not a model, OSError if
    a file cannot be read or written, and Error for other values that the program refuses.
    """
    options = dict(locals())
    with _prepared(options) as given, progress_bar(progress, "evaluating") as step:
        return _native.evaluate(given, _object(model), step)


def calibrate(
    labels: Labels,
    *,
    model: Model | Path | None = None,
    output: Path | None = None,
    label_format: str | None = None,
    label_column: Texts | None = None,
    control: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    folds: int | None = None,
    group_by: str | None = None,
) -> Calibration:
    """Fits the confidences of a model to labelled paragraphs that it was not trained on.

    The weights of words stay as they are.

    labels
        Label files, or rows in memory, as for ``train``.
    model
        The model, by default the built-in one. It is not changed.
    output
        The model file to write; by default none, and the model is only in the result.
    label_format, label_column, control, encoding, delimiter
        How to read labels that are in the format of another tool.
    folds, group_by
        The folds of the cross-validation, and the field of which equal values share a fold.

    Raises LabelError if labels are invalid or too few, ModelError if a file is not a model, and OSError
    if a file cannot be read or written.
    """
    options = dict(locals())
    with _prepared(options) as given:
        return _native.calibrate(given, _object(model))


@contextmanager
def _prepared(options: dict[str, object]) -> Iterator[list[str]]:
    """The arguments for keyword arguments; what is in memory becomes temporary files."""
    options.pop("progress", None)
    if isinstance(options.get("model"), _native.Model):
        del options["model"]
    with ExitStack() as open:
        for name in ("labels", "unlabelled"):
            if name == "labels" or options.get(name) is not None:
                options[name] = open.enter_context(files(options[name], name))
        for name, as_file in (("themes", themes_file), ("versus", _model_file)):
            if name in options:
                options[name] = open.enter_context(as_file(options[name]))
        yield arguments(options)


@contextmanager
def _model_file(model: object) -> Iterator[object]:
    """The path of a model; of a temporary file for one in memory."""
    if not isinstance(model, _native.Model):
        yield model
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="themewise-") as folder:
        path = os.path.join(folder, "model.safetensors")
        model.save(path)
        with naming(path, "versus"):
            yield path


def _object(model: Model | Path | None) -> Model | None:
    return model if isinstance(model, _native.Model) else None
