//! Documentation: links resolve, and the README stays short.

use std::path::{Path, PathBuf};

/// The pages of the documentation.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = [
        "README.md",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "models/README.md",
        "models/distill/README.md",
        "models/names/README.md",
        "labels/README.md",
        "benches/README.md",
        "benches/external/README.md",
        "benches/pages/README.md",
        "benches/peers/README.md",
    ]
    .map(PathBuf::from)
    .into();
    pages.extend(std::fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path()));
    pages
}

/// The targets of a page's links within the project.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    targets.filter(|target| !target.starts_with("http"))
}

/// The anchors of a page's headings, as code hosts make them.
fn anchors(page: &str) -> Vec<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let titles = headings.map(|line| line.trim_start_matches('#').trim().to_lowercase());
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    titles.map(|title| title.chars().filter(kept).collect::<String>().replace(' ', "-")).collect()
}

/// Whether a link leads to a file that exists and, with `#`, to one of its headings.
fn resolves(page: &Path, text: &str, link: &str) -> bool {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, a)| (file, Some(a)));
    let file = page.parent().unwrap().join(file);
    match anchor {
        None => file.exists(),
        Some(anchor) if link.starts_with('#') => anchors(text).iter().any(|a| a == anchor),
        Some(anchor) => std::fs::read_to_string(file)
            .is_ok_and(|text| anchors(&text).iter().any(|a| a == anchor)),
    }
}

#[test]
fn every_link_resolves() {
    let mut found = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            assert!(resolves(&page, &text, link), "{}: {link}", page.display());
            found += 1;
        }
    }
    assert!(found > 40, "only {found} links: are they still read?");
}

#[test]
fn the_readme_has_at_most_200_lines() {
    let lines = std::fs::read_to_string("README.md").unwrap().lines().count();
    assert!(lines <= 200, "{lines} lines");
}

/// `ARCHITECTURE.md` must name every folder of the source.
#[test]
fn the_architecture_names_every_folder() {
    let page = std::fs::read_to_string("ARCHITECTURE.md").unwrap();
    let folders = std::fs::read_dir("src").unwrap().map(|entry| entry.unwrap());
    for folder in folders.filter(|entry| entry.path().is_dir()) {
        let name = format!("`{}/`", folder.file_name().display());
        assert!(page.contains(&name), "{name} is missing");
    }
}
