//! The models of other languages that a model has.

use std::sync::{Arc, OnceLock};

use crate::language::Language;

/// Models of other languages with the same themes. Those inside the program are read when they are
/// first used, so that a text in one language does not wait for the others.
#[derive(Clone)]
pub(super) struct OtherLanguages<M> {
    models: Vec<(Language, OnceLock<M>)>,
    read: Arc<Read<M>>,
}

/// Reads the model of a language.
type Read<M> = dyn Fn(Language) -> Option<M> + Send + Sync;

impl<M> OtherLanguages<M> {
    /// Models that `read` reads when they are needed.
    pub(super) fn unread(
        languages: impl IntoIterator<Item = Language>,
        read: impl Fn(Language) -> Option<M> + Send + Sync + 'static,
    ) -> Self {
        let models = languages.into_iter().map(|language| (language, OnceLock::new()));
        Self { models: models.collect(), read: Arc::new(read) }
    }

    /// The languages.
    pub(super) fn languages(&self) -> impl Iterator<Item = Language> + '_ {
        self.models.iter().map(|(language, _)| *language)
    }

    /// The model of a language.
    pub(super) fn get(&self, language: Language) -> Option<&M> {
        let (_, model) = self.models.iter().find(|(known, _)| *known == language)?;
        if model.get().is_none() {
            // Another thread may have read it in the meantime.
            let _ = model.set((self.read)(language)?);
        }
        model.get()
    }

    /// Every model.
    pub(super) fn models(&self) -> impl Iterator<Item = &M> {
        self.languages().filter_map(|language| self.get(language))
    }
}
