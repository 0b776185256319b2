//! Finds the labelled paragraphs most similar to a text, as evidence for a label.

use crate::dataset::{Dataset, Example};
use crate::features::SparseRow;
use crate::model::Model;
use crate::text::{Analyzer, Stem};

/// An index of labelled paragraphs by their terms.
#[derive(Debug)]
pub struct Neighbours<'a> {
    dataset: &'a Dataset,
    model: Model,
    analyzer: Analyzer,
    stems: Vec<Stem>,
    /// For each term, the paragraphs that contain it, and its value in their features, scaled to
    /// length 1.
    postings: Vec<Vec<(usize, f32)>>,
    /// The dot product with each paragraph; all 0 between two lookups.
    similarities: Vec<f32>,
}

/// A labelled paragraph similar to a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour<'a> {
    /// The paragraph.
    pub example: &'a Example,
    /// The cosine similarity of the features, from 0 to 1.
    pub similarity: f32,
    /// The shared terms that contribute most to the similarity, in descending order.
    pub shared: Vec<String>,
}

impl<'a> Neighbours<'a> {
    /// Indexes the paragraphs of a dataset by the features of a model.
    pub fn new(model: &Model, dataset: &'a Dataset) -> Self {
        let vectorizer = model.vectorizer();
        let (mut analyzer, mut stems) = (vectorizer.analyzer(), Vec::new());
        let mut postings = vec![Vec::new(); vectorizer.vocabulary().len()];
        for (place, content) in dataset.contents().enumerate() {
            content.analyze(&mut analyzer, &mut stems);
            for (term, value) in of_length_one(&vectorizer.transform(&stems)) {
                postings[term as usize].push((place, value));
            }
        }
        let similarities = vec![0.0; dataset.examples.len()];
        Self { dataset, model: model.clone(), analyzer, stems, postings, similarities }
    }

    /// The most similar paragraphs with the theme at an index of the dataset's set: at most
    /// `count`, the most similar first. Paragraphs without a shared term or with exactly this text
    /// are skipped.
    pub fn nearest(&mut self, text: &str, theme: usize, count: usize) -> Vec<Neighbour<'a>> {
        self.analyzer.analyze(text, &mut self.stems);
        let features = of_length_one(&self.model.vectorizer().transform(&self.stems));
        let mut met = Vec::new();
        for &(term, value) in &features {
            for &(place, other) in &self.postings[term as usize] {
                if self.similarities[place] == 0.0 {
                    met.push(place);
                }
                self.similarities[place] += value * other;
            }
        }
        let mut near: Vec<(f32, usize)> = met
            .into_iter()
            .map(|place| (std::mem::take(&mut self.similarities[place]), place))
            .collect();
        near.retain(|&(_, place)| {
            let Example { themes, content, .. } = &self.dataset.examples[place];
            themes.contains(&theme) && content.text() != Some(text)
        });
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        near.truncate(count);
        let neighbour = |(similarity, place): (f32, usize)| Neighbour {
            example: &self.dataset.examples[place],
            similarity: similarity.min(1.0),
            shared: self.shared(&features, place),
        };
        near.into_iter().map(neighbour).collect()
    }

    /// The terms of `features` that the paragraph at an index has too.
    fn shared(&self, features: &[(u32, f32)], place: usize) -> Vec<String> {
        const SHOWN: usize = 8;
        let product = |&(term, value): &(u32, f32)| {
            let postings = &self.postings[term as usize];
            let at = postings.binary_search_by_key(&place, |&(place, _)| place).ok()?;
            Some((term, value * postings[at].1))
        };
        let mut shared: Vec<_> = features.iter().filter_map(product).collect();
        shared.sort_by(|a, b| b.1.total_cmp(&a.1));
        let terms = shared.into_iter().take(SHOWN);
        terms.map(|(term, _)| self.model.vectorizer().vocabulary().term(term)).collect()
    }
}

/// The entries of a row, scaled to length 1.
fn of_length_one(row: &SparseRow) -> Vec<(u32, f32)> {
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt();
    row.iter().map(|(term, value)| (term, value / length)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn a_paragraph_is_nearest_to_itself_and_neighbours_have_the_theme() {
        let model = Model::embedded().unwrap();
        let dataset =
            Dataset::read(&[PathBuf::from("tests/data/labels.jsonl")], Some(model.themes()));
        let dataset = dataset.unwrap();
        let mut neighbours = Neighbours::new(&model, &dataset);
        let texts = dataset.examples.iter();
        let texts = texts.filter_map(|example| Some((example, example.content.text()?)));
        for (example, text) in texts {
            for &theme in &example.themes {
                let found = neighbours.nearest(&format!("{text} "), theme, 3);
                assert_eq!(found[0].example.id, example.id);
                let others = neighbours.nearest(text, theme, 3);
                assert!(others.iter().all(|near| near.example.id != example.id));
                assert!((found[0].similarity - 1.0).abs() < 1e-5);
                assert!(found.is_sorted_by(|a, b| a.similarity >= b.similarity));
                assert!(found.iter().all(|near| near.example.themes.contains(&theme)));
                assert!(found.iter().all(|near| !near.shared.is_empty()));
            }
        }
        assert_eq!(neighbours.nearest("", 0, 3), []);
    }
}
