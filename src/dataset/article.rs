//! One article: a title and paragraphs in order, of which some or all are labelled.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Content;
use crate::language::Language;

/// An article. What its paragraphs say decides what a reader takes each of them to be about.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Its value of the field `document`, unique in the dataset.
    pub document: String,
    /// Its title, if the labels have it.
    pub title: Option<Content>,
    /// Its paragraphs, in ascending order of the field `paragraph`. Some may be missing.
    pub paragraphs: Vec<ArticleParagraph>,
    /// What else is known of the title, if there is one, then of each unlabelled paragraph.
    pub context: Vec<Context>,
}

/// A paragraph of an article.
#[derive(Debug, Clone, PartialEq)]
pub enum ArticleParagraph {
    /// The index of its example in the dataset.
    Labelled(usize),
    /// The words of a paragraph on which nobody has decided.
    Unlabelled(Content),
}

/// What is known of a title or unlabelled paragraph besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Its id, unique in the dataset.
    pub id: String,
    /// Its fields with a single value, by name; among them `document` and `paragraph`.
    pub fields: BTreeMap<String, String>,
}

impl Article {
    /// The indices of its labelled paragraphs.
    pub fn labelled(&self) -> impl Iterator<Item = usize> {
        self.paragraphs.iter().filter_map(|paragraph| match paragraph {
            ArticleParagraph::Labelled(example) => Some(*example),
            ArticleParagraph::Unlabelled(_) => None,
        })
    }

    /// The title and the unlabelled paragraphs.
    pub(super) fn unlabelled(&self) -> impl Iterator<Item = (&Context, &Content)> {
        let paragraphs = self.paragraphs.iter().filter_map(|paragraph| match paragraph {
            ArticleParagraph::Labelled(_) => None,
            ArticleParagraph::Unlabelled(content) => Some(content),
        });
        self.context.iter().zip(self.title.iter().chain(paragraphs))
    }

    /// Replaces the texts by the counts of their words.
    pub(super) fn count_words(&mut self, language: Language) {
        if let Some(title) = &mut self.title {
            *title = title.counted(language);
        }
        for paragraph in &mut self.paragraphs {
            if let ArticleParagraph::Unlabelled(content) = paragraph {
                *content = content.counted(language);
            }
        }
    }

    /// The article with those of its labelled paragraphs that have a new index; `None` if none has.
    pub(super) fn select(&self, new: &FxHashMap<usize, usize>) -> Option<Self> {
        if !self.labelled().any(|old| new.contains_key(&old)) {
            return None;
        }
        let paragraphs = self.paragraphs.iter().filter_map(|paragraph| match paragraph {
            ArticleParagraph::Labelled(old) => {
                new.get(old).map(|&new| ArticleParagraph::Labelled(new))
            }
            unlabelled @ ArticleParagraph::Unlabelled(_) => Some(unlabelled.clone()),
        });
        Some(Self { paragraphs: paragraphs.collect(), ..self.clone() })
    }
}
