"""Tags paragraphs of news with themes, each with a calibrated confidence.

    >>> import themewise
    >>> model = themewise.Model.default()
    >>> model.predict("The minister’s e-mail was hacked.").themes
    ['cybersecurity']

themewise says what a paragraph is about. It does not say whether it is true.

``Model`` predicts and explains, ``Model.score_batch`` scores the rows of Arrow tables, ``read`` and
``read_warc`` read files. ``train``, ``evaluate`` and ``calibrate`` work on labelled paragraphs, and
``ThemewiseClassifier`` is a scikit-learn estimator, imported only when it is used.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

from ._data import find_data
from ._native import Article as Article
from ._native import Calibration as Calibration
from ._native import Documents as Documents
from ._native import Evaluation as Evaluation
from ._native import Explanation as Explanation
from ._native import Label as Label
from ._native import Model as Model
from ._native import Prediction as Prediction
from ._native import Scores as Scores
from ._native import Training as Training
from ._native import __version__ as __version__
from .errors import DataError as DataError
from .errors import Error as Error
from .errors import FileError as FileError
from .errors import LabelError as LabelError
from .errors import ModelError as ModelError
from .errors import SettingError as SettingError
from .errors import ThemewiseWarning as ThemewiseWarning
from .training import calibrate as calibrate
from .training import evaluate as evaluate
from .training import train as train

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ._labels import Path
    from .classifier import ThemewiseClassifier as ThemewiseClassifier

# Without ThemewiseClassifier, which needs scikit-learn.
__all__ = [
    "Article",
    "Calibration",
    "DataError",
    "Documents",
    "Error",
    "Evaluation",
    "Explanation",
    "FileError",
    "Label",
    "LabelError",
    "Model",
    "ModelError",
    "Prediction",
    "Scores",
    "SettingError",
    "ThemewiseWarning",
    "Training",
    "__version__",
    "calibrate",
    "evaluate",
    "read",
    "read_warc",
    "train",
]

find_data()


def read(paths: Path | Iterable[Path], model: Model | None = None, **options: Any) -> Documents:
    """Reads files, folders or patterns, and scores their paragraphs in their articles.

    ``paths`` is a path or a list of paths, ``model`` the built-in one by default. The options are
    those of ``Model.read``, such as ``text_field="body"`` or ``input_format="html"``. The result
    yields Arrow record batches as the reading goes on, and can be read once.
    """
    files = [paths] if isinstance(paths, (str, PathLike)) else list(paths)
    return (model or Model.default()).read(files, **options)


def read_warc(path: Path | Iterable[Path], model: Model | None = None, **options: Any) -> Documents:
    """Reads a web archive (WARC), or several, and scores the paragraphs of its pages.

    See ``read``.
    """
    return read(path, model, input_format="warc", **options)


def __getattr__(name: str) -> Any:
    """Imports ThemewiseClassifier, and scikit-learn with it, when it is first used."""
    if name == "ThemewiseClassifier":
        from .classifier import ThemewiseClassifier

        return ThemewiseClassifier
    raise AttributeError(f"module 'themewise' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), "ThemewiseClassifier"})
