//! The table of weights in a cache-friendly layout.

use std::sync::Arc;

use ndarray::{Array1, Array2};

use super::Scorer;
use crate::features::{Occurrences, Vectorizer, Vocabulary};
use crate::lanes::{LANES, Lanes};
use crate::language::Language;
use crate::prefetch::prefetch;
use crate::text::{Analyzer, WordCache};

/// The weights of a [`Scorer`] in rows of one cache line. Each block holds sixteen themes. Adding a
/// row takes four multiplications for any number of themes in the block.
///
/// The rows of common terms come first, so that they stay in the processor's cache.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    language: Language,
    blocks: Vec<Block>,
    /// The term of each row, by its column.
    columns: Vec<u32>,
    /// The row of each term.
    rows: Arc<[u32]>,
}

/// Up to sixteen themes: their term weights and biases.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    rows: Vec<Row>,
    bias: Row,
}

/// A cache line of numbers.
type Row = Lanes<f32>;

impl Table {
    pub(super) fn new(vectorizer: &Vectorizer, scorer: &Scorer) -> Self {
        let columns = vectorizer.common_first();
        let firsts = (0..scorer.bias.len()).step_by(LANES);
        let blocks = firsts.map(|first| Block::new(scorer, &columns, first));
        let language = vectorizer.language();
        Self { language, blocks: blocks.collect(), rows: inverse(&columns), columns }
    }

    /// The weights and biases by column and theme, for `themes` themes.
    pub(super) fn scorer(&self, themes: usize) -> Scorer {
        let shape = (self.columns.len(), themes);
        Scorer {
            weights: Array2::from_shape_fn(shape, |(column, theme)| self.weight(column, theme)),
            bias: Array1::from_shape_fn(themes, |theme| self.bias(theme)),
        }
    }

    /// The weight of a column's term for a theme.
    pub(super) fn weight(&self, column: usize, theme: usize) -> f32 {
        let row = self.rows[column] as usize;
        self.blocks[theme / LANES].rows[row].0[theme % LANES]
    }

    /// The bias of a theme.
    pub(super) fn bias(&self, theme: usize) -> f32 {
        self.blocks[theme / LANES].bias.0[theme % LANES]
    }

    /// The term of each row, by its column.
    pub(super) fn columns(&self) -> &[u32] {
        &self.columns
    }

    /// An analyzer that shares a word cache. It numbers the stems of the vocabulary by their rows.
    /// Unknown words get the row after those of all terms, which is zero.
    pub(super) fn analyzer(&self, vocabulary: &Vocabulary, words: Arc<WordCache>) -> Analyzer {
        let stems = vocabulary.shared_stems();
        Analyzer::sharing_words(self.language, stems, words, self.rows.clone(), self.unknown())
    }

    /// The row of words outside the vocabulary.
    pub(super) fn unknown(&self) -> u32 {
        u32::try_from(self.columns.len()).expect("a model has fewer than 2³² terms")
    }

    /// Prefetches the rows of terms that will be added soon.
    #[inline]
    pub(super) fn prefetch(&self, terms: &[u32]) {
        if let Some(first) = self.blocks.first() {
            first.prefetch(terms);
        }
    }

    /// The number of blocks of sixteen themes.
    pub(super) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Writes the scores of a paragraph, block by block, to `scores`. Its terms are given as rows
    /// of this table.
    #[inline]
    pub(super) fn scores(&self, features: Occurrences, scores: &mut [Lanes<f32>]) {
        for ((block, next), scores) in self.blocks.iter().zip(1..).zip(scores) {
            if let Some(next) = self.blocks.get(next) {
                next.prefetch(features.terms);
            }
            *scores = block.scores(features);
        }
    }
}

impl Block {
    /// The weights of up to sixteen themes from `first` on, with a row for each of `columns`.
    fn new(scorer: &Scorer, columns: &[u32], first: usize) -> Self {
        let row = |&column: &u32| {
            let weights = scorer.weights.row(column as usize);
            Row::padded(weights.into_iter().skip(first).copied())
        };
        Self {
            rows: columns.iter().map(row).chain([Row::default()]).collect(),
            bias: Row::padded(scorer.bias.iter().skip(first).copied()),
        }
    }

