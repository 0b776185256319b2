//! A predictor for one thread, with its word cache and buffers.

use std::sync::Arc;

use super::article_scores::{ArticleScores, Note};
use super::context::Situation;
use super::parts::Parts;
use super::rest::Rest;
use super::{Contribution, Decision, Decisions, Label, Novelty, Prediction};
use crate::ThemeId;
use crate::features::{Occurrences, TermCounter};
use crate::lanes::{LANES, Lanes};
use crate::text::{Analyzer, Stem, WordCache};

/// Predicts paragraphs, by themselves or in their article, and caches their words.
#[derive(Debug)]
pub struct Worker {
    pub(super) parts: Arc<Parts>,
    pub(super) decisions: Arc<Decisions>,
    /// Numbers stems by their rows in the model's table.
    pub(super) analyzer: Analyzer,
    pub(super) stems: Vec<Stem>,
    /// The table rows of the terms in the current paragraph, once per occurrence.
    terms: Vec<u32>,
    counter: TermCounter,
    /// The scores of the current paragraph, in blocks of sixteen themes.
    scores: Vec<Lanes<f32>>,
    /// The number of counted words in the current paragraph.
    words: usize,
    pub(super) novelty: f32,
    /// One per theme.
    confidences: Vec<f32>,
    pub(super) article: ArticleScores,
    /// The rest of the article around the paragraph predicted last.
    rest: Rest,
    pub(super) themes: Vec<ThemeId>,
    /// Those of former explanations, whose memory is reused.
    pub(super) contributions: Vec<Vec<Contribution>>,
}

impl Worker {
    pub(super) fn new(parts: Arc<Parts>, words: Arc<WordCache>, decisions: Arc<Decisions>) -> Self {
        let Parts { manifest, vectorizer, table, values, .. } = &*parts;
        Self {
            decisions,
            analyzer: table.analyzer(vectorizer.vocabulary(), words),
            stems: Vec::new(),
            terms: Vec::new(),
            counter: TermCounter::new(values.clone()),
            scores: vec![Lanes::default(); table.blocks()],
            words: 0,
            novelty: 0.0,
            confidences: vec![0.0; manifest.themes.len()],
            article: ArticleScores::default(),
            rest: Rest::default(),
            themes: manifest.themes.ids().map(ThemeId::unshared).collect(),
            contributions: Vec::new(),
            parts,
        }
    }

    /// Predicts the themes of one paragraph by itself.
    pub fn predict(&mut self, paragraph: &str) -> Prediction {
        let mut prediction = Prediction::default();
        self.predict_into(paragraph, &mut prediction);
        prediction
    }

    /// Predicts the themes of one paragraph by itself and overwrites `prediction`, reusing its
    /// memory.
    pub fn predict_into(&mut self, paragraph: &str, prediction: &mut Prediction) {
        self.confidences(paragraph);
        self.label(&self.decisions.alone, self.note(), prediction);
    }

    /// Predicts the themes of many unrelated paragraphs, in their order.
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

    /// Predicts the themes of an article's paragraphs from the model's [`Perspective`]; at first, as
    /// a reader of the article judges them. The title and the other paragraphs count, too, so
    /// `paragraphs` must not begin with the title. A lone paragraph without a title is predicted by
    /// itself.
    ///
    /// [`Perspective`]: super::Perspective
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::Model;
    ///
    /// let mut worker = Model::embedded()?.worker();
    /// let title = Some("Ministers agree on steel tariffs");
    /// let paragraphs = [
    ///     "The deal was signed on Monday.",
    ///     "Tariffs on steel imports will fall by half.",
    ///     "Exports will grow, the trade minister said.",
    /// ];
    /// let predictions = worker.predict_article(title, &paragraphs);
    /// assert_eq!(predictions[0].labels[0].theme.as_str(), "trade");
    /// assert!(worker.predict(paragraphs[0]).labels.is_empty());
    /// # Ok::<(), themewise::Error>(())
    /// ```
    pub fn predict_article(
        &mut self,
        title: Option<&str>,
        paragraphs: &[impl AsRef<str>],
    ) -> Vec<Prediction> {
        self.begin_article();
        if let Some(title) = title {
            self.score(title);
            self.keep_as_title();
        }
        for paragraph in paragraphs {
            self.score(paragraph.as_ref());
            self.keep_as_paragraph();
        }
        let predict = |at| {
            let mut prediction = Prediction::default();
            self.predict_kept(at, true, &mut prediction);
            prediction
        };
        (0..paragraphs.len()).map(predict).collect()
    }

    /// Predicts the themes of a paragraph by itself from its word counts.
    pub fn predict_counts<'a>(
        &mut self,
        words: impl IntoIterator<Item = (&'a str, u32)>,
    ) -> Prediction {
        self.score_counts(words);
        self.calibrate();
        let mut prediction = Prediction::default();
        self.label(&self.decisions.alone, self.note(), &mut prediction);
        prediction
    }

