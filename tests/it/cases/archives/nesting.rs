//! Everything that can be nested, in every format, at three depths. Nothing may overflow a stack,
//! take long or fill memory, and the run goes on with the next file.

use std::path::Path;

use serde_json::json;

use super::{GOOD, run};
use crate::support::{numbers_file, small_model_path};

const DEPTHS: [usize; 3] = [10, 1000, 100_000];

/// Something nested so deep, by its depth.
struct Case {
    name: &'static str,
    file: &'static str,
    before: String,
    begin: &'static str,
    inside: &'static str,
    end: &'static str,
    after: String,
    /// What is said if it is too deep; empty if it never is.
    refused: &'static str,
}

impl Case {
    fn bytes(&self, depth: usize) -> String {
        let Self { before, begin, inside, end, after, .. } = self;
        format!("{before}{}{inside}{}{after}", begin.repeat(depth), end.repeat(depth))
    }
}

fn case(
    name: &'static str,
    file: &'static str,
    around: (&str, &str),
    nested: (&'static str, &'static str, &'static str),
    refused: &'static str,
) -> Case {
    let (before, after) = (around.0.to_owned(), around.1.to_owned());
    let (begin, inside, end) = nested;
    Case { name, file, before, begin, inside, end, after, refused }
}

/// Documents: the nested one is read, or refused with its reason, and the next file is read.
fn documents() -> Vec<Case> {
    const RSS: (&str, &str) = (
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><item><title>Zinc.</title>",
        "</item></channel></rss>",
    );
    const ATOM: (&str, &str) = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>",
        "</content></entry></feed>",
    );
    const RDF: (&str, &str) = (
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item><title>Zinc.</title><link>https://a.example/</link>",
        "</item></rdf:RDF>",
    );
    const JSON_FEED: (&str, &str) = (
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"x\",\"items\":[{\"id\":\"1\",\"title\":\"Zinc.\",\"x\":",
        "}]}",
    );
    const JSON_TITLE: (&str, &str) = (
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"x\",\"items\":[{\"id\":\"1\",\"title\":",
        "}]}",
    );
    const RECORD: (&str, &str) = ("{\"text\":\"Zinc.\",\"x\":", "}\n");
    const TEXT: (&str, &str) = ("{\"text\":", "}\n");
    const DEEP: &str = " deep: expected at most 100\n";
    let page = ("<!doctype html><body>", "<p>Zinc and lead rose on Monday.</p>");
    vec![
        case("RSS", "a.rss", RSS, ("<a>", "", "</a>"), DEEP),
        case("media groups", "a.rss", RSS, ("<media:group>", "", "</media:group>"), DEEP),
        case(
            "media contents",
            "a.rss",
            RSS,
            ("<media:content url='a:b'>", "", "</media:content>"),
            DEEP,
        ),
        case(
            "categories of podcasts",
            "a.rss",
            RSS,
            ("<itunes:category text='a'>", "", "</itunes:category>"),
            DEEP,
        ),
        case("unclosed elements of RSS", "a.rss", RSS, ("<item>", "", ""), "a.rss"),
        case("Atom", "a.atom", ATOM, ("<div>", "Zinc.", "</div>"), DEEP),
        case("RDF", "a.rss", RDF, ("<li>", "", "</li>"), DEEP),
        case("JSON Feed", "feed.json", JSON_FEED, ("[", "", "]"), ""),
        case("objects of JSON Feed", "feed.json", JSON_FEED, ("{\"a\":", "1", "}"), ""),
        case("a title of JSON Feed", "feed.json", JSON_TITLE, ("[", "", "]"), "feed.json"),
        case("JSON Lines", "a.jsonl", RECORD, ("[", "", "]"), ""),
        case("objects of JSON Lines", "a.jsonl", RECORD, ("{\"a\":", "1", "}"), ""),
        case("a text of JSON Lines", "a.jsonl", TEXT, ("[", "", "]"), "a.jsonl:1"),
        case("divisions", "a.html", page, ("<div>", "", "</div>"), ""),
        case("spans", "a.html", page, ("<span>", "", "</span>"), ""),
        case("tables", "a.html", page, ("<table><tr><td>", "", "</table>"), ""),
        case("formats", "a.html", page, ("<b><i><font>", "", "</font></i></b>"), ""),
        case("links", "a.html", page, ("<a href=x>", "", "</a>"), ""),
        case("lists", "a.html", page, ("<ul><li>", "", "</ul>"), ""),
        case("drawings", "a.html", page, ("<svg><g>", "", "</g></svg>"), ""),
        case("formulas", "a.html", page, ("<math><mi>", "", "</mi></math>"), ""),
        case("templates", "a.html", page, ("<template>", "", "</template>"), ""),
        case("choices", "a.html", page, ("<select><option>", "", "</option></select>"), ""),
        case("quotes", "a.html", page, ("<blockquote>", "", "</blockquote>"), ""),
        case("unclosed formats", "a.html", page, ("<p><b>", "", ""), ""),
        case("entities", "a.html", page, ("&amp;", "", ""), ""),
        case("broken entities", "a.html", page, ("&#x", "", ";"), ""),
        case(
            "attributes",
            "a.html",
            ("<body a", "><p>Zinc and lead rose on Monday.</p>"),
            (" b=\"c\"", "", ""),
            "",
        ),
        case(
            "JSON in a page",
            "a.html",
            (
                "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"a\":",
                "}</script><p>Zinc and lead rose on Monday.</p>",
            ),
            ("[", "", "]"),
            "",
        ),
        case("block quotes", "a.md", ("", "Zinc.\n"), ("> ", "", ""), ""),
        case("lists of Markdown", "a.md", ("", "Zinc.\n"), ("* ", "", ""), ""),
        case("numbered lists", "a.md", ("", "Zinc.\n"), ("1. ", "", ""), ""),
        case("emphasis", "a.md", ("Zinc. ", "\n"), ("*a ", "", " b*"), ""),
        case("strong emphasis", "a.md", ("Zinc. ", "\n"), ("**_a ", "", "_**"), ""),
        case("links of Markdown", "a.md", ("Zinc. ", "\n"), ("[", "a", "](b)"), ""),
        case("unclosed links", "a.md", ("Zinc. ", "\n"), ("![[", "", ""), ""),
        case("backticks", "a.md", ("Zinc. ", "\n"), ("`a``", "", ""), ""),
        case("footnotes", "a.md", ("Zinc.\n", "\n"), ("[^a]: ", "b", ""), ""),
    ]
}

