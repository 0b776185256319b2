"""Writes the names of countries, peoples, capitals, cities and leaders to src/features/names; see README.md."""
import argparse
import collections
import pathlib

import chinese
import english
import others
from product import ROOT
from sources import CODES, KINDS, excluded, listed


def main():
    arguments = parse_arguments()
    language = arguments.language
    names = listed(language, arguments.node_modules)
    if language == "english":
        rows = english.rows(names, excluded(language), arguments.corpus)
    elif language == "chinese":
        rows = chinese.rows(names, excluded(language), arguments.corpus)
    else:
        rows = others.rows(language, names, excluded(language), arguments.corpus)
    write(rows, arguments.output or ROOT / f"src/features/names/{language}.tsv")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", choices=CODES, default="english")
    parser.add_argument("--node-modules", type=pathlib.Path, required=True)
    parser.add_argument("--corpus", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--output", type=pathlib.Path)
    return parser.parse_args()


def write(rows, output):
    rows = sorted(rows, key=lambda row: (KINDS.index(row[0]), row[1]))
    with output.open("w", encoding="utf-8") as file:
        file.writelines(f"{kind}\t{name}\t{count}\n" for kind, name, count in rows)
    print(collections.Counter(kind for kind, *_ in rows))


if __name__ == "__main__":
    main()
