//! Turns the stems of a paragraph into a sparse row.
//!
//! `x_t = (1 + ln tf_t) · w_t`, divided by the length of the vector. The weight `w_t` comes from a
//! table of `StemVectors`, or without a table, is the inverse document frequency in the labelled
//! paragraphs. Fitting stores it, so a paragraph has the same row alone and in a batch. (The fitted
//! TF-IDF of linfa-preprocessing recomputes it for each batch.)
//!
//! The length includes one additional unseen word. This hardly changes a paragraph of sixty words,
//! but it lowers the confidence of a heading of four, which could otherwise get a theme from a
//! single word.

use serde::{Deserialize, Serialize};

use super::{SparseRow, Vocabulary};
use crate::language::Language;
use crate::text::{Analyzer, Stem};

/// How the count of a term becomes a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// `(1 + ln tf) · weight`, divided by the Euclidean length of the row with one unseen word.
    /// Rows are a little shorter than 1; the fewer words, the shorter.
    TfIdf,
    /// 1 if the paragraph has the term, as in Bernoulli naive Bayes.
    Presence,
}

impl Weighting {
    /// The term-frequency factor for `count` occurrences.
    pub(super) fn factor(self, count: u32) -> f32 {
        match self {
            _ if count == 0 => 0.0,
            Self::TfIdf => 1.0 + (count as f32).ln(),
            Self::Presence => 1.0,
        }
    }

    /// The length of a row with this sum of squares, including the unseen word; 1 if rows are not
    /// normalised.
    #[inline]
    pub(super) fn length(self, squares: f32, unseen_weight: f32) -> f32 {
        match self {
            Self::TfIdf => (squares + unseen_weight * unseen_weight).sqrt(),
            Self::Presence => 1.0,
        }
    }
}

/// Options for fitting a [`Vectorizer`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VectorizerOptions {
    /// The minimum number of paragraphs that must contain a term; at least 1. It does not apply to
    /// stems in the table of stem vectors.
    pub min_df: u32,
    /// Whether pairs of adjacent stems (bigrams) are terms too.
    pub bigrams: bool,
    /// The maximum number of stems, of which the most frequent are kept; all if `None`.
    pub max_stems: Option<usize>,
    /// The conversion of counts to features.
    pub weighting: Weighting,
}

impl Default for VectorizerOptions {
    fn default() -> Self {
        Self { min_df: 1, bigrams: false, max_stems: None, weighting: Weighting::TfIdf }
    }
}

/// Converts stems to features, by a vocabulary and term weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectorizer {
    language: Language,
    vocabulary: Vocabulary,
    term_weights: Vec<f32>,
    unseen_weight: f32,
    options: VectorizerOptions,
}

impl Vectorizer {
    /// A vectorizer from its parts; `term_weights` has one value per term, `unseen_weight` is the
    /// weight of an unseen word.
    pub fn new(
        language: Language,
        vocabulary: Vocabulary,
        term_weights: Vec<f32>,
        unseen_weight: f32,
        options: VectorizerOptions,
    ) -> Self {
        debug_assert_eq!(vocabulary.len(), term_weights.len());
        Self { language, vocabulary, term_weights, unseen_weight, options }
    }

    /// An analyzer that numbers stems by their columns.
    pub fn analyzer(&self) -> Analyzer {
        Analyzer::sharing_stems(self.language, self.vocabulary.shared_stems())
    }

    /// The language of the paragraphs it reads.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The columns by ascending weight, which puts common terms first. With bigrams, whose parts
    /// are columns, the order is unchanged.
    pub(crate) fn common_first(&self) -> Vec<u32> {
        let mut columns: Vec<u32> = (0..).zip(&self.term_weights).map(|(c, _)| c).collect();
        if self.vocabulary.bigrams().is_empty() {
            let weight = |column: u32| self.term_weights[column as usize];
            columns.sort_by(|&a, &b| weight(a).total_cmp(&weight(b)));
        }
        columns
    }

    /// The features of a paragraph whose stems are numbered by [`Self::analyzer`].
    pub fn transform(&self, stems: &[Stem]) -> SparseRow {
        let (columns, counts) = counts(self.terms(stems).collect());
        let weighting = self.options.weighting;
        let pairs = columns.iter().zip(counts);
        let values = pairs.map(|(&column, count)| weighting.factor(count) * self.weight(column));
        let mut values: Vec<f32> = values.collect();
        self.normalize(&mut values);
        SparseRow { columns, values }
    }

    /// The weight of a term; 1 if only its presence counts.
    #[inline]
    pub(super) fn weight(&self, column: u32) -> f32 {
        match self.options.weighting {
            Weighting::TfIdf => self.term_weights[column as usize],
            Weighting::Presence => 1.0,
        }
    }

    /// Divides by the length of the row including the unseen word.
    fn normalize(&self, values: &mut [f32]) {
        let squares = values.iter().map(|value| value * value).sum();
        let length = self.options.weighting.length(squares, self.unseen_weight);
        for value in values {
            *value /= length;
        }
    }

    /// The column of every term of a paragraph: its stems, then its bigrams.
    pub(crate) fn terms<'a>(&'a self, stems: &'a [Stem]) -> impl Iterator<Item = u32> + 'a {
        let bigrams = self.bigrams(stems).map(|(column, _)| column);
        stems.iter().map(|stem| stem.id).chain(bigrams)
    }

