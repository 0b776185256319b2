#!/usr/bin/env python3
"""themewise beside scikit-learn on public benchmarks, in one run.

usage: external.py --data FOLDER [--themewise PROGRAM] [--sets reuters,ag-news] [--draws 5]

FOLDER has reuters21578.jsonl.gz (ModApte split) and ag_news_test.jsonl.gz, lines {"title", "text", "themes", "split"}.
Every system gets the same texts: title, full stop, text. themewise is the program as its users call it, with its default
settings; the others have C = 10 (LinearSVC: 1), fixed beforehand.
"""
import argparse
import gzip
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

import minilm

SHOTS = (8, 32, 128)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--themewise", default="target/release/themewise")
    arguments.add_argument("--sets", default="reuters,ag-news")
    arguments.add_argument("--draws", type=int, default=5)
    arguments = arguments.parse_args()
    if "reuters" in arguments.sets.split(","):
        reuters(read(arguments.data / "reuters21578.jsonl.gz"), arguments)
    if "ag-news" in arguments.sets.split(","):
        ag_news(read(arguments.data / "ag_news_test.jsonl.gz"), arguments)


def read(path):
    """The documents: text with its title, the themes in kebab case, the split if there is one."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        row["text"] = ". ".join(part for part in (row.get("title"), row["text"]) if part)
        row["themes"] = [theme.lower().replace("/", "-") for theme in row["themes"]]
    return rows


def reuters(rows, arguments):
    """The ModApte split: the 90 topics that occur in both splits, and the documents with any of them."""
    topics = keep_shared_topics(rows)
    train, test = ([row for row in rows if row["split"] == split and row["themes"]] for split in ("train", "test"))
    print(f"Reuters-21578 ModApte: {len(topics)} topics, {len(train)} documents to learn from, {len(test)} to test")
    names = MultiLabelBinarizer(classes=sorted(topics))
    truth, wanted = names.fit_transform([row["themes"] for row in train]), names.transform([row["themes"] for row in test])

    with tempfile.TemporaryDirectory() as folder:
        model = trained(train, folder, arguments)
        found = [list(row["labels"]) for row in classified(test, model, arguments)]
    score("themewise", wanted, names.transform(found))

    vectorizer = TfidfVectorizer(sublinear_tf=True)
    seen, unseen = vectorizer.fit_transform(texts(train)), vectorizer.transform(texts(test))
    for name, estimator in (("TF-IDF + LinearSVC", LinearSVC(C=1.0)), ("TF-IDF + logistic regression", logistic())):
        score(name, wanted, OneVsRestClassifier(estimator).fit(seen, truth).predict(unseen))
    seen, unseen = minilm.embed(texts(train)), minilm.embed(texts(test))
    score("MiniLM + logistic regression", wanted, OneVsRestClassifier(logistic()).fit(seen, truth).predict(unseen))


def keep_shared_topics(rows):
    """Removes the topics that occur in only one split from the rows; returns the others."""
    splits = ({t for row in rows if row["split"] == split for t in row["themes"]} for split in ("train", "test"))
    topics = set.intersection(*splits)
    for row in rows:
        row["themes"] = [topic for topic in row["themes"] if topic in topics]
    return topics


def logistic():
    return LogisticRegression(C=10.0, max_iter=1000)


def score(name, wanted, found):
    micro, macro = (f1_score(wanted, found, average=average, zero_division=0) for average in ("micro", "macro"))
    print(f"  {name:42s} micro-F1 {micro:.3f}  macro-F1 {macro:.3f}", flush=True)


def ag_news(rows, arguments):
    """A random half of the test set's 7,600 items to draw k per class from, the other half to test on."""
    print(f"AG News, accuracy in %, mean and deviation of {arguments.draws} draws")
    embeddings = minilm.embed(texts(rows))
    classes = np.array([row["themes"][0] for row in rows])
    systems = {}
    for k in SHOTS:
        for draw in range(arguments.draws):
            order = np.random.default_rng(1000 * k + draw).permutation(len(rows))
            pool, test = order[: len(rows) // 2], order[len(rows) // 2 :]
            train = np.concatenate([pool[classes[pool] == name][:k] for name in np.unique(classes)])
            rest = np.setdiff1d(pool, train)
            for name, found in few_shot(rows, classes, embeddings, train, test, rest, arguments).items():
                systems.setdefault(name, {}).setdefault(k, []).append(100 * np.mean(found == classes[test]))
    for name, by_k in systems.items():
        print(f"  {name:42s}", *(f"k={k}: {np.mean(a):.1f} ± {np.std(a):.1f} " for k, a in by_k.items()), flush=True)


def few_shot(rows, classes, embeddings, train, test, rest, arguments):
    """The class that each system predicts for each test item: the one with the highest confidence."""
    labelled, items, unlabelled = ([rows[i] for i in places] for places in (train, test, rest))
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, others in (("themewise", []), ("themewise, with the other items unlabelled", unlabelled)):
            lines = classified(items, trained(labelled, folder, arguments, others), arguments)
            found[name] = np.array([max(row["confidences"], key=row["confidences"].get) for row in lines])
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    seen, unseen = vectorizer.fit_transform(texts(labelled)), vectorizer.transform(texts(items))
    for name, estimator in (("TF-IDF + LinearSVC", LinearSVC(C=1.0)), ("TF-IDF + logistic regression", logistic())):
        found[name] = estimator.fit(seen, classes[train]).predict(unseen)
    found["MiniLM + logistic regression"] = logistic().fit(embeddings[train], classes[train]).predict(embeddings[test])
    return found


def trained(rows, folder, arguments, unlabelled=()):
    """The model file that the program trains on labelled rows."""
    labels, model = f"{folder}/labels.jsonl", f"{folder}/model.safetensors"
    write(labels, [{"id": str(i), "themes": row["themes"], "text": row["text"]} for i, row in enumerate(rows)])
    command = [arguments.themewise, "train", "--quiet", "--labels", labels, "--output", model]
    if unlabelled:
        write(f"{folder}/unlabelled.jsonl", [{"text": row["text"]} for row in unlabelled])
        command += ["--unlabelled", f"{folder}/unlabelled.jsonl"]
    subprocess.run(command, check=True)
    return model


def classified(rows, model, arguments):
    """The labels and confidences that the program gives each row; each text becomes one paragraph."""
    one_a_line = "".join(" ".join(row["text"].split()) + "\n" for row in rows)
    command = [arguments.themewise, "classify", "--model", model, "--all", "--format", "jsonl"]
    run = subprocess.run(command, input=one_a_line, stdout=subprocess.PIPE, text=True, check=True)
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    if len(lines) != len(rows):
        raise SystemExit(f"{len(rows)} texts gave {len(lines)} paragraphs")
    return [
        {"labels": [l["theme"] for l in line["labels"]], "confidences": line["confidences"]} for line in lines
    ]


def write(path, rows):
    pathlib.Path(path).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def texts(rows):
    return [row["text"] for row in rows]


if __name__ == "__main__":
    main()
