//! What readers pass over or change although nothing is wrong with it, to be said at the end.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::Place;

/// What readers have passed over, for each source. Clones share it, and any thread may add to it.
#[derive(Debug, Clone, Default)]
pub struct Remarks(Arc<Mutex<BTreeMap<(Arc<str>, Passed), Counted>>>);

/// What is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Passed {
    /// Lines above the header of a table.
    AboveHeader,
    /// Records of a chat that have no text: pictures, and what the service wrote.
    WithoutText,
}

/// How often, and from where to where.
#[derive(Debug, Clone, Copy)]
struct Counted {
    count: u64,
    first: Place,
    last: Place,
}

/// What was passed over in one source.
#[derive(Debug, Clone)]
pub struct Remark {
    source: Arc<str>,
    passed: Passed,
    counted: Counted,
}

impl Remarks {
    /// Counts something that is passed over in a source.
    pub(crate) fn add(&self, source: &Arc<str>, passed: Passed, place: Place) {
        let mut remarks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = remarks.entry((source.clone(), passed));
        let counted = counted.or_insert(Counted { count: 0, first: place, last: place });
        counted.count += 1;
        // Threads do not count in the order of the source.
        counted.first =
            [counted.first, place].into_iter().min_by_key(|place| place.number()).unwrap_or(place);
        counted.last =
            [counted.last, place].into_iter().max_by_key(|place| place.number()).unwrap_or(place);
    }

    /// Takes all remarks, in order of the names of their sources.
    pub fn take(&self) -> Vec<Remark> {
        let mut remarks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut *remarks).into_iter();
        taken.map(|((source, passed), counted)| Remark { source, passed, counted }).collect()
    }
}

impl Passed {
    /// One of them, and several.
    fn names(self) -> [&'static str; 2] {
        match self {
            Self::AboveHeader => ["line above the header", "lines above the header"],
            Self::WithoutText => ["record without text", "records without text"],
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, passed, counted: Counted { count, first, last } } = self;
        let [one, several] = passed.names();
        let what = if *count == 1 { one } else { several };
        write!(formatter, "`{source}`: {count} {what} passed over ({}", named(*first))?;
        if first != last {
            write!(formatter, " to {}", named(*last))?;
        }
        formatter.write_str(")")
    }
}

/// A place in words.
fn named(place: Place) -> String {
    let name = match place {
        Place::Whole => return "all of it".to_owned(),
        Place::Line(_) => "line",
        Place::Row(_) => "row",
        Place::Byte(_) => "byte",
        Place::Entry(_) => "entry",
    };
    format!("{name} {}", place.number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_is_named_once_with_count_and_places() {
        let remarks = Remarks::default();
        let [a, b] = ["a.csv", "b.json"].map(Arc::from);
        remarks.add(&b, Passed::WithoutText, Place::Entry(9));
        remarks.clone().add(&b, Passed::WithoutText, Place::Entry(2));
        remarks.add(&a, Passed::AboveHeader, Place::Line(1));
        let said: Vec<_> = remarks.take().iter().map(Remark::to_string).collect();
        let expected = [
            "`a.csv`: 1 line above the header passed over (line 1)",
            "`b.json`: 2 records without text passed over (entry 2 to entry 9)",
        ];
        assert_eq!(said, expected);
        assert!(remarks.take().is_empty());
    }
}
