#!/usr/bin/env python3
"""Write the rows that rivals learn from and are measured on: each paragraph alone, and with its title and the one before.

usage: rivals.py --labels LABELS.jsonl... --articles ARTICLES.jsonl --output FOLDER

Rows are {"id", "themes", "text" or "words"}, for any classifier of texts. LABELS are label files of this project;
ARTICLES is a file for articles.py. Writes FOLDER/train-alone.jsonl, train-with-article.jsonl, test-alone.jsonl and
test-with-article.jsonl. Themes are those that a reader of the article sees.
"""
import argparse
import collections
import json
import pathlib


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--labels", type=pathlib.Path, nargs="+", required=True)
    arguments.add_argument("--articles", type=pathlib.Path, required=True)
    arguments.add_argument("--output", type=pathlib.Path, required=True)
    arguments = arguments.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)

    labels = [row for path in arguments.labels for row in lines(path)]
    places = {(row["document"], row["paragraph"]): row for row in labels if "document" in row}
    labelled = [row for row in labels if "themes" in row]
    write(arguments.output / "train-alone.jsonl", labelled)
    write(arguments.output / "train-with-article.jsonl", [row | around(row, places) for row in labelled])
    write(arguments.output / "test-alone.jsonl", [row for row, _ in paragraphs(arguments.articles)])
    write(arguments.output / "test-with-article.jsonl", [row | {"text": text} for row, text in paragraphs(arguments.articles)])


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path, rows):
    kept = ({key: row[key] for key in ("id", "themes", "text", "words") if key in row} for row in rows)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")


def around(row, places):
    """The words of a paragraph of an article with those of its title and of the paragraph before."""
    if "document" not in row or "words" not in row:
        return {}
    others = {0, row["paragraph"] - 1} - {row["paragraph"]}
    found = [places.get((row["document"], place), {}).get("words", {}) for place in others]
    return {"words": sum(map(collections.Counter, [row["words"], *found]), collections.Counter())}


def paragraphs(path):
    """Each paragraph of the articles, and its text with that of the title and of the paragraph before."""
    for article in lines(path):
        before = None
        for number, paragraph in enumerate(article["paragraphs"], start=1):
            text = "\n".join(part for part in (article["title"], before, paragraph["text"]) if part)
            yield paragraph | {"id": f"{article['id']}.{number}"}, text
            before = paragraph["text"]


if __name__ == "__main__":
    main()
