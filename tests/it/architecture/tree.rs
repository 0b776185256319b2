//! Finds the imports between files, following names through re-exports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::source::Source;

/// The files of a library and its program by module, such as `lib::text::tokenizer`.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: BTreeMap<String, Source>,
}

/// A module, and whether a path leads to an item in it rather than to the module itself.
#[derive(Debug, PartialEq)]
struct Found {
    module: String,
    is_item: bool,
}

impl Tree {
    /// Reads all files below a folder.
    pub(super) fn read(folder: &Path) -> Self {
        let mut tree = Self::default();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let text = std::fs::read_to_string(&path).unwrap();
                    tree.add(path.strip_prefix(folder).unwrap().to_str().unwrap(), &text);
                }
            }
        }
        tree
    }

    /// Adds a file by its path, such as `text/mod.rs`.
    pub(super) fn add(&mut self, path: &str, text: &str) {
        let module = path.trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
        let module = match module.as_str() {
            "lib" | "main" => module,
            _ => format!("lib::{module}"),
        };
        self.files.insert(module, Source::parse(text));
    }

    /// The modules that each module imports.
    pub(super) fn imports(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let of = |(module, source)| (module, self.imports_of(module, source));
        self.files.iter().map(|(module, source)| of((module.as_str(), source))).collect()
    }

    fn imports_of(&self, module: &str, source: &Source) -> BTreeSet<String> {
        let is_mentioned = |name: &str| source.mentions.iter().any(|mention| mention[0] == name);
        let mentions = source.mentions.iter().filter_map(|path| {
            // A single name is defined in this file unless it is imported.
            let is_imported =
                |name: &str| source.imports.iter().any(|i| [name, "*"].contains(&i.name.as_str()));
            let is_own = path.len() == 1 && !is_imported(&path[0]);
            (!is_own).then(|| self.find(module, path, 0)).flatten()
        });
        // Imports that are never mentioned count too: traits are used without being named.
        let silent = source.imports.iter().filter(|i| !i.public && !is_mentioned(&i.name));
        let silent = silent.filter_map(|import| self.find(module, &import.path, 0));
        let found = mentions.chain(silent).filter(|found| found.is_item && found.module != module);
        found.map(|found| found.module).collect()
    }

    /// Resolves a path in a module; `None` for another crate.
    fn find(&self, module: &str, path: &[String], depth: usize) -> Option<Found> {
        let root = module.split("::").next().unwrap().to_owned();
        let (first, rest) = path.split_first()?;
        let begin = match first.as_str() {
            "crate" => root,
            "themewise" => "lib".to_owned(),
            "self" => module.to_owned(),
            "super" => {
                let parent = module.rsplit_once("::")?.0;
                if rest.first().is_some_and(|next| next == "super") {
                    return self.find(parent, rest, depth);
                }
                parent.to_owned()
            }
            name => return self.find_name(module, name, rest, depth),
        };
        self.walk(begin, rest, depth)
    }

    /// Follows a path down from a module.
    fn walk(&self, module: String, path: &[String], depth: usize) -> Option<Found> {
        let Some((first, rest)) = path.split_first() else {
            return Some(Found { module, is_item: false });
        };
        let found = self.find_name(&module, first, rest, depth);
        // A name that is neither a child nor imported is defined there.
        found.or(Some(Found { module, is_item: true }))
    }

    /// Follows a path that begins with a child of a module or a name it imports.
    fn find_name(&self, module: &str, name: &str, rest: &[String], depth: usize) -> Option<Found> {
        const MAX_DEPTH: usize = 20;
        let child = format!("{module}::{name}");
        if self.files.contains_key(&child) {
            return self.walk(child, rest, depth);
        }
        let source = self.files.get(module).filter(|_| depth < MAX_DEPTH)?;
        if let Some(import) = source.imports.iter().find(|import| import.name == name) {
            let path = [&import.path[..], rest].concat();
            return self.find(module, &path, depth + 1);
        }
        if source.items.contains(name) {
            return None;
        }
        let globs = source.imports.iter().filter(|import| import.name == "*");
        let modules = globs.filter_map(|glob| self.find(module, &glob.path, depth + 1));
        let found = modules.map(|found| found.module).find(|other| self.has(other, name))?;
        self.walk(found, &[&[name.to_owned()], rest].concat(), depth + 1)
    }

    /// Whether a module defines or imports a name.
    fn has(&self, module: &str, name: &str) -> bool {
        self.files.get(module).is_some_and(|source| {
            source.items.contains(name) || source.imports.iter().any(|import| import.name == name)
        })
    }
}

/// Groups of modules that import each other in a cycle.
pub(super) fn circles(imports: &BTreeMap<&str, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|&module| (module, reached_from(module, imports))).collect();
    let mut circles = BTreeSet::new();
    for (&module, others) in &reached {
        if others.contains(module) {
            let circle = others
                .iter()
                .filter(|&&other| reached.get(other).is_some_and(|r| r.contains(module)));
            circles.insert(circle.map(|&other| other.to_owned()).collect());
        }
    }
    circles.into_iter().collect()
}

/// All modules that a module imports, directly or through others.
fn reached_from<'a>(
    module: &str,
    imports: &'a BTreeMap<&str, BTreeSet<String>>,
) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let of = |module: &str| imports.get(module).into_iter().flatten().map(String::as_str);
    let mut next: Vec<&str> = of(module).collect();
    while let Some(module) = next.pop() {
        if reached.insert(module) {
            next.extend(of(module));
        }
    }
    reached
}
