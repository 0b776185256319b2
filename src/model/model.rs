//! The model, which turns a paragraph into labels.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use super::other_languages::OtherLanguages;
use super::parts::Parts;
use super::table::Table;
use super::{
    Calibration, Context, Contexts, Decision, Decisions, Manifest, Novelty, Perspective,
    Prediction, Scorer, ThemeHeads, Worker,
};
use crate::Result;
use crate::error::{ModelError, Problem};
use crate::features::{TermValues, Vectorizer};
use crate::language::Language;
use crate::text::WordCache;
use crate::theme::ThemeSet;

/// A trained model.
///
/// Cloning is cheap, because clones share all data. Give one to each thread or to the state of each
/// service.
///
/// # Examples
///
/// ```
/// use themewise::Model;
///
/// let model = Model::embedded()?;
/// let prediction = model.predict("Hackers stole voter files from the party’s e-mail server.");
/// assert_eq!(prediction.labels[0].theme.as_str(), "cybersecurity");
/// # Ok::<(), themewise::Error>(())
/// ```
#[derive(Clone)]
pub struct Model {
    parts: Arc<Parts>,
    /// The word cache, shared by all workers of the model.
    words: Arc<WordCache>,
    /// Workers waiting for further calls. They hold the parts instead of the model: a reference
    /// cycle would never be freed.
    idle: Arc<Idle>,
    others: Arc<OtherLanguages<Self>>,
}

/// Workers for further calls of [`Model::predict`]: as many as threads have called it at once.
#[derive(Default)]
struct Idle(Mutex<Vec<Worker>>);

impl Idle {
    fn take(&self) -> Option<Worker> {
        self.workers().pop()
    }

    fn put(&self, worker: Worker) {
        self.workers().push(worker);
    }

    fn workers(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.0.lock().expect("nothing panics while it is locked")
    }
}

impl Model {
    /// Creates a model from its parts. `heads` and `contexts` have one entry and `scorer` one column
    /// per theme of the manifest; `novelty` has one surprisal per term.
    pub fn new(
        manifest: Manifest,
        vectorizer: Vectorizer,
        scorer: &Scorer,
        novelty: Novelty,
        heads: ThemeHeads,
        contexts: Option<Contexts>,
    ) -> Self {
        let shape = (vectorizer.vocabulary().len(), heads.thresholds.len());
        debug_assert_eq!(scorer.weights.dim(), shape);
        let table = Table::new(&vectorizer, scorer);
        let values = TermValues::new(&vectorizer, table.columns(), &novelty.surprisal);
        let values = Arc::new(values);
        let parts = Parts {
            manifest,
            vectorizer,
            table,
            values,
            novelty,
            heads: ThemeHeads::default(),
            calibrations: Vec::new(),
            contexts: None,
            perspective: Perspective::default(),
            context_lanes: None,
        };
        Self::of_parts(parts.with_heads(heads, contexts))
    }

    fn of_parts(parts: Parts) -> Self {
        Self {
            parts: Arc::new(parts),
            words: Arc::new(WordCache::new()),
            idle: Arc::default(),
            others: Arc::new(OtherLanguages::unread([], |_| None)),
        }
    }

    /// The same model, which also reads other languages by models with the same themes.
    ///
    /// # Errors
    /// If two have the same language, or one has other themes.
    pub fn with_languages(self, others: Vec<Self>) -> Result<Self> {
        let mut languages = vec![self.language()];
        for other in &others {
            self.check_language(&languages, other)?;
            languages.push(other.language());
        }
        let read =
            move |language| others.iter().find(|other| other.language() == language).cloned();
        Ok(self.with_unread(languages.into_iter().skip(1), read))
    }

