//! Disjoint sets of numbered members.

use rustc_hash::FxHashMap;

/// Disjoint sets; the root of a set is its first member.
pub(crate) struct DisjointSets(Vec<usize>);

impl DisjointSets {
    /// Puts each member in a set of its own.
    pub(crate) fn new(members: usize) -> Self {
        Self((0..members).collect())
    }

    /// Puts members with equal numbers in one set.
    pub(crate) fn from_numbers(numbers: &[usize]) -> Self {
        let mut groups = Self::new(numbers.len());
        groups.join_equal(numbers.iter().map(Some));
        groups
    }

    /// Joins members with equal keys. A member without a key stays in its set.
    pub(crate) fn join_equal<K: Eq + std::hash::Hash>(
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

    pub(crate) fn root(&mut self, mut member: usize) -> usize {
        while self.0[member] != member {
            // Path halving.
            self.0[member] = self.0[self.0[member]];
            member = self.0[member];
        }
        member
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }

    /// A number for each member, equal for members of one set.
    pub(crate) fn numbers(mut self) -> Vec<usize> {
        (0..self.0.len()).map(|member| self.root(member)).collect()
    }
}
