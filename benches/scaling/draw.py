#!/usr/bin/env python3
"""Draws points.jsonl of `cargo bench --bench scaling`, and reuters.jsonl of external/training.py, as SVG.

usage: draw.py FOLDER
"""
import json
import pathlib
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.ticker import LogLocator

AXES = {
    "length": "words in a paragraph",
    "themes": "themes",
    "vocabulary": "stems the model knows",
    "threads": "threads",
}
BLUE, RED, GREEN, GREY = "#1f5fa8", "#b8442f", "#3b7d3b", "#777777"
# The training points of each line, its style and its name.
TRAINING = [
    ({"themes": 14}, "o-", BLUE, "generated, 14 themes, 3 fits"),
    ({"themes": 90}, "s-", RED, "generated, 90 themes, 3 fits"),
    ({"system": "themewise, terms alone"}, "^--", GREEN, "Reuters, 90 topics, 6 fits"),
    ({"system": "themewise, with stem vectors"}, "v--", GREEN, "Reuters, with stem vectors, 6 fits"),
    ({"system": "scikit-learn"}, "x:", GREY, "Reuters, scikit-learn, 1 fit"),
]


def main():
    folder = pathlib.Path(sys.argv[1])
    lines = [line for name in ("points", "reuters") for line in open(folder / f"{name}.jsonl", encoding="utf-8")]
    points = [json.loads(line) for line in lines]
    # Equal points give equal files.
    plt.rcParams.update({"svg.hashsalt": "themewise", "svg.fonttype": "none", "font.size": 9})
    plt.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})
    for curve, axis in AXES.items():
        speed([point for point in points if point["curve"] == curve], axis, f"{folder}/{curve}.svg")
    training = [point for point in points if point["curve"] in ("training", "reuters")]
    growth(training, "seconds", "seconds to train", f"{folder}/training-time.svg")
    growth(training, "peak_megabytes", "MB at most", f"{folder}/training-memory.svg")


def speed(points, axis, path):
    """Megabytes per second, and million words per second beside them."""
    x = [point["x"] for point in points]
    words = sum(point["words_per_second"] / point["megabytes_per_second"] for point in points) / len(points) / 1e6
    figure, left = chart(axis)
    left.plot(x, [point["megabytes_per_second"] for point in points], "o-", color=BLUE)
    left.set_ylabel("MB of text a second")
    left.set_ylim(0, 1.1 * max(point["megabytes_per_second"] for point in points))
    right = left.secondary_yaxis("right", functions=(lambda speed: speed * words, lambda speed: speed / words))
    right.set_ylabel("million words a second")
    ticks(left, x)
    save(figure, path)


def growth(points, field, axis, path):
    figure, axes = chart("labelled paragraphs")
    for wanted, style, color, label in TRAINING:
        line = [point for point in points if wanted.items() <= point.items()]
        axes.plot([point["x"] for point in line], [point[field] for point in line], style, color=color, label=label)
    axes.set_ylabel(axis)
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend(frameon=False, fontsize=8)
    ticks(axes, sorted({point["x"] for point in points if point["curve"] == "training"}))
    save(figure, path)


def chart(axis):
    figure, axes = plt.subplots(figsize=(5.6, 3.2), facecolor="white")
    axes.set_xlabel(axis)
    axes.grid(color="#e4e4e4", linewidth=0.6)
    return figure, axes


def ticks(axes, x):
    """A logarithmic axis with a tick at each measured point; linear if there are two."""
    if len(x) > 2:
        axes.set_xscale("log")
        axes.minorticks_off()
    axes.set_xticks(x, [short(value) for value in x])


def short(value):
    return f"{value // 1_000_000} M" if value >= 1_000_000 else f"{value // 1000} k" if value >= 1000 else str(value)


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
