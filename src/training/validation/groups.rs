//! Paragraphs that must stay in one fold: near-duplicates, and those of one source.

use rustc_hash::FxHashSet;

use super::folds::{check_count, check_enough};
use crate::Result;
use crate::dataset::{Dataset, DisjointSets, near_duplicate_groups};
use crate::model::SourcesSummary;
use crate::training::calibration::StemCounts;

/// The groups that stay in one fold: a number for each paragraph, equal within a group.
pub(in crate::training) struct FoldGroups {
    /// Groups of near-duplicates only.
    pub(in crate::training) near_duplicates: Vec<usize>,
    /// The same groups, also joined by source if there are enough sources.
    pub(in crate::training) groups: Vec<usize>,
    /// The sources, if they stay together.
    pub(in crate::training) sources: Option<SourcesSummary>,
}

impl FoldGroups {
    /// The groups for a number of folds; the values of `field` are sources.
    ///
    /// Sources that share a paragraph count as one. If fewer than two per fold are left (all
    /// sources may share a line), sources do not stay together.
    pub(in crate::training) fn of(
        dataset: &Dataset,
        stems: &StemCounts,
        field: &str,
        folds: usize,
    ) -> Result<Self> {
        check_count(folds)?;
        let near_duplicates = near_duplicate_groups(&stems.distinct());
        check_enough(&near_duplicates, folds)?;
        let mut groups = DisjointSets::from_numbers(&near_duplicates);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Twelve sources of three paragraphs, and a line that `sharing` of them have in common.
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
            let together =
                FoldGroups::of(&dataset, &StemCounts::of(&dataset), "source", 5).unwrap();
            let found = together.groups.iter().collect::<FxHashSet<_>>().len();
            assert_eq!((found, together.sources.is_some()), (groups, whole), "{sharing} share");
        }
    }

    #[test]
    fn those_of_one_source_join_their_near_duplicates_too() {
        let mut groups = DisjointSets::from_numbers(&[7, 1, 7, 3, 4, 1]);
        groups.join_equal([Some("a"), None, None, Some("b"), Some("a"), Some("b")]);
        assert_eq!(groups.numbers(), [0, 1, 0, 1, 0, 1]);
    }
}