    #[inline]
    fn prefetch(&self, terms: &[u32]) {
        for &term in terms {
            prefetch(&self.rows[term as usize]);
        }
    }

    #[inline]
    fn scores(&self, features: Occurrences) -> Row {
        let mut sums = Row::default();
        for (&term, value) in features.terms.iter().zip(features.values) {
            sums.add_times(*value, &self.rows[term as usize]);
        }
        let mut scores = self.bias;
        scores.add_times(features.scale, &sums);
        scores
    }
}

/// The inverse of a permutation.
fn inverse(places: &[u32]) -> Arc<[u32]> {
    let mut inverse = vec![0; places.len()];
    for (&number, place) in places.iter().zip(0..) {
        inverse[number as usize] = place;
    }
    inverse.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Lexicon, Surprisal, TermCounter, TermValues, VectorizerOptions};
    use crate::model::Calibration;
    use crate::model::calibration_lanes::CalibrationLanes;
    use crate::text::Stem;

    fn vectorizer() -> Vectorizer {
        let texts = ["trade war, trade war", "a trade deal", "peace, a deal in the war"];
        let options = VectorizerOptions { bigrams: false, ..VectorizerOptions::default() };
        let analyze = |text, analyzer: &mut Analyzer, stems: &mut Vec<Stem>| {
            analyzer.analyze(text, stems);
        };
        Vectorizer::fit(Language::English, texts, analyze, options, Lexicon::default())
    }

    /// The confidences by the table, and by scorer and calibrations.
    fn confidences(themes: usize, text: &str) -> [Vec<f32>; 2] {
        let vectorizer = vectorizer();
        let number = |seed: usize| (seed * 37 % 23) as f32 / 4.0 - 2.5;
        let shape = (vectorizer.vocabulary().len(), themes);
        let weights = Array2::from_shape_fn(shape, |(term, theme)| number(term * 5 + theme));
        let scorer = Scorer { weights, bias: Array1::from_shape_fn(themes, number) };
        let calibration =
            |theme| Calibration { below: 1.5, above: 0.5, intercept: number(theme + 7) };
        let calibrations: Vec<_> = (0..themes).map(calibration).collect();

        let table = Table::new(&vectorizer, &scorer);
        let (mut terms, mut found) = (Vec::new(), vec![0.0; themes]);
        let words = Arc::new(WordCache::new());
        table.analyzer(vectorizer.vocabulary(), words).number(text, &mut terms);
        let of_terms = vec![1.0; vectorizer.vocabulary().len()];
        let surprisal = Surprisal { of_terms, of_unknown: 2.0 };
        let mut counter =
            TermCounter::new(Arc::new(TermValues::new(&vectorizer, table.columns(), &surprisal)));
        let mut sums = vec![Lanes::default(); table.blocks()];
        table.scores(counter.transform(&terms), &mut sums);
        let blocks = CalibrationLanes::blocks(&calibrations);
        for ((block, sums), found) in blocks.iter().zip(&sums).zip(found.chunks_mut(LANES)) {
            found.copy_from_slice(&block.confidences(sums)[..found.len()]);
        }

        let mut stems = Vec::new();
        vectorizer.analyzer().analyze(text, &mut stems);
        let all = scorer.scores(&vectorizer.transform(&stems));
        let expected = calibrations.iter().zip(all).map(|(theme, score)| theme.confidence(score));
        [found, expected.collect()]
    }

    #[test]
    fn any_number_of_themes_has_the_confidences_of_scorer_and_calibration() {
        for themes in [0, 1, 15, 16, 17, 33] {
            for text in ["", "Nothing known", "A deal: trade, trade and peace", &"war ".repeat(99)]
            {
                let [found, expected] = confidences(themes, text);
                assert_eq!(found.len(), themes);
                for (found, expected) in found.iter().zip(&expected) {
                    assert!((found - expected).abs() < 1e-6, "{found} is not {expected}: {text}");
                }
            }
        }
    }
}
