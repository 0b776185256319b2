//! Paragraphs that must stay in one fold: near-duplicates, and those of one document or one source.

use rustc_hash::FxHashSet;

use super::folds::{check_count, check_enough};
use crate::Result;
use crate::dataset::{Dataset, DisjointSets, contradictions, near_duplicate_groups};
use crate::model::SourcesSummary;
use crate::training::calibration::StemCounts;

/// The groups that stay in one fold: a number for each paragraph, equal within a group.
pub(in crate::training) struct FoldGroups {
    /// Groups of near-duplicates and of the paragraphs of one document.
    pub(in crate::training) near_duplicates: Vec<usize>,
    /// The same groups, also joined by source if there are enough sources.
    pub(in crate::training) groups: Vec<usize>,
    /// The sources, if they stay together.
    pub(in crate::training) sources: Option<SourcesSummary>,
    /// The number of groups of two or more near-duplicates, regardless of documents.
    pub(in crate::training) duplicate_groups: usize,
    /// Pairs of near-duplicates with different themes, as indices.
    pub(in crate::training) contradictions: Vec<[usize; 2]>,
}

impl FoldGroups {
    /// The groups for a number of folds; the values of `field` are sources.
    ///
    /// Sources that share a paragraph count as one. If fewer than one per fold are left (all
    /// sources may share a line), sources do not stay together.
    pub(in crate::training) fn of(
        dataset: &Dataset,
        stems: &StemCounts,
        field: &str,
        folds: usize,
    ) -> Result<Self> {
        check_count(folds)?;
        let terms = stems.distinct();
        let near_duplicates = near_duplicate_groups(&terms);
        let duplicate_groups = repeated(near_duplicates.clone());
        let targets = dataset.targets_alone();
        let contradictions = contradictions(&near_duplicates, &terms, targets.view());
        let near_duplicates = joined(&near_duplicates, dataset.documents());
        check_enough(&near_duplicates, folds)?;
        let groups = joined(&near_duplicates, dataset.collections(field));
        let of_sources = groups.iter().zip(dataset.field(field));
        let of_sources = of_sources.filter(|(_, source)| source.is_some()).map(|(group, _)| group);
        if of_sources.collect::<FxHashSet<_>>().len() < folds {
            let groups = near_duplicates.clone();
            let sources = None;
            return Ok(Self { near_duplicates, groups, sources, duplicate_groups, contradictions });
        }
        let examples = dataset.field(field).flatten().count();
        let (field, count) = (field.to_owned(), count_collections(dataset, field));
        let sources = Some(SourcesSummary { field, count, examples });
        Ok(Self { near_duplicates, groups, sources, duplicate_groups, contradictions })
    }

    /// Removes the paragraphs that are to be measured, their near-duplicates, and the other
    /// paragraphs of their documents from those to train on.
    pub(super) fn remove_copies(&self, learnt: &mut Vec<usize>, measured: &[usize]) {
        let near = &self.near_duplicates;
        let copied: FxHashSet<usize> = measured.iter().map(|&place| near[place]).collect();
        learnt.retain(|&place| !copied.contains(&near[place]));
    }
}

/// The number of collections of sources.
pub(super) fn count_collections(dataset: &Dataset, field: &str) -> usize {
    dataset.collections(field).flatten().collect::<FxHashSet<_>>().len()
}

/// Groups joined by equal keys.
fn joined<'k>(groups: &[usize], keys: impl Iterator<Item = Option<&'k str>>) -> Vec<usize> {
    let mut groups = DisjointSets::from_numbers(groups);
    groups.join_equal(keys);
    groups.numbers()
}

/// The number of groups with more than one member.
fn repeated(mut groups: Vec<usize>) -> usize {
    groups.sort_unstable();
    groups.chunk_by(|a, b| a == b).filter(|group| group.len() > 1).count()
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
            [(0, 12, true), (3, 10, true), (8, 5, true), (9, 37, false), (12, 37, false)]
        {
            let dataset = sources(sharing);
            let together =
                FoldGroups::of(&dataset, &StemCounts::of(&dataset), "source", 5).unwrap();
            let found = together.groups.iter().collect::<FxHashSet<_>>().len();
            assert_eq!((found, together.sources.is_some()), (groups, whole), "{sharing} share");
        }
    }

    #[test]
    fn outlets_of_a_collection_are_one_source() {
        let dataset = outlets(&["a:x", "a:y:z", "b", "https://c.org", "https://d.org", "a"]);
        let together = FoldGroups::of(&dataset, &StemCounts::of(&dataset), "source", 2).unwrap();
        assert_eq!(together.groups, [0, 0, 2, 3, 4, 0]);
        assert_eq!(together.sources.map(|sources| sources.count), Some(4));
    }

    /// A paragraph of each source.
    fn outlets(sources: &[&str]) -> Dataset {
        let line = |(at, source): (usize, &&str)| {
            let text = format!("w{at}a w{at}b w{at}c");
            serde_json::json!({ "id": at.to_string(), "themes": ["war"], "text": text, "source": source })
        };
        let lines: Vec<_> =
            sources.iter().enumerate().map(|line_of| line(line_of).to_string()).collect();
        Dataset::parse(&[(std::path::Path::new("a"), lines.join("\n").into_bytes())], None).unwrap()
    }

    #[test]
    fn paragraphs_of_a_document_stay_together_with_or_without_sources() {
        for (source, groups) in [("source", [0, 1, 2, 3, 0, 1]), ("outlet", [0, 1, 2, 3, 0, 5])] {
            let mut dataset = outlets(&["a", "b", "c", "d", "e", "b"]);
            for place in [0, 4] {
                let fields = &mut dataset.examples[place].fields;
                fields.insert("document".to_owned(), "x".to_owned());
            }
            let together = FoldGroups::of(&dataset, &StemCounts::of(&dataset), source, 2).unwrap();
            assert_eq!(together.near_duplicates, [0, 1, 2, 3, 0, 5]);
            assert_eq!((together.groups, together.duplicate_groups), (groups.to_vec(), 0));
        }
    }

    #[test]
    fn those_of_one_source_join_their_near_duplicates_too() {
        let mut groups = DisjointSets::from_numbers(&[7, 1, 7, 3, 4, 1]);
        groups.join_equal([Some("a"), None, None, Some("b"), Some("a"), Some("b")]);
        assert_eq!(groups.numbers(), [0, 1, 0, 1, 0, 1]);
    }
}
