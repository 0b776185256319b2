//! A document in one line: its themes and how much of it is about each.

use super::TaggedParagraph;
use crate::ThemeId;

/// The themes of a document, those of most paragraphs first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rollup {
    /// The name of the document.
    pub file: String,
    /// The number of its paragraphs.
    pub paragraphs: usize,
    /// Its themes.
    pub themes: Vec<ThemeShare>,
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
        let line = tagged.paragraph.line;
        for label in &tagged.prediction.labels {
            let (theme, confidence) = (&label.theme, label.confidence);
            match self.themes.iter_mut().find(|share| share.theme == *theme) {
                Some(share) => share.count(line, confidence),
                None => self.themes.push(ThemeShare {
                    theme: theme.clone(),
                    paragraphs: 1,
                    line,
                    confidence,
                }),
            }
        }
        self.themes.sort_by(|a, b| {
            b.paragraphs.cmp(&a.paragraphs).then(b.confidence.total_cmp(&a.confidence))
        });
    }

    /// The share of paragraphs about a theme, in percent.
    pub fn percent(&self, share: &ThemeShare) -> f64 {
        100.0 * share.paragraphs as f64 / self.paragraphs as f64
    }
}

impl ThemeShare {
    fn count(&mut self, line: usize, confidence: f32) {
        self.paragraphs += 1;
        if confidence > self.confidence {
            (self.line, self.confidence) = (line, confidence);
        }
    }
}
