//! A summary of a document: its themes and their shares.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::TaggedParagraph;
use crate::document::Document;
use crate::text::shortened;
use crate::{Label, ThemeId};

/// The themes of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Rollup {
    /// The document.
    pub document: Arc<Document>,
    /// The whole text, if an output needs it.
    pub text: Option<String>,
    /// The counts of its paragraphs.
    pub counts: Counts,
    /// Whether evidence is quoted; otherwise only its place is kept.
    quotes: bool,
}

/// The counts of a document while it is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// The number of its paragraphs, or sentences.
    pub paragraphs: usize,
    /// The number of novel ones.
    pub novel: usize,
    themes: Vec<ThemeShare>,
}

/// The share of a document that is about a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeShare {
    /// The theme.
    pub theme: ThemeId,
    /// The number of paragraphs labelled with it.
    pub paragraphs: usize,
    /// The paragraphs with the highest confidence, at most three, in descending order.
    pub evidence: Vec<Evidence>,
}

/// A paragraph that is about a theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number in the document, from 1.
    pub paragraph: usize,
    /// Its line in the document, from 1.
    pub line: usize,
    /// Its bytes in the document.
    pub range: Range<usize>,
    /// Its beginning, if evidence is quoted; otherwise empty.
    pub text: String,
    /// The confidence, from 0 to 1.
    pub confidence: f32,
}

/// The maximum number of paragraphs kept as evidence for each theme.
const MAX_EVIDENCE: usize = 3;

impl Rollup {
    /// The roll-up of a document before its first paragraph.
    pub fn new(document: Arc<Document>) -> Self {
        Self { document, text: None, counts: Counts::default(), quotes: false }
    }

    /// The roll-up of a document that continues from these counts.
    pub fn with_counts(document: Arc<Document>, counts: Counts) -> Self {
        Self { counts, ..Self::new(document) }
    }

    /// The same roll-up, with evidence quoted.
    #[must_use]
    pub fn with_quotes(self) -> Self {
        Self { quotes: true, ..self }
    }

    /// Counts one more paragraph.
    pub fn count(&mut self, tagged: &TaggedParagraph) {
        let (counts, quotes) = (&mut self.counts, self.quotes);
        counts.paragraphs += 1;
        counts.novel += usize::from(tagged.prediction.is_novel());
        for label in &tagged.prediction.labels {
            counts.share(&label.theme).count(tagged, label, quotes);
        }
    }

    /// Counts the paragraphs that follow in the same document.
    pub fn merge(&mut self, next: &Self) {
        // In a resumed run, only the name of the document was known so far.
        self.document = next.document.clone();
        self.counts.paragraphs += next.counts.paragraphs;
        self.counts.novel += next.counts.novel;
        for share in &next.counts.themes {
            let own = self.counts.share(&share.theme);
            own.paragraphs += share.paragraphs;
            share
                .evidence
                .iter()
                .for_each(|evidence| own.keep(evidence.confidence, || evidence.clone()));
        }
    }

    /// The themes, in descending order of their number of paragraphs.
    pub fn themes(&self) -> Vec<&ThemeShare> {
        let mut themes: Vec<_> = self.counts.themes.iter().collect();
        themes.sort_by(|a, b| {
            b.paragraphs.cmp(&a.paragraphs).then(b.confidence().total_cmp(&a.confidence()))
        });
        themes
    }

    /// The share of paragraphs about a theme, from 0 to 1, rounded to four digits.
    pub(crate) fn share(&self, share: &ThemeShare) -> f64 {
        (self.percent(share) * 100.0).round() / 1e4
    }

    /// The share of paragraphs about a theme, in percent.
    pub fn percent(&self, share: &ThemeShare) -> f64 {
        100.0 * share.paragraphs as f64 / self.counts.paragraphs as f64
    }
}

impl Counts {
    /// The share of a theme, created at its first paragraph.
    fn share(&mut self, theme: &ThemeId) -> &mut ThemeShare {
        let place = self.themes.iter().position(|share| share.theme == *theme);
        let place = place.unwrap_or_else(|| {
            let share = ThemeShare { theme: theme.clone(), paragraphs: 0, evidence: Vec::new() };
            self.themes.push(share);
            self.themes.len() - 1
        });
        &mut self.themes[place]
    }
}

impl ThemeShare {
    /// The highest confidence of a paragraph, from 0 to 1.
    pub fn confidence(&self) -> f32 {
        self.evidence.first().map_or(0.0, |surest| surest.confidence)
    }

    /// The line of the paragraph with the highest confidence.
    pub fn line(&self) -> usize {
        self.evidence.first().map_or(0, |surest| surest.line)
    }

    fn count(&mut self, tagged: &TaggedParagraph, label: &Label, quotes: bool) {
        self.paragraphs += 1;
        self.keep(label.confidence, || Evidence::new(tagged, label.confidence, quotes));
    }

    /// Keeps a paragraph if its confidence is among the highest; in a tie, the earlier one stays.
    fn keep(&mut self, confidence: f32, evidence: impl FnOnce() -> Evidence) {
        let place = self.evidence.partition_point(|kept| kept.confidence >= confidence);
        if place < MAX_EVIDENCE {
            self.evidence.insert(place, evidence());
            self.evidence.truncate(MAX_EVIDENCE);
        }
    }
}

impl Evidence {
    fn new(tagged: &TaggedParagraph, confidence: f32, quotes: bool) -> Self {
        const MAX_CHARACTERS: usize = 300;
        let TaggedParagraph { number, paragraph, .. } = tagged;
        let text =
            if quotes { shortened(&paragraph.one_line(), MAX_CHARACTERS) } else { String::new() };
        let (paragraph, line, range) = (*number, paragraph.line, paragraph.range.clone());
        Self { paragraph, line, range, text, confidence }
    }
}
