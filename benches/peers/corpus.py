#!/usr/bin/env python3
"""Writes the texts to classify and the labelled ones in the form that each system reads.

usage: corpus.py FILE MEGABYTES FOLDER

Writes FOLDER/plain.txt, one paragraph a line: the corpus once, and again and again in other orders, up to so many
megabytes; FOLDER/prepared.txt, the same as fastText wants it; and FOLDER/labels.txt to train fastText on.
A process of its own, so that the one that measures stays small.
"""
import gzip
import itertools
import json
import pathlib
import random
import re
import sys

LABELS = ("labels/paragraphs.jsonl", "labels/news-words.jsonl")


def main():
    corpus, megabytes, folder = sys.argv[1], float(sys.argv[2]), pathlib.Path(sys.argv[3])
    lines = list(paragraphs(corpus))
    with open(folder / "plain.txt", "wb") as plain, open(folder / "prepared.txt", "wb") as form:
        for line in repeated(lines):
            if plain.tell() >= megabytes * 1e6:
                break
            plain.write(line.encode() + b"\n")
            form.write(prepared(line).encode() + b"\n")
    with open(folder / "labels.txt", "w", encoding="utf-8") as file:
        for text, themes in labelled():
            file.write(" ".join([f"__label__{theme}" for theme in themes] + [prepared(text)]) + "\n")


def paragraphs(path):
    """The texts of JSON Lines, each on one line; a soft hyphen at its end would join it to the next."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for row in file:
            line = " ".join(json.loads(row)["text"].replace("\u00ad", "").split())
            if line:
                yield line


def repeated(lines):
    """The lines in their order, then endlessly in new random orders."""
    yield from lines
    for repetition in itertools.count(1):
        yield from random.Random(repetition).sample(lines, len(lines))


def prepared(text):
    """Lower case, and spaces around every punctuation mark."""
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


def labelled():
    """Text and themes of every labelled paragraph; counted words are repeated as often as they were counted."""
    for path in LABELS:
        with open(path, encoding="utf-8") as file:
            for row in map(json.loads, file):
                counts = row.get("words", {})
                yield row.get("text") or " ".join(w for w, n in counts.items() for _ in range(n)), row["themes"]


if __name__ == "__main__":
    main()
