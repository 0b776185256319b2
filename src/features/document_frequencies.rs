//! Fits a [`Vectorizer`] by counting the paragraphs that contain each term.

use rustc_hash::{FxHashMap, FxHashSet};

use super::vectorizer::neighbours;
use super::{Lexicon, StemVectors, Vectorizer, VectorizerOptions, Vocabulary};
use crate::language::Language;
use crate::text::{Analyzer, Stem};

impl Vectorizer {
    /// Learns vocabulary and weights from paragraphs.
    ///
    /// `analyze` writes the stems of a paragraph, numbered by the analyzer, into a buffer. All
    /// stems with a vector and all names become terms, even if no paragraph contains them. A stem
    /// with a vector has the weight of its table, and all names of a kind have the same weight, the
    /// mean of their own.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::dataset::Content;
    /// use themewise::features::{Lexicon, Vectorizer, VectorizerOptions};
    /// use themewise::language::Language;
    ///
    /// let paragraphs = ["A trade deal.", "Trading."].map(|text| Content::Text(text.into()));
    /// let language = Language::English;
    /// let options = VectorizerOptions { min_df: 2, ..VectorizerOptions::default() };
    /// let lexicon = Lexicon::default();
    /// let vectorizer = Vectorizer::fit(language, &paragraphs, Content::analyze, options, lexicon);
    /// assert_eq!(vectorizer.vocabulary().stems().collect::<Vec<_>>(), ["trade"]);
    /// ```
    pub fn fit<P>(
        language: Language,
        paragraphs: impl IntoIterator<Item = P>,
        mut analyze: impl FnMut(P, &mut Analyzer, &mut Vec<Stem>),
        options: VectorizerOptions,
        lexicon: Lexicon,
    ) -> Self {
        // Stems of the table have the same number in the analyzer.
        let of_table = lexicon.vectors.into_iter().flat_map(StemVectors::stems);
        let names = lexicon.names.iter().map(|(stem, _)| stem);
        let mut analyzer = Analyzer::growing(language, of_table.chain(names));
        let mut frequencies = DocumentFrequencies { lexicon, ..DocumentFrequencies::default() };
        let mut stems = Vec::new();
        for paragraph in paragraphs {
            analyze(paragraph, &mut analyzer, &mut stems);
            frequencies.count(&stems, options.bigrams);
        }
        frequencies.vectorizer(language, &analyzer.into_stems(), options)
    }
}

/// The number of paragraphs that contain each stem and each pair of stems.
#[derive(Default)]
struct DocumentFrequencies<'a> {
    lexicon: Lexicon<'a>,
    paragraphs: usize,
    stems: FxHashMap<u32, u32>,
    bigrams: FxHashMap<[u32; 2], u32>,
}

impl DocumentFrequencies<'_> {
    fn count(&mut self, stems: &[Stem], bigrams: bool) {
        self.paragraphs += 1;
        for stem in stems.iter().map(|stem| stem.id).collect::<FxHashSet<_>>() {
            *self.stems.entry(stem).or_default() += 1;
        }
        if bigrams {
            for pair in neighbours(stems).map(|(pair, _)| pair).collect::<FxHashSet<_>>() {
                *self.bigrams.entry(pair).or_default() += 1;
            }
        }
    }

    fn vectorizer(
        &self,
        language: Language,
        texts: &[Box<str>],
        options: VectorizerOptions,
    ) -> Vectorizer {
        let kept = self.kept_stems(texts, &options);
        let columns: FxHashMap<u32, u32> = kept.iter().copied().zip(0..).collect();
        let mut bigrams = self.kept_bigrams(&columns, options.min_df);
        bigrams.sort_unstable();
        let number: FxHashMap<&str, u32> = texts.iter().map(AsRef::as_ref).zip(0..).collect();
        let stem_weight = self.lexicon.names.sharing(|stem| self.stem_weight(number[stem]));
        let of_stems = kept.iter().map(|&stem| stem_weight(&texts[stem as usize]));
        let of_bigrams = bigrams.iter().map(|&(_, df)| self.weight(df));
        let weights = of_stems.chain(of_bigrams).collect();
        let stems = kept.iter().map(|&stem| texts[stem as usize].clone()).collect();
        let bigrams = bigrams.into_iter().map(|(pair, _)| pair).collect();
        let vocabulary = Vocabulary::new(stems, bigrams);
        Vectorizer::new(language, vocabulary, weights, self.weight(0), options)
    }

    /// The own weight of a stem, by its number.
    fn stem_weight(&self, stem: u32) -> f32 {
        match self.lexicon.vectors.filter(|_| self.in_table(stem)) {
            Some(table) => table.weight(stem as usize),
            None => self.weight(self.df(stem)),
        }
    }

    /// The weight of a term outside the table.
    fn weight(&self, df: u32) -> f32 {
        let table = self.lexicon.vectors;
        table.map_or_else(|| idf(self.paragraphs, df), |table| table.weight_of_other(df))
    }

    fn in_table(&self, stem: u32) -> bool {
        self.lexicon.vectors.is_some_and(|table| (stem as usize) < table.stems().len())
    }

    fn df(&self, stem: u32) -> u32 {
        self.stems.get(&stem).copied().unwrap_or(0)
    }

    /// The stems to keep, in alphabetical order.
    fn kept_stems(&self, texts: &[Box<str>], options: &VectorizerOptions) -> Vec<u32> {
        let known = |stem: u32, text: &str| {
            let listed = self.in_table(stem) || self.lexicon.names.kind(text).is_some();
            listed || self.df(stem) >= options.min_df
        };
        let stems = (0..).zip(texts).filter(|(stem, text)| known(*stem, text));
        let mut kept: Vec<u32> = stems.map(|(stem, _)| stem).collect();
        let text = |stem: &u32| &texts[*stem as usize];
        // Ties are broken alphabetically, so that the hash order does not matter.
        kept.sort_unstable_by(|a, b| {
            self.df(*b).cmp(&self.df(*a)).then_with(|| text(a).cmp(text(b)))
        });
        kept.truncate(options.max_stems.unwrap_or(usize::MAX));
        kept.sort_unstable_by(|a, b| text(a).cmp(text(b)));
        kept
    }

    fn kept_bigrams(&self, columns: &FxHashMap<u32, u32>, min_df: u32) -> Vec<([u32; 2], u32)> {
        let frequent = self.bigrams.iter().filter(|&(_, &df)| df >= min_df);
        let numbered = frequent.filter_map(|([first, second], &df)| {
            Some(([*columns.get(first)?, *columns.get(second)?], df))
        });
        numbered.collect()
    }
}

/// The inverse document frequency. One additional paragraph with every term keeps it finite and
/// positive (as scikit-learn's `smooth_idf`).
#[expect(clippy::cast_possible_truncation, reason = "a logarithm needs no more digits")]
fn idf(paragraphs: usize, df: u32) -> f32 {
    (((1 + paragraphs) as f64 / (1.0 + f64::from(df))).ln() + 1.0) as f32
}
