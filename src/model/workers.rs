//! Workers for several threads.

use std::sync::Arc;

use super::{Decision, Model, Worker};

/// Makes workers of one model, which share the words they meet: what one has stemmed the
/// others look up.
///
/// It owns what it needs, so a thread or a service can keep it.
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
    decision: Arc<Decision>,
}

impl Workers {
    pub(super) fn new(model: Model) -> Self {
        let decision = Arc::new(model.decision());
        Self { model, decision }
    }

    /// Workers that use `decision` instead of the model's own thresholds.
    #[must_use]
    pub fn deciding(mut self, decision: Decision) -> Self {
        self.decision = Arc::new(decision);
        self
    }

    /// The model of all workers.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker {
        let (parts, words) = (self.model.parts().clone(), self.model.words().clone());
        Worker::new(parts, words, self.decision.clone())
    }
}

impl Model {
    /// A worker, which predicts many paragraphs.
    pub fn worker(&self) -> Worker {
        self.workers().worker()
    }

    /// Makes workers for several threads.
    pub fn workers(&self) -> Workers {
        Workers::new(self.clone())
    }
}
