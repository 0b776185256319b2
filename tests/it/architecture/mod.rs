//! Checks the layers of the code by its `use` lines and paths.
//!
//! The checker is not a compiler. It follows `crate`, `super`, `self` and re-exports, but not
//! macros or methods; it misses little.

mod source;
mod tree;

use std::path::Path;

use self::tree::{Tree, circles};

/// Every import from a higher layer, and every cycle of files.
fn problems(tree: &Tree) -> Vec<String> {
    let (imports, layers) = (tree.imports(), layers());
    let mut problems = Vec::new();
    for (module, imported) in &imports {
        for other in imported {
            if !may_import(&layers, folder(module), folder(other)) {
                problems.push(format!("{module} imports {other}"));
            }
        }
    }
    let circles = circles(&imports);
    problems.extend(circles.iter().map(|circle| format!("a circle: {}", circle.join(", "))));
    problems
}

/// The folder of a module, or its file at the top level.
fn folder(module: &str) -> &str {
    module.split("::").nth(1).unwrap_or(module)
}

/// The folders in the table of `ARCHITECTURE.md`; each may import those before it.
fn layers() -> Vec<String> {
    let page = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let names = rows.map(|row| row.split(['/', '.', '`']).next().unwrap().to_owned());
    names.collect()
}

/// Whether one folder may import another. The roots may import everything. A file outside the
/// table, such as `tensor_file.rs`, is in the first layer.
fn may_import(layers: &[String], folder: &str, other: &str) -> bool {
    let layer = |name| layers.iter().position(|layer| layer == name).unwrap_or(0);
    let is_root = |name| ["lib", "main"].contains(&name);
    is_root(folder) || !is_root(other) && layer(other) <= layer(folder)
}

#[test]
fn the_architecture_has_a_row_for_every_folder() {
    let layers = layers();
    for entry in std::fs::read_dir("src").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(!path.is_dir() || layers.contains(&name), "{name}");
    }
}

#[test]
fn imports_go_one_way() {
    let problems = problems(&Tree::read(Path::new("src")));
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// The problems of a made-up tree.
fn problems_of(files: &[(&str, &str)]) -> Vec<String> {
    let mut tree = Tree::default();
    for (path, text) in files {
        tree.add(path, text);
    }
    problems(&tree)
}

#[test]
fn an_import_that_goes_up_is_found() {
    let model = ("model/mod.rs", "mod table; pub(crate) use self::table::Table;");
    let table = ("model/table.rs", "pub struct Table;");
    for text in [
        "use crate::model::Table; fn f(_: Table) {}",
        "use crate::model::{self, Other}; fn f(_: model::Table) {}",
        "fn f() { crate::model::Table::new() }",
        "use crate::{error::Error, model::{Table as T}};",
        "use super::super::model::*; fn f(_: Table) {}",
        "const C: char = '\"'; use crate::model::Table; // \"",
        "fn f<'a>(_: &'a str) { r#\"\"\"#; crate::model::Table }",
    ] {
        let found = problems_of(&[model, table, ("features/vectorizer.rs", text)]);
        assert!(
            found.contains(&"lib::features::vectorizer imports lib::model::table".into()),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn comments_strings_and_other_crates_are_not_imports() {
    for text in [
        "// use crate::model::Table;\n/* crate::model::Table */",
        "/// See [`crate::model::Table`].\nfn f() -> &'static str { \"crate::model::Table\" }",
        "#[cfg(test)]\nmod tests { use crate::model::Table; }",
        "use other::model::Table;",
    ] {
        let found =
            problems_of(&[("model/mod.rs", "pub struct Table;"), ("features/vectorizer.rs", text)]);
        assert_eq!(found, [""; 0], "{text}");
    }
}

#[test]
fn circles_of_files_are_found_and_those_of_folders_are_not() {
    let a = ("text/a.rs", "use super::B; pub struct A(B);");
    let b = ("text/b.rs", "pub struct B;");
    let re_exports = ("text/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;");
    assert_eq!(problems_of(&[a, b, re_exports]), [""; 0]);
    let back = ("text/b.rs", "use super::a::A; pub struct B(A);");
    assert_eq!(problems_of(&[a, back, re_exports]), ["a circle: lib::text::a, lib::text::b"]);
    let own = ("text/mod.rs", "mod a; mod b; pub use a::A; pub struct B; fn f(_: A) {}");
    assert_eq!(problems_of(&[a, own]), ["a circle: lib::text, lib::text::a"]);
}

#[test]
fn the_program_may_use_the_library_and_not_the_other_way() {
    let cli = ("cli/mod.rs", "use themewise::text::Token; pub fn main(_: Token) {}");
    let text = ("text/mod.rs", "pub struct Token;");
    assert_eq!(
        problems_of(&[("main.rs", "mod cli; fn main() { cli::main() }"), cli, text]),
        [""; 0]
    );
    let found = problems_of(&[
        ("evaluation/mod.rs", "use crate::output::Format;"),
        ("output/mod.rs", "pub enum Format {}"),
    ]);
    assert_eq!(found, ["lib::evaluation imports lib::output"]);
    assert_eq!(
        problems_of(&[("utils.rs", "use crate::text::Token;"), text]),
        ["lib::utils imports lib::text"]
    );
}
