//! The reusable part of predicting: the words seen so far, and scratch space.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Contribution, Explanation, Label, Model, Prediction};
use crate::ThemeId;
use crate::features::{SparseRow, TermCounter};
use crate::text::{Analyzer, Stem, WordCache};

/// Predicts paragraph after paragraph with what it remembers of their words.
#[derive(Debug)]
pub struct Worker<'m> {
    model: &'m Model,
    /// Numbers stems by their rows in the model's table.
    analyzer: Analyzer,
    stems: Vec<Stem>,
    /// The rows of the terms of the paragraph at hand, as often as they occur.
    terms: Vec<u32>,
    counter: TermCounter<'m>,
    /// One per theme.
    confidences: Vec<f32>,
    themes: Vec<ThemeId>,
}

impl<'m> Worker<'m> {
    pub(super) fn new(model: &'m Model, words: Arc<WordCache>) -> Self {
        let (vectorizer, columns) = (model.vectorizer(), model.table().columns());
        Self {
            model,
            analyzer: model.table().analyzer(words),
            stems: Vec::new(),
            terms: Vec::new(),
            counter: TermCounter::new(vectorizer, columns),
            confidences: vec![0.0; model.themes().len()],
            themes: model.themes().ids().map(ThemeId::unshared).collect(),
        }
    }

    /// Predicts the themes of one paragraph.
    pub fn predict(&mut self, paragraph: &str) -> Prediction {
        let mut prediction = Prediction::default();
        self.predict_into(paragraph, &mut prediction);
        prediction
    }

    /// Predicts the themes of one paragraph in the place of another prediction.
    pub fn predict_into(&mut self, paragraph: &str, prediction: &mut Prediction) {
        self.confidences(paragraph);
        self.label(prediction);
    }

    /// Predicts the themes of a paragraph of which only the words are known.
    pub fn predict_counts<'a>(
        &mut self,
        words: impl IntoIterator<Item = (&'a str, u32)>,
    ) -> Prediction {
        self.analyzer.analyze_counts(words, &mut self.stems);
        self.find_terms();
        self.add_up();
        let mut prediction = Prediction::default();
        self.label(&mut prediction);
        prediction
    }

    /// The confidence of every theme, in the order of [`Model::themes`], without
    /// allocating anything once the worker has met a paragraph as long.
    #[inline]
    pub fn confidences(&mut self, paragraph: &str) -> &[f32] {
        if self.model.vectorizer().options().bigrams {
            self.analyzer.analyze(paragraph, &mut self.stems);
            self.find_terms();
        } else {
            self.analyzer.number(paragraph, &mut self.terms);
        }
        self.add_up();
        &self.confidences
    }

    fn find_terms(&mut self) {
        self.terms.clear();
        self.terms.extend(self.model.vectorizer().terms(&self.stems));
    }

    #[inline]
    fn add_up(&mut self) {
        let table = self.model.table();
        table.prefetch(&self.terms);
        let features = self.counter.transform(&self.terms);
        table.confidences(features, &mut self.confidences);
    }

    /// Makes labels of the confidences at hand.
    fn label(&self, prediction: &mut Prediction) {
        let Prediction { labels, confidences } = prediction;
        confidences.clone_from(&self.confidences);
        labels.clear();
        let themes = self.themes.iter().zip(&self.confidences).zip(self.model.thresholds());
        let reached = themes.filter(|((_, confidence), threshold)| confidence >= threshold);
        labels.extend(reached.map(|((theme, &confidence), _)| {
            let theme = theme.clone();
            Label { theme, confidence }
        }));
        labels.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    }

    /// Explains the score of a paragraph for the theme at `theme`.
    ///
    /// # Panics
    /// If the model has no such theme.
    pub fn explain(&mut self, paragraph: &str, theme: usize) -> Explanation {
        let model = self.model;
        self.analyzer.analyze(paragraph, &mut self.stems);
        for stem in &mut self.stems {
            stem.id = model.table().columns()[stem.id as usize];
        }
        let features = model.vectorizer().transform(&self.stems);
        let score = model.scorer().scores(&features)[theme];
        let confidence = model.calibrations()[theme].confidence(score);
        Explanation {
            theme: model.themes().ids().nth(theme).expect("a theme of this model").clone(),
            bias: model.scorer().bias[theme],
            score,
            confidence,
            threshold: model.thresholds()[theme],
            contributions: self.contributions(&features, theme),
        }
    }

    fn contributions(&self, features: &SparseRow, theme: usize) -> Vec<Contribution> {
        let mut spans = self.spans();
        let contributions = features.iter().map(|(column, feature)| Contribution {
            term: self.model.vectorizer().vocabulary().term(column),
            value: feature * self.model.scorer().weights[[column as usize, theme]],
            spans: spans.remove(&column).unwrap_or_default(),
        });
        let mut contributions: Vec<_> = contributions.collect();
        contributions.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
        contributions
    }

    /// The places of each term in the paragraph at hand.
    fn spans(&self) -> FxHashMap<u32, Vec<Range<usize>>> {
        let alone = self.stems.iter().map(|stem| (stem.id, stem.span.clone()));
        let pairs = self.model.vectorizer().bigrams(&self.stems);
        let pairs = pairs.map(|(bigram, second)| {
            let (from, to) = (&self.stems[second - 1].span, &self.stems[second].span);
            (bigram, from.start..to.end)
        });
        let mut spans: FxHashMap<u32, Vec<_>> = FxHashMap::default();
        for (column, span) in alone.chain(pairs) {
            spans.entry(column).or_default().push(span);
        }
        spans
    }
}
