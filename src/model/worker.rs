//! A predictor for one thread, with its word cache and buffers.

use std::fmt;
use std::sync::Arc;

use super::article_scores::{ArticleScores, Note};
use super::context::Situation;
use super::parts::Parts;
use super::reader::{OtherReader, Reader};
use super::rest::Rest;
use super::{Contribution, Decision, Label, Novelty, Prediction};
use crate::ThemeId;
use crate::features::Occurrences;
use crate::lanes::{LANES, Lanes};
use crate::language::Language;
use crate::text::Stem;

/// Predicts paragraphs, by themselves or in their article, and caches their words. A paragraph in
/// another language than usual is read with the table of its own, if the model has one.
pub struct Worker {
    /// Makes the readers of other languages, if the model has any.
    pub(super) others: Option<Arc<OtherReader>>,
    /// The language of every text, if it was chosen.
    pub(super) chosen: Option<Language>,
    /// One for each language met so far; the first is that of the model.
    pub(super) readers: Vec<Reader>,
    /// The index of the reader that every paragraph is read by first.
    pub(super) usual: usize,
    /// The index of the reader of the current paragraph.
    pub(super) current: usize,
    pub(super) stems: Vec<Stem>,
    /// The table rows of the terms in the current paragraph, once per occurrence.
    terms: Vec<u32>,
    /// The scores of the current paragraph, in blocks of sixteen themes.
    scores: Vec<Lanes<f32>>,
    /// The number of counted words in the current paragraph, and the share of known ones.
    pub(super) words: usize,
    pub(super) known: f32,
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
    pub(super) fn new(
        reader: Reader,
        others: Option<Arc<OtherReader>>,
        chosen: Option<Language>,
    ) -> Self {
        let Parts { manifest, table, .. } = &*reader.parts;
        Self {
            stems: Vec::new(),
            terms: Vec::new(),
            scores: vec![Lanes::default(); table.blocks()],
            words: 0,
            known: 0.0,
            novelty: 0.0,
            confidences: vec![0.0; manifest.themes.len()],
            article: ArticleScores::default(),
            rest: Rest::default(),
            themes: manifest.themes.ids().map(ThemeId::unshared).collect(),
            contributions: Vec::new(),
            usual: 0,
            current: 0,
            readers: vec![reader],
            others,
            chosen,
        }
        .in_chosen_language()
    }

    fn in_chosen_language(mut self) -> Self {
        self.chosen.into_iter().for_each(|language| self.turn_to(language));
        self
    }

    /// The language of the table that read the current paragraph.
    pub fn language(&self) -> Language {
        self.reader().language()
    }

    /// The reader of the current paragraph.
    pub(super) fn reader(&self) -> &Reader {
        &self.readers[self.current]
    }

    /// Returns to the reader of a paragraph that was kept.
    pub(super) fn return_to(&mut self, at: usize) {
        self.current = self.article.note(at).reader;
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
        self.label(self.note(), false, prediction);
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
        self.label(self.note(), false, &mut prediction);
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
        self.article.begin(self.reader().parts.table.blocks());
    }

    /// Keeps the scores of the current paragraph as those of the article's title.
    pub(crate) fn keep_as_title(&mut self) {
        self.article.set_title(&self.scores);
        self.article.set_title_reader(self.current);
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
        self.return_to(at);
        let situation = self.situation(titled);
        let Self { article, rest, confidences, readers, .. } = self;
        let lanes = readers[note.reader].parts.context_lanes.as_ref();
        if let Some((lanes, situation)) = lanes.zip(situation) {
            rest.find(article, at, lanes.means());
            lanes.confidences(article, at, rest, situation, confidences);
        } else {
            self.scores.copy_from_slice(self.article.of(at));
            self.calibrate_alone();
        }
        self.shrink(note.novelty);
        self.label(note, situation.is_some(), prediction);
    }

    /// Whether the article around a paragraph counts.
    pub(crate) fn reads_articles(&self) -> bool {
        self.reader().reads_articles()
    }

    /// The situation of the article's paragraphs; `None` if they are predicted by themselves.
    pub(super) fn situation(&self, titled: bool) -> Option<Situation> {
        self.article.situation(titled).filter(|_| self.reads_articles())
    }

    /// Scores a paragraph in the current language.
    #[inline]
    pub(super) fn score_as_is(&mut self, paragraph: &str) {
        let reader = &mut self.readers[self.current];
        if reader.parts.vectorizer.options().bigrams {
            reader.analyzer.analyze(paragraph, &mut self.stems);
            self.find_terms();
            self.add_up(self.stems.len());
        } else {
            reader.analyzer.number(paragraph, &mut self.terms);
            self.add_up(self.terms.len());
        }
    }

    /// Scores a paragraph by its word counts.
    pub(crate) fn score_counts<'a>(&mut self, words: impl IntoIterator<Item = (&'a str, u32)>) {
        self.current = self.usual;
        self.readers[self.current].analyzer.analyze_counts(words, &mut self.stems);
        self.find_terms();
        self.add_up(self.stems.len());
    }

    fn find_terms(&mut self) {
        self.terms.clear();
        let vectorizer = &self.readers[self.current].parts.vectorizer;
        self.terms.extend(vectorizer.terms(&self.stems));
    }

    /// Scores the current paragraph, which has this number of words.
    #[inline]
    fn add_up(&mut self, words: usize) {
        let Reader { parts, counter, .. } = &mut self.readers[self.current];
        parts.table.prefetch(&self.terms);
        let features = counter.transform(&self.terms);
        let Occurrences { surprise, .. } = features;
        parts.table.scores(features, &mut self.scores);
        let unknown = parts.table.unknown();
        let unknown = self.terms.iter().filter(|&&term| term == unknown).count();
        self.known = 1.0 - unknown as f32 / words.max(1) as f32;
        self.words = words;
        self.novelty = parts.novelty.of(surprise, words);
    }

    /// Turns the scores of the current paragraph into confidences.
    #[inline]
    fn calibrate(&mut self) {
        self.calibrate_alone();
        self.shrink(self.novelty);
    }

    #[inline]
    fn calibrate_alone(&mut self) {
        let blocks = self.readers[self.current].parts.calibrations.iter().zip(&self.scores);
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

    /// What is kept of the current paragraph.
    fn note(&self) -> Note {
        Note { novelty: self.novelty, known: self.known, reader: self.current }
    }

    /// The thresholds of the current language.
    pub(super) fn decision(&self, in_article: bool) -> &Decision {
        let decisions = &self.reader().decisions;
        let in_article = decisions.in_article.as_ref().filter(|_| in_article);
        in_article.unwrap_or(&decisions.alone)
    }

    /// Fills in the labels from the confidences.
    fn label(&self, note: Note, in_article: bool, prediction: &mut Prediction) {
        let decision = self.decision(in_article);
        prediction.language = self.language();
        prediction.is_foreign = self.current != self.usual;
        prediction.confidences.clone_from(&self.confidences);
        prediction.novelty = note.novelty;
        prediction.known = note.known;
        prediction.in_article = in_article;
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

/// Prints the language, not the tables.
impl fmt::Debug for Worker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Worker({})", self.language().name())
    }
}
