//! A trained model.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyIterator, PyString};
use themewise::language::{Detected, Language};

use crate::arrow::Table;
use crate::article::Article;
use crate::documents::Documents;
use crate::engine::Engine;
use crate::errors::{Exception, failed, issue, warn};
use crate::explanation::{Explanation, explain};
use crate::prediction::{Place, Prediction};
use crate::scores::Scores;
use crate::scoring::{self, Options, Rows};
use crate::values::plain;

/// A trained model.
#[pyclass(frozen, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Model(Arc<Engine>);

impl Model {
    /// A model with its own decisions.
    pub(crate) fn of(model: themewise::Model) -> Self {
        Self(Engine::new(model.workers(), None).into())
    }

    pub(crate) fn model(&self) -> &themewise::Model {
        self.0.model()
    }

    /// The prediction of a paragraph by itself.
    ///
    /// # Errors
    /// If warnings are errors, and there is one.
    fn predicted(py: Python<'_>, engine: &Arc<Engine>, text: String) -> PyResult<Prediction> {
        let mut found = themewise::Prediction::default();
        let language = engine.with_worker(|worker| engine.predict(worker, &text, &mut found));
        let code = language.map(Detected::code);
        let remark = engine.remark(code.filter(|_| found.is_novel()));
        remark.map_or(Ok(()), |remark| warn(py, &remark))?;
        Ok(Prediction::new(engine.clone(), Place::Alone(text), code, found))
    }
}

/// What a model is made of.
type Made<'py> = (Bound<'py, PyBytes>, Vec<OsString>);

/// A path, or several.
#[derive(FromPyObject)]
enum Paths {
    One(PathBuf),
    Several(Vec<PathBuf>),
}

/// The arguments of options that have a value.
fn arguments<'a>(options: impl IntoIterator<Item = (&'a str, Option<String>)>) -> Vec<OsString> {
    let given =
        options.into_iter().filter_map(|(name, value)| Some(format!("--{name}={}", value?)));
    given.map(OsString::from).collect()
}

#[pymethods]
impl Model {
    /// The built-in model: fourteen themes, in English and, with the package of the data, in seven
    /// other languages.
    #[staticmethod]
    #[pyo3(name = "default")]
    fn built_in(py: Python<'_>) -> PyResult<Self> {
        let model = py.detach(themewise::Model::embedded).map_err(failed)?;
        Ok(Self(Engine::built_in(&model).into()))
    }

