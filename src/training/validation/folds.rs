//! Splits labelled paragraphs for cross-validation.
//!
//! Paragraphs have several themes, so a random split may leave a fold without a rare one. Iterative
//! stratification (Sechidis, Tsoumakas and Vlahavas 2011) distributes the rarest theme first, and
//! puts each group of near-duplicates into the fold that lacks the theme most.

use ndarray::ArrayView2;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Problem;
use crate::{Error, Result};

/// A fold for every paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    fold_of: Vec<usize>,
    count: usize,
}

impl Folds {
    /// Distributes paragraphs over `count` folds of equal size and equal themes; paragraphs of
    /// one group stay together.
    ///
    /// `targets` has the shape (paragraphs, themes), `groups` a number for each paragraph. Equal
    /// arguments give equal folds. Unknown labels count as absent.
    ///
    /// # Panics
    /// If `count` is 0.
    pub fn stratified(
        targets: ArrayView2<Option<bool>>,
        groups: &[usize],
        count: usize,
        seed: u64,
    ) -> Self {
        let mut groups = Group::all(targets, groups);
        // The order breaks ties between folds, so it must not be that of the file.
        groups.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        // The largest groups first, before the folds are nearly full.
        groups.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
        let mut stratifier = Stratifier::new(targets, count);
        stratifier.by_theme(groups);
        Self { fold_of: stratifier.fold_of, count }
    }

    /// The number of folds.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The fold of the paragraph at an index.
    pub(in crate::training) fn fold_of(&self, paragraph: usize) -> usize {
        self.fold_of[paragraph]
    }

    /// The paragraphs outside a fold, to train on, and those inside it, to test on; both ascending.
    pub fn split(&self, fold: usize) -> (Vec<usize>, Vec<usize>) {
        (0..self.fold_of.len()).partition(|&paragraph| self.fold_of[paragraph] != fold)
    }
}

/// Refuses fewer than two folds.
pub(in crate::training) fn check_count(folds: usize) -> Result<()> {
    if folds < 2 { Err(Error::setting("folds", folds.to_string(), "2 or more")) } else { Ok(()) }
}

/// Checks that there are two distinct paragraphs per fold; near-duplicates have equal numbers in
/// `groups`.
pub(in crate::training) fn check_enough(groups: &[usize], folds: usize) -> Result<()> {
    let found = groups.iter().collect::<FxHashSet<_>>().len();
    let needed = folds.saturating_mul(2);
    if found < needed {
        Err(Problem::TooFewExamples { found, needed, folds }.into())
    } else {
        Ok(())
    }
}

/// Paragraphs that stay together, and the number of them with each theme. The last count is the
/// number of paragraphs, as if all had one more theme: it distributes paragraphs without themes and
/// keeps folds at equal size.
struct Group {
    members: Vec<usize>,
    counts: Vec<usize>,
}

impl Group {
    fn all(targets: ArrayView2<Option<bool>>, groups: &[usize]) -> Vec<Self> {
        let mut places: FxHashMap<usize, usize> = FxHashMap::default();
        let mut all: Vec<Self> = Vec::new();
        for (paragraph, &group) in groups.iter().enumerate() {
            let place = *places.entry(group).or_insert(all.len());
            if place == all.len() {
                all.push(Self { members: vec![], counts: vec![0; targets.ncols() + 1] });
            }
            let group = &mut all[place];
            group.members.push(paragraph);
            let has = targets.row(paragraph).into_iter().chain([&Some(true)]);
            group
                .counts
                .iter_mut()
                .zip(has)
                .for_each(|(n, &has)| *n += usize::from(has == Some(true)));
        }
        all
    }
}

/// The number of paragraphs of each theme that each fold still lacks.
struct Stratifier {
    fold_of: Vec<usize>,
    lacking: Vec<Vec<f64>>,
}

impl Stratifier {
    fn new(targets: ArrayView2<Option<bool>>, folds: usize) -> Self {
        let with =
            |column: usize| targets.column(column).iter().filter(|has| **has == Some(true)).count();
        let totals = (0..targets.ncols()).map(with).chain([targets.nrows()]);
        let share: Vec<_> = totals.map(|total| total as f64 / folds as f64).collect();
        Self { fold_of: vec![0; targets.nrows()], lacking: vec![share; folds] }
    }

    /// Distributes the groups with the rarest remaining theme, then those with the next.
    fn by_theme(&mut self, mut groups: Vec<Group>) {
        while let Some(theme) = rarest(&groups) {
            let (having, rest) = groups.into_iter().partition(|group| group.counts[theme] > 0);
            groups = rest;
            for group in having {
                self.give(&group, theme);
            }
        }
    }