    /// The known bigrams of a paragraph: column, and index of the second stem.
    pub(crate) fn bigrams<'a>(
        &'a self,
        stems: &'a [Stem],
    ) -> impl Iterator<Item = (u32, usize)> + 'a {
        neighbours(stems).filter_map(|(pair, place)| {
            let column = self.vocabulary.bigram(pair[0], pair[1])?;
            Some((column, place))
        })
    }

    /// The terms.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The weight of each term, above 0.
    pub fn term_weights(&self) -> &[f32] {
        &self.term_weights
    }

    /// The weight of an unseen word, above 0.
    pub fn unseen_weight(&self) -> f32 {
        self.unseen_weight
    }

    /// The options used for fitting.
    pub fn options(&self) -> &VectorizerOptions {
        &self.options
    }
}

/// The pairs of adjacent stems, with the index of the second.
pub(super) fn neighbours(stems: &[Stem]) -> impl Iterator<Item = ([u32; 2], usize)> + '_ {
    let pairs = stems.windows(2).zip(1..);
    pairs.filter(|(pair, _)| pair[1].adjacent).map(|(p, place)| ([p[0].id, p[1].id], place))
}

/// The distinct columns in ascending order, and the count of each.
fn counts(mut columns: Vec<u32>) -> (Vec<u32>, Vec<u32>) {
    columns.sort_unstable();
    let same = columns.chunk_by(|a, b| a == b);
    same.map(|same| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX))).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Lexicon;
    use proptest::prelude::*;

    fn fitted(paragraphs: &[&str], options: VectorizerOptions) -> Vectorizer {
        let analyze =
            |text, analyzer: &mut Analyzer, stems: &mut Vec<Stem>| analyzer.analyze(text, stems);
        Vectorizer::fit(
            Language::English,
            paragraphs.iter().copied(),
            analyze,
            options,
            Lexicon::default(),
        )
    }

    fn row(vectorizer: &Vectorizer, text: &str) -> Vec<(String, f32)> {
        let mut stems = Vec::new();
        vectorizer.analyzer().analyze(text, &mut stems);
        let row = vectorizer.transform(&stems);
        row.iter().map(|(column, value)| (vectorizer.vocabulary().term(column), value)).collect()
    }

    const PARAGRAPHS: [&str; 3] = ["trade war, trade war", "a trade deal", "the war"];

    fn options(min_df: u32, bigrams: bool) -> VectorizerOptions {
        VectorizerOptions { min_df, bigrams, ..VectorizerOptions::default() }
    }

    #[test]
    fn weighs_counts_by_stored_rarity_and_normalises() {
        let vectorizer = fitted(&PARAGRAPHS, options(1, true));
        let terms: Vec<_> = (0..6).map(|column| vectorizer.vocabulary().term(column)).collect();
        assert_eq!(terms, ["deal", "the", "trade", "war", "the war", "trade deal"]);
        // As scikit-learn: one more paragraph that has every term.
        let (rare, common) = (2_f32.ln() + 1.0, (4.0_f32 / 3.0).ln() + 1.0);
        let expected = [rare, rare, common, common];
        for (idf, expected) in vectorizer.term_weights().iter().zip(expected) {
            assert!((idf - expected).abs() < 1e-6, "{idf} is not {expected}");
        }
        let (a, b) = (common * (1.0 + 2_f32.ln()), rare);
        let unseen = 4_f32.ln() + 1.0;
        let length = (a * a + b * b + unseen * unseen).sqrt();
        let row = row(&vectorizer, "Trading, deals; trade");
        let terms: Vec<_> = row.iter().map(|(term, _)| term.as_str()).collect();
        assert_eq!(terms, ["deal", "trade"]);
        let difference = (row[0].1 - b / length).abs() + (row[1].1 - a / length).abs();
        assert!(difference < 1e-6, "{row:?}");
    }

    #[test]
    fn keeps_frequent_terms_and_the_alphabet_decides_ties() {
        let stems = |options| -> Vec<String> {
            fitted(&PARAGRAPHS, options).vocabulary().stems().map(String::from).collect()
        };
        assert_eq!(stems(options(2, true)), ["trade", "war"]);
        let at_most = VectorizerOptions { max_stems: Some(1), ..options(1, true) };
        assert_eq!(stems(at_most), ["trade"]);
    }

    #[test]
    fn presence_is_one_or_absent() {
        let presence = VectorizerOptions { weighting: Weighting::Presence, ..options(1, false) };
        let vectorizer = fitted(&PARAGRAPHS, presence);
        let expected = [("trade".to_owned(), 1.0), ("war".to_owned(), 1.0)];
        assert_eq!(row(&vectorizer, "trade, trade and war"), expected);
        assert_eq!(row(&vectorizer, "nothing known"), []);
    }

    proptest! {
        #[test]
        fn rows_are_shorter_than_one_and_their_columns_rise(text in "(trade|war|deal|the|x|,| ){0,40}") {
            let vectorizer = fitted(&PARAGRAPHS, options(1, true));
            let mut stems = Vec::new();
            vectorizer.analyzer().analyze(&text, &mut stems);
            let row = vectorizer.transform(&stems);
            prop_assert!(row.columns.is_sorted_by(|a, b| a < b));
            let length: f32 = row.values.iter().map(|value| value * value).sum();
            prop_assert!(length < 1.0 && (stems.is_empty() || length > 0.2));
        }
    }
}
