//! Paragraphs that must stay together: near-duplicates, and those of one source.

use rustc_hash::FxHashMap;

use super::Dataset;
use crate::model::SourcesSummary;

/// The sources that labels name in a field, if there are so many that each may stay in
/// one of the folds.
pub(super) fn sources(dataset: &Dataset, field: &str, folds: usize) -> Option<SourcesSummary> {
    let count = dataset.values(field);
    let examples = dataset.field(field).flatten().count();
    let sources = SourcesSummary { field: field.to_owned(), count, examples };
    (count >= folds.saturating_mul(2)).then_some(sources)
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

    /// A number for each paragraph, equal ones for those that must stay together: those with
    /// equal numbers already, and those of one source.
    pub(super) fn of(
        dataset: &Dataset,
        numbers: &[usize],
        sources: Option<&SourcesSummary>,
    ) -> Vec<usize> {
        let mut groups = Self::from_numbers(numbers);
        if let Some(sources) = sources {
            groups.join_equal(dataset.field(&sources.field));
        }
        groups.numbers()
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

    #[test]
    fn those_of_one_source_join_their_near_duplicates_too() {
        let mut groups = Groups::from_numbers(&[7, 1, 7, 3, 4, 1]);
        groups.join_equal([Some("a"), None, None, Some("b"), Some("a"), Some("b")]);
        assert_eq!(groups.numbers(), [0, 1, 0, 1, 0, 1]);
    }
}
