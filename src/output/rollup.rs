//! A document in one line: its themes and how much of it is about each.

use super::TaggedParagraph;
use crate::{Label, ThemeId};

/// The themes of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rollup {
    /// The name of the document.
    pub file: String,
    /// The number of its paragraphs.
    pub paragraphs: usize,
    /// How many of them are unlike those the model has learnt from.
    pub novel: usize,
    themes: Vec<ThemeShare>,
}

/// How much of a document is about a theme.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeShare {
    /// The theme.
    pub theme: ThemeId,
    /// The number of paragraphs labelled with it.
    pub paragraphs: usize,
    /// The line of the paragraph surest to be about it.
    pub line: usize,
    /// The confidence there, from 0 to 1.
    pub confidence: f32,
}

impl Rollup {
    /// The roll-up of a document without paragraphs yet.
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Counts one more paragraph.
    pub fn count(&mut self, tagged: &TaggedParagraph) {
        self.paragraphs += 1;
        self.novel += usize::from(tagged.prediction.is_novel());
        let line = tagged.paragraph.line;
        for Label { theme, confidence } in &tagged.prediction.labels {
            self.add(&ThemeShare {
                theme: theme.clone(),
                paragraphs: 1,
                line,
                confidence: *confidence,
            });
        }
    }

    /// Counts the paragraphs that follow in the same document.
    pub fn merge(&mut self, next: &Self) {
        self.paragraphs += next.paragraphs;
        self.novel += next.novel;
        next.themes.iter().for_each(|share| self.add(share));
    }

    fn add(&mut self, next: &ThemeShare) {
        match self.themes.iter_mut().find(|share| share.theme == next.theme) {
            None => self.themes.push(next.clone()),
            Some(share) => {
                share.paragraphs += next.paragraphs;
                if next.confidence > share.confidence {
                    (share.line, share.confidence) = (next.line, next.confidence);
                }
            }
        }
    }

    /// The themes, those of most paragraphs first.
    pub fn themes(&self) -> Vec<&ThemeShare> {
        let mut themes: Vec<_> = self.themes.iter().collect();
        themes.sort_by(|a, b| {
            b.paragraphs.cmp(&a.paragraphs).then(b.confidence.total_cmp(&a.confidence))
        });
        themes
    }

    /// The share of paragraphs about a theme, in percent.
    pub fn percent(&self, share: &ThemeShare) -> f64 {
        100.0 * share.paragraphs as f64 / self.paragraphs as f64
    }
}
