//! Workers for several threads.

use std::sync::Arc;

use super::{Decisions, Model, Worker};

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
#[derive(Debug, Clone)]
pub struct Workers {
    model: Model,
    decisions: Arc<Decisions>,
}

impl Workers {
    pub(super) fn new(model: Model) -> Self {
        let decisions = Arc::new(model.decisions());
        Self { model, decisions }
    }

    /// Workers that use `decisions` instead of the model's own thresholds.
    #[must_use]
    pub fn with_decisions(mut self, decisions: Decisions) -> Self {
        self.decisions = Arc::new(decisions);
        self
    }

    /// The model that the workers use.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker {
        let (parts, words) = (self.model.parts().clone(), self.model.words().clone());
        Worker::new(parts, words, self.decisions.clone())
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
