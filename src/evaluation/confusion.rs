//! The confusion of themes with each other.

use ndarray::{Array2, ArrayView2};

use super::Predictions;

/// How often each theme was given in place of another.
///
/// With several labels per paragraph, a missed theme counts as confused with every wrong theme that
/// its paragraph was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    /// The number of paragraphs, of shape (themes, themes). On the diagonal: paragraphs that have
    /// the theme and got it. Elsewhere: paragraphs that have the theme of the row but did not get
    /// it, and got the theme of the column, which they do not have.
    pub counts: Array2<usize>,
    /// Paragraphs that have the theme, did not get it, and got no wrong theme.
    pub missed: Vec<usize>,
    /// Paragraphs that got the theme, do not have it, and missed no theme.
    pub added: Vec<usize>,
}

impl Confusion {
    /// Compares labels with the truth, of shape (paragraphs, themes). Pairs with unknown truth are
    /// ignored.
    pub fn new(truth: ArrayView2<Option<bool>>, predictions: &Predictions) -> Self {
        let themes = truth.ncols();
        let counts = Array2::zeros((themes, themes));
        let mut confusion = Self { counts, missed: vec![0; themes], added: vec![0; themes] };
        for (truth, labels) in truth.rows().into_iter().zip(predictions.labels.rows()) {
            let with = |has: bool, given: bool| {
                let pairs = truth.iter().zip(labels).enumerate();
                let pairs = pairs.filter(move |(_, pair)| *pair == (&Some(has), &given));
                pairs.map(|(theme, _)| theme).collect::<Vec<_>>()
            };
            confusion.count(&with(true, true), &with(true, false), &with(false, true));
        }
        confusion
    }

    fn count(&mut self, hits: &[usize], missed: &[usize], wrong: &[usize]) {
        for &theme in hits {
            self.counts[[theme, theme]] += 1;
        }
        for &missed in missed {
            for &wrong in wrong {
                self.counts[[missed, wrong]] += 1;
            }
            self.missed[missed] += usize::from(wrong.is_empty());
        }
        if missed.is_empty() {
            for &wrong in wrong {
                self.added[wrong] += 1;
            }
        }
    }

    /// Pairs of a missed theme and the one given instead, with their counts, the most frequent
    /// first.
    pub fn pairs(&self) -> Vec<(usize, usize, usize)> {
        let pairs = self.counts.indexed_iter();
        let pairs = pairs.filter(|((missed, wrong), count)| missed != wrong && **count > 0);
        let mut pairs: Vec<_> = pairs.map(|((missed, wrong), &n)| (missed, wrong, n)).collect();
        pairs.sort_by_key(|&(_, _, count)| std::cmp::Reverse(count));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn counts_hits_and_what_was_given_instead() {
        let truth = array![[1, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0], [0, 1, 1]];
        let labels = array![[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 1], [0, 1, 1]];
        let labels = labels.mapv(|given| given == 1);
        let predictions = Predictions { confidences: Array2::zeros(labels.dim()), labels };
        let confusion = Confusion::new(truth.mapv(|has| Some(has == 1)).view(), &predictions);
        assert_eq!(confusion.counts, array![[1, 1, 1], [0, 1, 1], [0, 0, 1]]);
        assert_eq!(confusion.missed, [0, 1, 0]);
        assert_eq!(confusion.added, [0, 0, 1]);
        assert_eq!(confusion.pairs(), [(0, 1, 1), (0, 2, 1), (1, 2, 1)]);
    }
}
