//! Training, evaluation and calibration, with the options of the program.

use std::ffi::OsString;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use serde_json::{Value, json};
use themewise::cli::{
    self, Calibrate, Evaluate, EvaluationReport, Failure, Train, keeping_messages,
};
use themewise::report::{CalibrationReport, ComparisonReport, evaluation_page};
use themewise::training::{BeforeAndAfter, Progress, RecalibratedLanguages, TrainedLanguages};

use crate::errors::{Exception, failed, issue};
use crate::model::Model;
use crate::page::in_frame;
use crate::values::object;

/// A trained model and its report.
#[pyclass(frozen, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Training {
    #[pyo3(get)]
    model: Py<Model>,
    text: String,
    plain: Value,
}

/// Figures of a model or a way of training; prints as scikit-learn's classification report.
#[pyclass(frozen, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Evaluation {
    text: String,
    plain: Value,
    frame: Option<String>,
}

/// A model whose confidences were fitted to other paragraphs, and the figures before and after.
#[pyclass(frozen, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Calibration {
    #[pyo3(get)]
    model: Py<Model>,
    text: String,
    plain: Value,
}

/// Trains with the arguments of `themewise train`; calls `progress(done, total)`.
#[pyfunction]
#[pyo3(signature = (arguments, progress = None))]
pub(crate) fn train(
    py: Python<'_>,
    arguments: Vec<OsString>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Training> {
    let train: Train = cli::parse(arguments).map_err(failed)?;
    let (trained, text) = in_background(py, progress, move |watch| {
        let trained = train.train(watch)?;
        cli::warn_of(&trained);
        let mut text = Vec::new();
        cli::write_report(&mut text, &trained)?;
        Ok((trained, String::from_utf8_lossy(&text).trim_end().to_owned()))
    })?;
    let model = trained.model().map_err(failed)?;
    let plain = of_training(&trained);
    Ok(Training { model: Py::new(py, Model::of(model))?, text, plain })
}

/// Evaluates with the arguments of `themewise evaluate`, a model given here or in them; calls
/// `progress(done, total)`.
#[pyfunction]
#[pyo3(signature = (arguments, model = None, progress = None))]
pub(crate) fn evaluate(
    py: Python<'_>,
    arguments: Vec<OsString>,
    model: Option<&Bound<'_, Model>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Evaluation> {
    let evaluate: Evaluate = cli::parse(arguments).map_err(failed)?;
    let model = model.map(|model| model.get().model().clone());
    in_background(py, progress, move |watch| {
        Ok(match evaluate.evaluate(model, watch)? {
            EvaluationReport::Assessment(assessment) => {
                let page = in_frame(usize::MAX / 64, |page| {
                    evaluation_page(page, &evaluate.title(), &assessment)
                })?;
                Evaluation {
                    text: assessment.to_string(),
                    plain: json!(*assessment),
                    frame: Some(page),
                }
            }
            EvaluationReport::Comparison(comparison) => {
                let report = ComparisonReport(&comparison);
                Evaluation { text: report.to_string(), plain: json!(report), frame: None }
            }
        })
    })
}

/// Calibrates with the arguments of `themewise calibrate`.
#[pyfunction]
#[pyo3(signature = (arguments, model = None))]
pub(crate) fn calibrate(
    py: Python<'_>,
    arguments: Vec<OsString>,
    model: Option<&Bound<'_, Model>>,
) -> PyResult<Calibration> {
    let calibrate: Calibrate = cli::parse(arguments).map_err(failed)?;
    let model = model.map(|model| model.get().model().clone());
    let RecalibratedLanguages { model, languages, .. } =
        in_background(py, None, move |_| calibrate.calibrate(model))?;
    let texts = languages.iter().map(|of| CalibrationReport::new(of).to_string());
    let text = texts.collect::<Vec<_>>().join("\n").trim_end().to_owned();
    let figures = |of: &BeforeAndAfter| json!({ "before": of.before, "after": of.after });
    let plain = languages.iter().map(|of| {
        let in_articles = of.in_articles.as_ref().map(figures);
        json!({
            "language": of.model.language().code(),
            "alone": figures(&of.alone),
            "in_articles": in_articles,
        })
    });
    let plain = json!({ "languages": plain.collect::<Vec<_>>() });
    Ok(Calibration { model: Py::new(py, Model::of(model))?, text, plain })
}

/// The evaluation of each language, out of fold, and the settings tried.
fn of_training(trained: &TrainedLanguages) -> Value {
    let languages = trained.languages.iter().map(|(dataset, trained)| {
        let trials = trained.trials.iter().enumerate().map(|(at, trial)| {
            json!({
                "c": trial.setting.c,
                "vector_scale": trial.setting.vector_scale,
                "mean_average_precision": trial.mean_average_precision,
                "chosen": at == trained.best,
            })
        });
        json!({
            "language": dataset.language.code(),
            "paragraphs": dataset.examples.len(),
            "trials": trials.collect::<Vec<_>>(),
            "evaluation": trained.evaluation,
        })
    });
    json!({ "languages": languages.collect::<Vec<_>>() })
}

/// Works in another thread, while this one shows the progress and notices Ctrl-C; then issues the
/// warnings of the program.
fn in_background<Done: Send + 'static>(
    py: Python<'_>,
    progress: Option<Py<PyAny>>,
    work: impl FnOnce(&(dyn Fn(Progress) + Sync)) -> Result<Done, Failure> + Send + 'static,
) -> PyResult<Done> {
    const QUEUED: usize = 1 << 10;
    let cancelled = Arc::new(AtomicBool::new(false));
    let (sender, steps) = sync_channel(QUEUED);
    // It is only locked so that it may be used without the GIL.
    let steps = Mutex::new(steps);
    let is_cancelled = cancelled.clone();
    let thread = thread::spawn(move || {
        let watch = |step| tell(&is_cancelled, &sender, step);
        keeping_messages(|| work(&watch))
    });
    let mut counts = Counts { progress, done: 0, total: 0 };
    let shown = loop {
        let step = py.detach(|| {
            let steps = steps.lock().unwrap_or_else(PoisonError::into_inner);
            steps.recv_timeout(Duration::from_millis(50))
        });
        let shown = match step {
            Ok(step) => counts.show(py, step),
            Err(RecvTimeoutError::Timeout) => py.check_signals(),
            Err(RecvTimeoutError::Disconnected) => break Ok(()),
        };
        if shown.is_err() {
            cancelled.store(true, Ordering::Relaxed);
            break shown;
        }
    };
    drop(steps);
    let ended = py.detach(|| thread.join());
    shown?;
    let Ok((done, messages)) = ended else {
        return Err(Exception::Any.saying("training has failed: this is an error of themewise"));
    };
    issue(py, &messages)?;
    done.map_err(failed)
}

