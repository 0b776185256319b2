//! A model with its workers.

use std::ffi::OsString;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use themewise::cli::{self, Failure, Judgement, keeping_messages};
use themewise::language::{Detected, Language, detect};
use themewise::model::Workers;
use themewise::{Model, Prediction, Worker};

/// A model whose workers are kept between calls, with the words they know.
#[derive(Debug)]
pub(crate) struct Engine {
    workers: Workers,
    /// The language of every text, if it was chosen.
    chosen: Option<Language>,
    /// The arguments of the options by which it judges.
    arguments: Vec<OsString>,
    idle: Mutex<Vec<Worker>>,
    /// The codes of languages that the package of the data would add.
    missing: Vec<&'static str>,
    warned: AtomicBool,
}

/// The languages whose tables are in the package of the data.
const WITH_DATA: [&str; 7] = ["ar", "de", "es", "fr", "ru", "uk", "zh"];

impl Engine {
    /// The engine of these workers, which read every text in the language that was `chosen`.
    pub(crate) fn new(workers: Workers, chosen: Option<Language>) -> Self {
        Self {
            workers,
            chosen,
            arguments: Vec::new(),
            idle: Mutex::default(),
            missing: Vec::new(),
            warned: false.into(),
        }
    }

    /// The engine of the built-in model, which warns of texts in a language that is not installed.
    pub(crate) fn built_in(model: &Model) -> Self {
        let known: Vec<_> = model.languages().into_iter().map(Language::code).collect();
        let missing = WITH_DATA.into_iter().filter(|code| !known.contains(code)).collect();
        Self { missing, ..Self::new(model.workers(), None) }
    }

    /// The same model, judged by the options of `themewise classify` in these arguments; and what the
    /// program says of them.
    ///
    /// # Errors
    /// If an option is refused, or the model cannot guarantee what is asked.
    pub(crate) fn judging(&self, arguments: Vec<OsString>) -> Result<(Self, Vec<String>), Failure> {
        let judgement: Judgement = cli::parse(arguments.clone())?;
        let (workers, messages) = keeping_messages(|| judgement.workers(self.model().clone()));
        let engine = Self::new(workers?, judgement.language());
        Ok((Self { arguments, missing: self.missing.clone(), ..engine }, messages))
    }

    /// The arguments of the options by which it judges.
    pub(crate) fn arguments(&self) -> &[OsString] {
        &self.arguments
    }

    /// What to say, once, of novel paragraphs in these languages, if any of them could be installed.
    pub(crate) fn remark<'a>(&self, novel: impl IntoIterator<Item = &'a str>) -> Option<String> {
        if self.missing.is_empty() {
            return None;
        }
        let missing = novel.into_iter().find(|code| self.missing.contains(code))?;
        (!self.warned.swap(true, Ordering::Relaxed)).then(|| {
            format!(
                "a text in the language `{missing}` is novel, since only English is installed: pip install \
                 'themewise[data]' adds {}",
                self.missing.join(", ")
            )
        })
    }

    pub(crate) fn model(&self) -> &Model {
        self.workers.model()
    }

    /// The lowest confidence of a label of a lone paragraph, by theme.
    pub(crate) fn given(&self) -> &[f32] {
        self.workers.decisions().alone.given()
    }

    /// Lends a worker to some work.
    pub(crate) fn with_worker<Done>(&self, work: impl FnOnce(&mut Worker) -> Done) -> Done {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = idle().pop();
        let mut worker = lent.unwrap_or_else(|| self.workers.worker());
        let done = work(&mut worker);
        idle().push(worker);
        done
    }

    /// Predicts a paragraph by itself, as the program does for a record; returns its language, if that
    /// is certain.
    pub(crate) fn predict(
        &self,
        worker: &mut Worker,
        text: &str,
        prediction: &mut Prediction,
    ) -> Option<Detected> {
        let language = detect(text.trim_start(), None);
        if self.chosen.is_none() {
            let known = language.and_then(Detected::language);
            worker.turn_to(known.unwrap_or(self.model().language()));
        }
        worker.predict_into(text, prediction);
        prediction.language_in(language)
    }
}
