"""The engine of themewise, compiled from Rust."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from os import PathLike
from typing import Any, TypeAlias, final

_Path: TypeAlias = str | PathLike[str]

__all__ = [
    "Article",
    "Calibration",
    "Documents",
    "Evaluation",
    "Explanation",
    "Label",
    "Model",
    "Prediction",
    "Scores",
    "Training",
    "__version__",
    "calibrate",
    "evaluate",
    "run",
    "set_data_folder",
    "train",
]

__version__: str

@final
class Label:
    """A theme and its confidence. It unpacks: ``theme, confidence = label``."""

    @property
    def theme(self) -> str:
        """The id of the theme."""

    @property
    def confidence(self) -> float:
        """The probability that the paragraph is about it, from 0 to 1, to four digits."""

    def __iter__(self) -> Iterator[Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Prediction:
    """The themes of one paragraph."""

    @property
    def text(self) -> str:
        """The paragraph."""

    @property
    def labels(self) -> list[Label]:
        """The themes given, the surest first."""

    @property
    def review(self) -> list[Label]:
        """The themes that a person should review, the surest first."""

    @property
    def themes(self) -> list[str]:
        """The ids of the themes given, the surest first."""

    @property
    def confidences(self) -> dict[str, float]:
        """The confidence of every theme, from 0 to 1, to four digits."""

    @property
    def novelty(self) -> float:
        """The probability that the paragraph is unlike the training data, from 0 to 1."""

    @property
    def is_novel(self) -> bool:
        """Whether the paragraph is unlike the training data. It then has no labels."""

    @property
    def language(self) -> str | None:
        """The ISO 639-1 code of its language, if it is certain."""

    @property
    def in_article(self) -> bool:
        """Whether a title or other paragraphs counted."""

    def explain(self, theme: str | None = None) -> Explanation:
        """Why the paragraph got its score for a theme: by default the surest one.

        Raises SettingError if the model has no such theme."""

    def to_dict(self) -> dict[str, Any]:
        """The prediction as plain values."""

    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...

@final
class Article:
    """The predictions of an article's paragraphs, in order; a sequence."""

    @property
    def title(self) -> str | None:
        """The title that was given."""

    @property
    def paragraphs(self) -> list[Prediction]:
        """One prediction per paragraph."""

    @property
    def themes(self) -> dict[str, int]:
        """The number of paragraphs with each theme, the most frequent first."""

    def to_dict(self) -> dict[str, Any]:
        """The article as plain values."""

    def __len__(self) -> int: ...
    def __getitem__(self, at: int, /) -> Prediction: ...
    def __iter__(self) -> Iterator[Prediction]: ...
    def _repr_html_(self) -> str: ...

