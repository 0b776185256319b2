#!/usr/bin/env python3
"""Distil a multilingual sentence encoder into stem vectors of several languages in one space.

usage: space.py --corpus en=NEWS.jsonl.gz fr=NOUVELLES.jsonl.gz … [--themewise PROGRAM] [--cache FOLDER]

Run rarely, never to build or use the product. Each file has one paragraph per line, {"text": ...}. Writes
models/space/CODE.safetensors for every language. Embeddings are cached, so that an interrupted run resumes where it
stopped. README.md says what was run, on what, and how long it took.
"""
import argparse
import collections
import json
import pathlib
import random
import subprocess
from typing import NamedTuple

import numpy as np
from safetensors.numpy import save
from sklearn.cluster import MiniBatchKMeans

import blocks
import corpus
import multilingual
from words import LONGEST, WORD

DIMENSIONS = 192
# The most stems of a language; Chinese, German and Russian have more words.
STEMS = {"zh": 20_000, "de": 20_000, "ru": 18_000, "ar": 16_000}
OTHER_STEMS = 14_000
LEAST_PARAGRAPHS = 3
PARAGRAPHS = 36_000
IDF_POWER = 1.5
FORMS_OF_A_STEM = 3
WORDS = 30_000
# The fewest letters of a known stem that stands for an unknown word beginning with it, as in the product.
SHORTEST_PART = {"de": 5, "uk": 5}
# The names and versions of the product's stemmers; it rejects a file that states others.
STEMMERS = {
    "ar": ("arabic/rust-stemmers", "1.2"),
    "de": ("german/rust-stemmers", "1.2"),
    "en": ("english/rust-stemmers", "1.2+1"),
    "es": ("spanish/rust-stemmers", "1.2"),
    "fr": ("french/rust-stemmers", "1.2"),
    "pt": ("portuguese/rust-stemmers", "1.2"),
    "ru": ("russian/rust-stemmers", "1.2"),
    "uk": ("ukrainian/frostem", "2.20261016.1"),
    "zh": ("chinese/simplified characters", "1"),
}
REGIONS, SEEDS, SHARPNESS = 256, range(2), 1 / 0.03
# The spread of the meaning, relative to that of the regions.
MEANING = 0.7
# Paragraphs of each language from which the common directions are found.
SAMPLE = 5_000
# Paragraphs of each language for which the encoder is quantised.
QUANTISED = 40
RIDGE_OF_WORDS = 10


class Language(NamedTuple):
    """What is known of a language."""

    code: str
    table: list
    counts: object
    # Of the paragraphs, centred and of the spread of English; and of the stems.
    embeddings: np.ndarray
    words: np.ndarray
    weights: np.ndarray


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--corpus", nargs="+", required=True, metavar="CODE=FILE")
    arguments.add_argument("--themewise", default="target/release/themewise")
    arguments.add_argument("--cache", type=pathlib.Path, default="target/distill")
    arguments.add_argument("--output", type=pathlib.Path, default="models/space")
    arguments = arguments.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    files = dict(pair.split("=", 1) for pair in arguments.corpus)
    texts = {code: shuffled(pathlib.Path(file)) for code, file in files.items()}
    encoder = multilingual.Encoder([text for each in texts.values() for text in each[:QUANTISED]])
    read = {code: paragraphs_of(code, each, encoder, arguments) for code, each in texts.items()}
    write_all(distilled(read), arguments.output, {code: corpus.hashes([pathlib.Path(f)]) for code, f in files.items()})


def shuffled(file):
    texts = corpus.texts(file)
    random.Random(7).shuffle(texts)
    return texts[:PARAGRAPHS]


def paragraphs_of(code, texts, encoder, arguments):
    """The stems and embeddings of a language's paragraphs, and its words with their embeddings."""
    stems = stems_of(texts, code, arguments)
    listed = words_of(texts, stems, code, arguments)
    of_words = encoder.embed_in_parts([word for word, _, _ in listed], arguments.cache / f"{code}-words")
    return stems, encoder.embed_in_parts(texts, arguments.cache / code), listed, of_words


