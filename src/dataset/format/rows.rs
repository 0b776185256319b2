//! The rows of a label file in the order in which they are written.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::ThemeSet;
use crate::dataset::{Article, Content, Context, Example};

/// The labelled paragraphs, and the title and unlabelled paragraphs of each article: these come
/// before its first labelled one, so that the articles keep their order. All of their themes are
/// unknown.
pub(super) fn rows<'d>(
    themes: &ThemeSet,
    examples: &'d [Example],
    articles: &'d [Article],
) -> Vec<Cow<'d, Example>> {
    let context = |articles: &'d [Article]| {
        let rows = articles.iter().flat_map(Article::unlabelled);
        rows.map(|row| Cow::Owned(undecided(themes, row)))
    };
    let article_of = article_of(articles);
    let (mut rows, mut begun) = (Vec::with_capacity(examples.len()), 0);
    for (place, example) in examples.iter().enumerate() {
        if let Some(&article) = article_of.get(&place).filter(|&&article| article >= begun) {
            rows.extend(context(&articles[begun..=article]));
            begun = article + 1;
        }
        rows.push(Cow::Borrowed(example));
    }
    rows.extend(context(&articles[begun..]));
    rows
}

/// The article of each labelled paragraph that has one.
fn article_of(articles: &[Article]) -> FxHashMap<usize, usize> {
    let numbered = articles.iter().enumerate();
    let of = |(number, article): (usize, &Article)| {
        article.labelled().map(move |example| (example, number)).collect::<Vec<_>>()
    };
    numbered.flat_map(of).collect()
}

fn undecided(themes: &ThemeSet, (about, content): (&Context, &Content)) -> Example {
    let Context { id, fields } = about.clone();
    let (unknown, content) = ((0..themes.len()).collect(), content.clone());
    Example { id, themes: vec![], unknown, alone: None, content, weight: 1.0, fields }
}
