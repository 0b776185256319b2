"""One paragraph, an article, many paragraphs, and why."""

from __future__ import annotations

import copy
import json
import pickle
import re
from html.parser import HTMLParser

import pytest
from conftest import TEXTS

import themewise

SCRIPTS = [
    "😀👩‍👩‍👧 The ministry raised tariffs on steel 🇺🇦, and tariffs on wheat.",
    "Ten cafe\u0301s in Škoda’s re\u0301publique: the ministry raised tariffs on steel.",
    "رفعت الوزارة الرسوم الجمركية على الصلب المستورد من الدول المجاورة.",
    "政府提高了进口钢铁的关税，出口商要求就海关问题进行谈判。",
    "Міністерство підвищило мита на імпортну сталь, експортери просять переговорів.",
    "𝕋ariffs rose 𝟙𝟘 times; the ministry said the customs tariffs stay.",
]


def test_the_default_model_has_fourteen_themes_with_names_and_thresholds(model):
    assert len(model.themes) == 14
    assert list(model.names) == model.themes
    assert list(model.thresholds) == model.themes
    assert all(0 < threshold for threshold in model.thresholds.values())
    assert model.languages[0] == "en"
    assert len(model.digest) == 64
    assert isinstance(model.manifest, dict)


def test_a_prediction_has_labels_from_the_surest_on(model):
    prediction = model.predict(TEXTS[1])
    assert prediction.text == TEXTS[1]
    assert "cybersecurity" in prediction.themes
    assert prediction.themes == [label.theme for label in prediction.labels]
    confidences = [label.confidence for label in prediction.labels]
    assert confidences == sorted(confidences, reverse=True)
    for theme, confidence in prediction.labels:
        assert prediction.confidences[theme] == confidence
        assert confidence >= model.thresholds[theme] - 0.0001
    assert not prediction.in_article
    assert prediction.language == "en"


def test_confidences_have_four_digits(model):
    for text in TEXTS:
        prediction = model.predict(text)
        assert list(prediction.confidences) == model.themes
        for confidence in prediction.confidences.values():
            assert 0 <= confidence <= 1
            assert confidence == round(confidence, 4)


def test_labels_are_values(model):
    first, again = (model.predict(TEXTS[1]) for _ in range(2))
    assert first == again
    assert first.labels == again.labels
    assert len({*first.labels, *again.labels}) == len(first.labels)
    assert first != model.predict(TEXTS[0])
    assert first.labels[0] != "cybersecurity"


def test_a_text_unlike_news_is_novel_and_has_no_labels(model):
    prediction = model.predict('for (int i = 0; i < n; ++i) { printf("%d\\n", a[i]); } return 0;')
    assert prediction.is_novel
    assert prediction.novelty > 0.5
    assert prediction.labels == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\0", "…", "😀", "\u202e", "a" * 100_000])
def test_any_text_has_a_prediction(model, text):
    prediction = model.predict(text)
    assert prediction.text == text
    assert repr(prediction)


def test_paragraphs_of_an_article_are_judged_together(model, title, paragraphs):
    article = model.predict_article(title, paragraphs)
    assert article.title == title
    assert len(article) == len(paragraphs) == len(article.paragraphs)
    assert [prediction.text for prediction in article] == paragraphs
    assert article[0] == article.paragraphs[0]
    assert article[-1] == article.paragraphs[-1]
    assert all(prediction.in_article for prediction in article)
    counts = {
        theme: sum(theme in prediction.themes for prediction in article) for theme in model.themes
    }
    assert article.themes == {theme: count for theme, count in counts.items() if count}
    assert list(article.themes.values()) == sorted(article.themes.values(), reverse=True)
    with pytest.raises(IndexError):
        article[len(paragraphs)]


def test_the_title_changes_what_a_paragraph_is_about(model):
    text = "The deal was signed on Monday."
    alone = model.predict(text).confidences["trade"]
    (article,) = model.predict_article("Exporters hail the end of tariffs on steel", [text])
    assert article.confidences["trade"] > 2 * alone


