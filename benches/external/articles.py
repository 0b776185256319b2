#!/usr/bin/env python3
"""Turn articles with a list of paragraphs into label rows, one per paragraph.

usage: articles.py ARTICLES.jsonl > labels.jsonl

A line of ARTICLES is {"id", "source", "title", "paragraphs": [{"text", "themes", "unknown", "alone", "alone_unknown"}]}:
`themes` as a reader of the article judges, `alone` as the paragraph is judged by itself. The rows are for
`themewise evaluate --labels`.
"""
import json
import pathlib
import sys


def main():
    path = pathlib.Path(sys.argv[1])
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        place = {"document": article["id"], "source": article["source"]}
        print(json.dumps({"id": f"{article['id']}.0", "paragraph": 0, "text": article["title"]} | place))
        for number, paragraph in enumerate(article["paragraphs"], start=1):
            print(json.dumps({"id": f"{article['id']}.{number}", "paragraph": number} | paragraph | place))


if __name__ == "__main__":
    main()