@final
class Explanation:
    """Why a paragraph got its score for a theme: bias + contributions + what comes from the article =
    score, exactly, when added in this order. Prints as ``themewise explain`` does."""

    @property
    def theme(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def bias(self) -> float:
        """The score without any known word."""

    @property
    def score(self) -> float:
        """The sum of bias and contributions, in this order; calibration makes the confidence of it."""

    @property
    def confidence(self) -> float:
        """The confidence, from 0 to 1, to four digits."""

    @property
    def threshold(self) -> float:
        """The confidence from which a paragraph gets the theme; above 1 if never."""

    @property
    def is_given(self) -> bool:
        """Whether the paragraph gets the theme."""

    @property
    def contributions(self) -> list[tuple[str, float, list[tuple[int, int]]]]:
        """Stem, contribution, and the ``(start, end)`` of its occurrences in characters of ``text``;
        the strongest first."""

    @property
    def from_article(self) -> dict[str, float]:
        """What each part of the article contributes; empty for a lone paragraph."""

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain values. Places are in characters of ``text``."""

    def _repr_html_(self) -> str: ...

@final
class Model:
    """A trained model."""

    @staticmethod
    def default() -> Model:
        """The built-in model: fourteen themes, in English and, with the package ``themewise-data``, in
        seven other languages."""

    @staticmethod
    def load(path: _Path) -> Model:
        """Reads a model file.

        Raises ModelError if it is not one, FileError if it cannot be read."""

    @staticmethod
    def from_bytes(file: bytes, options: Sequence[str] = ...) -> Model:
        """Reads a model from the bytes of its file. ``options`` are arguments of ``themewise
        classify``."""

    def to_bytes(self) -> bytes:
        """The bytes of the model's file; equal models have equal bytes."""

    def save(self, path: _Path) -> None:
        """Writes the model file, whole or not at all."""

    def with_options(
        self,
        *,
        context: str | None = None,
        language: str | None = None,
        min_precision: float | None = None,
        min_recall: float | None = None,
        review: float | None = None,
        max_review: float | None = None,
    ) -> Model:
        """The same model with the options of ``themewise classify``: from whose view paragraphs are
        judged, in which language they are read, how sure labels must be, what goes to review.

        Raises SettingError if a value is refused."""

    @property
    def themes(self) -> list[str]:
        """The ids of the themes, in the order of confidences."""

    @property
    def names(self) -> dict[str, str]:
        """The name of each theme."""

    @property
    def languages(self) -> list[str]:
        """The ISO 639-1 codes of the languages it reads, its own first."""

    @property
    def thresholds(self) -> dict[str, float]:
        """The lowest confidence of a label of a lone paragraph, per theme."""

    @property
    def manifest(self) -> dict[str, Any]:
        """How the model was trained and evaluated."""

    @property
    def digest(self) -> str:
        """SHA-256 of the model's file, as its manifest states it."""

    def predict(self, text: str, /) -> Prediction:
        """The themes of one paragraph by itself."""

    def predict_article(self, title: str | None, paragraphs: Sequence[str]) -> Article:
        """The themes of an article's paragraphs, judged as the option ``context`` says. A first
        paragraph that repeats the title is taken for it."""

    def predict_many(self, texts: Iterable[str], /) -> Iterator[Prediction]:
        """The themes of unrelated paragraphs, one after the other, as the iterator goes on."""

    def explain(self, text: str, theme: str | None = None) -> Explanation:
        """Why a lone paragraph got its score for a theme: by default the surest one."""

    def score_batch(
        self,
        data: Any,
        text: str = "text",
        document: str | None = None,
        title: str | None = None,
        *,
        threads: int = 1,
        all: bool = False,
    ) -> Scores:
        """Scores the rows of an Arrow table, record batch or stream: any object with the methods of the
        Arrow PyCapsule interface, such as those of pyarrow, polars, pandas and DuckDB. The result has
        one row for each row, and the same batches.

        ``text`` names the column with the paragraphs. Adjacent rows with the same value of the column
        ``document`` are an article, whose title is the first value of the column ``title``. A null
        text has null results. ``all`` adds a column with the confidence of every theme. ``threads``
        is the number of threads, 0 for one per core; the GIL is released.

        Raises DataError if a column is missing or has another type than text."""

    def score_matrix(self, texts: Sequence[str], *, threads: int = 1) -> tuple[bytes, int]:
        """The confidences of unrelated paragraphs, unrounded: little-endian 32-bit floats of shape
        (paragraphs, themes), row by row, and the number of themes."""

    def read(
        self,
        paths: _Path | Sequence[_Path],
        *,
        input_format: str | None = None,
        text_field: str | None = None,
        id_field: str | None = None,
        encoding: str | None = None,
        delimiter: str | None = None,
        ignored: bool = False,
        hidden: bool = False,
        threads: int = 0,
    ) -> Documents:
        """Reads files, folders or patterns as ``themewise classify`` does, and scores their paragraphs in
        their articles. The result yields Arrow record batches as the reading goes on.

        The options are those of the program, and detected by default; ``ignored`` and ``hidden`` also
        read files that .gitignore excludes, and those whose names begin with a dot.

        Raises FileError if a path does not exist, SettingError if an option is refused."""

    def __eq__(self, other: object, /) -> bool: ...

@final
class Scores:
    """Scored rows: an Arrow table. The columns are ``themes`` (list of text), ``confidences`` (list of
    double, the same length), ``review`` (list of text), ``novelty`` (double), ``language`` (text), and
    with ``all`` one of double per theme.

    ``pyarrow.table(scores)``, ``polars.DataFrame(scores)`` and the like read it without copying."""

    @property
    def num_rows(self) -> int: ...
    @property
    def column_names(self) -> list[str]: ...
    def to_pydict(self) -> dict[str, list[Any]]:
        """The columns as lists."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The only record batch. Raises DataError if there are several, as from a table."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Documents:
    """Scored paragraphs of documents, batch by batch: an iterator of Scores, or an Arrow stream, which
    can be read once. Its columns are ``file``, ``id``, ``title``, ``url``, ``published``,
    ``paragraph``, ``line``, ``start``, ``end``, ``text`` and those of Scores."""

    @property
    def problems(self) -> list[str]:
        """The documents that could not be read so far, wholly or in part, each with its place and
        reason."""

    @property
    def column_names(self) -> list[str]: ...

    def __iter__(self) -> Documents: ...
    def __next__(self) -> Scores: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Training:
    """A trained model and its report."""

    @property
    def model(self) -> Model: ...
    def to_dict(self) -> dict[str, Any]:
        """The out-of-fold evaluation of each language, and what the report says besides."""

@final
class Evaluation:
    """Figures of a model or a way of training; prints as scikit-learn's classification report."""

    def to_dict(self) -> dict[str, Any]:
        """The dictionary of ``classification_report(…, output_dict=True)``, with further figures."""

    def _repr_html_(self) -> str: ...

@final
class Calibration:
    """A model whose confidences were fitted to other paragraphs, and the figures before and after."""

    @property
    def model(self) -> Model: ...
    def to_dict(self) -> dict[str, Any]: ...

def train(arguments: list[str], progress: Callable[[int, int], None] | None = None) -> Training:
    """Trains with the arguments of ``themewise train``; calls ``progress(done, total)``."""

def evaluate(
    arguments: list[str],
    model: Model | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Evaluates with the arguments of ``themewise evaluate``, a model given here or in them."""

def calibrate(arguments: list[str], model: Model | None = None) -> Calibration:
    """Calibrates with the arguments of ``themewise calibrate``."""

def run(arguments: list[str]) -> int:
    """Runs the program with these arguments, the first of which is its name; returns the exit code."""

def set_data_folder(folder: _Path) -> None:
    """Sets the folder with the tables of other languages and the stem vectors. Only the first call has
    an effect."""
