#!/usr/bin/env python3
"""Distil a sentence transformer into a table of stems: a weight and a vector each.

usage: distill.py --corpus NEWS.jsonl.gz... [--exclude EVALUATION.jsonl]... [--themewise PROGRAM] [--cache FOLDER]

Run rarely, never to build or use the product. NEWS has one paragraph per line, {"text": ...}. Paragraphs that share eight
words in a row with a text of EVALUATION are left out. Embeddings are cached, so that an interrupted run resumes where it
stopped. README.md says what was run, on what, and how long it took.
"""
import argparse
import hashlib
import importlib.metadata
import json
import pathlib
import subprocess

import numpy as np
from safetensors.numpy import save

import blocks
import corpus
import teacher
import words

STEMS = 30_000
DIMENSIONS = 384
IDF_POWER = 1.5
# The spread of the meaning block, relative to that of the regions.
MEANING = 0.7


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--corpus", type=pathlib.Path, nargs="+", required=True)
    arguments.add_argument("--exclude", type=pathlib.Path, action="append", default=[])
    arguments.add_argument("--themewise", default="target/release/themewise")
    arguments.add_argument("--cache", type=pathlib.Path, default="target/distill")
    arguments.add_argument("--output", type=pathlib.Path, default="models/stem-vectors.safetensors")
    arguments.add_argument("--fixture", type=pathlib.Path, default="tests/data/stem-vectors.jsonl")
    arguments = arguments.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)

    texts = corpus.read(arguments.corpus, arguments.exclude)
    print(f"{len(texts)} paragraphs")
    paragraphs = stems_of(texts, arguments)
    listed = words.frequent(texts, lambda found: stems_of(found, arguments))
    of_words = teacher.embed([word.text for word in listed], arguments.cache / "words")
    of_paragraphs = teacher.embed(texts, arguments.cache / "paragraphs")

    table = words.table(listed, STEMS)
    weights, vectors = distilled(table, listed, of_words, paragraphs, of_paragraphs)
    scales, rows = quantized(vectors)
    write(arguments, table, weights, scales, rows, len(texts))
    write_fixture(arguments, table, weights, scales[:, None] * rows, unseen_weight(len(texts)))


def stems_of(texts, arguments):
    """The stems of each text, from the product itself, so that the two cannot disagree."""
    lines = arguments.cache / "texts.jsonl"
    lines.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    run = subprocess.run([arguments.themewise, "stems", lines], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line)["stems"] for line in run.stdout.splitlines()]


def distilled(table, listed, of_words, paragraphs, of_paragraphs):
    """The weights and vectors of the table's stems."""
    counts = blocks.counts(paragraphs, table)
    idf = blocks.idf(counts)
    start = blocks.word_block(table, listed, of_words, DIMENSIONS)
    # First with plain idf: the length of a stem's vector is how much it changes the meaning.
    rows = blocks.rows(counts, idf, blocks.idf_of_unseen(len(paragraphs)))
    meaning = blocks.meaning_block(rows, of_paragraphs, start, DIMENSIONS)
    weights = blocks.weights(idf**IDF_POWER, meaning)
    # Then again with the resulting weights, together with the regions of meaning.
    rows = blocks.rows(counts, weights, unseen_weight(len(paragraphs)))
    meaning = blocks.meaning_block(rows, of_paragraphs, start, DIMENSIONS)
    regions = blocks.region_blocks(rows, of_paragraphs)
    return weights, blocks.joined(rows, [(meaning, MEANING), (regions, 1.0)], DIMENSIONS)


def unseen_weight(paragraphs):
    return blocks.idf_of_unseen(paragraphs) ** IDF_POWER


def quantized(vectors):
    """One byte per dimension and a scale per row."""
    scales = np.maximum(np.abs(vectors).max(axis=1) / 127, 1e-6).astype(np.float32)
    return scales, np.rint(vectors / scales[:, None]).astype(np.int8)


def write(arguments, table, weights, scales, rows, paragraphs):
    manifest = {
        "format": 1,
        "language": "en",
        "stemmer": stemmer(arguments),
        "paragraphs": paragraphs,
        "idf_power": IDF_POWER,
        "provenance": provenance(arguments),
    }
    tensors = {
        "stems": np.frombuffer("\n".join(table).encode(), dtype=np.uint8),
        "weights": weights,
        "scales": scales,
        "vectors": rows,
    }
    arguments.output.write_bytes(save(tensors, {"themewise": json.dumps(manifest)}))


def stemmer(arguments):
    """The name and version of the product's stemmer."""
    run = subprocess.run([arguments.themewise, "inspect"], stdout=subprocess.PIPE, text=True, check=True)
    line = next(line for line in run.stdout.splitlines() if line.startswith("stemmer"))
    _, name, version = line.split()
    return {"name": name, "version": version}


def provenance(arguments):
    return {
        "teacher": teacher.provenance(),
        "words": f"wordfreq {importlib.metadata.version('wordfreq')} (data CC BY-SA 4.0) and the corpus",
        "corpus_sha256": corpus.hashes(arguments.corpus),
        "excluded": ", ".join(f"sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in arguments.exclude),
        "recipe": "models/distill",
    }


def write_fixture(arguments, table, weights, vectors, unseen):
    """Paragraphs and their vectors as computed here, for the product's test."""
    lines = pathlib.Path("tests/data/article.txt").read_text(encoding="utf-8").splitlines()
    texts = [line for line in lines if len(line) > 80]
    counts = blocks.counts(stems_of(texts, arguments), table)
    sums = blocks.rows(counts, weights, unseen) @ vectors
    fixture = [{"text": text, "vector": [round(float(x), 6) for x in row]} for text, row in zip(texts, sums)]
    arguments.fixture.write_text("".join(json.dumps(line) + "\n" for line in fixture), encoding="utf-8")


if __name__ == "__main__":
    main()
