"""Names in English."""
import collections
from typing import NamedTuple

from news import PIECE, occurrences, paragraphs, stem_of_each, texts_in
from sources import in_order

SHORTEST = 3
CAPITALISED = 0.9
# Occurrences that show how a word is written, and the least for a city.
ENOUGH, LEAST_OF_CITY = 5, 3
# A word in so many names belongs to none of them: "united", "islands", "port".
SHARED = 3


class Word(NamedTuple):
    """A word of a name."""

    kind: str
    text: str
    stem: str


def rows(names, excluded, paths):
    """The kind, name and number of paragraphs of each name."""
    texts = list(texts_in(paths))
    seen = occurrences(texts)
    words = distinctive(names, excluded, stem_of_each([word for _, name in names for word in PIECE.findall(name)], "en"))
    stems = stem_of_each(seen, "en")
    capitalised, counts = by_stem(seen, stems)
    kept = {}
    for word in words:
        share, enough = capitalised(word.stem), counts[word.stem] >= (LEAST_OF_CITY if word.kind == "city" else 0)
        if word.stem not in kept and share >= CAPITALISED and enough:
            kept[word.stem] = word
        elif word.stem not in kept:
            print(f"left out: {word.kind} {word.text}: {share:.2f} of {counts[word.stem]}")
    having = paragraphs(texts, stems, kept)
    return [(word.kind, word.text, having[word.stem]) for word in kept.values()]


def distinctive(names, excluded, stems):
    """First the words that alone are a name, then those of few longer names."""
    holders = collections.defaultdict(set)
    for _, name in names:
        for word in PIECE.findall(name.lower()):
            holders[word].add(name)
    alone = [pair for pair in names if PIECE.fullmatch(pair[1])]
    parts = [(kind, word) for kind, name in names for word in PIECE.findall(name) if len(word) >= SHORTEST and len(holders[word.lower()]) < SHARED]
    for kind, word in in_order(alone) + in_order(parts):
        if (stem := stems.get(word.lower())) and word.lower() not in excluded:
            yield Word(kind, word, stem)


def by_stem(seen, stems):
    """The share of capitalised occurrences of a stem, and their number."""
    capital, counts = collections.Counter(), collections.Counter()
    for word, count in seen.items():
        if stem := stems.get(word.lower()):
            counts[stem] += count
            capital[stem] += count if word[0].isupper() else 0
    share = lambda stem: capital[stem] / counts[stem] if counts[stem] >= ENOUGH else 1.0
    return share, counts
