//! The predictions of an article's paragraphs.

use std::sync::Arc;

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList};
use themewise::document::Chunk;
use themewise::language::Detected;
use themewise::tagging::{self, Reading, Unit};

use crate::engine::Engine;
use crate::page;
use crate::prediction::{Place, Prediction};

/// The predictions of an article's paragraphs, in order; a sequence.
#[pyclass(frozen, sequence, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Article {
    engine: Arc<Engine>,
    title: Option<String>,
    chunk: Arc<Chunk>,
    paragraphs: Vec<Py<Prediction>>,
}

impl Article {
    /// Predicts the paragraphs of an article.
    pub(crate) fn predict(
        py: Python<'_>,
        engine: &Arc<Engine>,
        title: Option<String>,
        paragraphs: &[String],
    ) -> PyResult<Self> {
        let paragraphs = paragraphs.iter().map(String::as_str);
        let chunk = Arc::new(Chunk::article(title.as_deref(), paragraphs));
        let mut found = Vec::new();
        py.detach(|| {
            each(engine, &chunk, |prediction, language| {
                found.push((prediction.clone(), language));
            });
        });
        let paragraphs = found.into_iter().enumerate().map(|(at, (prediction, language))| {
            let place = Place::In(chunk.clone(), at);
            let code = language.map(Detected::code);
            Py::new(py, Prediction::new(engine.clone(), place, code, prediction))
        });
        let paragraphs = paragraphs.collect::<PyResult<_>>()?;
        Ok(Self { engine: engine.clone(), title, chunk, paragraphs })
    }
}

/// Predicts each paragraph of an article in order, with its language, if that is certain.
pub(crate) fn each(
    engine: &Engine,
    chunk: &Chunk,
    mut take: impl FnMut(&themewise::Prediction, Option<Detected>),
) {
    let mut prediction = themewise::Prediction::default();
    engine.with_worker(|worker| {
        for article in tagging::Article::all(chunk, Unit::Paragraph) {
            let mut reading = Reading::new(article, worker);
            for at in reading.own() {
                reading.predict(at, &mut prediction);
                take(&prediction, prediction.language_in(chunk.document.language));
            }
        }
    });
}

#[pymethods]
impl Article {
    /// The title that was given.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// One prediction per paragraph.
    #[getter]
    fn paragraphs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, &self.paragraphs)
    }

    /// The number of paragraphs with each theme, the most frequent first.
    #[getter]
    fn themes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for theme in self.paragraphs.iter().flat_map(|paragraph| paragraph.get().given()) {
            match counts.iter_mut().find(|(known, _)| *known == theme) {
                Some((_, count)) => *count += 1,
                None => counts.push((theme, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let themes = PyDict::new(py);
        counts.into_iter().try_for_each(|(theme, count)| themes.set_item(theme, count))?;
        Ok(themes)
    }

    /// The article as plain values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let plain = PyDict::new(py);
        plain.set_item("title", self.title())?;
        let paragraphs = self.paragraphs.iter().map(|paragraph| paragraph.get().to_dict(py));
        plain.set_item("paragraphs", paragraphs.collect::<PyResult<Vec<_>>>()?)?;
        Ok(plain)
    }

    fn __len__(&self) -> usize {
        self.paragraphs.len()
    }

    fn __getitem__(&self, py: Python<'_>, at: isize) -> PyResult<Py<Prediction>> {
        let count = self.paragraphs.len();
        let place = if at < 0 { count.checked_add_signed(at) } else { usize::try_from(at).ok() };
        let found = place.and_then(|place| self.paragraphs.get(place));
        let refused =
            || PyIndexError::new_err(format!("the article has {count} paragraphs, got index {at}"));
        found.map(|paragraph| paragraph.clone_ref(py)).ok_or_else(refused)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.paragraphs(py)?.try_iter()
    }

    fn __repr__(&self) -> String {
        let title = self.title.as_deref().map_or_else(String::new, |title| format!(" '{title}'"));
        let lines =
            self.paragraphs.iter().map(|paragraph| format!("\n  {}", paragraph.get().__repr__()));
        format!("<Article{title}:{}>", lines.collect::<String>())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| page::frame(&self.engine, &self.chunk, None))
    }
}
