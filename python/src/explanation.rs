//! Why a paragraph got its score.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::json;
use themewise::document::{Chunk, Paragraph};
use themewise::model::Part;
use themewise::report::explanation::{Explained, explanation_page, write_explanation, write_text};
use themewise::tagging::{Article, Reading, Unit, rounded};

use crate::engine::Engine;
use crate::errors::{Exception, failed};
use crate::page::in_frame;
use crate::prediction::Place;
use crate::values::object;

/// A stem, its contribution, and where it stands in the paragraph, in characters.
type Contribution = (String, f64, Vec<(usize, usize)>);

/// Why a paragraph got its score for a theme: bias + contributions + what comes from the article =
/// score, exactly, when added in this order.
#[pyclass(frozen, module = "themewise")]
pub(crate) struct Explanation {
    engine: Arc<Engine>,
    text: String,
    language: Option<themewise::language::Detected>,
    why: themewise::Explanation,
}

impl fmt::Debug for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(formatter)
    }
}

/// Explains the score of a paragraph for a theme: by default the surest one.
///
/// # Errors
/// If the model has no such theme.
pub(crate) fn explain(
    engine: &Arc<Engine>,
    place: &Place,
    theme: Option<&str>,
) -> PyResult<Explanation> {
    let theme = theme.map(|id| engine.model().theme(id)).transpose().map_err(failed)?;
    let (chunk, at) = place.in_article();
    let found = engine.with_worker(|worker| in_chunk(worker, &chunk, at, theme));
    let (why, language) =
        found.ok_or_else(|| Exception::Any.saying("the paragraph is not in its article"))?;
    Ok(Explanation { engine: engine.clone(), text: place.text().to_owned(), language, why })
}

/// The explanation of a paragraph of a chunk, and its language.
fn in_chunk(
    worker: &mut themewise::Worker,
    chunk: &Chunk,
    at: usize,
    theme: Option<usize>,
) -> Option<(themewise::Explanation, Option<themewise::language::Detected>)> {
    for article in Article::all(chunk, Unit::Paragraph) {
        let mut reading = Reading::new(article, worker);
        let Some(place) = reading.own().find(|place| reading.passage(*place).number == at + 1)
        else {
            continue;
        };
        let mut prediction = themewise::Prediction::default();
        reading.predict(place, &mut prediction);
        let confidences = prediction.confidences.iter().enumerate();
        let surest = confidences.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(theme, _)| theme);
        let why = reading.explain(place, &prediction, theme.or(surest)?);
        return Some((why, prediction.language_in(chunk.document.language)));
    }
    None
}

impl Explanation {
    /// Calls `write` with everything to report.
    fn report<Done>(&self, write: impl FnOnce(&Explained) -> Done) -> Done {
        let language = self.engine.model().language();
        let range = 0..self.text.len();
        write(&Explained {
            file: "paragraph",
            paragraph: &Paragraph { text: &self.text, range, line: 1, language },
            language: self.language,
            explanation: &self.why,
            neighbours: &[],
            scale: None,
            is_for_terminal: false,
        })
    }

    /// A range of bytes of the paragraph in characters.
    fn characters(&self, bytes: &Range<usize>) -> (usize, usize) {
        let start = self.text[..bytes.start].chars().count();
        (start, start + self.text[bytes.clone()].chars().count())
    }
}

#[pymethods]
impl Explanation {
    /// The id of the theme.
    #[getter]
    fn theme(&self) -> &str {
        self.why.theme.as_str()
    }

    /// The paragraph.
    #[getter]
    fn text(&self) -> &str {
        &self.text
    }

    /// The score without any known word.
    #[getter]
    fn bias(&self) -> f64 {
        self.why.bias
    }

    /// The sum of bias, contributions and what comes from the article, added in this order;
    /// calibration makes the confidence of it.
    #[getter]
    fn score(&self) -> f64 {
        self.why.score
    }

    /// The confidence, from 0 to 1, to four digits.
    #[getter]
    fn confidence(&self) -> f64 {
        rounded(self.why.confidence)
    }

    /// The confidence from which a paragraph gets the theme; above 1 if never.
    #[getter]
    fn threshold(&self) -> f64 {
        self.why.threshold.into()
    }

    /// Whether the paragraph gets the theme.
    #[getter]
    fn is_given(&self) -> bool {
        self.why.is_given()
    }

    /// Stem, contribution, and the `(start, end)` of its occurrences in characters of `text`; the
    /// strongest first.
    #[getter]
    fn contributions(&self) -> Vec<Contribution> {
        let contributions = self.why.contributions.iter().map(|contribution| {
            let places = contribution.spans.iter().map(|span| self.characters(span)).collect();
            (contribution.term.clone(), contribution.value, places)
        });
        contributions.collect()
    }

    /// What each part of the article contributes; empty for a lone paragraph.
    #[getter(from_article)]
    fn article_parts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let parts = PyDict::new(py);
        for part in &self.why.from_article {
            parts.set_item(Part::name(part.part), part.value)?;
        }
        Ok(parts)
    }

    /// The explanation as plain values. Places are in characters of `text`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let contributions = self
            .contributions()
            .into_iter()
            .map(|(term, value, spans)| json!({ "term": term, "value": value, "spans": spans }));
        let parts = self.why.from_article.iter().map(|part| {
            let words = part.contributions.iter();
            let words = words.map(|word| json!({ "term": word.term, "value": word.value }));
            let words = words.collect::<Vec<_>>();
            json!({ "part": Part::name(part.part), "value": part.value, "words": words })
        });
        let plain = json!({
            "text": self.text,
            "theme": self.theme(),
            "confidence": self.confidence(),
            "threshold": self.threshold(),
            "is_given": self.is_given(),
            "novelty": rounded(self.why.novelty),
            "bias": self.why.bias,
            "score": self.why.score,
            "contributions": contributions.collect::<Vec<_>>(),
            "from_article": parts.collect::<Vec<_>>(),
        });
        object(py, &plain)
    }

    fn __str__(&self) -> PyResult<String> {
        let mut text = Vec::new();
        self.report(|explained| write_text(&mut text, explained)).map_err(failed)?;
        Ok(anstream::adapter::strip_str(&String::from_utf8_lossy(&text)).to_string())
    }

    fn __repr__(&self) -> String {
        format!(
            "<Explanation of '{}': bias {:+.3}, score {:+.3}, confidence {}>",
            self.why.theme,
            self.why.bias,
            self.why.score,
            self.confidence()
        )
    }

    fn _repr_html_(&self) -> PyResult<String> {
        const LINES: usize = 8;
        let themes = self.engine.model().themes();
        let page = in_frame(LINES + self.text.len() / 90, |page| {
            explanation_page(page, |page| {
                self.report(|explained| write_explanation(page, themes, explained))
            })
        });
        page.map_err(failed)
    }
}
