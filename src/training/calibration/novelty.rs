//! Fits novelty detection to labelled paragraphs.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::dataset::Dataset;
use crate::features::{Names, Surprisal, Vocabulary, surprise};
use crate::math::narrow;
use crate::model::Novelty;
use crate::text::{Analyzer, Stem};
use crate::training::Folds;

/// The stems of labelled paragraphs, whether in the vocabulary or not.
pub(in crate::training) struct StemCounts {
    /// The stems in order of first occurrence.
    stems: IndexSet<Box<str>, FxBuildHasher>,
    /// The number and count of each stem in each paragraph, by ascending number.
    paragraphs: Vec<Vec<(u32, u32)>>,
}

impl StemCounts {
    pub(in crate::training) fn of(dataset: &Dataset) -> Self {
        let mut analyzer = Analyzer::growing(dataset.language, []);
        let mut stems = Vec::new();
        let paragraphs = dataset.contents().map(|content| {
            content.analyze(&mut analyzer, &mut stems);
            counted(&stems)
        });
        let paragraphs = paragraphs.collect();
        Self { stems: analyzer.into_stems().into_iter().collect(), paragraphs }
    }

    /// The distinct stems of each paragraph, sorted.
    pub(in crate::training) fn distinct(&self) -> Vec<Vec<u32>> {
        let stems = |paragraph: &Vec<(u32, u32)>| paragraph.iter().map(|&(stem, _)| stem).collect();
        self.paragraphs.iter().map(stems).collect()
    }

    /// The number of these paragraphs that have each stem.
    fn having(&self, paragraphs: &[usize]) -> Vec<u32> {
        let mut having = vec![0; self.stems.len()];
        for &place in paragraphs {
            self.paragraphs[place].iter().for_each(|&(stem, _)| having[stem as usize] += 1);
        }
        having
    }

    /// Fits novelty: surprisal from all paragraphs, and typical distances from the paragraphs at
    /// the indices `usual`, each measured with the other folds. Words of the paragraphs at the
    /// indices `novel`, such as notices of web pages, surprise more. All names of a kind have the
    /// same surprisal, the mean of their own.
    pub(in crate::training) fn novelty(
        &self,
        vocabulary: &Vocabulary,
        names: &Names,
        folds: &Folds,
        usual: &[usize],
        novel: &[usize],
    ) -> Novelty {
        let surprisal = self.surprisal(vocabulary, names, novel);
        let found = self.surprised(names, folds, usual, novel);
        let words: f64 = found.iter().map(|&(_, words)| words as f64).sum();
        let sum: f64 = found.iter().map(|&(sum, _)| f64::from(sum)).sum();
        let mean = narrow(sum / words.max(1.0));
        let mut novelty = Novelty { surprisal, mean, deviation: 1.0, limit: Novelty::NO_LIMIT };
        let distance = |&(sum, words): &(f32, usize)| novelty.distance(sum, words);
        let mut distances: Vec<f32> = found.iter().map(distance).collect();
        distances.sort_by(f32::total_cmp);
        novelty.deviation = deviation(&distances).max(1e-3);
        novelty.limit = limit(&distances);
        novelty
    }

    fn surprisal(&self, vocabulary: &Vocabulary, names: &Names, novel: &[usize]) -> Surprisal {
        let all: Vec<usize> = (0..self.paragraphs.len()).collect();
        let of_stem = names.sharing(self.surprise_by(&all, novel));
        let of_bigrams = vocabulary.bigrams().iter().map(|_| 0.0);
        let of_terms = vocabulary.stems().map(of_stem).chain(of_bigrams).collect();
        Surprisal { of_terms, of_unknown: surprise(0, all.len()) }
    }

    /// The surprisal of a stem by some paragraphs, and by how much more often than among them it
    /// occurs in `novel` ones: four times the logarithm of the ratio is added, where half a
    /// paragraph more on both sides keeps rare stems from saying much.
    fn surprise_by(&self, paragraphs: &[usize], novel: &[usize]) -> impl Fn(&str) -> f32 {
        const STRENGTH: f32 = 4.0;
        const PRIOR: f32 = 0.5;
        let (having, in_novel) = (self.having(paragraphs), self.having(novel));
        let (count, share) = (paragraphs.len(), novel.len() as f32 / paragraphs.len() as f32);
        move |stem| {
            let place = self.stems.get_index_of(stem);
            let (usual, novel) = place.map_or((0, 0), |place| (having[place], in_novel[place]));
            let ratio = (novel as f32 + PRIOR) / (usual as f32 * share + PRIOR);
            (surprise(usual, count) + STRENGTH * ratio.ln()).max(0.0)
        }
    }

    /// The surprisal of each paragraph with words, and its number of words.
    fn surprised(
        &self,
        names: &Names,
        folds: &Folds,
        usual: &[usize],
        novel: &[usize],
    ) -> Vec<(f32, usize)> {
        let mut all = Vec::new();
        for fold in 0..folds.count() {
            let (seen, unseen) = folds.split(fold);
            let surprise = names.sharing(self.surprise_by(&seen, novel));
            let surprises: Vec<f32> = self.stems.iter().map(|stem| surprise(stem)).collect();
            let unseen = unseen.iter().filter(|place| usual.binary_search(place).is_ok());
            all.extend(unseen.map(|&place| {
                let stems = &self.paragraphs[place];
                let surprisal =
                    stems.iter().map(|&(stem, count)| count as f32 * surprises[stem as usize]);
                (surprisal.sum(), stems.iter().map(|&(_, count)| count as usize).sum())
            }));
        }
        all.retain(|&(_, words)| words > 0);
        all
    }
}

fn counted(stems: &[Stem]) -> Vec<(u32, u32)> {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for stem in stems {
        *counts.entry(stem.id).or_default() += 1;
    }
    counts.into_iter().collect()
}

fn deviation(distances: &[f32]) -> f32 {
    let count = distances.len().max(1) as f64;
    let mean = distances.iter().map(|&distance| f64::from(distance)).sum::<f64>() / count;
    let squares = distances.iter().map(|&distance| (f64::from(distance) - mean).powi(2));
    narrow((squares.sum::<f64>() / count).sqrt())
}

/// The distance exceeded by one paragraph in fifty; no limit with so few paragraphs that unseen
/// words are normal.
fn limit(rising: &[f32]) -> f32 {
    const MIN_PARAGRAPHS: usize = 500;
    let place = rising.len() - rising.len().div_ceil(50);
    rising
        .get(place)
        .copied()
        .filter(|_| rising.len() >= MIN_PARAGRAPHS)
        .unwrap_or(Novelty::NO_LIMIT)
}
