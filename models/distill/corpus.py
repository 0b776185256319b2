"""The news to learn from, without what others are to be measured on."""
import collections
import gzip
import json
import re

WORD = re.compile(r"\w+")
RUN = 8
# A word as the label files count it.
PIECE = re.compile(r"[^\W_]+")
# Shares of distinct words that make two paragraphs alike, as in the product, or one a part of the other.
LIKE, PART, SHORT = 0.6, 0.8, 10
# By how many of its rarest words a paragraph is looked up.
RAREST = 8


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


def unlike(texts, labelled):
    """The places of the texts none of whose words are nearly those of a labelled paragraph.

    What the teacher sees of a text its pupil learns by heart: a labelled paragraph among the texts would be known in the
    very folds that should be new to it. Of many labelled ones only the words are known, so that runs of words can not tell.
    """
    bags = [words(paragraph) for paragraph in labelled]
    frequencies = collections.Counter(word for bag in bags for word in bag)
    holders = collections.defaultdict(list)
    for place, bag in enumerate(bags):
        for word in sorted(bag, key=lambda word: (frequencies[word], word))[:RAREST]:
            holders[word].append(place)
    return [place for place, text in enumerate(texts) if not is_like(words({"text": text}), bags, holders)]


def is_like(bag, bags, holders):
    """Whether a bag has most words of the larger, or nearly all of the smaller, of itself and one that shares a rare word."""
    for place in {place for word in bag for place in holders.get(word, ())}:
        shared = len(bag & bags[place])
        smaller, larger = sorted((len(bag), len(bags[place])))
        if shared >= LIKE * larger or shared >= PART * smaller >= PART * SHORT:
            return True
    return False


def words(paragraph):
    """The different words of a paragraph in lower case."""
    return frozenset(paragraph.get("words") or PIECE.findall(paragraph["text"].lower()))
