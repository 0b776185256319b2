"""The words of news in languages with spaces between words, and their stems."""
import collections
import gzip
import json
import re

from product import stems_of

PIECE = re.compile(r"[^\W\d_]+")
# What stands before a word that does not begin a sentence: a word or a comma, and a space.
INSIDE = re.compile(r"[\w,;’'] $")


def texts_in(paths):
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            yield from (json.loads(line)["text"] for line in file)


def occurrences(texts):
    """How often each word is written as it is inside of sentences, by its exact spelling."""
    seen = collections.Counter()
    for text in texts:
        for found in PIECE.finditer(text):
            if INSIDE.search(text, max(0, found.start() - 2), found.start()):
                seen[found.group()] += 1
    return seen


def stem_of_each(words, code):
    """The stem of each distinct word that has exactly one, by the word in lower case."""
    words = sorted({word.lower() for word in words})
    return {word: found[0] for word, found in zip(words, stems_of(words, code)) if len(found) == 1}


def paragraphs(texts, stems, kept):
    """The number of paragraphs that have each kept stem."""
    having = collections.Counter()
    for text in texts:
        having.update({stem for word in PIECE.findall(text) if (stem := stems.get(word.lower())) in kept})
    return having
