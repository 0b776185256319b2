"""The program, the wheel, polars, DuckDB and Spark give equal labels and equal confidences, to the bit.

The paragraphs are 100,000 of real news where they are beside the repository, and 3,000 invented ones
elsewhere.
"""

from __future__ import annotations

import gzip
import itertools
import json
import random
import subprocess
from collections import Counter

import pytest
from conftest import REPOSITORY, TEXTS

import themewise

pa = pytest.importorskip("pyarrow")

CORPUS = REPOSITORY.parent / "shared" / "corpus" / "unlabelled.jsonl.gz"
COUNT = 100_000
ARTICLES = 2_000


@pytest.fixture(scope="module")
def texts() -> list[str]:
    if not CORPUS.exists():
        return invented(3_000)
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in itertools.islice(lines, COUNT)]


def invented(count: int) -> list[str]:
    """Paragraphs of sentences and words of the invented ones, in any order."""
    chance = random.Random(7)
    words = [word for text in TEXTS for word in text.split()]
    extras = [
        "😀",
        "Škoda",
        "cafe\u0301",
        "U.S.",
        "12.5 %",
        "“quoted”",
        "министр",
        "关税",
        "الحكومة",
        "l’État",
    ]
    paragraphs = []
    for _ in range(count):
        sentences = chance.sample(TEXTS, chance.randint(1, 3))
        mixed = " ".join(chance.choices(words + extras, k=chance.randint(0, 40)))
        paragraphs.append(" ".join([*sentences, mixed]).strip())
    return paragraphs


