//! The scores of labelled paragraphs by a model that has not seen them.

use ndarray::{Array1, Array2, Axis};

use crate::ThemeSet;
use crate::dataset::{Content, Dataset};
use crate::evaluation::Predictions;
use crate::model::{Calibration, Context, Model, Novelty, Perspective, ThemeHeads};
use crate::training::calibration::Confidence;
use crate::training::context::ScoredArticle;
use crate::training::{Folds, targets};

/// Labelled paragraphs with their scores, by themselves or in their articles.
pub(super) struct ScoredParagraphs<'d> {
    pub(super) themes: &'d ThemeSet,
    /// The index of each in the dataset.
    pub(super) examples: Vec<usize>,
    pub(super) targets: Array2<Option<bool>>,
    weights: Array1<f32>,
    /// Of shape (paragraphs, themes).
    scores: Array2<f32>,
    /// The novelty of each paragraph, from 0 to 1.
    novelty: Vec<f32>,
}

/// The scores of paragraphs by themselves, of shape (paragraphs, themes).
pub(super) fn scores<'c>(
    model: &Model,
    contents: impl ExactSizeIterator<Item = &'c Content>,
) -> Array2<f32> {
    let (mut analyzer, table) = (model.vectorizer().analyzer(), model.scorer());
    let mut stems = Vec::new();
    let mut scores = Array2::zeros((contents.len(), model.themes().len()));
    for (content, mut place) in contents.zip(scores.rows_mut()) {
        content.analyze(&mut analyzer, &mut stems);
        place.assign(&table.scores(&model.vectorizer().transform(&stems)));
    }
    scores
}

impl<'d> ScoredParagraphs<'d> {
    /// All paragraphs of a dataset by themselves.
    pub(super) fn alone(model: &Model, dataset: &'d Dataset) -> Self {
        let contents: Vec<_> = dataset.contents().collect();
        let mut worker = model.worker();
        let novelty = contents.iter().map(|content| worker.predict_content(content).novelty);
        Self {
            themes: &dataset.themes,
            examples: (0..contents.len()).collect(),
            targets: dataset.targets_alone(),
            weights: dataset.weights(),
            novelty: novelty.collect(),
            scores: scores(model, contents.into_iter()),
        }
    }

    /// Those of these paragraphs, which are all of a dataset, that have a context, with their scores
    /// in it. `around` are the scores of what surrounds them.
    pub(super) fn in_articles(
        &self,
        context: &Context,
        perspective: Perspective,
        dataset: &Dataset,
        folds: &Folds,
        around: &Array2<f32>,
    ) -> Self {
        let means = context.mean_scores();
        let articles = ScoredArticle::all(dataset, folds, &self.scores, around, &means);
        let mut scores = self.scores.clone();
        let mut examples = Vec::new();
        for article in articles.iter().filter(|article| article.has_context()) {
            article.write_scores(context, &mut scores);
            examples.extend(article.examples());
        }
        Self {
            themes: self.themes,
            targets: targets(dataset, perspective).select(Axis(0), &examples),
            weights: self.weights.select(Axis(0), &examples),
            scores: scores.select(Axis(0), &examples),
            novelty: examples.iter().map(|&example| self.novelty[example]).collect(),
            examples,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.examples.len()
    }

    /// Predictions for the paragraphs at some places.
    pub(super) fn answer(&self, places: &[usize], heads: &ThemeHeads) -> Predictions {
        let mut confidences = self.scores.select(Axis(0), places);
        for (mut row, &place) in confidences.rows_mut().into_iter().zip(places) {
            let familiarity = Novelty::familiarity(self.novelty[place]);
            let themes = row.iter_mut().zip(&heads.calibrations);
            let confidence =
                |theme: &Calibration, score: f32| theme.confidence(score) * familiarity;
            themes.for_each(|(score, theme)| *score = confidence(theme, *score));
        }
        let mut answers = Predictions::by_thresholds(confidences, &heads.thresholds);
        for (mut row, &place) in answers.labels.rows_mut().into_iter().zip(places) {
            // Novel paragraphs get no labels.
            row.mapv_inplace(|given| given && self.novelty[place] < Novelty::NOVEL);
        }
        answers
    }

    /// Fits heads to the paragraphs at some places.
    pub(super) fn heads(&self, places: &[usize]) -> ThemeHeads {
        let all: Vec<usize> = (0..places.len()).collect();
        let learnt = Confidence::fit(
            &self.scores.select(Axis(0), places),
            &self.targets.select(Axis(0), places),
            self.weights.select(Axis(0), places),
            &all,
        );
        learnt.heads
    }
}
