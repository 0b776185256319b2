//! Workers for several threads.

use std::sync::Arc;

use super::{Decision, Model, Worker};
use crate::text::WordCache;

/// Makes workers of one model that share the words they meet: what one has stemmed the
/// others look up, in one table of them all.
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
pub struct Workers<'m> {
    model: &'m Model,
    words: Arc<WordCache>,
    decision: Arc<Decision>,
}

impl<'m> Workers<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, words: Arc::new(WordCache::new()), decision: Arc::new(model.decision()) }
    }

    /// Workers that make labels of confidences by another decision than the model's.
    #[must_use]
    pub fn deciding(mut self, decision: Decision) -> Self {
        self.decision = Arc::new(decision);
        self
    }

    /// A worker for one thread.
    pub fn worker(&self) -> Worker<'m> {
        Worker::new(self.model, self.words.clone(), self.decision.clone())
    }
}
