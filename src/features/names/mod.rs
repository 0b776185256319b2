//! The names of countries, peoples, cities and leaders.
//!
//! Labels of news say that the same few states act again and again, and a model would learn the
//! states instead of what they do. Training ties the names of a kind together, so that a name says
//! that a state acts rather than which.

mod kind;

use std::sync::OnceLock;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

pub use kind::NameKind;

use crate::language::Language;
use crate::text::Analyzer;

/// Names of one word in a language, by stem. A name of several words has only its distinctive words
/// here; in Chinese, one of several characters has its distinctive pairs.
///
/// # Examples
///
/// ```
/// use themewise::features::{NameKind, Names};
/// use themewise::language::Language;
///
/// let names = Names::of(Language::English);
/// assert_eq!(names.kind("oslo"), Some(NameKind::Capital));
/// assert_eq!(names.kind("chines"), Some(NameKind::Adjective));
/// assert_eq!(names.kind("tariff"), None);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    names: IndexMap<Box<str>, Name, FxBuildHasher>,
}

/// The kind of a name, and how often it occurs in news.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Name {
    /// The kind.
    pub kind: NameKind,
    /// Its share of the occurrences of this kind, from 0 to 1, by paragraphs of news.
    pub share: f32,
}

static NONE: Names = Names { names: IndexMap::with_hasher(FxBuildHasher) };

/// The names in each language, once they were asked for.
static ALL: [OnceLock<Names>; Language::ALL.len()] =
    [const { OnceLock::new() }; Language::ALL.len()];

impl Names {
    /// No names.
    pub fn none() -> &'static Self {
        &NONE
    }

    /// The names in a language.
    pub fn of(language: Language) -> &'static Self {
        ALL[language as usize].get_or_init(|| Self::parse(language, lines(language)))
    }

    /// Reads lines of a kind, a name, and the number of paragraphs of news that have it.
    fn parse(language: Language, lines: &str) -> Self {
        let mut analyzer = Analyzer::growing(language, []);
        let mut stems = Vec::new();
        let names = lines.lines().map(|line| {
            let [kind, name, paragraphs] =
                line.split('\t').collect::<Vec<_>>().try_into().expect("three columns");
            analyzer.analyze(name, &mut stems);
            // In Chinese, the characters of a pair are stems of their own.
            let whole = stems.iter().find(|stem| stem.span == (0..name.len()));
            let stem = analyzer.name(whole.expect("a name is one stem").id);
            let kind = NameKind::of_name(kind).expect("a kind of names");
            let share = paragraphs.parse().expect("a number of paragraphs");
            (stem.into(), Name { kind, share })
        });
        let mut names = Self { names: names.collect() };
        let all = names.sums(|name, _| name.share);
        names.names.values_mut().for_each(|name| name.share /= all[name.kind as usize]);
        names
    }

    /// Whether there are no names.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The stems of all names, with the name of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Name)> {
        self.names.iter().map(|(stem, &name)| (stem.as_ref(), name))
    }

    /// The kind of a stem, if it is a name.
    pub fn kind(&self, stem: &str) -> Option<NameKind> {
        self.names.get(stem).map(|name| name.kind)
    }

    /// The values of stems where each name has the mean of its kind, weighted by share, and every
    /// other stem its `own`.
    pub(crate) fn sharing(&self, own: impl Fn(&str) -> f32) -> impl Fn(&str) -> f32 {
        let means = self.sums(|name, stem| name.share * own(stem));
        move |stem| self.kind(stem).map_or_else(|| own(stem), |kind| means[kind as usize])
    }

    fn sums(&self, value: impl Fn(Name, &str) -> f32) -> [f32; NameKind::ALL.len()] {
        let mut sums = [0.0; NameKind::ALL.len()];
        self.iter().for_each(|(stem, name)| sums[name.kind as usize] += value(name, stem));
        sums
    }
}