#[test]
fn documents_of_any_depth() {
    for case in documents() {
        for depth in DEPTHS {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(case.file), case.bytes(depth)).unwrap();
            std::fs::write(folder.path().join("good.txt"), GOOD).unwrap();
            let mut arguments =
                vec!["classify", "--format", "jsonl", "--model", small_model_path()];
            if case.file == "feed.json" {
                arguments.extend(["--input-format", "feed"]);
                std::fs::write(folder.path().join("good.txt"), format!("<rss version='2.0'><channel><item><title>{GOOD}</title></item></channel></rss>")).unwrap();
            }
            let found = run(folder.path(), &[&arguments[..], &[case.file, "good.txt"]].concat());
            let (name, said) = (case.name, &found.stderr);
            assert!(found.stdout.contains(GOOD), "{name} at {depth}: {said}");
            let read = found.stdout.contains("Zinc");
            let refused = !case.refused.is_empty() && said.contains(case.refused);
            assert!(
                read || refused || depth == 100_000 && said.contains(case.file),
                "{name} at {depth}: {said}"
            );
            assert!(found.code == 0 || said.contains(case.file), "{name} at {depth}: {said}");
            assert!(
                depth < 1000 || case.refused != " deep: expected at most 100\n" || refused,
                "{name} at {depth}: {said}"
            );
        }
    }
}