def test_a_lone_paragraph_without_title_is_no_article(model):
    (prediction,) = model.predict_article(None, [TEXTS[0]])
    assert not prediction.in_article
    assert prediction == model.predict(TEXTS[0])


def test_an_article_may_be_empty(model):
    article = model.predict_article("A title", [])
    assert len(article) == 0
    assert article.themes == {}


def test_context_none_judges_each_paragraph_by_itself(model, title, paragraphs):
    apart = model.with_options(context="none").predict_article(title, paragraphs)
    for prediction, text in zip(apart, paragraphs, strict=True):
        assert prediction.confidences == model.predict(text).confidences


@pytest.mark.filterwarnings("ignore::themewise.ThemewiseWarning")
def test_options_make_another_model_and_leave_this_one(model):
    strict = model.with_options(min_precision=0.9)
    assert all(strict.thresholds[theme] >= 0 for theme in strict.themes)
    assert strict.thresholds != model.thresholds
    assert strict.predict(TEXTS[1]).confidences == model.predict(TEXTS[1]).confidences
    reviewed = model.with_options(review=0.01)
    assert any(reviewed.predict(text).review for text in TEXTS)
    assert not any(model.predict(text).review for text in TEXTS)


def test_many_predictions_come_one_by_one(model):
    taken = []

    def texts():
        for text in TEXTS:
            taken.append(text)
            yield text

    predictions = model.predict_many(texts())
    first = next(predictions)
    assert len(taken) < len(TEXTS) or len(TEXTS) <= 64
    assert [first, *predictions] == [model.predict(text) for text in TEXTS]


def test_many_predictions_of_an_endless_iterator(model):
    def forever():
        while True:
            yield TEXTS[0]

    predictions = model.predict_many(forever())
    assert next(predictions) == next(predictions)


def test_an_error_of_the_iterator_is_passed_on(model):
    def broken():
        yield TEXTS[0]
        raise RuntimeError("the source is gone")

    with pytest.raises(RuntimeError, match="the source is gone"):
        list(model.predict_many(broken()))


@pytest.mark.parametrize("text", [*TEXTS, *SCRIPTS])
def test_bias_and_contributions_add_up_to_the_score_exactly(model, text):
    prediction = model.predict(text)
    for theme in model.themes:
        explanation = model.explain(text, theme)
        assert explanation.theme == theme
        # Python's sum() compensates for rounding, which the model does not.
        score = explanation.bias
        for _, contribution, _ in explanation.contributions:
            score += contribution
        assert score == explanation.score
        assert explanation.from_article == {}
        assert explanation.confidence == prediction.confidences[theme]
        # Each language has its own thresholds, and the model has those of its first.
        if prediction.language == "en":
            assert explanation.threshold == model.thresholds[theme]


@pytest.mark.parametrize("text", [*TEXTS, *SCRIPTS])
def test_spans_are_characters_of_the_text(model, text):
    explanation = model.explain(text)
    assert explanation.text == text
    for stem, _, spans in explanation.contributions:
        assert spans, stem
        for start, end in spans:
            assert 0 <= start < end <= len(text), stem
            assert not text[start].isspace() and not text[end - 1].isspace(), stem


@pytest.mark.parametrize("text", [SCRIPTS[0], SCRIPTS[1]])
def test_a_span_points_at_its_word_after_characters_of_several_code_points(model, text):
    spans = [
        text[start:end]
        for _, _, places in model.explain(text, "trade").contributions
        for start, end in places
    ]
    assert spans.count("tariffs") == text.count("tariffs")
    assert "steel" in spans


def test_the_strongest_word_comes_first(model):
    contributions = [size for _, size, _ in model.explain(TEXTS[0], "trade").contributions]
    assert [abs(size) for size in contributions] == sorted(map(abs, contributions), reverse=True)


def test_the_surest_theme_is_explained_by_default(model):
    assert model.explain(TEXTS[1]).theme == model.predict(TEXTS[1]).themes[0]


