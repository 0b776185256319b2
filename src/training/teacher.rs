//! A teacher: a model that sees more of a paragraph than the final model.
//!
//! In addition to terms and sums of stem vectors it sees a transformer's embedding of the
//! paragraph. The final model learns the teacher's predictions for unlabelled paragraphs from
//! their words alone (distillation: Hinton et al. 2015; with a privileged view: Lopez-Paz et
//! al. 2016), and so never needs an embedding.

use linfa::dataset::DatasetBase;
use linfa::prelude::ParamGuard;
use linfa::traits::FitWith;
use ndarray::{Array2, Axis};

use super::LogisticRegression;
use crate::Result;
use crate::dataset::{Content, Dataset, Unlabelled};
use crate::error::Problem;
use crate::features::{ParagraphEmbeddings, Records};
use crate::model::Scorer;

/// The embeddings of all training paragraphs.
#[derive(Debug)]
pub(super) struct Teacher<'a> {
    pub(super) embeddings: &'a ParagraphEmbeddings,
    /// The factor of the embeddings.
    pub(super) scale: f32,
    /// The index of the embedding of each labelled paragraph.
    labelled: Vec<usize>,
    /// The index of the embedding of each unlabelled paragraph.
    unlabelled: Vec<usize>,
}

impl<'a> Teacher<'a> {
    /// Finds the embedding of each paragraph.
    ///
    /// # Errors
    /// If a paragraph has no embedding.
    pub(super) fn new(
        embeddings: &'a ParagraphEmbeddings,
        scale: f32,
        dataset: &Dataset,
        unlabelled: &Unlabelled,
    ) -> Result<Self> {
        let place = |content: &Content| embeddings.place(content.key());
        let of_labelled: Vec<_> = dataset.contents().map(place).collect();
        let of_unlabelled: Vec<_> = unlabelled.contents.iter().map(place).collect();
        let lacks = |places: &[Option<usize>]| places.iter().position(Option::is_none);
        let first = match (lacks(&of_labelled), lacks(&of_unlabelled)) {
            (Some(row), _) => format!("the labelled paragraph `{}`", dataset.examples[row].id),
            (None, Some(row)) => format!("paragraph {} of those without labels", row + 1),
            (None, None) => {
                let [labelled, unlabelled] = [of_labelled, of_unlabelled]
                    .map(|places| places.into_iter().flatten().collect());
                return Ok(Self { embeddings, scale, labelled, unlabelled });
            }
        };
        let all = || of_labelled.iter().chain(&of_unlabelled);
        Err(Problem::EmbeddingsMissing {
            name: embeddings.name().to_owned(),
            missing: all().filter(|place| place.is_none()).count(),
            needed: all().count(),
            first,
        }
        .into())
    }

    /// Learns from the labelled paragraphs at the indices `paragraphs` of the dataset, and scores
    /// the unlabelled ones. The scores have the shape (paragraphs, themes).
    pub(super) fn scores(
        &self,
        labelled: &DatasetBase<Records, Array2<Option<bool>>>,
        paragraphs: &[usize],
        unlabelled: &Records,
        c: f64,
    ) -> Result<Array2<f32>> {
        let places: Vec<_> = paragraphs.iter().map(|&paragraph| self.labelled[paragraph]).collect();
        let records = labelled.records.hstack(&self.embeddings.rows(&places, self.scale));
        let mut seen = DatasetBase::new(records, labelled.targets.view());
        seen.weights.clone_from(&labelled.weights);
        let Scorer { weights, bias } =
            LogisticRegression::new().c(c).check()?.fit_with(None, &seen)?;
        let (of_words, of_embeddings) = weights.view().split_at(Axis(0), labelled.records.ncols());
        let by_embeddings = self.embeddings.rows(&self.unlabelled, self.scale).dot(&of_embeddings);
        Ok(Scorer { weights: of_words.to_owned(), bias }.all_scores(unlabelled) + by_embeddings)
    }
}
