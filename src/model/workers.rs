//! Workers for several threads.

use std::fmt;
use std::sync::Arc;

use super::reader::{OtherReader, Reader};
use super::{Decisions, Model, Worker};
use crate::language::Language;
use crate::{Error, Result};

/// Creates workers of one model, which share a word cache: each distinct word is stemmed once.
///
/// It borrows nothing, so a thread or a service can keep it.
///
/// # Examples
///
/// ```
/// use themewise::Model;
///
/// let model = Model::embedded()?;
/// let workers = model.workers();
/// let texts = ["Hackers stole voter files.", "Tariffs on steel rose after the trade talks."];
/// let found = std::thread::scope(|scope| {
///     let predict = |text| workers.worker().predict(text).labels.swap_remove(0);
///     let threads = texts.map(|text| scope.spawn(move || predict(text)));
///     threads.map(|thread| thread.join().expect("it does not panic"))
/// });
/// assert_eq!(found.map(|label| label.theme.to_string()), ["cybersecurity", "trade"]);
/// # Ok::<(), themewise::Error>(())
/// ```
#[derive(Clone)]
pub struct Workers {
    model: Model,
    decisions: Arc<Decisions>,
    decide: Arc<Decide>,
    language: Option<Language>,
}

/// Makes the decisions for the model of another language.
type Decide = dyn Fn(&Model) -> Decisions + Send + Sync;

impl Workers {
    pub(super) fn new(model: Model) -> Self {
        let decisions = Arc::new(model.decisions());
        Self { model, decisions, decide: Arc::new(Model::decisions), language: None }
    }

    /// Workers that use `decisions` instead of the model's own thresholds.
    #[must_use]
    pub fn with_decisions(mut self, decisions: Decisions) -> Self {
        self.decisions = Arc::new(decisions);
        self
    }

    /// Workers that make the decisions for the models of other languages by `decide`, instead of by
    /// their own thresholds.
    #[must_use]
    pub fn deciding_by(
        mut self,
        decide: impl Fn(&Model) -> Decisions + Send + Sync + 'static,
    ) -> Self {
        self.decide = Arc::new(decide);
        self
    }

    /// Workers that read every text in a language, whatever it looks like; `None` to let the texts
    /// tell.
    ///
    /// # Errors
    /// If the model does not have the language.
    pub fn in_language(mut self, language: Option<Language>) -> Result<Self> {
        let known = self.model.languages();
        if let Some(unknown) = language.filter(|language| !known.contains(language)) {
            let known: Vec<_> = known.into_iter().map(Language::code).collect();
            let expected = format!("one of those of the model, {}", known.join(", "));
            return Err(Error::setting("the language", unknown.code(), expected));
        }
        self.language = language;
        Ok(self)
    }

    /// Makes the readers of other languages, if the model has any.
    fn others(&self) -> Option<Arc<OtherReader>> {
        let (others, decide) = (self.model.shared_others()?, self.decide.clone());
        Some(Arc::new(move |language| {
            let model = others.get(language)?;
            Some(reader(model, Arc::new(decide(model))))
        }))
    }

    /// The decisions in the model's own language.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The model that the workers use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker {
        Worker::new(reader(&self.model, self.decisions.clone()), self.others(), self.language)
    }
}

fn reader(model: &Model, decisions: Arc<Decisions>) -> Reader {
    Reader::new(model.parts().clone(), model.words().clone(), decisions)
}

impl fmt::Debug for Workers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Workers").field(&self.model).finish()
    }
}

impl Model {
    /// Creates a worker for predicting many paragraphs.
    pub fn worker(&self) -> Worker {
        self.workers().worker()
    }

    /// Creates workers for several threads.
    pub fn workers(&self) -> Workers {
        Workers::new(self.clone())
    }
}
