//! Articles with out-of-fold scores.

use ndarray::{Array2, ArrayView1};

use super::surroundings::fold;
use crate::dataset::{ArticleParagraph, Dataset};
use crate::lanes::{LANES, Lanes};
use crate::model::{ArticleScores, Context, MeanScores, Part, Rest, Situation};
use crate::training::Folds;

/// The out-of-fold scores of an article, and which of its paragraphs are labelled.
#[derive(Debug)]
pub(in crate::training) struct ScoredArticle {
    scores: ArticleScores,
    pub(super) labelled: Vec<LabelledParagraph>,
    /// The fold of the model that has not seen it.
    pub(super) fold: usize,
}

/// A labelled paragraph of an article.
#[derive(Debug)]
pub(super) struct LabelledParagraph {
    /// Its index in the article.
    at: usize,
    /// The index of its example in the dataset.
    pub(super) example: usize,
    rest: Rest,
}

impl ScoredArticle {
    /// All articles of a dataset that have a labelled paragraph. `scores` has a row for each example,
    /// `surrounding` one for each title and unlabelled paragraph, in order. Parts are measured from
    /// the mean scores.
    pub(in crate::training) fn all(
        dataset: &Dataset,
        folds: &Folds,
        scores: &Array2<f32>,
        surrounding: &Array2<f32>,
        means: &MeanScores,
    ) -> Vec<Self> {
        let mut others = surrounding.rows().into_iter();
        let mut next = || blocks(others.next().expect("there is a row for each"));
        let mut all = Vec::new();
        for article in &dataset.articles {
            let mut kept = ArticleScores::default();
            kept.begin(dataset.themes.len().div_ceil(LANES));
            if article.title.is_some() {
                kept.set_title(&next());
            }
            let mut labelled = Vec::new();
            for (at, paragraph) in article.paragraphs.iter().enumerate() {
                match *paragraph {
                    ArticleParagraph::Labelled(example) => {
                        labelled.push((at, example));
                        kept.push_scores(&blocks(scores.row(example)));
                    }
                    ArticleParagraph::Unlabelled(_) => kept.push_scores(&next()),
                }
            }
            let labelled = labelled.into_iter().map(|(at, example)| LabelledParagraph {
                at,
                example,
                rest: Rest::of(&kept, at, means),
            });
            let labelled = labelled.collect();
            if let Some(fold) = fold(article, folds) {
                all.push(Self { scores: kept, labelled, fold });
            }
        }
        all
    }

    /// Whether its labelled paragraphs have a title or other paragraphs around them.
    pub(in crate::training) fn has_context(&self) -> bool {
        self.scores.situation(true).is_some()
    }

    /// The indices of its labelled paragraphs in the dataset, in order.
    pub(in crate::training) fn examples(&self) -> impl Iterator<Item = usize> {
        self.labelled.iter().map(|paragraph| paragraph.example)
    }

    /// Writes the scores in context of its labelled paragraphs to their rows.
    pub(in crate::training) fn write_scores(&self, context: &Context, scores: &mut Array2<f32>) {
        for paragraph in &self.labelled {
            for (theme, place) in scores.row_mut(paragraph.example).iter_mut().enumerate() {
                *place = self.in_context(context, paragraph, theme);
            }
        }
    }

    /// The score of a part for a theme as seen from a paragraph, and the factor of its weight, if
    /// there is such a part.
    pub(super) fn part(
        &self,
        part: Part,
        from: &LabelledParagraph,
        theme: usize,
    ) -> Option<(f32, f32)> {
        let score = from.rest.part_score(&self.scores, part, from.at, theme)?;
        Some((score, from.rest.weight(part)))
    }

    /// The score of a paragraph for a theme in its article. For a lone paragraph it is that of a mean
    /// one.
    fn in_context(&self, context: &Context, paragraph: &LabelledParagraph, theme: usize) -> f32 {
        let Some(situation) = self.scores.situation(true) else {
            return context.weights(Situation::Untitled).biases[theme];
        };
        let bias = context.weights(situation).biases[theme];
        let parts = Part::ALL.into_iter().filter(|&part| situation.has(part));
        let parts = parts.filter_map(|part| Some((part, self.part(part, paragraph, theme)?)));
        parts.fold(bias, |sum, (part, (score, weight))| {
            sum + context.factor(situation, part) * weight * (score - context.means[theme])
        })
    }
}

fn blocks(scores: ArrayView1<f32>) -> Vec<Lanes<f32>> {
    let scores = scores.to_vec();
    scores.chunks(LANES).map(|scores| Lanes::padded(scores.iter().copied())).collect()
}
