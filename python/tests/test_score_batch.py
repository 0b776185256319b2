"""Tables in, tables out: every kind of text column, and every package with Arrow tables."""

from __future__ import annotations

import pytest
from conftest import TEXTS

pa = pytest.importorskip("pyarrow")

COLUMNS = ["themes", "confidences", "review", "novelty", "language"]


def expected(model, texts=TEXTS):
    """The columns of the result, from one prediction after the other."""
    predictions = [None if text is None else model.predict(text) for text in texts]

    def column(of):
        return [None if prediction is None else of(prediction) for prediction in predictions]

    return {
        "themes": column(lambda prediction: prediction.themes),
        "confidences": column(lambda prediction: [label.confidence for label in prediction.labels]),
        "review": column(lambda prediction: [label.theme for label in prediction.review]),
        "novelty": column(lambda prediction: prediction.novelty),
        "language": column(lambda prediction: prediction.language),
    }


KINDS = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "dictionary of large_string": pa.dictionary(pa.int8(), pa.large_string()),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_of_text(model, kind):
    texts = [*TEXTS, None, "", *TEXTS[:3]]
    if pa.types.is_dictionary(kind):
        column = pa.array(texts, kind.value_type).dictionary_encode().cast(kind)
    else:
        column = pa.array(texts, kind)
    scores = model.score_batch(pa.table({"text": column}))
    assert scores.column_names == COLUMNS
    assert scores.to_pydict() == expected(model, texts)


def test_the_result_is_an_arrow_table(model):
    table = pa.table(model.score_batch(pa.table({"text": TEXTS})))
    assert table.schema == pa.schema(
        [
            ("themes", pa.list_(pa.string())),
            ("confidences", pa.list_(pa.float64())),
            ("review", pa.list_(pa.string())),
            ("novelty", pa.float64()),
            ("language", pa.string()),
        ]
    )
    table.validate(full=True)
    assert table.to_pydict() == expected(model)


def test_all_adds_a_column_for_each_theme(model):
    scores = model.score_batch(pa.table({"text": [*TEXTS, None]}), all=True)
    assert scores.column_names == [*COLUMNS, *model.themes]
    table = pa.table(scores).to_pydict()
    for theme in model.themes:
        confidences = [model.predict(text).confidences[theme] for text in TEXTS]
        assert table[theme] == [*confidences, None]


def test_batches_stay_as_they_are(model):
    table = pa.table({"text": pa.chunked_array([TEXTS[:3], [], TEXTS[3:4], TEXTS[4:]])})
    scores = model.score_batch(table)
    assert scores.num_rows == len(scores) == len(TEXTS)
    assert scores.to_pydict() == expected(model)
    lengths = [len(batch) for batch in pa.table(scores).to_batches() if len(batch)]
    assert lengths == [3, 1, 6]


def test_slices_begin_where_they_should(model):
    table = pa.table({"text": [None, *TEXTS, "x"]}).slice(3, 5)
    assert model.score_batch(table).to_pydict() == expected(model, TEXTS[2:7])
    batch = pa.record_batch({"text": TEXTS}).slice(4, 2)
    assert model.score_batch(batch).to_pydict() == expected(model, TEXTS[4:6])


def test_a_record_batch_gives_one_batch(model):
    scores = model.score_batch(pa.record_batch({"text": TEXTS}))
    assert pa.record_batch(scores).to_pydict() == expected(model)


def test_a_stream_is_read_once(model):
    table = pa.table({"text": TEXTS})
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=3))
    assert model.score_batch(reader).to_pydict() == expected(model)


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"text": pa.array([], pa.string())}),
        pa.table({"text": pa.chunked_array([], pa.string())}),
        pa.record_batch({"text": pa.array([], pa.string())}),
    ],
)
def test_an_empty_table_gives_an_empty_table(model, table):
    scores = model.score_batch(table, all=True)
    assert scores.num_rows == 0
    assert scores.column_names == [*COLUMNS, *model.themes]
    assert pa.table(scores).num_rows == 0


