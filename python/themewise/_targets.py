"""What scikit-learn calls y, as themes."""

from __future__ import annotations

import re
from typing import Any, cast

import numpy as np
from sklearn.preprocessing import label_binarize
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import column_or_1d


class Targets:
    """Classes, a theme for each, and which texts have it.

    ``given`` has the shape (texts, themes). Of two classes, only the second is a theme: the first is
    its absence.
    """

    def __init__(self, y: Any, texts: int) -> None:
        self.is_multilabel = type_of_target(y, input_name="y") == "multilabel-indicator"
        if self.is_multilabel:
            self.classes, self.given = _columns(y)
            learned = self.classes
        else:
            self.classes, self.given = _classes(y)
            learned = self.classes[-self.given.shape[1] :]
        if len(self.given) != texts:
            raise ValueError(f"X has {texts} texts, but y has {len(self.given)} rows")
        self.themes = theme_ids([str(name) for name in learned])
        self.learned = learned

    def names(self) -> dict[str, str]:
        """The name of each theme."""
        return {theme: str(name) for theme, name in zip(self.themes, self.learned)}

    def rows(self, texts: list[str], weights: Any, sources: Any) -> list[dict[str, object]]:
        """The labelled texts, without those of weight 0.

        Raises ValueError if fewer than four are left, or only those of one class.
        """
        weights = _as_long(weights, len(texts), "sample_weight")
        sources = _as_long(sources, len(texts), "groups")
        kept = [row for row, weight in enumerate(weights) if weight is None or weight != 0]
        self._check(kept)
        return [
            {
                "text": texts[row],
                "themes": [self.themes[column] for column in self.given[row].nonzero()[0]],
                "weight": weights[row],
                "source": None if sources[row] is None else str(sources[row]),
            }
            for row in kept
        ]

    def _check(self, kept: list[int]) -> None:
        if not kept:
            raise ValueError("sample_weight is zero for every text: no text is left to learn from")
        if not self.is_multilabel and len(np.unique(self.given[kept], axis=0)) < 2:
            raise ValueError("sample_weight is zero for every text but those of one class")
        if len(kept) < 4:
            needed = "at least 4 are needed, two for each of two folds"
            raise ValueError(f"too few texts: {needed}, got n_samples = {len(kept)}")


def _columns(y: Any) -> tuple[Any, Any]:
    names = getattr(y, "columns", None)
    matrix = y.toarray() if hasattr(y, "toarray") else np.asarray(y)
    classes = np.arange(matrix.shape[1]) if names is None else np.asarray(names)
    return classes, matrix.astype(bool)


def _classes(y: Any) -> tuple[Any, Any]:
    kind = type_of_target(y, input_name="y", raise_unknown=True)
    if kind not in ("binary", "multiclass"):
        raise ValueError(
            f"Unknown label type: {kind}. y must have classes, or 0 and 1 for each theme"
        )
    y = column_or_1d(y, warn=True)
    classes = np.unique(y)
    if len(classes) < 2:
        raise ValueError(f"y must have two classes or more, got one class: {classes[0]!r}")
    return classes, label_binarize(y, classes=classes).astype(bool)


def _as_long(values: Any, length: int, name: str) -> list[Any]:
    if values is None:
        return [None] * length
    values = np.asarray(values)
    if values.shape != (length,):
        raise ValueError(f"{name} must have the shape ({length},), got {values.shape}")
    return cast("list[Any]", values.tolist())


def theme_ids(names: list[str]) -> list[str]:
    """A theme id for each name: the name in kebab-case, or numbers if two are the same then."""
    ids = [re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") for name in names]
    is_usable = len(set(ids)) == len(ids) and all(0 < len(id) <= 64 for id in ids)
    return ids if is_usable else [f"c{number}" for number in range(len(names))]