def rows_of_program(program, records, path, context="article") -> list[dict]:
    """What the program writes for records, a row for each paragraph."""
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    options = ["--quiet", "--all", "--format", "jsonl", "--context", context]
    done = subprocess.run([program, "classify", *options, path], capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def as_row(prediction: themewise.Prediction) -> dict:
    return {
        "labels": [tuple(label) for label in prediction.labels],
        "confidences": prediction.confidences,
        "novel": prediction.novelty if prediction.is_novel else None,
        "language": prediction.language,
    }


def as_program_row(row: dict) -> dict:
    return {
        "labels": [(label["theme"], label["confidence"]) for label in row["labels"]],
        "confidences": row["confidences"],
        "novel": row["novel"]["novelty"] if "novel" in row else None,
        "language": row.get("language"),
    }


def columns_of(predictions: list[themewise.Prediction], themes: list[str]) -> dict[str, list]:
    """The columns that score_batch gives, from predictions."""
    columns = {
        "themes": [prediction.themes for prediction in predictions],
        "confidences": [[label.confidence for label in found.labels] for found in predictions],
        "review": [[label.theme for label in found.review] for found in predictions],
        "novelty": [prediction.novelty for prediction in predictions],
        "language": [prediction.language for prediction in predictions],
    }
    confidences = [prediction.confidences for prediction in predictions]
    return columns | {theme: [found[theme] for found in confidences] for theme in themes}


@pytest.fixture(scope="module")
def alone(program, texts, tmp_path_factory):
    """Texts that are one paragraph for the program, and its rows."""
    path = tmp_path_factory.mktemp("alone") / "texts.jsonl"
    records = ({"id": str(number), "text": text} for number, text in enumerate(texts))
    rows = rows_of_program(program, records, path)
    paragraphs = Counter(row["id"] for row in rows)
    kept = [row for row in rows if paragraphs[row["id"]] == 1]
    assert len(kept) > 0.99 * len(texts)
    return [texts[int(row["id"])] for row in kept], kept


@pytest.fixture(scope="module")
def predictions(model, alone):
    return list(model.predict_many(alone[0]))


def test_the_program_and_the_wheel_agree(alone, predictions):
    for row, prediction in zip(alone[1], predictions, strict=True):
        assert as_row(prediction) == as_program_row(row), prediction.text


def test_pyarrow_agrees(model, alone, predictions):
    scores = pa.table(model.score_batch(pa.table({"text": alone[0]}), all=True, threads=2))
    assert scores.to_pydict() == columns_of(predictions, model.themes)


def test_polars_agrees(model, alone, predictions):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": alone[0]})
    scores = polars.DataFrame(model.score_batch(frame, all=True))
    assert scores.to_dict(as_series=False) == columns_of(predictions, model.themes)


def test_duckdb_agrees(model, alone, predictions):
    duckdb = pytest.importorskip("duckdb")
    rows = pa.table({"number": range(len(alone[0])), "text": alone[0]})  # noqa: F841
    relation = duckdb.sql("select text from rows order by number")
    scores = model.score_batch(relation, all=True)  # noqa: F841
    columns = duckdb.sql("select * from scores").to_arrow_table().to_pydict()
    assert columns == columns_of(predictions, model.themes)


def test_spark_agrees(session, model, alone, predictions):
    table = pa.table({"number": range(len(alone[0])), "text": alone[0]})
    rows = session.createDataFrame(table).repartition(4)
    scores = themewise.spark.score(rows, keep=["number"], all=True).toArrow()
    columns = scores.sort_by("number").drop_columns("number").to_pydict()
    assert columns == columns_of(predictions, model.themes)


def test_articles_in_spark_agree(session, model, articles):
    rows = [
        {"number": number, "place": place, "title": title, "text": text}
        for number, (title, paragraphs) in enumerate(articles)
        for place, text in enumerate(paragraphs)
    ]
    table = session.createDataFrame(pa.Table.from_pylist(rows)).repartition(4)
    options = {"document": "number", "title": "title", "order": "place", "all": True}
    scores = themewise.spark.score(table, "text", ["number", "place"], **options).toArrow()
    columns = scores.sort_by([("number", "ascending"), ("place", "ascending")]).to_pydict()
    in_articles = (model.predict_article(*article) for article in articles)
    predictions = [prediction for article in in_articles for prediction in article]
    expected = columns_of(predictions, model.themes)
    assert {name: columns[name] for name in expected} == expected


@pytest.fixture(scope="module")
def articles(texts):
    """Articles: a title, and paragraphs that follow each other in the corpus."""
    chance = random.Random(11)
    usable = iter(text for text in texts if "\n" not in text and text.strip())
    made = []
    for number, start in enumerate(usable):
        paragraphs = list(itertools.islice(usable, chance.randint(1, 9)))
        title = " ".join(start.split()[:9])
        if number == ARTICLES or not paragraphs:
            break
        if title != paragraphs[0]:
            made.append((title, paragraphs))
    return made


@pytest.mark.parametrize("context", ["article", "paragraph", "none"])
def test_articles_agree(program, model, articles, context, tmp_path):
    records = [
        {"id": str(number), "title": title, "text": paragraphs}
        for number, (title, paragraphs) in enumerate(articles)
    ]
    rows = rows_of_program(program, records, tmp_path / "articles.jsonl", context)
    found = Counter(row["id"] for row in rows)
    same = [at for at, (_, paragraphs) in enumerate(articles) if found[str(at)] == len(paragraphs)]
    assert len(same) > 0.98 * len(articles)
    theirs = [as_program_row(row) for row in rows if int(row["id"]) in set(same)]
    chosen = model.with_options(context=context)
    in_wheel = [chosen.predict_article(*articles[at]) for at in same]
    ours = [as_row(prediction) for article in in_wheel for prediction in article]
    assert ours == theirs
    assert in_table(chosen, [articles[at] for at in same]) == [
        (prediction.themes, prediction.confidences)
        for article in in_wheel
        for prediction in article
    ]


def in_table(model, articles) -> list[tuple[list[str], dict[str, float]]]:
    """The themes and confidences of articles in a table with a column of documents."""
    rows = [
        {"document": str(number), "title": title, "text": text}
        for number, (title, paragraphs) in enumerate(articles)
        for text in paragraphs
    ]
    table = pa.Table.from_pylist(rows)
    scores = model.score_batch(table, "text", "document", "title", threads=2, all=True).to_pydict()
    confidences = zip(*(scores[theme] for theme in model.themes), strict=True)
    given = (dict(zip(model.themes, row, strict=True)) for row in confidences)
    return list(zip(scores["themes"], given, strict=True))


def test_files_agree(program, model, articles, tmp_path):
    records = [
        {"id": str(number), "title": title, "text": paragraphs}
        for number, (title, paragraphs) in enumerate(articles[:500])
    ]
    path = tmp_path / "articles.jsonl"
    rows = rows_of_program(program, records, path)
    read = pa.table(model.read(path)).to_pylist()
    assert len(read) == len(rows)
    for ours, theirs in zip(read, rows, strict=True):
        assert ours["themes"] == [label["theme"] for label in theirs["labels"]]
        assert ours["confidences"] == [label["confidence"] for label in theirs["labels"]]
        for name in ("file", "id", "paragraph", "line", "start", "end", "text"):
            assert ours[name] == theirs[name], name
        assert ours["language"] == theirs.get("language")