def test_an_explanation_as_plain_values_is_the_same(model):
    explanation = model.explain(SCRIPTS[0])
    plain = explanation.to_dict()
    for name in ("theme", "text", "bias", "score", "confidence"):
        assert plain[name] == getattr(explanation, name), name
    spans = [
        (part["term"], [tuple(span) for span in part["spans"]])
        for part in plain["contributions"]
    ]
    assert spans == [(stem, places) for stem, _, places in explanation.contributions]


def test_a_paragraph_of_an_article_is_explained_in_it(model, title, paragraphs):
    article = model.predict_article(title, paragraphs)
    for prediction in article:
        for theme in model.themes:
            explanation = prediction.explain(theme)
            score = explanation.bias
            for _, contribution, _ in explanation.contributions:
                score += contribution
            for contribution in explanation.from_article.values():
                score += contribution
            assert score == explanation.score
            assert explanation.confidence == prediction.confidences[theme]


def test_everything_can_be_written_as_json(model, title, paragraphs):
    article = model.predict_article(title, paragraphs)
    for value in (model.predict(TEXTS[0]), article, model.explain(TEXTS[0])):
        assert json.loads(json.dumps(value.to_dict())) == value.to_dict()


def test_what_is_shown_names_the_themes(model, title, paragraphs):
    prediction = model.predict(TEXTS[1])
    assert "cybersecurity" in repr(prediction)
    assert "cybersecurity" in repr(prediction.labels[0])
    assert "cybersecurity" in repr(model.explain(TEXTS[1]))
    article = repr(model.predict_article(title, paragraphs))
    assert title in article
    assert article.count("<Prediction") == len(paragraphs)
    assert "14" in repr(model)


class Frame(HTMLParser):
    """The attributes of the only frame of a page."""

    def handle_starttag(self, tag, attributes):
        assert tag == "iframe"
        self.attributes = dict(attributes)


def test_html_shows_the_text_in_a_frame_that_loads_nothing(model):
    text = "<script>alert(1)</script> The minister’s e-mail was hacked & leaked."
    article = model.predict_article(text, [text, text])
    for value in (model.predict(text), model.explain(text), article):
        frame = Frame()
        frame.feed(value._repr_html_())
        assert frame.attributes["sandbox"] == "allow-scripts"
        page = frame.attributes["srcdoc"]
        assert "<script>alert" not in page
        assert "&lt;" in page
        assert "default-src 'none'" in page
        assert not re.search(r"""(src|href)=["']?(?!#|data:)\w""", page)


def test_a_saved_model_is_the_same_model(model, tmp_path):
    path = tmp_path / "ünï code.safetensors"
    model.save(path)
    loaded = themewise.Model.load(path)
    assert loaded == model
    assert loaded.digest == model.digest
    assert themewise.Model.load(str(path)).predict(TEXTS[0]) == model.predict(TEXTS[0])


def test_a_pickled_model_is_the_same_model(model):
    again = pickle.loads(pickle.dumps(model))
    assert again == model
    assert copy.deepcopy(model).predict(TEXTS[0]) == model.predict(TEXTS[0])


@pytest.mark.filterwarnings("ignore::themewise.ThemewiseWarning")
def test_a_pickled_model_keeps_its_decisions(model):
    careful = model.with_options(min_precision=0.9, review=0.2, context="paragraph")
    again = pickle.loads(pickle.dumps(careful))
    assert again.thresholds == careful.thresholds
    for text in TEXTS:
        assert again.predict(text) == careful.predict(text)


@pytest.mark.filterwarnings("ignore::themewise.ThemewiseWarning")
def test_models_with_other_decisions_are_not_equal(model, small_model):
    assert model != model.with_options(min_precision=0.9)
    assert model != small_model
    assert model == model.with_options()


def test_several_threads_may_use_one_model(model):
    from concurrent.futures import ThreadPoolExecutor

    expected = [model.predict(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            assert list(pool.map(model.predict, TEXTS)) == expected