/// Passes a step on; ends the thread if the work is cancelled, since nobody waits for its result.
fn tell(cancelled: &AtomicBool, sender: &SyncSender<Progress>, step: Progress) {
    // If it is full, the display may skip a step, but the work must not wait.
    let _ = sender.try_send(step);
    if cancelled.load(Ordering::Relaxed) {
        resume_unwind(Box::new("cancelled"));
    }
}

/// What is done.
struct Counts {
    progress: Option<Py<PyAny>>,
    done: usize,
    total: usize,
}

impl Counts {
    fn show(&mut self, py: Python<'_>, step: Progress) -> PyResult<()> {
        match step {
            Progress::Started(steps) => self.total += steps,
            Progress::Step => self.done += 1,
            Progress::Fitting => {}
        }
        py.check_signals()?;
        let Some(progress) = &self.progress else { return Ok(()) };
        progress.call1(py, (self.done, self.total)).map(drop)
    }
}

#[pymethods]
impl Training {
    /// The evaluation of each language, out of fold, and the settings tried, as plain values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        object(py, &self.plain)
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> &str {
        &self.text
    }
}

#[pymethods]
impl Evaluation {
    /// The dictionary of `classification_report(…, output_dict=True)`, with further figures.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        object(py, &self.plain)
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> &str {
        &self.text
    }

    fn _repr_html_(&self) -> Option<&str> {
        self.frame.as_deref()
    }
}

#[pymethods]
impl Calibration {
    /// The figures of each language before and after, as plain values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        object(py, &self.plain)
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> &str {
        &self.text
    }
}
