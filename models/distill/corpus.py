"""The news to learn from, without what others are to be measured on."""
import gzip
import json
import re

WORD = re.compile(r"\w+")
RUN = 8


def read(path, excluded):
    """The text of each line, but for those that share eight words in a row with a text of the `excluded` files."""
    known = {run for other in excluded for text in texts(other) for run in runs(text)}
    return [text for text in texts(path) if known.isdisjoint(runs(text))]


def texts(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def runs(text):
    found = WORD.findall(text.lower())
    return {" ".join(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}