    /// The same model with other tables of some of its languages.
    #[cfg(feature = "training")]
    pub(crate) fn with_tables(self, tables: Vec<Self>) -> Self {
        let (others, language) = (self.others.clone(), self.language());
        let own = tables.iter().find(|table| table.language() == language).cloned();
        let languages: Vec<_> = others.languages().collect();
        let read = move |language| {
            let table = tables.iter().find(|table| table.language() == language);
            table.or_else(|| others.get(language)).cloned()
        };
        own.unwrap_or(self).with_unread(languages, read)
    }

    fn check_language(&self, languages: &[Language], other: &Self) -> Result<()> {
        let language = other.language();
        let (what, found, expected) = if languages.contains(&language) {
            ("language", language.code().to_owned(), "one that the others do not have".to_owned())
        } else if other.themes().ids().ne(self.themes().ids()) {
            ("themes", other.themes().list(), self.themes().list())
        } else {
            return Ok(());
        };
        let problem = ModelError::Incompatible { what, found, expected };
        let name = format!("the model in {}", language.name());
        Err(Problem::Model { name, problem }.into())
    }

    /// The same model with models of other languages, which are read when they are needed.
    pub(super) fn with_unread(
        self,
        languages: impl IntoIterator<Item = Language>,
        read: impl Fn(Language) -> Option<Self> + Send + Sync + 'static,
    ) -> Self {
        Self { others: Arc::new(OtherLanguages::unread(languages, read)), ..self }
    }

    /// The language it was trained for, which a text is taken for at first.
    pub fn language(&self) -> Language {
        self.parts.manifest.language
    }

    /// The languages it reads: its own, then the others in the order of their codes.
    pub fn languages(&self) -> Vec<Language> {
        std::iter::once(self.language()).chain(self.others.languages()).collect()
    }

    /// The model of one of its languages.
    pub fn in_language(&self, language: Language) -> Option<&Self> {
        if language == self.language() { Some(self) } else { self.others.get(language) }
    }

    /// The models of the other languages, if there are any.
    pub(super) fn shared_others(&self) -> Option<Arc<OtherLanguages<Self>>> {
        self.others.languages().next().is_some().then(|| self.others.clone())
    }

    /// The models of the other languages.
    pub(super) fn others(&self) -> impl Iterator<Item = &Self> {
        self.others.models()
    }

    /// Replaces the calibrations, thresholds and curves of a model, alone and in context, and its
    /// manifest.
    #[must_use]
    pub fn with_heads(
        self,
        manifest: Manifest,
        heads: ThemeHeads,
        contexts: Option<Contexts>,
    ) -> Self {
        let parts = Parts { manifest, ..Arc::unwrap_or_clone(self.parts) };
        Self { others: self.others, ..Self::of_parts(parts.with_heads(heads, contexts)) }
    }

    /// The same model with another perspective on the paragraphs of an article. At first, it has
    /// [`Perspective::Article`]. If the model has clones, its tables are copied.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::Model;
    /// use themewise::model::Perspective;
    ///
    /// let title = Some("Ministers agree on steel tariffs");
    /// let paragraphs = [
    ///     "The deal was signed on Monday.",
    ///     "Tariffs on steel imports will fall by half.",
    ///     "Exports will grow, the trade minister said.",
    /// ];
    /// let model = Model::embedded()?;
    /// let labels = |perspective| {
    ///     let mut worker = model.clone().with_perspective(perspective).worker();
    ///     worker.predict_article(title, &paragraphs).swap_remove(0).labels
    /// };
    /// assert_eq!(labels(Perspective::Article)[0].theme.as_str(), "trade");
    /// assert!(labels(Perspective::Paragraph).is_empty());
    /// # Ok::<(), themewise::Error>(())
    /// ```
    #[must_use]
    pub fn with_perspective(self, perspective: Perspective) -> Self {
        let parts = Arc::unwrap_or_clone(self.parts).with_perspective(perspective);
        let (others, languages) = (self.others.clone(), self.others.languages());
        let read =
            move |language| Some(others.get(language)?.clone().with_perspective(perspective));
        let model = Self { words: self.words, ..Self::of_parts(parts) };
        model.with_unread(languages, read)
    }

