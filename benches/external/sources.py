#!/usr/bin/env python3
"""How well a model finds the labels of a source of news that it never saw.

usage: sources.py [--themewise PROGRAM] [--least 50] [--setting "OPTIONS OF TRAIN"]...

For every source of labels/news-words.jsonl with enough paragraphs: train on the composed paragraphs and all other sources,
test on it. Prints mean average precision per source and setting; themes a source never has are left out of its mean. The
settings of the default model are those that win here.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import tempfile

import numpy as np

COMPOSED, NEWS = pathlib.Path("labels/paragraphs.jsonl"), pathlib.Path("labels/news-words.jsonl")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--themewise", default="target/release/themewise")
    arguments.add_argument("--least", type=int, default=50)
    arguments.add_argument("--setting", action="append", default=[])
    arguments = arguments.parse_args()
    rows = [json.loads(line) for line in NEWS.read_text(encoding="utf-8").splitlines()]
    sizes = collections.Counter(row["source"] for row in rows)
    sources = [source for source, size in sizes.most_common() if size >= arguments.least]
    settings = arguments.setting or [""]
    table = {source: [held_out(rows, source, setting, arguments) for setting in settings] for source in sources}
    for number, setting in enumerate(settings):
        print(f"({number}) train {setting or '(default options)'}")
    print(f"{'source':28} paragraphs  " + "  ".join(f"   ({number})" for number in range(len(settings))))
    for source, figures in table.items():
        print(f"{source:28} {sizes[source]:10}  " + "  ".join(f"{figure:.4f}" for figure in figures))
    weights = [sizes[source] for source in sources]
    for name, mean in (("mean", np.mean), ("mean by paragraphs", lambda column: np.average(column, weights=weights))):
        print(f"{name:28} {'':10}  " + "  ".join(f"{mean(column):.4f}" for column in zip(*table.values())))


def held_out(rows, source, setting, arguments):
    """Mean average precision on one source."""
    with tempfile.TemporaryDirectory() as folder:
        others, model = f"{folder}/others.jsonl", f"{folder}/model.safetensors"
        pathlib.Path(others).write_text("".join(json.dumps(row) + "\n" for row in rows if row["source"] != source))
        train = [arguments.themewise, "train", "--quiet", "--labels", COMPOSED, others, "--output", model]
        subprocess.run(train + setting.split(), check=True)
        held = f"{folder}/held-out.jsonl"
        pathlib.Path(held).write_text("".join(json.dumps(row) + "\n" for row in rows if row["source"] == source))
        evaluate = [arguments.themewise, "evaluate", "--labels", held, "--model", model, "--format", "json"]
        report = subprocess.run(evaluate, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(report)["mean_average_precision"]


if __name__ == "__main__":
    main()
