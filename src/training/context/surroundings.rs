//! The titles and unlabelled paragraphs of articles.

use crate::dataset::{Article, ArticleParagraph, Content, Dataset};
use crate::training::Folds;

/// The titles and unlabelled paragraphs of a dataset's articles, in order: the title of an article,
/// then its unlabelled paragraphs. Each is in the fold of its article.
#[derive(Debug)]
pub(in crate::training) struct Surroundings<'d> {
    contents: Vec<&'d Content>,
    fold_of: Vec<Option<usize>>,
}

impl<'d> Surroundings<'d> {
    pub(in crate::training) fn of(dataset: &'d Dataset, folds: &Folds) -> Self {
        let (mut contents, mut fold_of) = (Vec::new(), Vec::new());
        for article in &dataset.articles {
            contents.extend(unlabelled(article));
            fold_of.resize(contents.len(), fold(article, folds));
        }
        Self { contents, fold_of }
    }

    /// The number of titles and paragraphs.
    pub(in crate::training) fn len(&self) -> usize {
        self.contents.len()
    }

    /// The places of those in a fold.
    pub(in crate::training) fn in_fold(&self, fold: usize) -> Vec<usize> {
        (0..self.len()).filter(|&place| self.fold_of[place] == Some(fold)).collect()
    }

    /// The words of all of them.
    pub(in crate::training) fn contents(&self) -> impl ExactSizeIterator<Item = &'d Content> {
        self.contents.iter().copied()
    }

    /// The words of those at some places.
    pub(in crate::training) fn contents_of(
        &self,
        places: &[usize],
    ) -> impl Iterator<Item = &'d Content> {
        places.iter().map(|&place| self.contents[place])
    }
}

/// The fold of an article: that of its labelled paragraphs, which stay together.
pub(super) fn fold(article: &Article, folds: &Folds) -> Option<usize> {
    article.labelled().next().map(|example| folds.fold_of(example))
}

fn unlabelled(article: &Article) -> impl Iterator<Item = &Content> {
    let paragraphs = article.paragraphs.iter().filter_map(|paragraph| match paragraph {
        ArticleParagraph::Unlabelled(content) => Some(content),
        ArticleParagraph::Labelled(_) => None,
    });
    article.title.iter().chain(paragraphs)
}
