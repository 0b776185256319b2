//! Labelled paragraphs that are unlike what a model is for, such as notices of web pages.

use ndarray::Array2;

use crate::dataset::Dataset;

/// The places of the paragraphs whose field `novel` is true, ascending.
pub(super) struct NovelParagraphs(Vec<usize>);

impl NovelParagraphs {
    pub(super) fn of(dataset: &Dataset) -> Self {
        let novel = dataset.field("novel").enumerate().filter(|(_, novel)| *novel == Some("true"));
        Self(novel.map(|(at, _)| at).collect())
    }

    pub(super) fn places(&self) -> &[usize] {
        &self.0
    }

    pub(super) fn contains(&self, paragraph: usize) -> bool {
        self.0.binary_search(&paragraph).is_ok()
    }

    /// The targets, of shape (paragraphs, themes), with those of novel paragraphs unknown: how well
    /// they are told from themes says nothing of the others.
    pub(super) fn unmeasured(&self, mut targets: Array2<Option<bool>>) -> Array2<Option<bool>> {
        for &paragraph in &self.0 {
            targets.row_mut(paragraph).fill(None);
        }
        targets
    }
}