    /// The confidence of every theme for a paragraph by itself, in the order of
    /// [`Model::themes`](super::Model::themes), without allocating once the worker has seen a
    /// paragraph of this length.
    #[inline]
    pub fn confidences(&mut self, paragraph: &str) -> &[f32] {
        self.score(paragraph);
        self.calibrate();
        &self.confidences
    }

    /// Begins an article, to which [`Self::keep_as_title`] and [`Self::keep_as_paragraph`] add.
    pub(crate) fn begin_article(&mut self) {
        self.article.begin(self.parts.table.blocks());
    }

    /// Keeps the scores of the current paragraph as those of the article's title.
    pub(crate) fn keep_as_title(&mut self) {
        self.article.set_title(&self.scores);
    }

    /// Sets how many paragraphs at the beginning of the article are its title.
    #[cfg(feature = "documents")]
    pub(crate) fn begin_with_titles(&mut self, titles: usize) {
        self.article.set_titles(titles);
    }

    /// Keeps the scores of the current paragraph as those of the article's next paragraph.
    pub(crate) fn keep_as_paragraph(&mut self) {
        let note = self.note();
        self.article.push(&self.scores, note);
    }

    /// Predicts a paragraph that was kept, in its article, and overwrites `prediction`. `titled` is
    /// whether the title counts: it does not if this paragraph is the title.
    pub(crate) fn predict_kept(&mut self, at: usize, titled: bool, prediction: &mut Prediction) {
        let note = self.article.note(at);
        let situation = self.situation(titled);
        if let (Some(lanes), Some(situation)) = (&self.parts.context_lanes, situation) {
            self.rest.find(&self.article, at, lanes.means());
            let Self { article, rest, confidences, .. } = self;
            lanes.confidences(article, at, rest, situation, confidences);
        } else {
            self.scores.copy_from_slice(self.article.of(at));
            self.calibrate_alone();
        }
        self.shrink(note.novelty);
        let in_article = self.decisions.in_article.as_ref().filter(|_| situation.is_some());
        self.label(in_article.unwrap_or(&self.decisions.alone), note, prediction);
        prediction.in_article = situation.is_some();
    }

    /// Whether the article around a paragraph counts.
    pub(crate) fn reads_articles(&self) -> bool {
        self.parts.context().is_some() && self.decisions.in_article.is_some()
    }

    /// The situation of the article's paragraphs; `None` if they are predicted by themselves.
    pub(super) fn situation(&self, titled: bool) -> Option<Situation> {
        self.article.situation(titled).filter(|_| self.reads_articles())
    }

    /// Scores a paragraph, which becomes the current one.
    #[inline]
    pub(crate) fn score(&mut self, paragraph: &str) {
        if self.parts.vectorizer.options().bigrams {
            self.analyzer.analyze(paragraph, &mut self.stems);
            self.find_terms();
            self.add_up(self.stems.len());
        } else {
            self.analyzer.number(paragraph, &mut self.terms);
            self.add_up(self.terms.len());
        }
    }

    /// Scores a paragraph by its word counts.
    pub(crate) fn score_counts<'a>(&mut self, words: impl IntoIterator<Item = (&'a str, u32)>) {
        self.analyzer.analyze_counts(words, &mut self.stems);
        self.find_terms();
        self.add_up(self.stems.len());
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
        table.scores(features, &mut self.scores);
        self.words = words;
        self.novelty = self.parts.novelty.of(surprise, words);
    }

    /// Turns the scores of the current paragraph into confidences.
    #[inline]
    fn calibrate(&mut self) {
        self.calibrate_alone();
        self.shrink(self.novelty);
    }

    #[inline]
    fn calibrate_alone(&mut self) {
        let blocks = self.parts.calibrations.iter().zip(&self.scores);
        for ((block, scores), places) in blocks.zip(self.confidences.chunks_mut(LANES)) {
            places.copy_from_slice(&block.confidences(scores)[..places.len()]);
        }
    }

    /// Reduces the confidences of a novel paragraph.
    #[inline]
    fn shrink(&mut self, novelty: f32) {
        let familiarity = Novelty::familiarity(novelty);
        self.confidences.iter_mut().for_each(|confidence| *confidence *= familiarity);
    }

    /// The novelty of the current paragraph, and its share of known words.
    fn note(&self) -> Note {
        let unknown = self.parts.table.unknown();
        let unknown = self.terms.iter().filter(|&&term| term == unknown).count();
        let known = 1.0 - unknown as f32 / self.words.max(1) as f32;
        Note { novelty: self.novelty, known }
    }

    /// Fills in the labels from the confidences.
    fn label(&self, decision: &Decision, note: Note, prediction: &mut Prediction) {
        prediction.confidences.clone_from(&self.confidences);
        prediction.novelty = note.novelty;
        prediction.known = note.known;
        prediction.in_article = false;
        prediction.labels.clear();
        prediction.review.clear();
        let novel = prediction.is_novel();
        let bounds = decision.given().iter().zip(decision.review());
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
}
