#!/usr/bin/env python3
"""Write what a teacher sees: a sentence transformer's embeddings of paragraphs, and the news to learn from.

usage: embeddings.py --corpus NEWS.jsonl.gz... [--exclude EVALUATION.jsonl]... --labels LABELS.jsonl... [--cache FOLDER]

Writes FOLDER/corpus.jsonl.gz, the paragraphs of NEWS except those that share eight words in a row with a text of
EVALUATION or are near-duplicates of a labelled paragraph, and FOLDER/embeddings.safetensors, the embeddings of these and of
the labelled paragraphs, for `themewise train --unlabelled FOLDER/corpus.jsonl.gz --embeddings
FOLDER/embeddings.safetensors`. The key of a paragraph is computed from its content, so that any part of the labels finds
its embeddings. A paragraph kept as word counts is embedded as its words in random order.
"""
import argparse
import gzip
import hashlib
import json
import pathlib
import random

import numpy as np
from safetensors.numpy import save

import corpus
import distill
import teacher

FIXTURE = [
    {"text": "Tariffs on steel"},
    {"text": " Škoda’s “naïve” plan\u00a0…\n"},
    {"words": {"war": 2, "Škoda": 1, "naïve": 1, "talks": 3, "Z": 1}},
    {"words": {"𝒵": 1, "\uff21": 1, "a": 1, "a b": 1}},
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--corpus", type=pathlib.Path, nargs="+", required=True)
    arguments.add_argument("--exclude", type=pathlib.Path, action="append", default=[])
    arguments.add_argument("--labels", type=pathlib.Path, nargs="+", required=True)
    arguments.add_argument("--cache", type=pathlib.Path, default="target/distill")
    arguments.add_argument("--fixture", type=pathlib.Path, default="tests/data/paragraph-keys.jsonl")
    arguments = arguments.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)

    labelled = [json.loads(line) for path in arguments.labels for line in path.read_text(encoding="utf-8").splitlines()]
    texts = corpus.read(arguments.corpus, arguments.exclude)
    kept = corpus.unlike(texts, labelled)
    print(f"{len(kept)} of {len(texts)} paragraphs to learn from, {len(labelled)} labelled ones")
    # All texts are embedded, so that the cache equals that of distill.py.
    of_news = teacher.embed(texts, arguments.cache / "paragraphs")[kept]
    of_labelled = teacher.embed([spoken(paragraph) for paragraph in labelled], arguments.cache / "paragraphs")
    news = [{"text": texts[place]} for place in kept]
    write_lines(arguments.cache / "corpus.jsonl.gz", news)
    keys = [key(paragraph) for paragraph in news + labelled]
    output = arguments.cache / "embeddings.safetensors"
    output.write_bytes(file(keys, np.vstack([of_news, of_labelled]), provenance(arguments)))
    fixture = [paragraph | {"key": f"{key(paragraph):016x}"} for paragraph in FIXTURE]
    arguments.fixture.write_text("".join(json.dumps(line) + "\n" for line in fixture), encoding="utf-8")


def write_lines(path, lines):
    """JSON Lines, compressed; equal lines give equal bytes."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def key(paragraph):
    """The key of a paragraph: the first eight bytes of the SHA-256 of its text, or of its words and their counts."""
    said = paragraph.get("text")
    if said is None:
        said = "".join(f"{word}\t{count}\n" for word, count in sorted(paragraph["words"].items()))
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big")


def spoken(paragraph):
    """The text of a paragraph, or its words in a random order that is always the same."""
    if "text" in paragraph:
        return paragraph["text"]
    words = [word for word, count in sorted(paragraph["words"].items()) for _ in range(count)]
    random.Random(key(paragraph)).shuffle(words)
    return " ".join(words)


def file(keys, embeddings, provenance):
    """The bytes of a file of embeddings minus their mean, in the order of their keys, one byte per dimension."""
    keys, places = np.unique(np.array(keys, np.uint64), return_index=True)
    scales, rows = distill.quantized(embeddings[places] - embeddings[places].mean(axis=0))
    manifest = {"format": 1, "provenance": provenance}
    tensors = {"keys": keys, "scales": scales, "vectors": rows}
    return save(tensors, {"themewise": json.dumps(manifest)})


def provenance(arguments):
    return {
        "teacher": teacher.provenance(),
        "corpus_sha256": corpus.hashes(arguments.corpus),
        "excluded": ", ".join(f"sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in arguments.exclude),
        "recipe": "models/distill",
    }


if __name__ == "__main__":
    main()
