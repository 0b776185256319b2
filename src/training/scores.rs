//! Parts of a model used only in training: batch scores, predictions for a [`Content`], and linfa's
//! traits.

use linfa::dataset::{Pr, Records as LinfaRecords};
use linfa::traits::PredictInplace;
use ndarray::{Array2, s};
use rayon::prelude::*;

use crate::dataset::Content;
use crate::features::Records;
use crate::math::sigmoid;
use crate::model::{Prediction, Scorer, Worker};

impl Scorer {
    /// The scores of many paragraphs, of shape (paragraphs, themes).
    pub fn all_scores(&self, records: &Records) -> Array2<f32> {
        let mut scores = Array2::zeros((records.nrows(), self.bias.len()));
        let places: Vec<_> = scores.rows_mut().into_iter().enumerate().collect();
        places.into_par_iter().for_each(|(row, mut place)| {
            place.assign(&self.bias);
            self.add(records.row(row), place);
        });
        if !records.dense().is_empty() {
            scores += &records.dense().dot(&self.weights.slice(s![records.width().., ..]));
        }
        scores
    }

    /// The same scorer with the weights from row `from` on times `factor`.
    pub(super) fn weights_times(mut self, from: usize, factor: f32) -> Self {
        self.weights.slice_mut(s![from.., ..]).mapv_inplace(|weight| weight * factor);
        self
    }
}

impl Worker {
    /// Predicts the themes of a labelled or unlabelled paragraph by itself.
    pub fn predict_content(&mut self, content: &Content) -> Prediction {
        self.begin_article();
        self.score_content(content);
        self.keep_as_paragraph();
        let mut prediction = Prediction::default();
        self.predict_kept(0, false, &mut prediction);
        prediction
    }

    /// Predicts the themes of an article's paragraphs, labelled or not, as
    /// [`Worker::predict_article`] does.
    pub(super) fn predict_contents<'c>(
        &mut self,
        title: Option<&Content>,
        paragraphs: impl Iterator<Item = &'c Content>,
    ) -> Vec<Prediction> {
        self.begin_article();
        if let Some(title) = title {
            self.score_content(title);
            self.keep_as_title();
        }
        let mut predictions = Vec::new();
        for content in paragraphs {
            self.score_content(content);
            self.keep_as_paragraph();
            predictions.push(Prediction::default());
        }
        for (at, prediction) in predictions.iter_mut().enumerate() {
            self.predict_kept(at, true, prediction);
        }
        predictions
    }

    fn score_content(&mut self, content: &Content) {
        match content {
            Content::Text(text) => self.score(text),
            Content::Words(words) => {
                self.score_counts(words.iter().map(|(word, &count)| (word.as_str(), count)));
            }
        }
    }
}

impl LinfaRecords for Records {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.nrows()
    }

    fn nfeatures(&self) -> usize {
        self.ncols()
    }
}

/// linfa's probabilities: the plain sigmoid of the score, before calibration.
impl PredictInplace<Records, Array2<Pr>> for Scorer {
    fn predict_inplace<'a>(&'a self, records: &'a Records, probabilities: &mut Array2<Pr>) {
        let scores = self.all_scores(records);
        *probabilities = scores.mapv(|score| Pr::new(sigmoid(score)));
    }

    fn default_target(&self, records: &Records) -> Array2<Pr> {
        Array2::default((records.nrows(), self.bias.len()))
    }
}

/// linfa's labels: the themes that are more probable than not, before calibration.
impl PredictInplace<Records, Array2<bool>> for Scorer {
    fn predict_inplace<'a>(&'a self, records: &'a Records, labels: &mut Array2<bool>) {
        *labels = self.all_scores(records).mapv(|score| score > 0.0);
    }

    fn default_target(&self, records: &Records) -> Array2<bool> {
        Array2::default((records.nrows(), self.bias.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::SparseRow;
    use ndarray::array;

    #[test]
    fn one_by_one_is_as_all_together_and_as_linfa_predicts() {
        let weights = array![[1.0, -1.0], [0.5, 2.0]];
        let table = Scorer { weights, bias: array![-0.5, 0.0] };
        let rows =
            [SparseRow { columns: vec![0, 1], values: vec![1.0, 2.0] }, SparseRow::default()];
        let records = Records::new(rows.clone(), 2);
        let scores = table.all_scores(&records);
        assert_eq!(scores, array![[1.5, 3.0], [-0.5, 0.0]]);
        assert_eq!(table.scores(&rows[0]), scores.row(0));
        let mut labels: Array2<bool> = table.default_target(&records);
        table.predict_inplace(&records, &mut labels);
        assert_eq!(labels, array![[true, true], [false, false]]);
        let mut probabilities: Array2<Pr> = table.default_target(&records);
        table.predict_inplace(&records, &mut probabilities);
        assert_eq!(probabilities[[1, 1]], Pr::even());
    }
}