def stems_of(texts, code, arguments):
    """The stems of each text, from the product itself, so that the two cannot disagree."""
    lines = arguments.cache / "texts.jsonl"
    lines.write_text("".join(json.dumps({"text": " ".join(text.split())}) + "\n" for text in texts), encoding="utf-8")
    command = [arguments.themewise, "stems", "--language", code, lines]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line)["stems"] for line in run.stdout.splitlines()]


def words_of(texts, stems, code, arguments):
    """The most frequent words with their stem and count, at most three forms of each stem."""
    if code == "zh":
        seen = collections.Counter(stem for paragraph in stems for stem in set(paragraph))
        return [(stem, stem, count) for stem, count in seen.most_common(WORDS)]
    seen = collections.Counter(word for text in texts for word in WORD.findall(text.lower()))
    listed = [word for word, count in seen.most_common(2 * WORDS) if count >= LEAST_PARAGRAPHS and len(word) < LONGEST]
    forms, kept = collections.Counter(), []
    for word, found in zip(listed, stems_of(listed, code, arguments)):
        if len(found) == 1 and forms[found[0]] < FORMS_OF_A_STEM:
            forms[found[0]] += 1
            kept.append((word, found[0], seen[word]))
    return kept[:WORDS]


def distilled(read):
    """The table of stems, weights, vectors and mean of each language, from what `paragraphs_of` returns."""
    spread = read["en"][1].std() * np.sqrt(read["en"][1].shape[1])
    languages = [language(code, *parts, spread) for code, parts in read.items()]
    lengths = blocks.principal(sample(languages, 4_000), 128)
    languages = [weighed(one, lengths) for one in languages]
    centres = clusters(sample(languages, 4_000))
    directions = common_directions(languages, centres)
    fitted = [fit(rows(one), targets(one.embeddings, centres) @ directions, one.words, 12) for one in languages]
    sums = [rows(one) @ vectors for one, vectors in zip(languages, fitted)]
    scale = np.sqrt(np.mean(np.concatenate([(blocks.centred(each) ** 2).sum(axis=1) for each in sums])))
    return [(one, vectors / scale, each.mean(axis=0) / scale) for one, vectors, each in zip(languages, fitted, sums)]


def language(code, stems, embeddings, listed, of_words, spread):
    """Counts, and embeddings relative to the mean of the language and in units of the spread of English."""
    table = table_of(code, stems)
    counts = blocks.counts(with_beginnings(stems, table, SHORTEST_PART.get(code)), table)
    centred = ((embeddings - embeddings.mean(axis=0)) / spread * 8).astype(np.float32)
    rarity = (blocks.idf(counts) ** IDF_POWER).astype(np.float32)
    return Language(code, table, counts, centred, word_vectors(table, listed, of_words), rarity)


def table_of(code, stems):
    """The most frequent stems, in the order of their bytes."""
    seen = collections.Counter(stem for paragraph in stems for stem in set(paragraph))
    kept = [stem for stem, count in seen.most_common(STEMS.get(code, OTHER_STEMS)) if count >= LEAST_PARAGRAPHS]
    return sorted(kept, key=str.encode)


def with_beginnings(paragraphs, table, shortest):
    """The paragraphs, with the longest known stem that begins an unknown one in place of it."""
    if shortest is None:
        return paragraphs
    known, found = set(table), {}

    def part(stem):
        if stem not in found:
            beginnings = (stem[:end] for end in range(len(stem), shortest - 1, -1))
            found[stem] = next((beginning for beginning in beginnings if beginning in known), stem)
        return found[stem]

    return [[part(stem) for stem in paragraph] for paragraph in paragraphs]


def word_vectors(table, listed, embeddings):
    """Embeddings of words minus their mean, averaged into stems by the square root of frequency, of unit length."""
    shares = np.sqrt([count for _, _, count in listed], dtype=np.float32)[:, None]
    centred = (embeddings - (embeddings * shares).sum(axis=0) / shares.sum()) * shares
    places = {stem: place for place, stem in enumerate(table)}
    inside = [row for row, (_, stem, _) in enumerate(listed) if stem in places]
    sums = np.zeros((len(table), embeddings.shape[1]), np.float32)
    np.add.at(sums, [places[listed[row][1]] for row in inside], centred[inside])
    return blocks.unit(sums)