    fn give(&mut self, group: &Group, theme: usize) {
        let size = group.counts.len() - 1;
        let lack = |fold: &usize| (self.lacking[*fold][theme], self.lacking[*fold][size]);
        let folds = 0..self.lacking.len();
        let order = |a: &usize, b: &usize| {
            let ((a, all_a), (b, all_b)) = (lack(a), lack(b));
            a.total_cmp(&b).then(all_a.total_cmp(&all_b))
        };
        let fold = folds.max_by(order).expect("there are folds");
        let lacking = self.lacking[fold].iter_mut().zip(&group.counts);
        lacking.for_each(|(lacking, &count)| *lacking -= count as f64);
        group.members.iter().for_each(|&paragraph| self.fold_of[paragraph] = fold);
    }
}

/// The theme with the fewest remaining paragraphs, but at least one.
fn rarest(groups: &[Group]) -> Option<usize> {
    let columns = groups.first()?.counts.len();
    let left = |column: usize| groups.iter().map(|group| group.counts[column]).sum::<usize>();
    let some = (0..columns).map(|column| (left(column), column)).filter(|&(n, _)| n > 0);
    some.min().map(|(_, column)| column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn equal_arguments_give_equal_folds_and_groups_stay_together(
            rows in proptest::collection::vec((any::<[bool; 3]>(), 0_usize..40), 1..120),
            seed in any::<u64>(),
        ) {
            let labels: Vec<bool> = rows.iter().flat_map(|(row, _)| *row).collect();
            let targets = Array2::from_shape_vec((rows.len(), 3), labels).unwrap();
            let groups: Vec<usize> = rows.iter().map(|&(_, group)| group).collect();
            let folds = Folds::stratified(targets.mapv(Some).view(), &groups, 3, seed);
            prop_assert_eq!(&folds, &Folds::stratified(targets.mapv(Some).view(), &groups, 3, seed));
            for (paragraph, group) in groups.iter().enumerate() {
                let first = groups.iter().position(|other| other == group).unwrap();
                prop_assert_eq!(folds.fold_of[paragraph], folds.fold_of[first]);
            }
        }
    }

    /// 1,000 paragraphs: 12 have the first theme, 100 the second, 400 the third, and half have
    /// none.
    #[test]
    fn folds_are_even_in_size_and_in_every_theme_also_a_rare_one() {
        let has = |row: usize, theme: usize| match theme {
            0 => row % 83 == 7 && row < 995,
            1 => row % 10 == 3,
            _ => row % 5 < 2,
        };
        let targets = Array2::from_shape_fn((1000, 3), |(row, theme)| has(row, theme));
        let alone: Vec<usize> = (0..1000).collect();
        for seed in 0..20 {
            let folds = Folds::stratified(targets.mapv(Some).view(), &alone, 5, seed);
            for fold in 0..5 {
                let (_, inside) = folds.split(fold);
                let with = |theme| inside.iter().filter(|&&row| has(row, theme)).count();
                let found = [with(0), with(1), with(2), inside.len()];
                for (found, (least, most)) in
                    found.into_iter().zip([(2, 3), (19, 21), (78, 82), (198, 202)])
                {
                    assert!((least..=most).contains(&found), "{found} of {least} to {most}");
                }
            }
        }
    }

    #[test]
    fn large_groups_are_spread() {
        // Three groups of 100, 80 and 60 paragraphs, and 300 single ones; a third of each has each
        // theme.
        let group = |row: usize| match row {
            0..100 => 0,
            100..180 => 100,
            180..240 => 180,
            row => row,
        };
        let targets = Array2::from_shape_fn((540, 2), |(row, theme)| row % 3 == theme);
        let groups: Vec<usize> = (0..540).map(group).collect();
        for seed in 0..20 {
            let folds = Folds::stratified(targets.mapv(Some).view(), &groups, 5, seed);
            let sizes: Vec<_> = (0..5).map(|fold| folds.split(fold).1.len()).collect();
            assert!(sizes.iter().all(|size| (106..=110).contains(size)), "{sizes:?}");
            let of = [0, 100, 180].map(|row| folds.fold_of[row]);
            assert!(of[0] != of[1] && of[1] != of[2] && of[0] != of[2], "{of:?}");
        }
    }

    #[test]
    fn the_seed_changes_the_split() {
        let targets = Array2::from_elem((50, 1), true);
        let alone: Vec<usize> = (0..50).collect();
        let of_seed = |seed| Folds::stratified(targets.mapv(Some).view(), &alone, 5, seed);
        assert_ne!(of_seed(1), of_seed(2));
    }
}
