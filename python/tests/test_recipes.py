"""How themewise is used with other packages, each in about ten lines."""

from __future__ import annotations

import pytest
from conftest import TEXTS

pa = pytest.importorskip("pyarrow")

# The texts have one theme each, except the third, which is about a market.
THEMES = 9


def test_polars_counts_themes(model):
    pl = pytest.importorskip("polars")
    articles = pl.DataFrame({"id": range(len(TEXTS)), "text": TEXTS})

    scores = pl.DataFrame(model.score_batch(articles))
    counts = (
        articles.hstack(scores)
        .explode("themes", "confidences")
        .drop_nulls("themes")
        .group_by("themes")
        .agg(pl.len(), pl.col("confidences").mean())
        .sort("len", descending=True)
    )

    assert counts["len"].sum() >= THEMES - 2


def test_polars_in_a_lazy_query(model):
    pl = pytest.importorskip("polars")
    lazy = pl.LazyFrame({"id": range(len(TEXTS)), "text": TEXTS})

    def score(batch: pl.DataFrame) -> pl.DataFrame:
        return batch.hstack(pl.DataFrame(model.score_batch(batch)))

    schema = lazy.collect_schema() | pl.DataFrame(model.score_batch(lazy.head(0).collect())).schema
    cyber = lazy.map_batches(score, schema=schema).filter(
        pl.col("themes").list.contains("cybersecurity")
    )

    assert TEXTS[1] in cyber.collect()["text"]


def test_duckdb_queries_scores(model):
    duckdb = pytest.importorskip("duckdb")
    con = duckdb.connect()
    con.execute("create table articles as select unnest(?) as text", [TEXTS])

    articles = con.sql("select text from articles order by text").to_arrow_table()
    scores = pa.table(model.score_batch(articles))
    scored = articles.append_column("themes", scores["themes"])
    con.execute("create table scored as select * from scored")

    query = "select text from scored where list_contains(themes, 'cybersecurity')"
    assert (TEXTS[1],) in con.sql(query).fetchall()


def test_duckdb_streams_a_web_archive(model, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "crawl.warc"
    path.write_bytes(archive("<h1>News</h1>" + "".join(f"<p>{text}</p>" for text in TEXTS)))

    import themewise

    paragraphs = themewise.read_warc(path, model)  # noqa: F841, the query names it
    query = "select url, text from paragraphs where list_contains(themes, 'cybersecurity')"
    rows = duckdb.sql(query).fetchall()

    assert rows[0][0] == "http://gazette.example/"


def archive(page: str) -> bytes:
    body = f"<html><title>News</title><body><article>{page}</article></body></html>".encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://gazette.example/\r\n"
        "WARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-06-01T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def test_pandas_adds_columns(model):
    pd = pytest.importorskip("pandas")
    articles = pd.DataFrame({"id": range(len(TEXTS)), "text": TEXTS})

    scores = pa.table(model.score_batch(articles)).to_pandas()
    articles = articles.assign(themes=scores["themes"], novelty=scores["novelty"])
    counts = articles.explode("themes")["themes"].value_counts()

    assert counts.sum() >= THEMES - 2


def test_pandas_row_by_row(model):
    pd = pytest.importorskip("pandas")
    articles = pd.DataFrame({"text": TEXTS})

    predictions = model.predict_many(articles["text"])
    articles["themes"] = [prediction.themes for prediction in predictions]

    assert "cybersecurity" in articles["themes"][1]


def test_hugging_face_datasets_maps_batches(model, tmp_path):
    datasets = pytest.importorskip("datasets")
    articles = datasets.Dataset.from_dict({"text": TEXTS})

    def score(batch: pa.Table) -> pa.Table:
        scores = pa.table(model.score_batch(batch))
        return batch.append_column("themes", scores["themes"])

    scored = articles.with_format("arrow").map(
        score, batched=True, batch_size=4, cache_file_name=str(tmp_path / "scored.arrow")
    )

    assert "cybersecurity" in scored.with_format(None)[1]["themes"]


def test_hugging_face_datasets_streams(model):
    datasets = pytest.importorskip("datasets")
    stream = datasets.Dataset.from_dict({"text": TEXTS}).to_iterable_dataset()

    def score(batch: dict) -> dict:
        scores = model.score_batch(pa.table({"text": batch["text"]}))
        return {"themes": scores.to_pydict()["themes"]}

    scored = list(stream.map(score, batched=True, batch_size=4))

    assert "cybersecurity" in scored[1]["themes"]


def test_dask_scores_partitions(model):
    dd = pytest.importorskip("dask.dataframe")
    pd = pytest.importorskip("pandas")
    articles = dd.from_pandas(pd.DataFrame({"text": TEXTS}), npartitions=3)

    def score(part: pd.DataFrame) -> pd.DataFrame:
        scores = pa.table(model.score_batch(part)).to_pandas()
        return part.assign(themes=scores["themes"].str.join(";").to_numpy())

    meta = {"text": articles.dtypes["text"], "themes": object}
    scored = articles.map_partitions(score, meta=meta).compute(scheduler="threads")

    assert "cybersecurity" in scored["themes"][1].split(";")


def test_parquet_is_scored_batch_by_batch(model, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"text": TEXTS * 100}), tmp_path / "articles.parquet")

    with pq.ParquetFile(tmp_path / "articles.parquet") as articles:
        batches = articles.iter_batches(batch_size=64, columns=["text"])
        themes = [pa.record_batch(model.score_batch(batch))["themes"] for batch in batches]

    assert sum(map(len, themes)) == 1000
