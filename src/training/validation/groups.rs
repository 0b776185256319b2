//! Paragraphs that must stay together: near-duplicates, and those of one source.

use rustc_hash::{FxHashMap, FxHashSet};

use super::familiarity::StemCounts;
use super::folds::{check_count, check_enough};
use super::{Dataset, near_duplicate_groups};
use crate::Result;
use crate::model::SourcesSummary;

/// What stays in one fold, by a number for each paragraph: equal numbers, same group.
pub(super) struct Together {
    /// Near-duplicates alone.
    pub(super) near_duplicates: Vec<usize>,
    /// These, and the paragraphs of each source if there are enough.
    pub(super) groups: Vec<usize>,
    /// The sources, if they stay together.
    pub(super) sources: Option<SourcesSummary>,
}

impl Together {
    /// What has to stay together in so many folds; the values of `field` are sources.
    ///
    /// Sources that share a paragraph are as one. If fewer than two a fold are left, as
    /// where all share a line, sources do not stay together.
    pub(super) fn of(
        dataset: &Dataset,
        stems: &StemCounts,
        field: &str,
        folds: usize,
    ) -> Result<Self> {
        check_count(folds)?;
        let near_duplicates = near_duplicate_groups(&stems.distinct());
        check_enough(&near_duplicates, folds)?;
        let mut groups = Groups::from_numbers(&near_duplicates);
        groups.join_equal(dataset.field(field));
        let groups = groups.numbers();
        let of_sources = groups.iter().zip(dataset.field(field));
        let of_sources = of_sources.filter(|(_, source)| source.is_some()).map(|(group, _)| group);
        if of_sources.collect::<FxHashSet<_>>().len() < folds.saturating_mul(2) {
            let groups = near_duplicates.clone();
            return Ok(Self { near_duplicates, groups, sources: None });
        }
        let examples = dataset.field(field).flatten().count();
        let sources =
            SourcesSummary { field: field.to_owned(), count: dataset.values(field), examples };
        Ok(Self { near_duplicates, groups, sources: Some(sources) })
    }
}

/// Disjoint sets; the root of a set is its first member.
pub(super) struct Groups(Vec<usize>);

impl Groups {
    /// Every member alone.
    pub(super) fn new(members: usize) -> Self {
        Self((0..members).collect())
    }

    /// The groups that such numbers make: equal numbers, same group.
    pub(super) fn from_numbers(numbers: &[usize]) -> Self {
        let mut groups = Self::new(numbers.len());
        groups.join_equal(numbers.iter().map(Some));
        groups
    }

    /// Joins those of equal keys; one without a key stays where it is.
    pub(super) fn join_equal<K: Eq + std::hash::Hash>(
        &mut self,
        keys: impl IntoIterator<Item = Option<K>>,
    ) {
        let mut firsts: FxHashMap<K, usize> = FxHashMap::default();
        for (member, key) in keys.into_iter().enumerate() {
            if let Some(key) = key {
                let first = *firsts.entry(key).or_insert(member);
                self.join(first, member);
            }
        }
    }

    pub(super) fn root(&mut self, mut member: usize) -> usize {
        while self.0[member] != member {
            // Halving the way on each visit keeps it short.
            self.0[member] = self.0[self.0[member]];
            member = self.0[member];
        }
        member
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// The group of each member: equal numbers, same group.
    pub(super) fn numbers(mut self) -> Vec<usize> {
        (0..self.0.len()).map(|member| self.root(member)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve sources of three paragraphs, and a line that as many of them share.
    fn sources(sharing: usize) -> Dataset {
        let words = |source: usize, line: usize| {
            let words: Vec<_> = (0..9).map(|at| format!("w{source}x{line}x{at}")).collect();
            words.join(" ")
        };
        let lines = (0..12).flat_map(|source| {
            let shared = (source < sharing).then(|| "subscribe to our weekly newsletter".into());
            let texts = (0..3).map(move |line| words(source, line)).chain(shared);
            texts.enumerate().map(move |(line, text)| {
                let (id, themes) = (format!("{source}-{line}"), ["war"]);
                serde_json::json!({ "id": id, "themes": themes, "text": text, "source": source.to_string() })
            })
        });
        let lines: Vec<_> = lines.map(|line| line.to_string()).collect();
        Dataset::parse(&[(std::path::Path::new("a"), lines.join("\n").into_bytes())], None).unwrap()
    }

    #[test]
    fn sources_that_share_a_line_are_as_one_and_too_few_do_not_stay_together() {
        for (sharing, groups, whole) in
            [(0, 12, true), (3, 10, true), (4, 37, false), (12, 37, false)]
        {
            let dataset = sources(sharing);
            let together = Together::of(&dataset, &StemCounts::of(&dataset), "source", 5).unwrap();
            let found = together.groups.iter().collect::<FxHashSet<_>>().len();
            assert_eq!((found, together.sources.is_some()), (groups, whole), "{sharing} share");
        }
    }

    #[test]
    fn those_of_one_source_join_their_near_duplicates_too() {
        let mut groups = Groups::from_numbers(&[7, 1, 7, 3, 4, 1]);
        groups.join_equal([Some("a"), None, None, Some("b"), Some("a"), Some("b")]);
        assert_eq!(groups.numbers(), [0, 1, 0, 1, 0, 1]);
    }
}
