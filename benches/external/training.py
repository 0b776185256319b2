#!/usr/bin/env python3
"""Time and memory of training on Reuters-21578, beside scikit-learn, each in its own process.

usage: training.py --data FOLDER [--themewise PROGRAM] [--points FILE]

All 90 topics that have a document in both splits of ModApte; documents with none of them count too. themewise makes five
folds to calibrate and set thresholds, six fits in all, on both cores; scikit-learn makes one fit of the same C, on one.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

SIZES = (1_000, 3_000, 10_000, None)


def main():
    if sys.argv[1] == "scikit-learn":
        return scikit_learn(sys.argv[2])
    if sys.argv[1] == "documents":
        return documents(*map(pathlib.Path, sys.argv[2:]))
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--themewise", default="target/release/themewise")
    arguments.add_argument("--points", type=argparse.FileType("w", encoding="utf-8"), help="JSON for benches/scaling/draw.py")
    arguments = arguments.parse_args()
    print("| documents | system | seconds | CPU seconds | MB at most |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        # A process starts with the memory of its parent, so the parent stays small.
        subprocess.run([sys.executable, __file__, "documents", arguments.data, folder], check=True)
        for labels in sorted(pathlib.Path(folder).glob("*.jsonl")):
            for name, command in systems(arguments.themewise, labels, f"{folder}/model.safetensors"):
                seconds, processor, megabytes = measured(command)
                size = int(labels.stem)
                print(f"| {size:,} | {name} | {seconds:.1f} | {processor:.1f} | {megabytes:.0f} |", flush=True)
                if arguments.points:
                    point = {"curve": "reuters", "system": name, "x": size, "seconds": seconds, "peak_megabytes": megabytes}
                    arguments.points.write(json.dumps(point) + "\n")


def documents(data, folder):
    """Writes the first documents as labels; the name of the file says how many."""
    import external

    rows = external.read(data / "reuters21578.jsonl.gz")
    external.keep_shared_topics(rows)
    rows = [row for row in rows if any(map(str.isalnum, row["text"]))]
    rows = [{"id": str(i), "themes": row["themes"], "text": row["text"]} for i, row in enumerate(rows)]
    for size in SIZES:
        external.write(folder / f"{len(rows[:size]):06}.jsonl", rows[:size])


def systems(themewise, labels, model):
    train = [themewise, "train", "--quiet", "--labels", labels, "--output", model, "--c", "10"]
    yield "themewise, terms alone", [*train, "--no-stem-vectors"]
    yield "themewise, with stem vectors", [*train, "--vector-scale", "0.5"]
    yield "scikit-learn", [sys.executable, __file__, "scikit-learn", labels]


def measured(command):
    """Wall-clock seconds, CPU seconds, and peak memory in megabytes."""
    began = time.perf_counter()
    # More threads than cores would slow scikit-learn down.
    process = subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3


def scikit_learn(labels):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer

    with open(labels, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    targets = MultiLabelBinarizer().fit_transform([row["themes"] for row in rows])
    features = TfidfVectorizer(sublinear_tf=True).fit_transform(row["text"] for row in rows)
    OneVsRestClassifier(LogisticRegression(C=10.0, max_iter=1000)).fit(features, targets)


if __name__ == "__main__":
    main()
