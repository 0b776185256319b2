"""Which words are embedded, and which stems get into the table."""
import collections
import re
from typing import NamedTuple

import wordfreq

WORD = re.compile(r"[^\W\d_][\w’'-]*")
LISTED = 60_000
LEAST_IN_CORPUS = 5
LONGEST = 40


class Word(NamedTuple):
    """A word as people write it, its stem, and its share of all words."""

    text: str
    stem: str
    frequency: float


def frequent(texts, stems_of):
    """The words that are frequent in English or in the corpus."""
    seen = collections.Counter(word for text in texts for word in WORD.findall(text.lower()))
    total = seen.total()
    listed = [word for word in wordfreq.top_n_list("en", LISTED) if WORD.fullmatch(word)]
    known = set(listed)
    listed += [
        word
        for word, count in seen.most_common()
        if count >= LEAST_IN_CORPUS and word not in known and len(word) < LONGEST
    ]
    return [
        Word(word, stems[0], max(wordfreq.word_frequency(word, "en"), seen[word] / total))
        for word, stems in zip(listed, stems_of(listed))
        if len(stems) == 1
    ]


def table(listed, size):
    """The most frequent stems, in the order of their bytes."""
    frequencies = collections.Counter()
    for word in listed:
        frequencies[word.stem] += word.frequency
    kept = sorted(frequencies, key=lambda stem: (-frequencies[stem], stem))[:size]
    return sorted(kept, key=str.encode)
