//! Generates words, texts, labels and models from a seed.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use themewise::features::{Surprisal, Vectorizer, VectorizerOptions, Vocabulary};
use themewise::language::Language;
use themewise::model::{Calibration, Manifest, Novelty, OperatingCurve, Scorer, ThemeHeads};
use themewise::{Model, Theme, ThemeId, ThemeSet};

const SEED: u64 = 7;

/// A generated language: words by rank, the most frequent first.
pub(crate) struct Words {
    ranked: Vec<String>,
    stems: Vec<String>,
    /// The sums of the frequencies up to each rank.
    sums: Vec<f64>,
}

impl Words {
    /// Generates words, no two of which have the same stem.
    pub(crate) fn generated(count: usize) -> Self {
        let (mut random, stemmer) = (ChaCha8Rng::seed_from_u64(SEED), Language::English.stemmer());
        let mut known = BTreeSet::new();
        let (mut words, mut stems) = (Vec::new(), Vec::new());
        while words.len() < count {
            let word = word(&mut random);
            let stem = stemmer.stem(&word).into_owned();
            if known.insert(stem.clone()) {
                words.push(word);
                stems.push(stem);
            }
        }
        let mut sum = 0.0;
        let zipf = (1..=count).map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        });
        let sums = zipf.collect();
        Self { ranked: words, stems, sums }
    }

    /// Paragraphs with this number of words each, drawn by Zipf's law.
    pub(crate) fn paragraphs(&self, count: usize, length: usize) -> Vec<String> {
        let mut random = ChaCha8Rng::seed_from_u64(SEED + 1);
        (0..count).map(|_| self.text(length, &mut random)).collect()
    }

    fn text(&self, length: usize, random: &mut ChaCha8Rng) -> String {
        let words: Vec<&str> = (0..length).map(|_| self.draw(random)).collect();
        words.join(" ")
    }

    fn draw(&self, random: &mut ChaCha8Rng) -> &str {
        &self.ranked[self.rank(random)]
    }

    /// Draws a rank by Zipf's law: the word of rank r is 1/r as frequent as the first.
    fn rank(&self, random: &mut ChaCha8Rng) -> usize {
        let at = random.gen_range(0.0..self.sums[self.sums.len() - 1]);
        // Rounding may reach the last sum itself.
        self.sums.partition_point(|&sum| sum <= at).min(self.sums.len() - 1)
    }

    /// A vectorizer of all stems; rarer stems have a higher weight.
    pub(crate) fn vectorizer(&self) -> Vectorizer {
        let weight = |rank: usize| (1.0 + rank as f32).ln() + 1.0;
        let ranked = self.stems.iter().enumerate();
        let sorted: BTreeMap<&str, f32> =
            ranked.map(|(rank, stem)| (stem.as_str(), weight(rank))).collect();
        let stems = sorted.keys().map(|&stem| stem.into()).collect();
        let weights = sorted.values().copied().collect();
        let unseen = weight(self.stems.len());
        let vocabulary = Vocabulary::new(stems, Vec::new());
        Vectorizer::new(
            Language::English,
            vocabulary,
            weights,
            unseen,
            VectorizerOptions::default(),
        )
    }

    /// Labelled paragraphs as JSON Lines. Each theme has its own words, and its paragraphs contain
    /// a few of them. Themes also follow Zipf's law.
    pub(crate) fn labels(&self, paragraphs: usize, themes: usize, length: usize) -> String {
        let mut random = ChaCha8Rng::seed_from_u64(SEED + 2);
        let mut lines = String::new();
        for number in 0..paragraphs {
            let having: Vec<usize> =
                (0..random.gen_range(0..3)).map(|_| self.rank(&mut random) % themes).collect();
            let mut text = self.text(length, &mut random);
            for theme in &having {
                for _ in 0..4 {
                    let own = 100 + theme + themes * random.gen_range(0..40);
                    text.extend([" ", &self.ranked[own]]);
                }
            }
            let ids: Vec<String> = having.iter().map(|theme| format!("theme-{theme}")).collect();
            let line = serde_json::json!({"id": number.to_string(), "themes": ids, "text": text});
            lines += &line.to_string();
            lines.push('\n');
        }
        lines
    }
}

/// A word of two to five syllables, each a consonant and a vowel.
fn word(random: &mut ChaCha8Rng) -> String {
    let one_of = |letters: &[u8], random: &mut ChaCha8Rng| {
        char::from(letters[random.gen_range(0..letters.len())])
    };
    let syllables = random.gen_range(2..=5);
    let letters = (0..syllables)
        .flat_map(|_| [one_of(b"bcdfghjklmnprstvwz", random), one_of(b"aeiou", random)]);
    letters.collect()
}

/// Weights from -1 to 1.
pub(crate) fn random_scorer(terms: usize, themes: usize) -> Scorer {
    let mut random = ChaCha8Rng::seed_from_u64(SEED + 3);
    let weights =
        ndarray::Array2::from_shape_simple_fn((terms, themes), || random.gen_range(-1.0..1.0));
    Scorer { weights, bias: ndarray::Array1::zeros(themes) }
}

/// A model with this vectorizer and scorer.
pub(crate) fn model_of(vectorizer: Vectorizer, scorer: &Scorer) -> Model {
    let themes = scorer.bias.len();
    let embedded = Model::embedded().expect("the embedded model is valid");
    let manifest = Manifest { themes: theme_set(themes), ..embedded.manifest().clone() };
    let calibration = Calibration { below: 1.0, above: 1.0, intercept: 0.0 };
    let none = OperatingCurve::new(std::iter::empty());
    let heads = ThemeHeads {
        calibrations: vec![calibration; themes],
        thresholds: vec![0.5; themes],
        curves: vec![none; themes],
    };
    let surprisal =
        Surprisal { of_terms: vec![1.0; vectorizer.vocabulary().len()], of_unknown: 9.0 };
    let novelty = Novelty { surprisal, mean: 1.0, deviation: 1.0, limit: Novelty::NO_LIMIT };
    Model::new(manifest, vectorizer, scorer, novelty, heads, None)
}

pub(crate) fn theme_set(themes: usize) -> ThemeSet {
    let theme = |number| {
        let id: ThemeId = format!("theme-{number}").parse().expect("a valid id");
        Theme::from(id)
    };
    ThemeSet::try_from((0..themes).map(theme).collect::<Vec<_>>()).expect("themes differ")
}
