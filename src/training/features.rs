//! The features of a dataset's paragraphs, fitted to some of them.

use linfa::dataset::DatasetBase;
use ndarray::{Array2, Axis, concatenate};
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::ties::Ties;
use super::{Embedding, ForeignLabels};
use crate::Result;
use crate::dataset::{Content, Dataset};
use crate::error::Problem;
use crate::features::{Lexicon, Records, SparseRow, Vectorizer, VectorizerOptions};
use crate::model::Scorer;

/// How to make features.
#[derive(Debug, Clone)]
pub(super) struct FeatureOptions<'a> {
    pub(super) vectorizer: VectorizerOptions,
    pub(super) lexicon: Lexicon<'a>,
    /// The factor of what tells names of a kind apart.
    pub(super) name_scale: f32,
    pub(super) foreign: Option<Foreign<'a>>,
}

/// How to learn from other languages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Foreign<'a> {
    pub(super) labels: &'a ForeignLabels,
    /// The factor of their weights.
    pub(super) weight: f32,
    /// The field that names sources.
    pub(super) field: &'a str,
}

/// Both views of a paragraph: its terms, and the sum of their vectors.
#[derive(Debug)]
pub(super) struct Features<'a> {
    vectorizer: Vectorizer,
    ties: Ties,
    embedding: Option<Embedding<'a>>,
    foreign: Option<Foreign<'a>>,
}

impl<'a> Features<'a> {
    /// Fits the features to some paragraphs of a dataset.
    pub(super) fn fit(
        dataset: &Dataset,
        paragraphs: &[usize],
        options: &FeatureOptions<'a>,
    ) -> Result<Self> {
        let FeatureOptions { ref vectorizer, lexicon, name_scale, foreign } = *options;
        let (language, contents) = (dataset.language, dataset.contents_of(paragraphs));
        let analyze = Content::analyze;
        let vectorizer = Vectorizer::fit(language, contents, analyze, vectorizer.clone(), lexicon);
        let vocabulary = vectorizer.vocabulary();
        // Names are terms even if no paragraph contains them.
        if vocabulary.stems().all(|stem| lexicon.names.kind(stem).is_some()) {
            return Err(Problem::NoTerms { min_df: vectorizer.options().min_df }.into());
        }
        let ties = Ties::new(lexicon.names, vocabulary, name_scale);
        let embedding = lexicon.vectors.map(|vectors| Embedding::new(vectors, vocabulary));
        let embedding = embedding.map(|all| all.with_kinds(lexicon.names, name_scale));
        Ok(Self { vectorizer, ties, embedding, foreign })
    }

    /// The features of paragraphs, with the sums of vectors times `scale`.
    pub(super) fn records<'c>(
        &self,
        contents: impl IntoIterator<Item = &'c Content>,
        scale: f32,
    ) -> Records {
        /// The number of paragraphs that share a cache of words.
        const TOGETHER: usize = 2048;
        let contents: Vec<&Content> = contents.into_iter().collect();
        let rows = contents.par_chunks(TOGETHER).flat_map_iter(|contents| {
            let (mut analyzer, mut stems) = (self.vectorizer.analyzer(), Vec::new());
            contents.iter().map(move |content| {
                content.analyze(&mut analyzer, &mut stems);
                self.ties.tie(self.vectorizer.transform(&stems))
            })
        });
        let rows: Vec<SparseRow> = rows.collect();
        let sums = self.embedding.as_ref().map(|embedding| embedding.embed(&rows) * scale);
        let records = Records::new(rows, self.ties.width());
        sums.into_iter().fold(records, Records::with_dense)
    }

    /// The paragraphs at some indices with their targets and weights, and those in other languages
    /// but of sources that only other indices have, as a linfa dataset.
    pub(super) fn labelled(
        &self,
        dataset: &Dataset,
        paragraphs: &[usize],
        scale: f32,
    ) -> DatasetBase<Records, Array2<Option<bool>>> {
        let records = self.records(dataset.contents_of(paragraphs), scale);
        let targets = dataset.targets_alone_of(paragraphs);
        let weights = dataset.weights().select(Axis(0), paragraphs);
        let labelled = DatasetBase::new(records, targets).with_weights(weights);
        let Some(Foreign { labels, weight, field }) = self.foreign else { return labelled };
        let mut left_out: FxHashSet<&str> = dataset.collections(field).flatten().collect();
        let sources: Vec<_> = dataset.collections(field).collect();
        for source in paragraphs.iter().filter_map(|&at| sources[at]) {
            left_out.remove(source);
        }
        labels.append_to(&labelled, &left_out, weight, scale)
    }

    /// A scorer of the dimensions alone as one of all columns, of which the others have no weight.
    pub(super) fn of_dimensions(&self, scorer: &Scorer) -> Scorer {
        let none = Array2::zeros((self.ties.width(), scorer.weights.ncols()));
        let weights = concatenate(Axis(0), &[none.view(), scorer.weights.view()]);
        let weights = weights.expect("both have all themes");
        Scorer { weights, bias: scorer.bias.clone() }
    }

    /// The vectorizer, and the scorer with the weights of vectors and kinds folded into those of
    /// terms.
    pub(super) fn fold(self, scorer: &Scorer, scale: f32) -> (Vectorizer, Scorer) {
        let width = self.ties.width();
        let (of_columns, of_dimensions) = scorer.weights.view().split_at(Axis(0), width);
        let (mut weights, mut bias) = (of_columns.to_owned(), scorer.bias.clone());
        if let Some(embedding) = &self.embedding {
            weights = embedding.fold(of_dimensions) * scale + weights;
            bias += &(embedding.bias(of_dimensions) * scale);
        }
        let weights = self.ties.untie(weights.view());
        (self.vectorizer, Scorer { weights, bias })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Names, StemVectors};
    use crate::language::Language;
    use crate::training::Estimator;

    #[test]
    fn a_folded_scorer_scores_as_the_unfolded_one() {
        let table = StemVectors::embedded().unwrap();
        let dataset = Dataset::read(&["tests/data/labels.jsonl".into()], None).unwrap();
        let (seen, unseen): (Vec<usize>, Vec<usize>) =
            (0..dataset.examples.len()).partition(|paragraph| paragraph % 3 > 0);
        let vectorizer = VectorizerOptions { bigrams: true, ..VectorizerOptions::default() };
        let names = Names::of(Language::English);
        let lexicon = Lexicon { vectors: Some(&table), names };
        let options = FeatureOptions { vectorizer, lexicon, name_scale: 0.3, foreign: None };
        let scale = 0.5;
        let features = Features::fit(&dataset, &seen, &options).unwrap();
        let labelled = features.labelled(&dataset, &seen, scale);
        let scorer = Estimator::Logistic.fit(&labelled, 30.0, None).unwrap();
        let records = features.records(dataset.contents_of(&unseen), scale);
        let unfolded = scorer.all_scores(&records);
        let (vectorizer, folded) = features.fold(&scorer, scale);

        let terms = vectorizer.vocabulary().len();
        assert_eq!(folded.weights.dim(), (terms, dataset.themes.len()));
        let alone = records.with_dense(Array2::zeros((unseen.len(), 0)));
        let differences = folded.all_scores(&alone) - &unfolded;
        let largest = differences.iter().fold(0.0_f32, |most, d| most.max(d.abs()));
        assert!(largest < 1e-5, "{largest}");
        assert!(unfolded.iter().any(|score| score.abs() > 1.0));
    }
}
