"""The scikit-learn estimator."""

from __future__ import annotations

import pickle
import warnings
from hashlib import shake_256
from itertools import pairwise

import pytest
from conftest import TEXTS

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, MultiLabelBinarizer
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from themewise import ThemewiseClassifier

QUICK = {"c": 10, "vector_scale": 0.5, "folds": 3}


@pytest.fixture(scope="module")
def texts(labels):
    return [row["text"] for row in labels]


@pytest.fixture(scope="module")
def indicator(labels):
    return MultiLabelBinarizer().fit_transform([row["themes"] for row in labels])


@pytest.fixture(scope="module")
def classes(labels):
    return np.array([row["themes"][0] if row["themes"] else "No theme" for row in labels])


def test_classes(texts, classes):
    classifier = ThemewiseClassifier(**QUICK).fit(texts, classes)
    assert list(classifier.classes_) == ["No theme", "energy", "health", "trade"]
    assert classifier.themes_ == ["no-theme", "energy", "health", "trade"]
    assert classifier.score(texts, classes) > 0.8
    probabilities = classifier.predict_proba(texts)
    assert probabilities.shape == (len(texts), 4)
    assert np.allclose(probabilities.sum(axis=1), 1)
    predicted = classifier.predict(texts)
    assert (predicted == classifier.classes_[probabilities.argmax(axis=1)]).all()
    assert (
        predicted == classifier.classes_[classifier.decision_function(texts).argmax(axis=1)]
    ).all()


@pytest.mark.parametrize("pair", [(0, 1), (-1, 1), ("no", "yes"), (False, True), (2.0, 7.0)])
def test_two_classes(texts, indicator, pair):
    y = np.array([pair[value] for value in indicator[:, 2]])
    classifier = ThemewiseClassifier(**QUICK).fit(texts, y)
    assert list(classifier.classes_) == sorted(pair)
    assert len(classifier.themes_) == 1
    assert classifier.score(texts, y) > 0.95
    log_odds = classifier.decision_function(texts)
    assert log_odds.shape == (len(texts),)
    assert ((log_odds > 0) == (classifier.predict(texts) == pair[1])).all()
    probabilities = classifier.predict_proba(texts)
    assert np.allclose(np.log(probabilities[:, 1] / probabilities[:, 0]), log_odds)


def test_themes(texts, indicator, labels):
    classifier = ThemewiseClassifier(**QUICK).fit(texts, indicator)
    assert list(classifier.classes_) == [0, 1, 2]
    predicted = classifier.predict(texts)
    assert predicted.shape == indicator.shape
    assert (predicted == indicator).mean() > 0.95
    assert classifier.predict_proba(texts).shape == indicator.shape
    assert classifier.decision_function(texts).shape == indicator.shape
    for row, prediction in zip(predicted, classifier.model_.predict_many(texts), strict=True):
        assert {classifier.themes_[at] for at in row.nonzero()[0]} == set(prediction.themes)


def test_columns_of_a_frame_are_classes(texts, indicator):
    pandas = pytest.importorskip("pandas")
    y = pandas.DataFrame(indicator, columns=["Énergie", "santé", "commerce"])
    classifier = ThemewiseClassifier(**QUICK).fit(pandas.Series(texts), y)
    assert list(classifier.classes_) == ["Énergie", "santé", "commerce"]
    assert list(classifier.model_.names.values()) == ["Énergie", "santé", "commerce"]


def test_a_sparse_indicator(texts, indicator):
    sparse = pytest.importorskip("scipy.sparse")
    dense = ThemewiseClassifier(**QUICK).fit(texts, indicator)
    other = ThemewiseClassifier(**QUICK).fit(texts, sparse.csr_matrix(indicator))
    assert other.model_ == dense.model_


def test_classes_whose_names_are_alike(texts, classes):
    names = {"No theme": "c1", "energy": "C 1", "health": "…", "trade": "c0"}
    y = [names[name] for name in classes]
    classifier = ThemewiseClassifier(**QUICK).fit(texts, y)
    assert classifier.themes_ == ["c0", "c1", "c2", "c3"]
    assert list(classifier.classes_) == sorted(names.values())
    assert classifier.score(texts, y) > 0.8


@pytest.mark.parametrize(
    "kind", ["list", "tuple", "array", "objects", "series", "strings", "polars", "arrow"]
)
def test_texts_of_every_kind(texts, classes, kind):
    pandas, polars, pa = (pytest.importorskip(name) for name in ("pandas", "polars", "pyarrow"))
    X = {
        "list": list,
        "tuple": tuple,
        "array": np.array,
        "objects": lambda texts: np.array(texts, dtype=object),
        "series": pandas.Series,
        "strings": lambda texts: pandas.Series(texts, dtype="string"),
        "polars": polars.Series,
        "arrow": pa.array,
    }[kind](texts)
    classifier = ThemewiseClassifier(**QUICK).fit(X, classes)
    assert (classifier.predict(X) == classifier.predict(texts)).all()