    /// Predicts the themes of a paragraph by itself. For the paragraphs of an article see
    /// [`Worker::predict_article`].
    ///
    /// Words are cached, so later calls are faster. For many paragraphs, a [`Worker`] is slightly
    /// faster still.
    pub fn predict(&self, paragraph: &str) -> Prediction {
        let mut worker = self.idle.take().unwrap_or_else(|| self.worker());
        let prediction = worker.predict(paragraph);
        self.idle.put(worker);
        prediction
    }

    /// The manifest: themes, training and evaluation.
    pub fn manifest(&self) -> &Manifest {
        &self.parts.manifest
    }

    /// The themes, in the order of scores and confidences.
    pub fn themes(&self) -> &ThemeSet {
        &self.parts.manifest.themes
    }

    /// The index of a theme in [`Model::themes`] and in confidences.
    ///
    /// # Errors
    /// If the model has no such theme; the message lists those it has.
    pub fn theme(&self, id: &str) -> Result<usize> {
        self.themes().position(id).ok_or_else(|| {
            Problem::UnknownTheme { found: id.to_owned(), expected: self.themes().list() }.into()
        })
    }

    /// The terms and their weights.
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.parts.vectorizer
    }

    /// The weights of shape (terms, themes), copied out of the table that workers use.
    pub fn scorer(&self) -> Scorer {
        self.parts.table.scorer(self.themes().len())
    }

    /// The lowest confidence of a label, one per theme.
    pub fn thresholds(&self) -> &[f32] {
        &self.parts.heads.thresholds
    }

    /// The default decisions: the thresholds of the model, without review.
    pub fn decisions(&self) -> Decisions {
        let in_article = self.context().map(|context| context.heads.thresholds.clone());
        Decisions {
            alone: Decision::new(self.thresholds().to_vec()),
            in_article: in_article.map(Decision::new),
        }
    }

    /// The calibration of each theme.
    pub fn calibrations(&self) -> &[Calibration] {
        &self.parts.heads.calibrations
    }

    /// The calibration, threshold and operating curve of each theme.
    pub fn heads(&self) -> &ThemeHeads {
        &self.parts.heads
    }

    /// The calibrations and thresholds that a prediction of this model was made with.
    pub fn heads_of(&self, prediction: &Prediction) -> &ThemeHeads {
        let model = self.in_language(prediction.language).unwrap_or(self);
        let in_article = model.context().filter(|_| prediction.in_article);
        in_article.map_or_else(|| model.heads(), |context| &context.heads)
    }

    /// How the article around a paragraph changes its scores, if the model knows and the article
    /// counts from its perspective.
    pub fn context(&self) -> Option<&Context> {
        self.parts.context()
    }

    /// What the model has learned from articles, for each perspective.
    pub fn contexts(&self) -> Option<&Contexts> {
        self.parts.contexts.as_ref()
    }

    /// Whose view of an article's paragraphs it predicts.
    pub fn perspective(&self) -> Perspective {
        self.parts.perspective
    }

    /// The novelty detector.
    pub fn novelty(&self) -> &Novelty {
        &self.parts.novelty
    }

    /// The data that workers use.
    pub(super) fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }

    /// The word cache.
    pub(super) fn words(&self) -> &Arc<WordCache> {
        &self.words
    }
}

/// Compares what is stored in model files and the perspective, and ignores the word cache.
impl PartialEq for Model {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts && self.others.models().eq(other.others.models())
    }
}

/// Prints the sizes, not the tables, which have a million numbers.
impl fmt::Debug for Model {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_dropped_with_its_last_owner() {
        let model = Model::embedded().unwrap();
        let parts = Arc::downgrade(model.parts());
        model.predict("Tariffs on steel rose.");
        let worker = model.clone().worker();
        drop(model);
        assert!(parts.upgrade().is_some());
        drop(worker);
        assert!(parts.upgrade().is_none());
    }
}
