//! The frequency of themes over many paragraphs.

use crate::model::{CurveBins, Prevalence};
use crate::{Label, Model, Prediction, ThemeSet};

/// Counts paragraphs by their themes, in constant memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    paragraphs: usize,
    in_articles: usize,
    novel: usize,
    to_review: usize,
    /// The number of paragraphs without a theme given or to review.
    without: usize,
    /// The paragraphs labelled with each theme.
    labelled: Vec<usize>,
    /// The confidences of each theme in lone paragraphs.
    alone: Vec<CurveBins>,
    /// The confidences of each theme in paragraphs of articles.
    in_article: Vec<CurveBins>,
}

impl Profile {
    /// An empty profile for a number of themes.
    pub fn new(themes: usize) -> Self {
        let bins = || vec![CurveBins::default(); themes];
        Self {
            paragraphs: 0,
            in_articles: 0,
            novel: 0,
            to_review: 0,
            without: 0,
            labelled: vec![0; themes],
            alone: bins(),
            in_article: bins(),
        }
    }

    /// Counts a paragraph.
    pub fn count(&mut self, themes: &ThemeSet, prediction: &Prediction) {
        self.paragraphs += 1;
        let Prediction { labels, review, .. } = prediction;
        self.in_articles += usize::from(prediction.in_article);
        self.novel += usize::from(prediction.is_novel());
        self.to_review += usize::from(!review.is_empty());
        self.without += usize::from(labels.is_empty() && review.is_empty());
        for Label { theme, .. } in labels {
            if let Some(place) = themes.position(theme.as_str()) {
                self.labelled[place] += 1;
            }
        }
        let kind = if prediction.in_article { &mut self.in_article } else { &mut self.alone };
        for (bins, &confidence) in kind.iter_mut().zip(&prediction.confidences) {
            bins.count(confidence, false);
        }
    }

    /// The number of paragraphs.
    pub fn paragraphs(&self) -> usize {
        self.paragraphs
    }

    /// The number of paragraphs judged in their article.
    pub fn in_articles(&self) -> usize {
        self.in_articles
    }

    /// The number of novel paragraphs.
    pub fn novel(&self) -> usize {
        self.novel
    }

    /// The number of paragraphs with a theme to review.
    pub fn to_review(&self) -> usize {
        self.to_review
    }

    /// The number of paragraphs without a theme given or to review.
    pub fn without(&self) -> usize {
        self.without
    }

    /// The number of paragraphs labelled with the theme at an index.
    pub fn labelled(&self, theme: usize) -> usize {
        self.labelled[theme]
    }

    /// The share of paragraphs labelled with the theme at an index, from 0 to 1.
    pub fn share(&self, theme: usize) -> f64 {
        self.labelled[theme] as f64 / self.paragraphs.max(1) as f64
    }

    /// The estimated share of paragraphs with the theme at an index; `None` if the labels of the
    /// model tell nothing of such paragraphs.
    pub fn prevalence(&self, theme: usize, model: &Model) -> Option<Prevalence> {
        let [alone, in_article] = [&self.alone, &self.in_article].map(|kind| kind[theme].curve());
        let known = model.context().and_then(|context| context.heads.curves.get(theme));
        Prevalence::of_kinds([(&alone, model.heads().curves.get(theme)), (&in_article, known)])
    }
}
