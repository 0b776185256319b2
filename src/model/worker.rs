//! A predictor for one thread, with its word cache and buffers.

use std::sync::Arc;

use super::parts::Parts;
use super::placed_terms::PlacedTerms;
use super::{Contribution, Decision, Explanation, Label, Novelty, Prediction};
use crate::ThemeId;
use crate::features::{Occurrences, TermCounter};
use crate::text::{Analyzer, Stem, WordCache};

/// Predicts paragraphs one at a time, and caches their words.
#[derive(Debug)]
pub struct Worker {
    parts: Arc<Parts>,
    decision: Arc<Decision>,
    /// Numbers stems by their rows in the model's table.
    analyzer: Analyzer,
    stems: Vec<Stem>,
    /// The table rows of the terms in the current paragraph, once per occurrence.
    terms: Vec<u32>,
    counter: TermCounter,
    /// One per theme.
    confidences: Vec<f32>,
    novelty: f32,
    /// The number of counted words in the current paragraph.
    words: usize,
    themes: Vec<ThemeId>,
    /// Those of former explanations, whose memory is reused.
    contributions: Vec<Vec<Contribution>>,
}

impl Worker {
    pub(super) fn new(parts: Arc<Parts>, words: Arc<WordCache>, decision: Arc<Decision>) -> Self {
        let Parts { manifest, vectorizer, table, values, .. } = &*parts;
        Self {
            decision,
            analyzer: table.analyzer(vectorizer.vocabulary(), words),
            stems: Vec::new(),
            terms: Vec::new(),
            counter: TermCounter::new(values.clone()),
            confidences: vec![0.0; manifest.themes.len()],
            novelty: 0.0,
            words: 0,
            themes: manifest.themes.ids().map(ThemeId::unshared).collect(),
            contributions: Vec::new(),
            parts,
        }
    }

    /// Predicts the themes of one paragraph.
    pub fn predict(&mut self, paragraph: &str) -> Prediction {
        let mut prediction = Prediction::default();
        self.predict_into(paragraph, &mut prediction);
        prediction
    }

    /// Predicts the themes of one paragraph and overwrites `prediction`, reusing its memory.
    pub fn predict_into(&mut self, paragraph: &str, prediction: &mut Prediction) {
        self.confidences(paragraph);
        self.label(prediction);
    }

    /// Predicts the themes of many paragraphs, in their order.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::Model;
    ///
    /// let mut worker = Model::embedded()?.worker();
    /// let predictions = worker.predict_batch(&["Tariffs on steel rose after the trade talks.", "Hackers stole voter files."]);
    /// let first = predictions.iter().map(|prediction| prediction.labels[0].theme.as_str());
    /// assert!(first.eq(["trade", "cybersecurity"]));
    /// # Ok::<(), themewise::Error>(())
    /// ```
    pub fn predict_batch(&mut self, paragraphs: &[impl AsRef<str>]) -> Vec<Prediction> {
        paragraphs.iter().map(|paragraph| self.predict(paragraph.as_ref())).collect()
    }

    /// Predicts the themes of a paragraph from its word counts.
    pub fn predict_counts<'a>(
        &mut self,
        words: impl IntoIterator<Item = (&'a str, u32)>,
    ) -> Prediction {
        self.analyzer.analyze_counts(words, &mut self.stems);
        self.find_terms();
        self.add_up(self.stems.len());
        let mut prediction = Prediction::default();
        self.label(&mut prediction);
        prediction
    }

    /// The confidence of every theme, in the order of [`Model::themes`](super::Model::themes),
    /// without allocating once the worker has seen a paragraph of this length.
    #[inline]
    pub fn confidences(&mut self, paragraph: &str) -> &[f32] {
        if self.parts.vectorizer.options().bigrams {
            self.analyzer.analyze(paragraph, &mut self.stems);
            self.find_terms();
            self.add_up(self.stems.len());
        } else {
            self.analyzer.number(paragraph, &mut self.terms);
            self.add_up(self.terms.len());
        }
        &self.confidences
    }

    fn find_terms(&mut self) {
        self.terms.clear();
        self.terms.extend(self.parts.vectorizer.terms(&self.stems));
    }

    /// Scores the current paragraph, which has this number of words.
    #[inline]
    fn add_up(&mut self, words: usize) {
        let table = &self.parts.table;
        table.prefetch(&self.terms);
        let features = self.counter.transform(&self.terms);
        let Occurrences { surprise, .. } = features;
        table.confidences(features, &mut self.confidences);
        self.words = words;
        self.novelty = self.parts.novelty.of(surprise, words);
        let familiarity = Novelty::familiarity(self.novelty);
        self.confidences.iter_mut().for_each(|confidence| *confidence *= familiarity);
    }