/// Files of settings and labels: they are read, or refused by name.
#[test]
fn settings_and_labels_of_any_depth() {
    let toml = |name, around, nested| case(name, "a.toml", around, nested, "");
    let settings = [
        toml("arrays", ("x = ", "\n"), ("[", "", "]")),
        toml("inline tables", ("x = ", "\n"), ("{a=", "1", "}")),
        toml("dotted keys", ("x", " = 1\n"), (".a", "", "")),
        toml("tables", ("[x", "]\n"), (".a", "", "")),
        toml("arrays of tables", ("[[x", "]]\n"), (".a", "", "")),
    ];
    for case in settings {
        for depth in DEPTHS {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("a.toml"), case.bytes(depth)).unwrap();
            std::fs::write(folder.path().join("themewise.toml"), case.bytes(depth)).unwrap();
            let name = format!("{} at {depth}", case.name);
            let found = run(folder.path(), &["inspect"]);
            assert!(
                found.code != 0 && found.stderr.contains("themewise.toml"),
                "{name}: {}",
                found.stderr
            );
            std::fs::remove_file(folder.path().join("themewise.toml")).unwrap();
            let labels = "{\"text\":\"Zinc.\",\"themes\":[]}\n";
            std::fs::write(folder.path().join("l.jsonl"), labels).unwrap();
            let found = run(
                folder.path(),
                &["convert", "--to", "csv", "--output", "o", "--themes", "a.toml", "l.jsonl"],
            );
            assert!(found.code != 0 && found.stderr.contains("a.toml"), "{name}: {}", found.stderr);
        }
    }
}

#[test]
fn labels_of_any_depth() {
    let lists = ("[", "", "]");
    let objects = ("{\"a\":", "1", "}");
    let label = |name, around, nested| case(name, "l.jsonl", around, nested, "");
    let cases = [
        label("jsonl", ("{\"text\":\"Zinc.\",\"themes\":[\"trade\"],\"x\":", "}\n"), lists),
        label("jsonl", ("{\"text\":\"Zinc.\",\"themes\":", "}\n"), lists),
        label(
            "prodigy",
            ("{\"text\":\"Zinc.\",\"options\":[{\"id\":\"trade\"}],\"accept\":[],\"x\":", "}\n"),
            objects,
        ),
        label("doccano", ("{\"text\":\"Zinc.\",\"label\":", "}\n"), lists),
        label("spacy", ("{\"text\":\"Zinc.\",\"cats\":", "}\n"), objects),
        label("label-studio", ("[{\"data\":{\"text\":\"Zinc.\"},\"annotations\":", "}]\n"), lists),
        label("label-studio", ("", "\n"), lists),
        label("hugging-face", ("{\"text\":\"Zinc.\",\"labels\":", "}\n"), lists),
    ];
    for case in cases {
        for depth in DEPTHS {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("l.jsonl"), case.bytes(depth)).unwrap();
            let found = run(
                folder.path(),
                &["convert", "--from", case.name, "--to", "jsonl", "--output", "o", "l.jsonl"],
            );
            let said = found.code == 0 || found.stderr.starts_with("error: ");
            assert!(said, "{} at {depth}: {}", case.name, found.stderr);
        }
    }
}

/// A manifest, and a header around it.
#[test]
fn models_of_any_depth() {
    for depth in DEPTHS {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let manifest = numbers_file(&[], &format!("{{\"format\":6,\"themes\":{nested}}}"));
        let header = json!({"a": 1}).to_string().replace('1', &nested);
        let length = (header.len() as u64).to_le_bytes();
        for (name, bytes) in
            [("manifest", manifest), ("header", [&length[..], header.as_bytes()].concat())]
        {
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), &bytes);
            let found = run(folder.path(), &["inspect", "m"]);
            assert!(
                found.code != 0 && found.stderr.contains("`m` is not a model"),
                "{name} at {depth}: {}",
                found.stderr
            );
        }
    }
}

fn write(folder: &Path, bytes: &[u8]) {
    std::fs::write(folder.join("m"), bytes).unwrap();
}
