//! Articles with out-of-fold scores.

use ndarray::{Array2, ArrayView1};

use super::surroundings::fold;
use crate::dataset::{ArticleParagraph, Dataset};
use crate::lanes::{LANES, Lanes};
use crate::model::ArticleScores;
use crate::training::Folds;

/// The out-of-fold scores of an article, and which of its paragraphs are labelled.
#[derive(Debug)]
pub(super) struct ScoredArticle {
    pub(super) scores: ArticleScores,
    /// The index of each labelled paragraph in the article, and that of its example in the dataset.
    pub(super) labelled: Vec<(usize, usize)>,
    /// The fold of the model that has not seen it.
    pub(super) fold: usize,
}

impl ScoredArticle {
    /// All articles of a dataset that have a labelled paragraph. `scores` has a row for each example,
    /// `surrounding` one for each title and unlabelled paragraph, in order.
    pub(super) fn all(
        dataset: &Dataset,
        folds: &Folds,
        scores: &Array2<f32>,
        surrounding: &Array2<f32>,
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
            if let Some(fold) = fold(article, folds) {
                all.push(Self { scores: kept, labelled, fold });
            }
        }
        all
    }
}

fn blocks(scores: ArrayView1<f32>) -> Vec<Lanes<f32>> {
    let scores = scores.to_vec();
    scores.chunks(LANES).map(|scores| Lanes::padded(scores.iter().copied())).collect()
}