    /// Reads a model file.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        py.detach(|| themewise::Model::read(&path)).map(Self::of).map_err(failed)
    }

    /// Writes the model file, whole or not at all.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        py.detach(|| self.model().write(&path)).map_err(failed)
    }

    /// The same model with the options of `themewise classify`: from whose view paragraphs are judged,
    /// in which language they are read, how sure labels must be, what goes to review.
    #[expect(clippy::too_many_arguments, reason = "they are keyword arguments")]
    #[pyo3(signature = (*, context = None, language = None, min_precision = None, min_recall = None, review = None, max_review = None))]
    fn with_options(
        &self,
        py: Python<'_>,
        context: Option<String>,
        language: Option<String>,
        min_precision: Option<f64>,
        min_recall: Option<f64>,
        review: Option<f64>,
        max_review: Option<f64>,
    ) -> PyResult<Self> {
        let shown = |share: Option<f64>| share.map(|share| share.to_string());
        let options = [
            ("context", context),
            ("language", language),
            ("min-precision", shown(min_precision)),
            ("min-recall", shown(min_recall)),
            ("review", shown(review)),
            ("max-review", shown(max_review)),
        ];
        let (engine, messages) = self.0.judging(arguments(options)).map_err(failed)?;
        issue(py, &messages)?;
        Ok(Self(engine.into()))
    }

    /// The ids of the themes, in the order of confidences.
    #[getter]
    fn themes(&self) -> Vec<&str> {
        self.model().themes().ids().map(themewise::ThemeId::as_str).collect()
    }

    /// The name of each theme.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let names = PyDict::new(py);
        let themes = self.model().themes().as_slice();
        themes.iter().try_for_each(|theme| names.set_item(theme.id.as_str(), &*theme.name))?;
        Ok(names)
    }

    /// The ISO 639-1 codes of the languages it reads, its own first.
    #[getter]
    fn languages(&self) -> Vec<&'static str> {
        self.model().languages().into_iter().map(Language::code).collect()
    }

    /// The lowest confidence of a label of a lone paragraph, by theme; above 1 if it is never given.
    #[getter]
    fn thresholds<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let thresholds = PyDict::new(py);
        let given = self.0.given();
        self.themes()
            .into_iter()
            .zip(given)
            .try_for_each(|(id, of)| thresholds.set_item(id, of))?;
        Ok(thresholds)
    }

    /// How the model was trained and evaluated.
    #[getter]
    fn manifest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        plain(py, self.model().manifest())
    }

    /// SHA-256 of the model's file, as its manifest states it.
    #[getter]
    fn digest(&self) -> String {
        self.model().digest()
    }

    /// The themes of one paragraph by itself.
    #[pyo3(signature = (text, /))]
    fn predict(&self, py: Python<'_>, text: String) -> PyResult<Prediction> {
        Self::predicted(py, &self.0, text)
    }

    /// The themes of an article's paragraphs, judged as the option `context` says.
    fn predict_article(
        &self,
        py: Python<'_>,
        title: Option<String>,
        paragraphs: Vec<String>,
    ) -> PyResult<Article> {
        Article::predict(py, &self.0, title, &paragraphs)
    }

    /// The themes of unrelated paragraphs, one after the other, as the iterator goes on.
    #[pyo3(signature = (texts, /))]
    fn predict_many(&self, texts: &Bound<'_, PyAny>) -> PyResult<Predictions> {
        if texts.is_instance_of::<PyString>() {
            return Err(Exception::Data
                .saying("expected an iterable of paragraphs, found one text: use `predict`"));
        }
        Ok(Predictions { engine: self.0.clone(), texts: texts.try_iter()?.unbind() })
    }

    /// Why a lone paragraph got its score for a theme: by default the surest one.
    #[pyo3(signature = (text, theme = None))]
    fn explain(&self, text: String, theme: Option<&str>) -> PyResult<Explanation> {
        explain(&self.0, &Place::Alone(text), theme)
    }

    /// Scores the rows of an Arrow table, record batch or stream: any object with the methods of the
    /// Arrow `PyCapsule` interface.
    #[pyo3(signature = (data, text = "text", document = None, title = None, *, threads = 1, all = false))]
    fn score_batch(
        &self,
        data: &Bound<'_, PyAny>,
        text: &str,
        document: Option<&str>,
        title: Option<&str>,
        threads: i64,
        all: bool,
    ) -> PyResult<Scores> {
        let options = Options { all, threads: scoring::threads(threads)? };
        let table = Table::of(data)?;
        let texts = table.texts(text)?;
        let documents = document.map(|name| table.texts(name)).transpose()?;
        let titles = title.map(|name| table.texts(name)).transpose()?;
        let rows = Rows::new(&table.lengths(), texts, documents, titles);
        let (py, engine) = (data.py(), &self.0);
        let (batches, remark) = py.detach(|| {
            let columns = rows.score(engine, options);
            (rows.batches(&columns, engine, options), engine.remark(columns.novel()))
        });
        remark.map_or(Ok(()), |remark| warn(py, &remark))?;
        let batches = batches.map_err(|error| Exception::Data.saying(error.to_string()))?;
        Ok(Scores::new(scoring::schema(&self.0, all), batches))
    }

    /// The confidences of unrelated paragraphs, unrounded: 32-bit floats of this machine, of shape
    /// (paragraphs, themes), row by row, and the number of themes.
    #[pyo3(signature = (texts, *, threads = 1))]
    fn score_matrix<'py>(
        &self,
        py: Python<'py>,
        texts: Vec<String>,
        threads: i64,
    ) -> PyResult<(Bound<'py, PyBytes>, usize)> {
        let threads = scoring::threads(threads)?;
        let matrix = py.detach(|| scoring::matrix(&self.0, &texts, threads));
        Ok((PyBytes::new(py, &matrix), self.model().themes().len()))
    }

    /// Reads files, folders or patterns as `themewise classify` does, and scores their paragraphs.
    #[expect(clippy::too_many_arguments, reason = "they are keyword arguments")]
    #[pyo3(signature = (paths, *, input_format = None, text_field = None, id_field = None, encoding = None, delimiter = None, ignored = false, hidden = false, threads = 0))]
    fn read(
        &self,
        paths: Paths,
        input_format: Option<String>,
        text_field: Option<String>,
        id_field: Option<String>,
        encoding: Option<String>,
        delimiter: Option<String>,
        ignored: bool,
        hidden: bool,
        threads: i64,
    ) -> PyResult<Documents> {
        let options = [
            ("input-format", input_format),
            ("text-field", text_field),
            ("id-field", id_field),
            ("encoding", encoding),
            ("delimiter", delimiter),
        ];
        let mut arguments = arguments(options);
        let flags =
            [("--no-ignore", ignored), ("--hidden", hidden), ("--quiet", true), ("--", true)];
        arguments.extend(flags.into_iter().filter(|(_, on)| *on).map(|(flag, _)| flag.into()));
        let paths = match paths {
            Paths::One(path) => vec![path],
            // Without a path, the program reads its standard input.
            Paths::Several(paths) if paths.is_empty() => {
                return Err(Exception::Setting.saying("paths: expected at least one, got none"));
            }
            Paths::Several(paths) => paths,
        };
        arguments.extend(paths.into_iter().map(PathBuf::into_os_string));
        Documents::read(&self.0, arguments, threads)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| {
            let (own, other) = (&self.0, &other.get().0);
            own.arguments() == other.arguments() && own.model() == other.model()
        })
    }

    fn __repr__(&self) -> String {
        format!(
            "<Model: {} themes in {}: {}>",
            self.themes().len(),
            self.languages().join(", "),
            self.themes().join(", ")
        )
    }

    /// How to make the model again, for `pickle`: from the bytes of its file, with its options.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Made<'py>)> {
        let load = py.get_type::<Self>().getattr("from_bytes")?;
        Ok((load, (self.to_bytes(py), self.0.arguments().to_vec())))
    }

    /// Reads a model from the bytes of its file. `options` are arguments of `themewise classify`.
    #[staticmethod]
    #[pyo3(signature = (file, options = Vec::new()))]
    fn from_bytes(py: Python<'_>, file: &[u8], options: Vec<OsString>) -> PyResult<Self> {
        let model =
            py.detach(|| themewise::Model::from_bytes("the model", file)).map_err(failed)?;
        let model = Self::of(model);
        if options.is_empty() {
            return Ok(model);
        }
        // What the program says of the options was said when they were set.
        let (engine, _) = model.0.judging(options).map_err(failed)?;
        Ok(Self(engine.into()))
    }

    /// The bytes of the model's file; equal models have equal bytes.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &py.detach(|| self.model().to_bytes()))
    }
}

/// Predictions, as the texts come.
#[pyclass(module = "themewise")]
#[derive(Debug)]
pub(crate) struct Predictions {
    engine: Arc<Engine>,
    texts: Py<PyIterator>,
}

#[pymethods]
impl Predictions {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Prediction>> {
        let Some(text) = self.texts.bind(py).clone().next() else { return Ok(None) };
        let text: String = text?.extract()?;
        Model::predicted(py, &self.engine, text).map(Some)
    }
}