def test_in_a_pipeline_and_a_grid(texts, indicator):
    shout = FunctionTransformer(lambda texts: [text.upper() for text in texts])
    pipeline = Pipeline([("case", shout), ("themes", ThemewiseClassifier(**QUICK))])
    search = GridSearchCV(pipeline, {"themes__c": [1, 10]}, scoring="f1_micro", cv=2)
    search.fit(np.array(texts), indicator)
    assert search.best_params_["themes__c"] in (1, 10)
    assert search.best_score_ > 0.8


def test_cross_validation(texts, indicator, classes):
    classifier = ThemewiseClassifier(**QUICK)
    assert cross_val_score(classifier, texts, classes, cv=2).mean() > 0.6
    assert (
        cross_val_score(classifier, texts, indicator, scoring="average_precision", cv=2).mean()
        > 0.8
    )
    assert cross_val_predict(classifier, texts, indicator, cv=2).shape == indicator.shape


def test_in_several_processes(texts, classes):
    scores = cross_val_score(
        ThemewiseClassifier(threads=1, **QUICK), texts, classes, cv=2, n_jobs=2
    )
    assert (scores == cross_val_score(ThemewiseClassifier(**QUICK), texts, classes, cv=2)).all()


def test_clone_and_parameters(texts, classes):
    classifier = ThemewiseClassifier(**QUICK).fit(texts, classes)
    copy = clone(classifier)
    assert copy.get_params() == classifier.get_params()
    with pytest.raises(NotFittedError):
        copy.predict(texts)
    assert copy.set_params(c=3).c == 3
    with pytest.raises(ValueError, match="Invalid parameter"):
        copy.set_params(depth=3)


def test_a_pickled_classifier_predicts_the_same(texts, indicator):
    classifier = ThemewiseClassifier(**QUICK).fit(texts, indicator)
    again = pickle.loads(pickle.dumps(classifier))
    assert again.model_ == classifier.model_
    assert (again.predict(texts) == classifier.predict(texts)).all()
    assert (again.predict_proba(texts) == classifier.predict_proba(texts)).all()
    assert pickle.loads(pickle.dumps(ThemewiseClassifier(c=3))).c == 3


def test_the_same_seed_gives_the_same_model(texts, classes):
    first, again = (ThemewiseClassifier(**QUICK).fit(texts, classes) for _ in range(2))
    assert first.model_ == again.model_


def test_a_text_without_weight_is_not_learned(texts, classes):
    weights = np.ones(len(texts))
    weights[:20] = 0
    weighted = ThemewiseClassifier(**QUICK).fit(texts, classes, sample_weight=weights)
    rest = ThemewiseClassifier(**QUICK).fit(texts[20:], classes[20:], sample_weight=weights[20:])
    assert weighted.model_ == rest.model_


def test_texts_of_a_group_stay_together(texts, classes):
    groups = [f"outlet {number % 6}" for number in range(len(texts))]
    grouped = ThemewiseClassifier(**QUICK).fit(texts, classes, groups=groups)
    assert grouped.model_ != ThemewiseClassifier(**QUICK).fit(texts, classes).model_


@pytest.mark.parametrize("stem_vectors", [True, False])
def test_with_and_without_stem_vectors(texts, classes, stem_vectors):
    options = {**QUICK, "vector_scale": None, "stem_vectors": stem_vectors}
    assert ThemewiseClassifier(**options).fit(texts, classes).score(texts, classes) > 0.6


@pytest.mark.filterwarnings("ignore:theme `1` cannot be learned")
def test_a_few_texts_are_enough():
    y = [1, 0, 0, 1]
    classifier = ThemewiseClassifier().fit(TEXTS[:4], y)
    assert set(classifier.predict(TEXTS)) <= {0, 1}


