//! Finds paragraphs that are nearly the same.
//!
//! News is rewritten and syndicated. A copy in another fold would make a model look better than it
//! is, so near-duplicates go into one fold. Candidates share a band of a `MinHash` signature
//! (Broder 1997); each pair is then compared exactly.

use ndarray::ArrayView2;
use rustc_hash::FxHashMap;

use super::DisjointSets;

/// Bands × rows hashes per paragraph. Two paragraphs that share 60 % of their terms share a band
/// with probability 0.98; at 20 %, with probability 0.12.
const BANDS: usize = 16;
const ROWS: usize = 3;
/// Paragraphs that share at least this part of their terms are near-duplicates.
const SIMILARITY: f64 = 0.6;

/// Paragraphs that share at least this part of their terms say the same.
const SAMENESS: f64 = 0.9;

/// The most paragraphs with the same band that one is compared with: a band that thousands share
/// does not indicate near-duplicates.
const MAX_COMPARED: usize = 100;

/// Numbers paragraphs so that only near-duplicates have equal numbers. `terms` are the distinct
/// terms of each paragraph, sorted.
pub fn near_duplicate_groups(terms: &[Vec<u32>]) -> Vec<usize> {
    let mut groups = DisjointSets::new(terms.len());
    let mut different: FxHashMap<&[u32], usize> = FxHashMap::default();
    let mut buckets: FxHashMap<(usize, [u64; ROWS]), Vec<usize>> = FxHashMap::default();
    for (paragraph, own) in terms.iter().enumerate().filter(|(_, own)| !own.is_empty()) {
        let first = *different.entry(own).or_insert(paragraph);
        if first != paragraph {
            groups.join(first, paragraph);
            continue;
        }
        for key in bands(own) {
            let earlier = buckets.entry(key).or_default();
            for &other in earlier.iter().rev().take(MAX_COMPARED) {
                if groups.root(other) != groups.root(paragraph) && similar(own, &terms[other]) {
                    groups.join(other, paragraph);
                }
            }
            earlier.push(paragraph);
        }
    }
    groups.numbers()
}

/// The pairs of paragraphs of one group that say the same but have different themes: each paragraph
/// with the first one before it that has. `terms` are as in [`near_duplicate_groups`]; `targets`
/// are of shape (paragraphs, themes).
pub(crate) fn contradictions(
    groups: &[usize],
    terms: &[Vec<u32>],
    targets: ArrayView2<Option<bool>>,
) -> Vec<[usize; 2]> {
    let mut members: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (paragraph, &group) in groups.iter().enumerate() {
        let earlier = members.entry(group).or_default();
        let differs = |&other: &usize| {
            let mut marks = targets.row(paragraph).into_iter().zip(targets.row(other));
            marks.any(|(a, b)| a.is_some() && b.is_some() && a != b)
                && share(&terms[paragraph], &terms[other]) >= SAMENESS
        };
        let first = earlier.iter().copied().take(MAX_COMPARED).find(differs);
        pairs.extend(first.map(|first| [first, paragraph]));
        earlier.push(paragraph);
    }
    pairs
}

/// The bands of a paragraph's signature, each with its number.
fn bands(terms: &[u32]) -> impl Iterator<Item = (usize, [u64; ROWS])> + '_ {
    let band = |band| std::array::from_fn(|row| minimum(terms, (band * ROWS + row) as u64));
    (0..BANDS).map(move |number| (number, band(number)))
}

/// The minimum hash of the terms, by the hash function with this seed.
fn minimum(terms: &[u32], seed: u64) -> u64 {
    terms.iter().map(|&term| mix(u64::from(term) ^ (seed << 32))).min().unwrap_or(u64::MAX)
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood 2014).
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// Whether two sorted, non-empty sets are nearly the same.
fn similar(a: &[u32], b: &[u32]) -> bool {
    share(a, b) >= SIMILARITY
}

/// The Jaccard similarity of two sorted sets, one of which is not empty.
fn share(a: &[u32], b: &[u32]) -> f64 {
    let common = a.iter().filter(|term| b.binary_search(term).is_ok()).count();
    common as f64 / (a.len() + b.len() - common) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_duplicates_with_different_themes_contradict_each_other() {
        let (yes, no) = (Some(true), Some(false));
        let targets =
            ndarray::array![[yes, no], [no, no], [yes, None], [no, no], [yes, yes], [no, no]];
        let groups = [0, 1, 0, 3, 0, 0];
        let mut terms = vec![vec![1, 2, 3]; 6];
        let pairs = contradictions(&groups, &terms, targets.view());
        assert_eq!(pairs, [[0, 4], [0, 5]]);
        // Near-duplicates, but not the same.
        terms[4].push(4);
        assert_eq!(contradictions(&groups, &terms, targets.view()), [[0, 5]]);
    }

    #[test]
    fn joins_what_shares_most_terms_also_over_a_third() {
        let terms = [
            (0..20).collect::<Vec<_>>(),
            (100..120).collect(),
            (3..23).collect(),
            vec![],
            (6..26).collect(),
            vec![],
            (15..35).collect(),
            (100..120).collect(),
        ];
        assert_eq!(near_duplicate_groups(&terms), [0, 1, 0, 3, 0, 5, 6, 1]);
    }
}
