"""The news to learn from, without the paragraphs of evaluation sets."""
import collections
import gzip
import hashlib
import json
import re

WORD = re.compile(r"\w+")
RUN = 8
# A word, as the label files count it.
PIECE = re.compile(r"[^\W_]+")
# Shares of distinct words above which two paragraphs are near-duplicates, as in the product, or one is part of the other.
LIKE, PART, SHORT = 0.6, 0.8, 10
# The number of its rarest words by which a paragraph is looked up.
RAREST = 8


def read(paths, excluded):
    """The text of each line, except those that share eight words in a row with a text of the `excluded` files."""
    known = {run for other in excluded for text in texts(other) for run in runs(text)}
    return [text for path in paths for text in texts(path) if known.isdisjoint(runs(text))]


def hashes(paths):
    """The SHA-256 of each file when decompressed."""
    return ", ".join(hashlib.sha256(gzip.open(path).read()).hexdigest() for path in paths)


def texts(path):
    """The text of each line, or the texts of its paragraphs."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    return [paragraph["text"] for line in lines for paragraph in line.get("paragraphs", [line])]


def runs(text):
    found = WORD.findall(text.lower())
    return {" ".join(found[start : start + RUN]) for start in range(len(found) - RUN + 1)}


def unlike(texts, labelled):
    """The places of the texts that are not near-duplicates of a labelled paragraph.

    The model learns the texts by heart from the teacher. A labelled paragraph among them would be known in the very fold
    that should be new to it. Many labelled paragraphs are only word counts, so runs of words cannot find them.
    """
    bags = [words(paragraph) for paragraph in labelled]
    frequencies = collections.Counter(word for bag in bags for word in bag)
    holders = collections.defaultdict(list)
    for place, bag in enumerate(bags):
        for word in sorted(bag, key=lambda word: (frequencies[word], word))[:RAREST]:
            holders[word].append(place)
    return [place for place, text in enumerate(texts) if not is_like(words({"text": text}), bags, holders)]


def is_like(bag, bags, holders):
    """Whether a bag shares most words of the larger, or nearly all of the smaller, with a bag that has a rare word of it."""
    for place in {place for word in bag for place in holders.get(word, ())}:
        shared = len(bag & bags[place])
        smaller, larger = sorted((len(bag), len(bags[place])))
        if shared >= LIKE * larger or shared >= PART * smaller >= PART * SHORT:
            return True
    return False


def words(paragraph):
    """The distinct words of a paragraph, in lower case."""
    return frozenset(paragraph.get("words") or PIECE.findall(paragraph["text"].lower()))
