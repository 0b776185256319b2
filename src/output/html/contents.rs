//! State shared by the writers of one page.

use std::sync::{Arc, Mutex, MutexGuard};

use crate::tagging::Profile;
use crate::{Prediction, ThemeSet};

/// The documents of a page and its counts of themes, which are shown above all rows.
///
/// Clones share the contents, so that all writers of a page add to them.
#[derive(Debug, Clone, Default)]
pub struct Contents(Arc<Mutex<Counted>>);

/// The title of a document.
#[derive(Debug, Clone)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) lang: Option<&'static str>,
    pub(super) dir: Option<&'static str>,
}

/// The documents and counts.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) documents: Vec<Title>,
    profile: Option<Profile>,
}

impl Contents {
    /// Adds a document; returns its number, from 1.
    pub(super) fn begin_document(&self, title: Title) -> usize {
        let documents = &mut self.lock().documents;
        documents.push(title);
        documents.len()
    }

    /// Counts a paragraph.
    pub(super) fn count(&self, themes: &ThemeSet, prediction: &Prediction) {
        let mut counted = self.lock();
        let profile = counted.profile.get_or_insert_with(|| Profile::new(themes.len()));
        profile.count(themes, prediction);
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().expect("another writer has panicked")
    }
}

impl Counted {
    /// The profile of all paragraphs.
    pub(super) fn profile(&self, themes: &ThemeSet) -> Profile {
        self.profile.clone().unwrap_or_else(|| Profile::new(themes.len()))
    }
}