/// The list of a language, which the recipe in `models/names/` writes.
fn lines(language: Language) -> &'static str {
    match language {
        Language::Arabic => include_str!("arabic.tsv"),
        Language::Chinese => include_str!("chinese.tsv"),
        Language::English => include_str!("english.tsv"),
        Language::French => include_str!("french.tsv"),
        Language::German => include_str!("german.tsv"),
        Language::Portuguese => include_str!("portuguese.tsv"),
        Language::Russian => include_str!("russian.tsv"),
        Language::Spanish => include_str!("spanish.tsv"),
        Language::Ukrainian => include_str!("ukrainian.tsv"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of the stems of a text, in order.
    fn kinds(language: Language, text: &str) -> Vec<Option<NameKind>> {
        let (mut analyzer, mut stems) = (Analyzer::growing(language, []), Vec::new());
        analyzer.analyze(text, &mut stems);
        let names = Names::of(language);
        stems.iter().map(|stem| names.kind(analyzer.name(stem.id))).collect()
    }

    #[test]
    fn every_line_is_another_name_of_one_stem() {
        for (language, least) in
            Language::ALL.into_iter().zip([500, 350, 900, 800, 800, 900, 600, 800, 400])
        {
            let (names, lines) =
                (Names::of(language).iter().count(), lines(language).lines().count());
            assert!(names == lines && names >= least, "{language:?}: {names} of {lines}");
        }
    }

    #[test]
    fn names_of_every_language_are_told_apart_from_ordinary_words() {
        use NameKind::{Adjective, Capital, Country, Leader};
        for (language, kind, words) in [
            (Language::Arabic, Some(Country), "روسيا والصين أمريكا إيران"),
            (Language::Arabic, Some(Capital), "موسكو واشنطن"),
            (Language::Arabic, None, "حكومة رئيس مالية"),
            (Language::French, Some(Country), "Russie Chine l'Iran Ukraine Allemagne"),
            (Language::French, Some(Adjective), "chinoises américain ukrainienne allemande"),
            (Language::French, Some(Capital), "Pékin Moscou Berlin"),
            (Language::French, None, "état île vienne sucre guerre"),
            (Language::German, Some(Country), "Russlands China Chinas USA Türkei"),
            (Language::German, Some(Adjective), "russischen Chinesen amerikanische Briten"),
            (Language::German, Some(Leader), "Putin Trumps Selenskyj"),
            (Language::German, None, "kurz inder Staat Krieg"),
            (Language::Portuguese, Some(Country), "Rússia China Ucrânia Vietnã Vietname EUA"),
            (Language::Portuguese, Some(Adjective), "russas chineses americanos ucraniano"),
            (Language::Portuguese, Some(Capital), "Moscou Moscovo Lisboa Pequim"),
            (Language::Portuguese, Some(Leader), "Putin Lula Kremlin"),
            (Language::Portuguese, None, "temer rio praga guerra"),
            (Language::Russian, Some(Country), "Россия России Китаем США Ирана"),
            (Language::Russian, Some(Adjective), "китайского американцы украинская"),
            (Language::Russian, Some(Leader), "Путина Трампу"),
            (Language::Russian, None, "данные того газета война"),
            (Language::Spanish, Some(Country), "Rusia China Irán Ucrania"),
            (Language::Spanish, Some(Adjective), "rusas estadounidenses ucraniano"),
            (Language::Spanish, None, "mal sucre san guerra"),
            (Language::Ukrainian, Some(Country), "Росії Росією Китай Китаю США"),
            (Language::Ukrainian, Some(Capital), "Київ Москви"),
            (Language::Ukrainian, None, "велика малі війна"),
        ] {
            let found = kinds(language, words);
            assert!(found.iter().all(|found| *found == kind), "{words}: {found:?}");
        }
    }

    #[test]
    fn a_chinese_name_is_its_pairs_in_either_script() {
        let country = Some(NameKind::Country);
        for (text, expected) in [
            ("美国", vec![None, country, None]),
            ("美國", vec![None, country, None]),
            ("俄罗斯", vec![country, country, None, country, None]),
            ("战争", vec![None, None, None]),
        ] {
            assert_eq!(kinds(Language::Chinese, text), expected, "{text}");
        }
    }

    #[test]
    fn kinds_are_told_apart_and_ordinary_words_are_no_names() {
        for (kind, words) in [
            (Some(NameKind::Country), "China Russia Turkey Jordan Georgia Chad Mexico Britain UK"),
            (Some(NameKind::Adjective), "Chinese Russians Turkish American French Indian Saudi"),
            (Some(NameKind::Capital), "Beijing Moscow Washington Delhi Kyiv Brasilia Oslo"),
            (Some(NameKind::City), "Shanghai York Dubai Istanbul"),
            (Some(NameKind::Leader), "Putin Xi Trump Erdogan Erdoğan Kremlin"),
            (None, "us may male nice mobile reading orange polish united republic south islands"),
        ] {
            let found = kinds(Language::English, words);
            assert!(found.iter().all(|found| *found == kind), "{words}: {found:?}");
        }
    }

    #[test]
    fn names_share_a_mean_and_other_words_keep_their_own() {
        let lines = "country\tChina\t3\ncountry\tChile\t1\nleader\tObama\t0\nleader\tXi\t9\n";
        let names = Names::parse(Language::English, lines);
        let shared = names.sharing(|stem| stem.len() as f32 + f32::from(u8::from(stem == "china")));
        let found = ["china", "chile", "obama", "xi", "tariff"].map(shared);
        assert_eq!(found.map(f32::to_bits), [5.75_f32, 5.75, 2.0, 2.0, 6.0].map(f32::to_bits));
    }
}