def test_a_theme_that_no_text_or_every_text_has(texts, indicator):
    y = np.column_stack([indicator, np.zeros(len(texts), int), np.ones(len(texts), int)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classifier = ThemewiseClassifier(**QUICK).fit(texts, y)
    probabilities = classifier.predict_proba(texts)
    assert probabilities.shape == y.shape
    assert (probabilities[:, 3] < 0.1).all()
    assert (probabilities[:, 4] > 0.9).all()


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (TEXTS[:3], [0, 1, 0], "at least 4"),
        ([], [], "0 sample|at least 4|n_samples = 0|valid"),
        (TEXTS, [1] * 10, "one class"),
        (TEXTS, [0, 1], "X has 10 texts, but y has 2"),
        (TEXTS, [0.5, 1.5] * 5, "Unknown label type"),
        (TEXTS, [["a"], ["b", "c"]] * 5, "sequence|MultiLabelBinarizer|inhomogeneous"),
        ("a text", [0, 1], "X must be a list"),
        (b"a text", [0, 1], "X must be a list"),
        (3, [0, 1], "X must be a list"),
        ([*TEXTS[:9], None], [0, 1] * 5, r"X\[9\] must be a text, got NoneType"),
        ([*TEXTS[:9], 3.0], [0, 1] * 5, r"X\[9\] must be a text, got float"),
        ([*TEXTS[:9], b"x"], [0, 1] * 5, r"X\[9\] must be a text, got bytes"),
        (np.array([TEXTS]), [0], "one dimension"),
        (["x"] * 10, [0, 1] * 5, "distinct|converge"),
        (TEXTS, [0, None] * 5, "y|label"),
    ],
)
def test_bad_input_is_a_value_error(X, y, message):
    with pytest.raises((ValueError, TypeError), match=message):
        ThemewiseClassifier().fit(X, y)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"c": -1}, "-1"),
        ({"c": "much"}, "much"),
        ({"folds": 1}, "folds|2 or more"),
        ({"folds": 100}, "200 distinct"),
        ({"name_scale": 3}, "name"),
        ({"languages": "xx"}, "xx"),
        ({"threads": -1}, "-1"),
    ],
)
def test_bad_parameters_are_value_errors(texts, classes, options, message):
    with pytest.raises(ValueError, match=message):
        ThemewiseClassifier(**options).fit(texts, classes)


def test_bad_weights_are_value_errors(texts, classes):
    for weights, message in [([1.0], "sample_weight"), ([-1.0] * len(texts), "weight")]:
        with pytest.raises(ValueError, match=message):
            ThemewiseClassifier(**QUICK).fit(texts, classes, sample_weight=weights)
    with pytest.raises(ValueError, match="groups"):
        ThemewiseClassifier(**QUICK).fit(texts, classes, groups=["a"])


def test_tags_say_that_it_reads_texts_and_knows_several_themes():
    tags = get_tags(ThemewiseClassifier())
    assert tags.input_tags.string and not tags.input_tags.two_d_array
    assert tags.classifier_tags.multi_label and tags.classifier_tags.multi_class
    assert tags.target_tags.required


# scikit-learn tests estimators on matrices of numbers. It cannot test one of texts, and only checks
# its parameters and tags.
@pytest.mark.filterwarnings("ignore:Can't test estimator")
@parametrize_with_checks([ThemewiseClassifier(folds=2, c=10)])
def test_the_checks_of_scikit_learn(estimator, check):
    check(estimator)


class OfNumbers(ThemewiseClassifier):
    """The same classifier of rows of numbers, which scikit-learn can test: they are written as words."""

    def fit(self, X, y, sample_weight=None, groups=None):
        X, y = validate_data(self, X, y, multi_output=True)
        return super().fit(as_texts(X), y, sample_weight, groups)

    def predict(self, X):
        return super().predict(self.texts(X))

    def predict_proba(self, X):
        return super().predict_proba(self.texts(X))

    def decision_function(self, X):
        return super().decision_function(self.texts(X))

    def texts(self, X):
        if isinstance(X, list) and X and isinstance(X[0], str):
            return X
        check_is_fitted(self)
        return as_texts(validate_data(self, X, reset=False))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.one_d_array = False, False
        tags.input_tags.two_d_array = True
        return tags


def as_texts(rows) -> list[str]:
    """A word for each half that a number exceeds. Words that no other row has keep rows from being taken
    for near-duplicates."""
    texts = []
    for row in np.asarray(rows, dtype=float):
        halves = [
            f"feature{letters(column)}over{letters(half)}"
            for column, value in enumerate(row)
            for half in range(20)
            if value > (half - 10) / 2
        ]
        digest = shake_256(row.round(6).tobytes()).digest(200)
        own = [f"own{letters(first)}{letters(second)}" for first, second in pairwise(digest)]
        texts.append(" ".join([*halves, *own]))
    return texts


def letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


# Checks that cannot hold, and why.
EXPECTED_FAILURES = {
    "check_sample_weight_equivalence_on_dense_data": "copies of a text stay in one fold, so that two "
    "copies are not the same as a weight of two",
}


@pytest.mark.filterwarnings("ignore::themewise.ThemewiseWarning")
@parametrize_with_checks(
    [OfNumbers(c=10, stem_vectors=False, folds=2, threads=1)],
    expected_failed_checks=lambda _: EXPECTED_FAILURES,
)
def test_the_checks_of_scikit_learn_with_numbers_as_words(estimator, check):
    check(estimator)