def test_the_number_of_threads_changes_nothing(model):
    table = pa.table({"text": [f"{text} {number}" for number in range(300) for text in TEXTS]})
    document = [str(row // 7) for row in range(table.num_rows)]
    table = table.append_column("document", pa.array(document))
    one, two, all_cores = (
        pa.table(model.score_batch(table, document="document", threads=threads, all=True))
        for threads in (1, 2, 0)
    )
    assert one.equals(two)
    assert one.equals(all_cores)


@pytest.mark.parametrize("chunk", [1, 4, 1000])
def test_rows_of_one_document_are_an_article(model, title, paragraphs, chunk):
    table = pa.table(
        {
            "name": ["a"] * len(paragraphs) + ["b"] * len(TEXTS),
            "headline": [title] * len(paragraphs) + [None] * len(TEXTS),
            "body": [*paragraphs, *TEXTS],
        }
    )
    table = pa.Table.from_batches(table.to_batches(max_chunksize=chunk))
    for threads in (1, 2):
        scores = model.score_batch(table, "body", "name", "headline", threads=threads).to_pydict()
        articles = [model.predict_article(title, paragraphs), model.predict_article(None, TEXTS)]
        predictions = [prediction for article in articles for prediction in article]
        assert scores["themes"] == [prediction.themes for prediction in predictions]
        assert scores["confidences"] == [
            [label.confidence for label in prediction.labels] for prediction in predictions
        ]


@pytest.mark.parametrize("names", [["a", "a", "b"], ["a", "a", None]])
def test_the_names_of_documents_may_be_of_every_kind_of_text(model, names):
    article = [prediction.themes for prediction in model.predict_article(None, TEXTS[:2])]
    for kind in KINDS.values():
        column = pa.array(names)
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type).dictionary_encode()
        table = pa.table({"text": TEXTS[:3], "document": column.cast(kind)})
        themes = model.score_batch(table, document="document").to_pydict()["themes"]
        assert themes == [*article, model.predict(TEXTS[2]).themes], kind


def test_rows_without_a_document_are_paragraphs_by_themselves(model):
    table = pa.table({"text": TEXTS, "document": pa.nulls(len(TEXTS), pa.string())})
    assert model.score_batch(table, document="document").to_pydict() == expected(model)


def test_a_row_may_have_a_title_of_its_own(model):
    text = "The deal was signed on Monday."
    titles = ["Exporters hail the end of tariffs on steel", "", None]
    table = pa.table({"text": [text] * 3, "title": titles})
    trade = model.score_batch(table, title="title", all=True).to_pydict()["trade"]
    (in_article,) = model.predict_article(titles[0], [text])
    alone = model.predict(text).confidences["trade"]
    assert trade == [in_article.confidences["trade"], alone, alone]


def test_a_null_text_in_an_article_is_no_paragraph(model):
    table = pa.table({"text": [TEXTS[0], None, TEXTS[1]], "document": ["a"] * 3})
    scores = model.score_batch(table, document="document").to_pydict()
    article = model.predict_article(None, TEXTS[:2])
    assert scores["themes"] == [article[0].themes, None, article[1].themes]


def test_polars(model):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"text": [*TEXTS, None]})
    scores = polars.DataFrame(model.score_batch(frame))
    assert scores.to_dict(as_series=False) == expected(model, [*TEXTS, None])
    together = frame.hstack(scores)
    assert together.columns == ["text", *COLUMNS]


def test_a_sliced_and_a_chunked_frame_of_polars(model):
    polars = pytest.importorskip("polars")
    frame = polars.concat(
        [polars.DataFrame({"text": TEXTS[:4]}), polars.DataFrame({"text": TEXTS[4:]})]
    )
    scores = polars.DataFrame(model.score_batch(frame[2:7]))
    assert scores.to_dict(as_series=False) == expected(model, TEXTS[2:7])
    categories = frame.with_columns(polars.col("text").cast(polars.Categorical))
    assert model.score_batch(categories).to_pydict() == expected(model)


def test_pandas(model):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": [*TEXTS, None]}, index=range(100, 100 + len(TEXTS) + 1))
    scores = pa.table(model.score_batch(frame)).to_pandas()
    assert [list(themes) for themes in scores["themes"][: len(TEXTS)]] == expected(model)["themes"]
    assert scores["themes"].iloc[-1] is None
    objects = frame.astype(object)
    assert model.score_batch(objects).num_rows == len(frame)


def test_duckdb(model):
    duckdb = pytest.importorskip("duckdb")
    rows = pa.table({"text": TEXTS})  # noqa: F841, the query names it
    relation = duckdb.sql("select text, 1 as one from rows")
    scores = pa.table(model.score_batch(relation))
    assert scores.to_pydict() == expected(model)
    counted = duckdb.sql(
        "select theme, count(*) from (select unnest(themes) as theme from scores) group by 1"
    )
    assert dict(counted.fetchall())["cybersecurity"] >= 1


def test_scores_outlive_what_they_were_made_of(model, python):
    code = """
import gc, pyarrow as pa, themewise
def table():
    model = themewise.Model.default()
    return pa.table(model.score_batch(pa.table({"text": ["The minister’s e-mail was hacked."] * 1000})))
scores = table()
gc.collect()
print(scores["themes"][999].as_py())
"""
    assert "cybersecurity" in python(code)


def test_a_matrix_has_the_confidences_unrounded(model):
    numpy = pytest.importorskip("numpy")
    data, columns = model.score_matrix(TEXTS)
    matrix = numpy.frombuffer(data, dtype="<f4").reshape(-1, columns)
    assert matrix.shape == (len(TEXTS), len(model.themes))
    for row, text in zip(matrix, TEXTS, strict=True):
        rounded = [model.predict(text).confidences[theme] for theme in model.themes]
        assert abs(row - rounded).max() <= 0.00005001
    assert model.score_matrix(TEXTS, threads=2) == (data, columns)
    assert model.score_matrix([]) == (b"", len(model.themes))
