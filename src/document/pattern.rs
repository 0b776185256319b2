//! Path patterns that no shell has expanded.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder};

use super::walk_error::walk_error;
use crate::Result;
use crate::error::Problem;

/// A path pattern: `*` and `?` match within a name, `**` any folders, `[…]` a character.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The path before the first name with a wildcard; empty for the current folder.
    folder: PathBuf,
    /// The whole pattern.
    whole: GlobMatcher,
    /// Matches the names after the folder, up to the first `**`, to skip other folders.
    names: Vec<GlobMatcher>,
    /// The depth of matches below the folder; `None` if there is a `**`.
    depth: Option<usize>,
}

/// Whether a path contains wildcards.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '['])
}

impl Pattern {
    /// Parses a pattern.
    ///
    /// # Errors
    /// If it is malformed, such as `[a`.
    pub fn parse(pattern: &Path) -> Result<Self> {
        Self::compile(without_here(pattern)).map_err(|error| {
            let (pattern, reason) = (pattern.display().to_string(), error.kind().to_string());
            Problem::Pattern { pattern, reason }.into()
        })
    }

    fn compile(pattern: &Path) -> Result<Self, globset::Error> {
        let folder: PathBuf =
            pattern.iter().take_while(|part| !is_pattern(part.as_ref())).collect();
        let whole = matcher(&pattern.iter().collect::<PathBuf>())?;
        let parts: Vec<&Path> = pattern.iter().skip(folder.iter().count()).map(Path::new).collect();
        let names = parts.iter().take_while(|part| **part != Path::new("**"));
        let names = names.map(|part| matcher(part)).collect::<Result<Vec<_>, _>>()?;
        let depth = (names.len() == parts.len()).then_some(parts.len());
        Ok(Self { folder, whole, names, depth })
    }

    /// Whether the pattern matches a path, which need not exist.
    pub fn is_match(&self, path: &Path) -> bool {
        self.whole.is_match(without_here(path))
    }

    /// The paths that the pattern matches, in order. Links in folders are not followed, because
    /// they may form a loop.
    pub(super) fn matches(self) -> Vec<Result<PathBuf>> {
        let Self { folder, whole, names, depth } = self;
        let here = folder.as_os_str().is_empty();
        if !here && !folder.exists() {
            return Vec::new();
        }
        let mut walk = WalkBuilder::new(if here { Path::new(".") } else { &folder });
        walk.standard_filters(false).sort_by_file_name(std::ffi::OsStr::cmp).max_depth(depth);
        walk.filter_entry(move |entry| may_lead_to_match(entry, &names));
        let found = walk.build().filter_map(|entry| match entry {
            Ok(entry) => {
                let path = entry.into_path();
                let path = if here { without_here(&path).to_owned() } else { path };
                whole.is_match(&path).then_some(Ok(path))
            }
            Err(error) => Some(Err(walk_error(&folder, error))),
        });
        found.collect()
    }
}

/// Whether the name of an entry matches the pattern at its depth.
fn may_lead_to_match(entry: &DirEntry, names: &[GlobMatcher]) -> bool {
    let name = entry.depth().checked_sub(1).and_then(|place| names.get(place));
    name.is_none_or(|name| name.is_match(entry.file_name()))
}

/// A path without a leading `./`.
fn without_here(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

fn matcher(pattern: &Path) -> Result<GlobMatcher, globset::Error> {
    let text = pattern.to_string_lossy();
    let glob: Glob =
        GlobBuilder::new(&text).literal_separator(true).backslash_escape(false).build()?;
    Ok(glob.compile_matcher())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// What a pattern matches below a folder with some files.
    fn found(pattern: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for path in ["a.txt", "b.csv", "x/a.txt", "x/.c.txt", "x/y/a.txt", "z/{a}.txt"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let pattern = Pattern::parse(&folder.path().join(pattern)).unwrap();
        let paths = pattern.matches().into_iter().map(Result::unwrap);
        let below = |path: PathBuf| path.strip_prefix(folder.path()).unwrap().to_owned();
        paths.map(|path| below(path).to_string_lossy().replace('\\', "/")).collect()
    }

    #[test]
    fn a_star_stays_within_a_name_and_two_go_through_folders() {
        for (pattern, expected) in [
            ("*.txt", vec!["a.txt"]),
            ("?.[ct]*", vec!["a.txt", "b.csv"]),
            ("*/a.txt", vec!["x/a.txt"]),
            ("x/*", vec!["x/.c.txt", "x/a.txt", "x/y"]),
            ("**/a.txt", vec!["a.txt", "x/a.txt", "x/y/a.txt"]),
            ("x/**/*.txt", vec!["x/.c.txt", "x/a.txt", "x/y/a.txt"]),
            ("[!x]/*", vec!["z/{a}.txt"]),
            ("missing/*", vec![]),
        ] {
            assert_eq!(found(pattern), expected, "for {pattern}");
        }
    }

    #[test]
    fn a_malformed_pattern_is_an_error() {
        assert!(Pattern::parse(Path::new("[a")).is_err());
    }
}