def weighed(one, directions):
    """The language with weights: rarity times how much a stem changes the meaning."""
    meaning = fit(rows(one), one.embeddings @ directions, one.words, 10)
    return one._replace(weights=blocks.weights(one.weights, meaning))


def rows(one, size=None):
    counts = one.counts[:size]
    return blocks.rows(counts, one.weights, blocks.idf_of_unseen(one.counts.shape[0]) ** IDF_POWER)


def fit(rows, targets, words, steps):
    """Ridge regression of targets towards a linear map of the words' embeddings."""
    sums = blocks.centred(rows @ words)
    inner = sums.T @ sums + RIDGE_OF_WORDS * np.eye(words.shape[1], dtype=np.float32)
    start = words @ np.linalg.solve(inner, sums.T @ blocks.centred(targets))
    return blocks.regressed(rows, targets.astype(np.float32), start.astype(np.float32), steps)


def sample(languages, size):
    return np.vstack([one.embeddings[:size] for one in languages])


def clusters(embeddings):
    """The centres of regions of meaning, which all languages have in common."""
    directions = blocks.unit(embeddings)
    settings = {"batch_size": 4096, "n_init": 1, "max_iter": 40}
    found = (MiniBatchKMeans(REGIONS, random_state=seed, **settings).fit(directions) for seed in SEEDS)
    return [blocks.unit(clustering.cluster_centers_) for clustering in found]


def targets(embeddings, centres):
    """The embedding of each paragraph, and the square root of its share in each region."""
    directions, parts = blocks.unit(embeddings), [embeddings]
    for centre in centres:
        nearness = directions @ centre.T * SHARPNESS
        shares = np.exp(nearness - nearness.max(axis=1, keepdims=True))
        parts.append(np.sqrt(shares / shares.sum(axis=1, keepdims=True)))
    return np.hstack(parts).astype(np.float32)


def common_directions(languages, centres):
    """The directions of largest variance of what words can tell of the targets, in all languages together."""
    meaning = languages[0].embeddings.shape[1]
    told = []
    for one in languages:
        part = rows(one, SAMPLE)
        vectors = fit(part, targets(one.embeddings[:SAMPLE], centres), one.words, 8)
        told.append(blocks.centred(part @ vectors))
    spread = [np.sqrt(np.mean(np.concatenate([(each[:, of] ** 2).sum(axis=1) for each in told])))
              for of in (slice(None, meaning), slice(meaning, None))]
    factors = np.ones(told[0].shape[1], np.float32) / spread[1]
    factors[:meaning] = MEANING / spread[0]
    variances = sum((each * factors).T @ (each * factors) / len(each) for each in told)
    order, directions = np.linalg.eigh(variances.astype(np.float64))
    return factors[:, None] * directions[:, np.argsort(-order)[:DIMENSIONS]].astype(np.float32)


def write_all(tables, output, hashes):
    output.mkdir(parents=True, exist_ok=True)
    for one, vectors, mean in tables:
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-4) / 7
        tensors = {
            "stems": np.frombuffer("\n".join(one.table).encode(), dtype=np.uint8),
            "weights": one.weights.astype(np.float32),
            "scales": scales.astype(np.float32),
            "halves": halves(np.rint(vectors / scales[:, None]).astype(np.int8)),
            "mean": mean.astype(np.float32),
        }
        (output / f"{one.code}.safetensors").write_bytes(save(tensors, {"themewise": json.dumps(manifest(one, hashes))}))


def halves(values):
    """Values from -7 to 7 in four bits each, two dimensions in a byte."""
    raised = (values + 8).astype(np.uint8)
    return raised[:, 0::2] | raised[:, 1::2] << 4


def manifest(one, hashes):
    return {
        "format": 1,
        "language": one.code,
        "stemmer": dict(zip(("name", "version"), STEMMERS[one.code])),
        "paragraphs": one.counts.shape[0],
        "idf_power": IDF_POWER,
        "provenance": {
            "teacher": multilingual.provenance(),
            "corpus_sha256": hashes[one.code],
            "recipe": "models/distill/space.py",
        },
    }


if __name__ == "__main__":
    main()
