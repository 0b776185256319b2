//! The names of countries, peoples, cities and leaders.
//!
//! Labels of news say that the same few states act again and again, and a model would learn the
//! states instead of what they do. Training ties the names of a kind together, so that a name says
//! that a state acts rather than which.

mod kind;

use std::sync::LazyLock;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

pub use kind::NameKind;

use crate::language::Language;
use crate::text::Analyzer;

/// Names of one word, by stem. A name of several words has only its distinctive words here.
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

static ENGLISH: LazyLock<Names> =
    LazyLock::new(|| Names::parse(Language::English, include_str!("english.tsv")));

impl Names {
    /// No names.
    pub fn none() -> &'static Self {
        &NONE
    }

    /// The names in a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            _ => &NONE,
        }
    }

    /// Reads lines of a kind, a name, and the number of paragraphs of news that have it.
    fn parse(language: Language, lines: &str) -> Self {
        let mut analyzer = Analyzer::growing(language, []);
        let mut stems = Vec::new();
        let names = lines.lines().map(|line| {
            let [kind, name, paragraphs] =
                line.split('\t').collect::<Vec<_>>().try_into().expect("three columns");
            analyzer.analyze(name, &mut stems);
            let kind = NameKind::of_name(kind).expect("a kind of names");
            let share = paragraphs.parse().expect("a number of paragraphs");
            (analyzer.name(stems[0].id).into(), Name { kind, share })
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_line_is_another_name_of_one_stem() {
        let mut analyzer = Analyzer::growing(Language::English, []);
        let (mut stems, mut seen) = (Vec::new(), HashSet::new());
        for line in include_str!("english.tsv").lines() {
            analyzer.analyze(line.split('\t').nth(1).unwrap(), &mut stems);
            assert_eq!(stems.len(), 1, "{line}");
            assert!(seen.insert(stems[0].id), "{line} comes twice");
        }
        assert!(seen.len() > 900 && seen.len() == Names::of(Language::English).iter().count());
    }

    #[test]
    fn kinds_are_told_apart_and_ordinary_words_are_no_names() {
        let (names, mut stems) = (Names::of(Language::English), Vec::new());
        let mut analyzer = Analyzer::growing(Language::English, []);
        for (kind, words) in [
            (Some(NameKind::Country), "China Russia Turkey Jordan Georgia Chad Mexico Britain UK"),
            (Some(NameKind::Adjective), "Chinese Russians Turkish American French Indian Saudi"),
            (Some(NameKind::Capital), "Beijing Moscow Washington Delhi Kyiv Brasilia Oslo"),
            (Some(NameKind::City), "Shanghai York Dubai Istanbul"),
            (Some(NameKind::Leader), "Putin Xi Trump Erdogan Erdoğan Kremlin"),
            (None, "us may male nice mobile reading orange polish united republic south islands"),
        ] {
            for word in words.split(' ') {
                analyzer.analyze(word, &mut stems);
                assert_eq!(names.kind(analyzer.name(stems[0].id)), kind, "{word}");
            }
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
