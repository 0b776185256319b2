//! Sources that are left out of training together.

use std::collections::BTreeMap;

use crate::dataset::Dataset;
use crate::{Error, Result};

/// The fewest paragraphs that are measured by themselves: the figures of fewer are mostly chance.
const FEWEST: usize = 100;

/// A source, or several small ones that are left out of training together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePart {
    /// The names of the sources.
    pub sources: Vec<String>,
    /// The indices of their paragraphs, ascending.
    pub paragraphs: Vec<usize>,
}

impl SourcePart {
    /// The sources that a field names: those with at least 100 paragraphs by themselves, then the
    /// others in groups of at least 100, in alphabetical order. If there are fewer than 100 others,
    /// they are one group. The outlets of a collection, written `collection:outlet`, are one
    /// source.
    pub fn all(dataset: &Dataset, field: &str) -> Vec<Self> {
        let mut paragraphs_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (paragraph, source) in dataset.collections(field).enumerate() {
            if let Some(source) = source {
                paragraphs_of.entry(source).or_default().push(paragraph);
            }
        }
        let sources = paragraphs_of.into_iter();
        let parts =
            sources.map(|(name, paragraphs)| Self { sources: vec![name.to_owned()], paragraphs });
        let (mut large, small): (Vec<_>, Vec<_>) = parts.partition(Self::is_large);
        large.extend(grouped(small));
        large
    }

    /// Refuses parts that leave nothing to train on.
    pub(super) fn check(parts: &[Self], dataset: &Dataset, field: &str) -> Result<()> {
        let found = match parts {
            [] => "none",
            [part] if part.paragraphs.len() == dataset.examples.len() => "one with all paragraphs",
            _ => return Ok(()),
        };
        let expected = format!("several values of the field `{field}`");
        Err(Error::setting("the sources to leave out", found, expected))
    }

    fn is_large(&self) -> bool {
        self.paragraphs.len() >= FEWEST
    }

    fn join(&mut self, other: Self) {
        self.sources.extend(other.sources);
        self.paragraphs.extend(other.paragraphs);
        self.paragraphs.sort_unstable();
    }
}

/// Joins small sources, one after the other, to groups that are large. Those left at the end join
/// the last group.
fn grouped(small: Vec<SourcePart>) -> Vec<SourcePart> {
    let mut groups: Vec<SourcePart> = Vec::new();
    for part in small {
        match groups.last_mut().filter(|group| !group.is_large()) {
            Some(group) => group.join(part),
            None => groups.push(part),
        }
    }
    if let Some(rest) = groups.pop_if(|group| !group.is_large()) {
        match groups.last_mut() {
            Some(group) => group.join(rest),
            None => groups.push(rest),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dataset with this number of paragraphs of each source; one without a source is at the end.
    fn dataset(sources: &[(&str, usize)]) -> Dataset {
        let names = sources.iter().flat_map(|&(name, count)| vec![name; count]);
        let fields = names.map(|name| format!(",\"source\":\"{name}\"")).chain([String::new()]);
        let lines = fields.enumerate().map(|(id, field)| {
            format!("{{\"id\":\"{id}\",\"themes\":[\"war\"],\"text\":\"t\"{field}}}\n")
        });
        let lines = lines.collect::<String>().into_bytes();
        Dataset::parse(&[("a.jsonl".as_ref(), lines)], None).unwrap()
    }

    #[test]
    fn small_sources_are_left_out_together() {
        let parts = |sources: &[(&str, usize)]| {
            let parts = SourcePart::all(&dataset(sources), "source").into_iter();
            parts.map(|part| (part.sources.join(" "), part.paragraphs.len())).collect::<Vec<_>>()
        };
        let part = |sources: &str, paragraphs| (sources.to_owned(), paragraphs);
        let sources =
            [("z:a", 60), ("z:b", 40), ("c", 70), ("d", 20), ("b", 40), ("https://a.org", 60)];
        assert_eq!(parts(&sources), [part("z", 100), part("b c d https://a.org", 190)]);
        let sources = [("a", 100), ("b", 99), ("c", 99), ("d", 99), ("e", 99)];
        assert_eq!(parts(&sources), [part("a", 100), part("b c", 198), part("d e", 198)]);
        assert_eq!(parts(&[("a", 100), ("b", 3)]), [part("a", 100), part("b", 3)]);
        assert_eq!(parts(&[]), []);
    }
}
