"""Documents per second of other classifiers for Python beside ``score_batch``, in one run.

Usage: python peers.py CORPUS [COUNT]

CORPUS is a text with a paragraph per line, of which each system classifies COUNT (default 5,000; themewise
all of them), on one thread, taking turns. All learn from the same labels of the project. Needs the packages
of benches/peers/requirements.txt and spaCy. Prints medians of rounds.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.append(str(REPOSITORY / "benches" / "peers"))

import classifiers  # noqa: E402
import corpus  # noqa: E402
import pyarrow as pa  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.multiclass import OneVsRestClassifier  # noqa: E402
from sklearn.preprocessing import MultiLabelBinarizer  # noqa: E402

import themewise  # noqa: E402

ROUNDS = 5

Classify = Callable[[list[str]], object]


def main(path: str, count: str = "5000") -> None:
    texts = Path(path).read_text(encoding="utf-8").splitlines()
    some = texts[: int(count)]
    table = pa.table({"text": texts})
    model = themewise.Model.default()
    systems: dict[str, tuple[int, Callable[[], object]]] = {
        "themewise, score_batch": (len(texts), lambda: model.score_batch(table)),
        "themewise, predict_many": (len(some), lambda: [p.labels for p in model.predict_many(some)]),
    }
    for name, classify in {**regressions(), "spaCy textcat": spacy()}.items():
        systems[name] = (len(some), lambda classify=classify: classify(some))
    speeds: dict[str, list[float]] = {name: [] for name in systems}
    for round in range(ROUNDS + 1):
        for name, (documents, classify) in systems.items():
            begin = time.perf_counter()
            classify()
            speeds[name].append(documents / (time.perf_counter() - begin))
    fastest = statistics.median(speeds["themewise, score_batch"][1:])
    print(f"{'':26} {'documents/s':>11} {'times slower':>13}")
    for name, rounds in speeds.items():
        # The first round warms up.
        speed = statistics.median(rounds[1:])
        print(f"{name:26} {speed:11,.0f} {fastest / speed:13,.1f}")


def regressions() -> dict[str, Classify]:
    """A logistic regression for each theme, on two kinds of features."""
    texts, themes = map(list, zip(*corpus.labelled()))
    targets = MultiLabelBinarizer().fit_transform(themes)
    trained: dict[str, Classify] = {}
    for name, kind in (("scikit-learn, TF-IDF + LR", "tfidf"), ("model2vec + LR", "model2vec")):
        features = classifiers.KINDS[kind](texts).features
        learnt = OneVsRestClassifier(LogisticRegression(C=10.0, max_iter=1000)).fit(features(texts), targets)
        trained[name] = lambda some, features=features, learnt=learnt: learnt.predict_proba(features(some))
    return trained


def spacy() -> Classify:
    """spaCy's text classifier for several labels, with its default settings, after one pass."""
    import spacy
    from spacy.training import Example
    from spacy.util import minibatch

    pipeline = spacy.blank("en")
    categories = pipeline.add_pipe("textcat_multilabel")
    labelled = random.Random(0).sample(list(corpus.labelled()), 2000)
    names = sorted({theme for _, themes in labelled for theme in themes})
    for name in names:
        categories.add_label(name)
    examples = [
        Example.from_dict(pipeline.make_doc(text), {"cats": {name: name in themes for name in names}})
        for text, themes in labelled
    ]
    pipeline.initialize(lambda: examples[:100])
    for batch in minibatch(examples, 64):
        pipeline.update(batch)
    return lambda some: [document.cats for document in pipeline.pipe(some)]


if __name__ == "__main__":
    main(*sys.argv[1:])
