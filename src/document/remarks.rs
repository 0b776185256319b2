//! What readers pass over or change although nothing is wrong with it, to be said at the end.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Place;
use super::passed_file::PassedFile;

/// What is passed over: by readers in each source, and in folders. Clones share it, and any thread
/// may add to it.
#[derive(Debug, Clone, Default)]
pub struct Remarks(Arc<Mutex<All>>);

#[derive(Debug, Default)]
struct All {
    files: PassedFiles,
    sources: BTreeMap<(Arc<str>, Passed), Counted>,
}

/// The number of files of each kind that are passed over in folders, and the first of them.
pub(super) type PassedFiles = BTreeMap<PassedFile, (u64, String)>;

/// What is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Passed {
    /// Lines above the header of a table.
    AboveHeader,
    /// Records of a chat that have no text: pictures, and what the service wrote.
    WithoutText,
    /// Lists in a JSON file that have no records with a text.
    OtherList,
    /// Files that are attached to mails.
    Attachment,
}

/// How often, and from where to where.
#[derive(Debug, Clone, Copy)]
struct Counted {
    count: u64,
    first: Place,
    last: Place,
}

/// What was passed over in one source, or in all folders.
#[derive(Debug, Clone)]
pub struct Remark(String);

impl Remarks {
    /// Counts something that is passed over in a source.
    pub(crate) fn add(&self, source: &Arc<str>, passed: Passed, place: Place) {
        let mut all = self.lock();
        let counted = all.sources.entry((source.clone(), passed));
        let counted = counted.or_insert(Counted { count: 0, first: place, last: place });
        counted.count += 1;
        // Threads do not count in the order of the source.
        if place.number() < counted.first.number() {
            counted.first = place;
        }
        if place.number() > counted.last.number() {
            counted.last = place;
        }
    }

    /// Sets the files that are passed over.
    pub(super) fn set_files(&self, files: PassedFiles) {
        self.lock().files = files;
    }

    /// Takes all remarks, in order of the names of their sources.
    pub fn take(&self) -> Vec<Remark> {
        let All { files, sources } = std::mem::take(&mut *self.lock());
        let files = (!files.is_empty()).then(|| Remark(of_files(&files)));
        let sources = sources.into_iter();
        let sources = sources.map(|((name, passed), counted)| counted.said(&name, passed));
        files.into_iter().chain(sources.map(Remark)).collect()
    }

    /// Forgets what readers passed over.
    pub fn forget_records(&self) {
        self.lock().sources.clear();
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Files of all kinds, with an example of each.
fn of_files(files: &PassedFiles) -> String {
    let total: u64 = files.values().map(|(count, _)| count).sum();
    let kinds = files.iter().map(|(kind, (count, first))| {
        format!(
            "{count} {} ({}`{first}`)",
            kind.named(*count),
            if *count > 1 { "such as " } else { "" }
        )
    });
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let files = if total == 1 { "file" } else { "files" };
    format!("{total} {files} passed over in folders: {kinds}")
}

impl Counted {
    fn said(self, source: &str, passed: Passed) -> String {
        let Self { count, first, last } = self;
        let [one, several] = passed.names();
        let what = if count == 1 { one } else { several };
        let places = match (named(first), named(last)) {
            (None, _) | (_, None) => String::new(),
            (Some(first), Some(last)) if first == last => format!(" ({first})"),
            (Some(first), Some(last)) => format!(" ({first} to {last})"),
        };
        format!("`{source}`: {count} {what} passed over{places}")
    }
}

impl Passed {
    /// One of them, and several.
    fn names(self) -> [&'static str; 2] {
        match self {
            Self::AboveHeader => ["line above the header", "lines above the header"],
            Self::WithoutText => ["record without text", "records without text"],
            Self::OtherList => ["list of records without text", "lists of records without text"],
            Self::Attachment => ["attachment", "attachments"],
        }
    }
}

/// A place in words, unless it is everywhere.
fn named(place: Place) -> Option<String> {
    let name = match place {
        Place::Whole => return None,
        Place::Line(_) => "line",
        Place::Row(_) => "row",
        Place::Byte(_) => "byte",
        Place::Entry(_) => "entry",
    };
    Some(format!("{name} {}", place.number()))
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
