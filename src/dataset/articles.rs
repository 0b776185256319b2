//! Puts the rows of label files together to articles.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use indexmap::IndexMap;

use super::article::Context;
use super::article_place::ArticlePlace;
use super::place::RecordPlace;
use super::{Article, ArticleParagraph, Content, Example};
use crate::error::LabelProblem;

/// The rows of articles read so far, by document in order of first appearance and by paragraph.
#[derive(Default)]
pub(super) struct Articles<'a>(IndexMap<String, BTreeMap<usize, (RecordPlace<'a>, Row)>>);

/// A row of an article.
pub(super) enum Row {
    /// A labelled paragraph: the index of its example.
    Labelled(usize),
    /// A title or unlabelled paragraph.
    Context(Context, Content),
}

impl From<Example> for Row {
    /// Makes a row of an example without labels.
    fn from(Example { id, fields, content, .. }: Example) -> Self {
        Self::Context(Context { id, fields }, content)
    }
}

impl<'a> Articles<'a> {
    /// Adds a row; fails if there is one with the same document and paragraph.
    pub(super) fn add(
        &mut self,
        ArticlePlace { document, paragraph }: ArticlePlace,
        place: RecordPlace<'a>,
        row: Row,
    ) -> Result<(), LabelProblem> {
        let rows = self.0.entry(document.clone()).or_default();
        match rows.entry(paragraph) {
            Entry::Vacant(entry) => {
                entry.insert((place, row));
                Ok(())
            }
            Entry::Occupied(entry) => {
                let first = entry.get().0.to_string();
                Err(LabelProblem::DuplicateParagraph { document, paragraph, first })
            }
        }
    }

    pub(super) fn into_articles(self) -> Vec<Article> {
        self.0.into_iter().map(|(document, rows)| article(document, rows)).collect()
    }
}

fn article(document: String, rows: BTreeMap<usize, (RecordPlace, Row)>) -> Article {
    let mut article = Article { document, title: None, paragraphs: vec![], context: vec![] };
    for (paragraph, (_, row)) in rows {
        match row {
            Row::Labelled(example) => article.paragraphs.push(ArticleParagraph::Labelled(example)),
            Row::Context(about, content) => {
                article.context.push(about);
                if paragraph == 0 {
                    article.title = Some(content);
                } else {
                    article.paragraphs.push(ArticleParagraph::Unlabelled(content));
                }
            }
        }
    }
    article
}
