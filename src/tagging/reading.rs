//! An article as a worker reads it.

use std::ops::Range;

use super::{Article, Passage};
use crate::{Explanation, Prediction, Worker};

/// An article whose passages a worker has scored, so that each can be predicted among the others.
#[derive(Debug)]
pub struct Reading<'a, 'w> {
    article: Article<'a>,
    worker: &'w mut Worker,
}

impl<'a, 'w> Reading<'a, 'w> {
    /// Scores the passages and the title of an article.
    pub fn new(article: Article<'a>, worker: &'w mut Worker) -> Self {
        let counts = worker.reads_articles();
        let article = if counts { article } else { article.without_neighbours() };
        worker.begin_article();
        if let Some(title) = article.title().filter(|_| counts) {
            worker.score(title);
            worker.keep_as_title();
        }
        for passage in &article.passages {
            worker.score(passage.paragraph.text);
            worker.keep_as_paragraph();
        }
        Self { article, worker }
    }

    /// The indices of the chunk's passages.
    pub fn own(&self) -> Range<usize> {
        self.article.own.clone()
    }

    /// The passage at an index.
    pub fn passage(&self, at: usize) -> &Passage<'a> {
        &self.article.passages[at]
    }

    /// Predicts the passage at an index in its article, and overwrites `prediction`.
    pub fn predict(&mut self, at: usize, prediction: &mut Prediction) {
        self.worker.predict_kept(at, self.article.is_titled(at), prediction);
    }

    /// Explains the prediction of the passage at an index with the words of the whole article.
    pub fn explain(&mut self, at: usize, prediction: &Prediction, theme: usize) -> Explanation {
        let Self { article, worker } = self;
        let text = |at: usize| article.passages[at].paragraph.text;
        let place = (at, article.is_titled(at));
        worker.explain_kept(article.title(), &text, place, prediction, theme)
    }

    /// Overwrites `explanations` with those of every label and theme to review, each with at most
    /// `limit` words.
    pub(crate) fn explain_strongest(
        &mut self,
        at: usize,
        prediction: &Prediction,
        limit: usize,
        explanations: &mut Vec<Explanation>,
    ) {
        let text = self.article.passages[at].paragraph.text;
        let place = Some((at, self.article.is_titled(at)));
        self.worker.explain_strongest(text, place, prediction, limit, explanations);
    }
}
