//! The prediction of one paragraph.

use std::sync::Arc;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator};
use themewise::document::Chunk;
use themewise::tagging::rounded;

use crate::engine::Engine;
use crate::explanation::{Explanation, explain};
use crate::page;

/// A theme and its confidence. It unpacks: `theme, confidence = label`.
#[pyclass(frozen, eq, hash, module = "themewise")]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    /// The id of the theme.
    #[pyo3(get)]
    theme: String,
    /// The probability that the paragraph is about it, from 0 to 1, to four digits.
    #[pyo3(get)]
    confidence: f64,
}

impl std::hash::Hash for Label {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (&self.theme, self.confidence.to_bits()).hash(state);
    }
}

#[pymethods]
impl Label {
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        (&self.theme, self.confidence).into_bound_py_any(py)?.try_iter()
    }

    fn __repr__(&self) -> String {
        format!("Label('{}', {})", self.theme, self.confidence)
    }
}

impl From<&themewise::Label> for Label {
    fn from(label: &themewise::Label) -> Self {
        Self { theme: label.theme.to_string(), confidence: rounded(label.confidence) }
    }
}

/// The themes of one paragraph.
#[pyclass(frozen, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Prediction {
    engine: Arc<Engine>,
    place: Place,
    language: Option<&'static str>,
    found: themewise::Prediction,
}

/// Where the paragraph stands.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// By itself.
    Alone(String),
    /// In an article, at this index.
    In(Arc<Chunk>, usize),
}

impl Place {
    /// The paragraph.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Alone(text) => text,
            Self::In(article, at) => {
                article.paragraphs().nth(*at).map_or("", |paragraph| paragraph.text)
            }
        }
    }

    /// The article, and the index of the paragraph in it.
    pub(crate) fn in_article(&self) -> (Arc<Chunk>, usize) {
        match self {
            Self::Alone(text) => (Chunk::article(None, [text.as_str()]).into(), 0),
            Self::In(article, at) => (article.clone(), *at),
        }
    }
}

impl Prediction {
    pub(crate) fn new(
        engine: Arc<Engine>,
        place: Place,
        language: Option<&'static str>,
        found: themewise::Prediction,
    ) -> Self {
        Self { engine, place, language, found }
    }

    /// The ids of the themes given, the surest first.
    pub(crate) fn given(&self) -> impl Iterator<Item = &str> {
        self.found.labels.iter().map(|label| label.theme.as_str())
    }
}

#[pymethods]
impl Prediction {
    /// The paragraph.
    #[getter]
    fn text(&self) -> &str {
        self.place.text()
    }

    /// The themes given, the surest first.
    #[getter]
    fn labels(&self) -> Vec<Label> {
        self.found.labels.iter().map(Label::from).collect()
    }

    /// The themes that a person should review, the surest first.
    #[getter]
    fn review(&self) -> Vec<Label> {
        self.found.review.iter().map(Label::from).collect()
    }

    /// The ids of the themes given, the surest first.
    #[getter]
    fn themes(&self) -> Vec<&str> {
        self.given().collect()
    }

    /// The confidence of every theme, from 0 to 1, to four digits.
    #[getter]
    fn confidences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let confidences = PyDict::new(py);
        let themes = self.engine.model().themes().ids();
        for (theme, &confidence) in themes.zip(&self.found.confidences) {
            confidences.set_item(theme.as_str(), rounded(confidence))?;
        }
        Ok(confidences)
    }

    /// The probability that the paragraph is unlike the training data, from 0 to 1.
    #[getter]
    fn novelty(&self) -> f64 {
        rounded(self.found.novelty)
    }

    /// Whether the paragraph is unlike the training data. It then has no labels.
    #[getter]
    fn is_novel(&self) -> bool {
        self.found.is_novel()
    }

    /// The ISO 639-1 code of its language, if it is certain.
    #[getter]
    fn language(&self) -> Option<&'static str> {
        self.language
    }

    /// Whether a title or other paragraphs counted.
    #[getter]
    fn in_article(&self) -> bool {
        self.found.in_article
    }

    /// Why the paragraph got its score for a theme: by default the surest one.
    #[pyo3(signature = (theme = None))]
    fn explain(&self, theme: Option<&str>) -> PyResult<Explanation> {
        explain(&self.engine, &self.place, theme)
    }

    /// The prediction as plain values.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let plain = PyDict::new(py);
        plain.set_item("text", self.text())?;
        for (name, labels) in [("labels", self.labels()), ("review", self.review())] {
            let label = |label: Label| {
                let plain = PyDict::new(py);
                plain.set_item("theme", label.theme)?;
                plain.set_item("confidence", label.confidence)?;
                Ok::<_, PyErr>(plain)
            };
            plain.set_item(name, labels.into_iter().map(label).collect::<PyResult<Vec<_>>>()?)?;
        }
        plain.set_item("confidences", self.confidences(py)?)?;
        plain.set_item("novelty", self.novelty())?;
        plain.set_item("is_novel", self.is_novel())?;
        plain.set_item("language", self.language)?;
        plain.set_item("in_article", self.in_article())?;
        Ok(plain)
    }

    pub(crate) fn __repr__(&self) -> String {
        let given = match (self.is_novel(), self.labels()) {
            (true, _) => format!("novel {}", self.novelty()),
            (false, labels) if labels.is_empty() => "no theme".to_owned(),
            (false, labels) => shown(&labels),
        };
        let review = self.review();
        let review = if review.is_empty() {
            String::new()
        } else {
            format!("; to review: {}", shown(&review))
        };
        format!("<Prediction: {given}{review}>")
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let (article, at) = self.place.in_article();
        py.detach(|| page::frame(&self.engine, &article, Some(at)))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| {
            let other = other.get();
            self.text() == other.text() && self.found == other.found
        })
    }
}

/// Labels on one line.
fn shown(labels: &[Label]) -> String {
    let each = labels.iter().map(|label| format!("{} {}", label.theme, label.confidence));
    each.collect::<Vec<_>>().join(", ")
}