    /// The share of known words in the current paragraph.
    fn known(&self) -> f32 {
        let unknown = self.parts.table.unknown();
        let unknown = self.terms.iter().filter(|&&term| term == unknown).count();
        1.0 - unknown as f32 / self.words.max(1) as f32
    }

    /// Fills in the labels from the confidences.
    fn label(&self, prediction: &mut Prediction) {
        prediction.confidences.clone_from(&self.confidences);
        prediction.novelty = self.novelty;
        prediction.known = self.known();
        prediction.labels.clear();
        prediction.review.clear();
        let novel = prediction.is_novel();
        let bounds = self.decision.given().iter().zip(self.decision.review());
        for ((theme, &confidence), (&given, &review)) in
            self.themes.iter().zip(&self.confidences).zip(bounds)
        {
            if confidence >= review {
                let sure = confidence >= given && !novel;
                let labels = if sure { &mut prediction.labels } else { &mut prediction.review };
                labels.push(Label { theme: theme.clone(), confidence });
            }
        }
        let surest_first = |a: &Label, b: &Label| b.confidence.total_cmp(&a.confidence);
        prediction.labels.sort_by(surest_first);
        prediction.review.sort_by(surest_first);
    }

    /// Explains the score of a paragraph for the theme at index `theme` of
    /// [`Model::themes`](super::Model::themes).
    ///
    /// # Panics
    /// If the model has no such theme.
    pub fn explain(&mut self, paragraph: &str, theme: usize) -> Explanation {
        let (confidence, novelty) = (self.confidences(paragraph)[theme], self.novelty);
        self.find_columns(paragraph);
        let terms = PlacedTerms::new(&self.parts.vectorizer, &self.stems);
        self.explanation(&terms, theme, (confidence, novelty), usize::MAX, Vec::new())
    }

    /// Explains every label and then every theme to review of a prediction.
    ///
    /// The paragraph is analysed once. `prediction` must come from a worker of the same
    /// [`Workers`](super::Workers) and the same paragraph, because confidences are not computed
    /// again.
    ///
    /// # Panics
    /// If a label has a theme that the model does not have.
    pub fn explain_predicted(
        &mut self,
        paragraph: &str,
        prediction: &Prediction,
    ) -> Vec<Explanation> {
        let mut explanations = Vec::new();
        self.explain_strongest(paragraph, prediction, usize::MAX, &mut explanations);
        explanations
    }

    /// Overwrites `explanations` with the same, but only the `limit` strongest contributions each,
    /// reusing their memory. All of them, or new ones, would take as long as everything else.
    pub(crate) fn explain_strongest(
        &mut self,
        paragraph: &str,
        prediction: &Prediction,
        limit: usize,
        explanations: &mut Vec<Explanation>,
    ) {
        let Prediction { labels, review, novelty, .. } = prediction;
        let used = explanations.drain(..).map(|explanation| explanation.contributions);
        self.contributions.extend(used);
        if labels.is_empty() && review.is_empty() {
            return;
        }
        self.find_columns(paragraph);
        let mut used = std::mem::take(&mut self.contributions);
        let terms = PlacedTerms::new(&self.parts.vectorizer, &self.stems);
        explanations.extend(labels.iter().chain(review).map(|Label { theme, confidence }| {
            let place = self.themes.iter().position(|known| known == theme);
            let place = place.expect("the prediction is of this model");
            let strongest = used.pop().unwrap_or_default();
            self.explanation(&terms, place, (*confidence, *novelty), limit, strongest)
        }));
        self.contributions = used;
    }

    /// Splits the score of a theme into contributions.
    fn explanation(
        &self,
        terms: &PlacedTerms,
        theme: usize,
        (confidence, novelty): (f32, f32),
        limit: usize,
        mut contributions: Vec<Contribution>,
    ) -> Explanation {
        let table = &self.parts.table;
        let values = terms.contributions(table, theme, limit, &mut contributions);
        let bias = f64::from(table.bias(theme));
        Explanation {
            theme: self.themes[theme].clone(),
            bias,
            score: values.iter().fold(bias, |sum, value| sum + value),
            confidence,
            novelty,
            threshold: self.decision.given()[theme],
            contributions,
        }
    }

    /// Finds the stems of a paragraph that are terms, numbered by their columns.
    fn find_columns(&mut self, paragraph: &str) {
        let table = &self.parts.table;
        self.analyzer.analyze(paragraph, &mut self.stems);
        let mut after_unknown = false;
        self.stems.retain_mut(|stem| {
            let known = stem.id != table.unknown();
            stem.adjacent &= known && !after_unknown;
            after_unknown = !known;
            if known {
                stem.id = table.columns()[stem.id as usize];
            }
            known
        });
    }
}
