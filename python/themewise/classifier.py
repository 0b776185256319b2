"""A scikit-learn estimator."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from ._native import Model
from ._targets import Targets
from .errors import Error, FileError
from .training import train

# A confidence is a number of 32 bits. One of exactly 0 or 1 has no finite log-odds.
_SMALLEST = float(np.finfo(np.float32).eps)


class ThemewiseClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns classes or themes of texts, and gives calibrated probabilities.

    ``X`` is a list, array or series of texts. ``y`` is an array of n classes, or an indicator matrix of
    shape (n, k), as of MultiLabelBinarizer; a column is a theme. What a model says is what a text is
    about, not whether it is true.

    Parameters
    ----------
    c : float or list of float, default=None
        The inverse strength of regularisation, above 0; the best of several is chosen by
        cross-validation. None tries 1, 3, 10, 30 and 100.
    vector_scale : float or list of float, default=None
        The scale of the stem vectors, above 0; the best of several is chosen. None tries 0.5, 0.25
        and 1.
    stem_vectors : bool or path, default=True
        Whether to use stem vectors, those of the package ``themewise-data``; or another file.
    name_scale : float, default=None
        The share of what tells names of countries, peoples, cities and leaders apart, from 0 to 1.
        None is 0.1.
    folds : int, default=None
        The number of folds for choosing settings and for calibration. None is 5, or fewer if there are
        fewer than ten distinct texts.
    seed : int, default=0
        The seed of the folds.
    min_df : int, default=1
        The lowest number of texts with a stem.
    bigrams : bool, default=False
        Whether pairs of adjacent stems count, too.
    languages : str or list of str, default=None
        The ISO 639-1 codes of the languages to learn. None learns those of the texts.
    threads : int, default=0
        The number of threads; 0 for one per core.

    Attributes
    ----------
    classes_ : array of shape (k,)
        The classes in order; for an indicator matrix the names of its columns, or their numbers.
    model_ : Model
        The trained model, which also explains: ``model_.explain(text, theme)``.
    themes_ : list of str
        The theme of ``model_`` for each class; for two classes, the one of the second.
    """

    def __init__(
        self,
        *,
        c: Any = None,
        vector_scale: Any = None,
        stem_vectors: Any = True,
        name_scale: float | None = None,
        folds: int | None = None,
        seed: int = 0,
        min_df: int = 1,
        bigrams: bool = False,
        languages: Any = None,
        threads: int = 0,
    ) -> None:
        self.c = c
        self.vector_scale = vector_scale
        self.stem_vectors = stem_vectors
        self.name_scale = name_scale
        self.folds = folds
        self.seed = seed
        self.min_df = min_df
        self.bigrams = bigrams
        self.languages = languages
        self.threads = threads

    def fit(
        self, X: Any, y: Any, sample_weight: Any = None, groups: Any = None
    ) -> ThemewiseClassifier:
        """Trains a model.

        ``sample_weight`` has a weight for each text, 0 or more. ``groups`` has the source of each
        text: if there is one per fold, those of a source stay in one fold.

        Raises ValueError if there are fewer than four texts, or if a parameter is refused.
        """
        texts = _texts(X)
        if not texts:
            raise ValueError("X has no texts: at least 4 are needed, found 0 sample(s)")
        targets = Targets(y, len(texts))
        rows = targets.rows(texts, sample_weight, groups)
        self.model_ = self._trained(rows, targets.names())
        self.classes_ = targets.classes
        self.themes_ = targets.themes
        self._is_multilabel = targets.is_multilabel
        return self

    def _trained(self, rows: list[dict[str, object]], names: dict[str, str]) -> Model:
        options = self.get_params()
        stem_vectors = options.pop("stem_vectors")
        options["no_stem_vectors"] = stem_vectors is False
        options["stem_vectors"] = stem_vectors if not isinstance(stem_vectors, bool) else None
        options["folds"] = _folds(rows) if self.folds is None else self.folds
        try:
            return train(rows, themes=names, progress=False, **options).model
        except FileError:
            raise
        except Error as error:
            raise ValueError(str(error)) from error

    def predict(self, X: Any) -> Any:
        """The most probable class of each text, shape (n,); or the themes that the model gives by its
        thresholds, an indicator matrix of shape (n, k)."""
        check_is_fitted(self)
        if self._is_multilabel:
            return self._given(_texts(X))
        scores = self.decision_function(X)
        chosen = (scores > 0).astype(int) if scores.ndim == 1 else scores.argmax(axis=1)
        return self.classes_[chosen]

    def predict_proba(self, X: Any) -> Any:
        """The probability of each class, shape (n, k). Those of classes add up to 1; those of themes do
        not, as a text has several or none."""
        confidences = self._confidences(X)
        if self._is_multilabel:
            return confidences
        if len(self.themes_) == 1:
            return np.hstack([1 - confidences, confidences])
        return confidences / confidences.sum(axis=1, keepdims=True)

    def decision_function(self, X: Any) -> Any:
        """The log-odds of each class by itself, shape (n, k); for two classes those of the second,
        shape (n,)."""
        confidences = self._confidences(X)
        log_odds = np.log(confidences) - np.log1p(-confidences)
        is_binary = not self._is_multilabel and len(self.themes_) == 1
        return log_odds[:, 0] if is_binary else log_odds

    def _confidences(self, X: Any) -> Any:
        check_is_fitted(self)
        data, columns = self.model_.score_matrix(_texts(X), threads=self.threads)
        matrix = np.frombuffer(data, dtype="<f4").reshape(-1, columns).astype(float)
        order = [self.model_.themes.index(theme) for theme in self.themes_]
        return matrix[:, order].clip(_SMALLEST, 1 - _SMALLEST)

    def _given(self, texts: list[str]) -> Any:
        columns = {theme: column for column, theme in enumerate(self.themes_)}
        given = np.zeros((len(texts), len(columns)), dtype=int)
        for row, prediction in enumerate(self.model_.predict_many(texts)):
            given[row, [columns[theme] for theme in prediction.themes]] = 1
        return given

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.classifier_tags.multi_label = True
        return tags


def _texts(X: Any) -> list[str]:
    """The texts as a list. Raises ValueError if something else is found, and says where."""
    if isinstance(X, (str, bytes)) or not hasattr(X, "__iter__"):
        raise ValueError(f"X must be a list or array of texts, got {type(X).__name__}")
    if getattr(X, "ndim", 1) != 1:
        raise ValueError(f"X must have one dimension, got the shape {X.shape}: choose a column")
    texts = X.to_pylist() if hasattr(X, "to_pylist") else list(X)
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"X[{place}] must be a text, got {type(text).__name__}: {text!r:.40}")
    return [str(text) for text in texts]


def _folds(rows: list[dict[str, object]]) -> int:
    """Two distinct texts per fold, if possible. Texts with the same words are nearly the same."""
    distinct = {frozenset(str(row["text"]).lower().split()) for row in rows}
    return max(2, min(5, len(distinct) // 2))
