//! Paragraphs judged in their article, wherever the article comes from.

use serde_json::{Value, json};
use themewise::document::paragraphs;
use themewise::model::Perspective;

use crate::program::{Run, themewise, with_input};
use crate::support::{article_model, article_model_path, borrowing_model_path, small_model_path};

const HEADLINE: &str = "Tariffs on steel rise again";
const DEAL: &str = "The deal was signed on Monday.";
const DOCTORS: &str = "Doctors treated patients in the hospital.";
const GRID: &str = "The power grid failed at noon.";

/// The confidences of each paragraph, in the order of the themes, with four digits.
type Confidences = Vec<Vec<f64>>;

/// The title of a document and its paragraphs.
type Article<'a> = (Option<&'a str>, &'a [&'a str]);

/// What a worker predicts for the paragraphs of documents.
fn expected(articles: &[Article]) -> Confidences {
    expected_from(Perspective::Article, articles)
}

/// What a worker predicts from a perspective. A paragraph that is the title has none, and counts for
/// the others as the title only.
fn expected_from(perspective: Perspective, articles: &[Article]) -> Confidences {
    let mut worker = article_model().clone().with_perspective(perspective).worker();
    let mut rows = Vec::new();
    for &(title, paragraphs) in articles {
        let titles = usize::from(title == Some(paragraphs[0]));
        let mut predictions = worker.predict_article(None, paragraphs);
        predictions.truncate(titles);
        predictions.extend(worker.predict_article(title, &paragraphs[titles..]));
        rows.extend(predictions.into_iter().map(|prediction| prediction.confidences));
    }
    let rounded = |confidence| (f64::from(confidence) * 1e4).round() / 1e4;
    rows.into_iter().map(|row| row.into_iter().map(rounded).collect()).collect()
}

/// The confidences in the rows of a file.
fn classified(name: &str, bytes: &[u8], options: &[&str]) -> Confidences {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let arguments = ["classify", "--quiet", "--format", "jsonl", "--all", "--model"];
    let path = [article_model_path(), path.to_str().unwrap()];
    let Run { code, stdout, stderr } = themewise(&[&arguments, &path[..], options].concat());
    assert_eq!((code, stderr.as_str()), (0, ""), "{name}");
    let rows = stdout.lines().map(|row| serde_json::from_str::<Value>(row).unwrap());
    let themes = article_model().themes();
    rows.map(|row| {
        themes.ids().map(|theme| row["confidences"][theme.as_str()].as_f64().unwrap()).collect()
    })
    .collect()
}

/// Checks the rows of a file with these documents, from each perspective, and that they depend on it
/// if any paragraph has a context.
fn check(name: &str, bytes: impl AsRef<[u8]>, articles: &[Article]) {
    let bytes = bytes.as_ref();
    let found = classified(name, bytes, &[]);
    assert_eq!(found, expected(articles), "{name}");
    let lone = |&(title, paragraphs): &Article| title.is_none() && paragraphs.len() == 1;
    let by_itself = classified(name, bytes, &["--context", "paragraph"]);
    assert_eq!(by_itself, expected_from(Perspective::Paragraph, articles), "{name}");
    let alone = classified(name, bytes, &["--context", "none"]);
    for (one, other) in [(&found, &alone), (&by_itself, &alone), (&found, &by_itself)] {
        assert_eq!(one == other, articles.iter().all(lone), "{name}");
    }
    let each: Vec<&str> =
        articles.iter().flat_map(|(_, paragraphs)| *paragraphs).copied().collect();
    let each: Vec<Article> = each.chunks(1).map(|paragraph| (None, paragraph)).collect();
    assert_eq!(alone, expected(&each), "{name}");
}

#[test]
fn a_text_with_a_headline_is_an_article() {
    let text = [HEADLINE, DEAL, DOCTORS].join("\n\n");
    let article = [(Some(HEADLINE), &[HEADLINE, DEAL, DOCTORS][..])];
    check("a.txt", &text, &article);
    check("a.md", format!("# {text}"), &article);
    check("b.txt", [DEAL, DOCTORS].join("\n\n"), &[(None, &[DEAL, DOCTORS])]);
    check("c.txt", DEAL, &[(None, &[DEAL])]);
    check("d.txt", HEADLINE, &[(None, &[HEADLINE])]);
}

#[test]
fn rows_of_a_table_are_documents() {
    let rows = format!("text\n{DEAL}\n{DOCTORS}\n{GRID}\n");
    let lone = [DEAL, DOCTORS, GRID];
    let lone: Vec<Article> = lone.chunks(1).map(|paragraph| (None, paragraph)).collect();
    check("a.csv", rows, &lone);
    let titled = format!("title,text\n{HEADLINE},{DEAL}\n,{DOCTORS}\n{GRID},{GRID}\n");
    check("b.csv", titled, &[(Some(HEADLINE), &[DEAL]), (None, &[DOCTORS]), (None, &[GRID])]);
    let lines = [
        json!({"title": HEADLINE, "text": [DEAL, DOCTORS]}),
        json!({"text": [HEADLINE, DEAL, GRID]}),
        json!({"title": "Tariffs On Steel Rise Again!", "text": [HEADLINE, GRID]}),
        json!({"text": DOCTORS}),
    ];
    let repeated: Article = (Some(HEADLINE), &[HEADLINE, GRID]);
    check(
        "a.jsonl",
        lines.map(|line| format!("{line}\n")).concat(),
        &[
            (Some(HEADLINE), &[DEAL, DOCTORS]),
            (Some(HEADLINE), &[HEADLINE, DEAL, GRID]),
            repeated,
            (None, &[DOCTORS]),
        ],
    );
}

#[test]
fn entries_of_a_feed_and_pages_have_titles() {
    let item =
        |title: &str, body: &str| format!("<item>{title}<description>{body}</description></item>");
    let first = item(&format!("<title>{HEADLINE}</title>"), &format!("{DEAL}&lt;p&gt;{DOCTORS}"));
    let feed = format!("<rss version=\"2.0\"><channel>{first}{}</channel></rss>", item("", GRID));
    let entry: Article = (Some(HEADLINE), &[HEADLINE, DEAL, DOCTORS]);
    check("a.rss", feed, &[entry, (None, &[GRID])]);
    let page = |title: &str| format!("<title>{title}</title><p>{DEAL}</p><p>{DOCTORS}</p>");
    check("a.html", page(HEADLINE), &[(Some(HEADLINE), &[DEAL, DOCTORS])]);
    let record = |kind: &str, body: &str| {
        let length = body.len();
        let head = format!("WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: {kind}");
        format!("{head}\r\nContent-Length: {length}\r\n\r\n{body}\r\n\r\n")
    };
    let archive = [
        record("text/html", &page(HEADLINE)),
        record("text/plain", &format!("{GRID}\n\n{DEAL}")),
        record("text/plain", GRID),
    ];
    let pages: [Article; 3] =
        [(Some(HEADLINE), &[DEAL, DOCTORS]), (None, &[GRID, DEAL]), (None, &[GRID])];
    check("a.warc", archive.concat(), &pages);
}

/// A text with a headline and this many paragraphs.
fn long_text(count: usize) -> String {
    let sentences = [HEADLINE, DEAL, DOCTORS, GRID, "The choir sang."];
    let paragraph = |number: usize| {
        let sentences = sentences.iter().cycle().skip(number % 5).take(1 + number * 7 % 9);
        format!("{number}. {}\n", sentences.copied().collect::<Vec<_>>().join(" "))
    };
    (0..count).map(paragraph).collect()
}

#[test]
fn a_text_read_in_parts_is_one_article() {
    let text = long_text(30_000);
    assert!(text.len() > 5 << 19, "{} bytes", text.len());
    let found = paragraphs(&text);
    let texts: Vec<&str> = found.iter().map(|paragraph| paragraph.text).collect();
    assert_eq!(texts.len(), 30_000);
    assert_eq!(texts[0], HEADLINE);
    let at_once = expected(&[(Some(HEADLINE), &texts)]);
    for threads in ["1", "3"] {
        assert!(classified("a.txt", text.as_bytes(), &["--threads", threads]) == at_once);
    }
}

#[test]
fn sentences_read_in_parts_are_those_of_one_article() {
    let text = long_text(8_000);
    let found = paragraphs(&text);
    let sentences = found.iter().flat_map(themewise::document::Paragraph::sentences);
    let sentences: Vec<&str> = sentences.map(|sentence| sentence.text).collect();
    assert!(sentences.len() > 20_000 && text.len() > 2 << 19);
    let rows = classified("a.txt", text.as_bytes(), &["--unit", "sentence"]);
    assert!(rows == expected(&[(Some(HEADLINE), &sentences)]));
}

#[test]
fn short_paragraphs_count_without_a_row() {
    let text = [HEADLINE, DEAL, DOCTORS].join("\n\n");
    let all = expected(&[(Some(HEADLINE), &[HEADLINE, DEAL, DOCTORS])]);
    assert_eq!(classified("a.txt", text.as_bytes(), &["--min-words", "6"]), [&all[1..]].concat());
}

/// Runs a command on an article from standard input.
fn run(command: &[&str], model: &str, text: &str) -> String {
    let run = with_input(&[command, &["--model", model]].concat(), text);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{command:?}");
    run.stdout
}

#[test]
fn explanations_say_what_comes_from_the_article() {
    let text = [HEADLINE, DEAL, DOCTORS].join("\n\n");
    let explain = |format| run(&["explain", "--format", format], article_model_path(), &text);
    insta::assert_snapshot!("explained_as_text", explain("text"));
    let rows = explain("json");
    insta::assert_snapshot!("explained_as_json", rows);
    for row in rows.lines().map(|row| serde_json::from_str::<Value>(row).unwrap()) {
        let number = |value: &Value| value.as_f64().unwrap();
        let list = |name: &str| row[name].as_array().cloned().unwrap_or_default();
        let own = list("contributions")
            .iter()
            .fold(number(&row["bias"]), |sum, term| sum + number(&term["value"]));
        let mut score = own;
        for part in list("from_article") {
            let words = part["words"].as_array().unwrap().iter();
            let sum = words.fold(0.0, |sum, word| sum + number(&word["value"]));
            assert_eq!(sum.to_bits(), number(&part["value"]).to_bits());
            score += sum;
        }
        assert_eq!(score.to_bits(), number(&row["score"]).to_bits());
    }
    let page = explain("html");
    assert!(page.contains("from the article <strong>") && page.contains("Words of the article"));
    let alone = |model| run(&["explain", "--context", "none"], model, &text);
    assert_eq!(alone(article_model_path()), alone(small_model_path()));
}

#[test]
fn the_page_says_how_much_of_a_label_comes_from_the_article() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let text = [HEADLINE, DEAL, DOCTORS].join("\n\n");
    let page = |options: &[&str], model, text| {
        let report = ["classify", "--report", path.to_str().unwrap()];
        run(&[&report[..], options].concat(), model, text);
        std::fs::read_to_string(&path).unwrap()
    };
    let in_article = page(&[], article_model_path(), &text);
    let lines = in_article.split("<p class=\"quiet\">").skip(1);
    let lines: Vec<_> = lines.map(|line| line.split("</p>").next().unwrap()).collect();
    insta::assert_snapshot!(lines.join("\n"));
    assert!(in_article.contains("as readers of the article judge it"));
    let by_itself = page(&["--context", "paragraph"], article_model_path(), &text);
    assert!(by_itself.contains("from the article") && by_itself.contains("by what it says itself"));
    assert!(!by_itself.contains("as readers of the article judge it"));
    let alone = page(&["--context", "none"], article_model_path(), &text);
    assert!(!alone.contains("from the article"));
}

#[test]
fn shares_are_estimated_only_with_labels_of_articles() {
    let text = long_text(200);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    let report = ["classify", "--report", path.to_str().unwrap()];
    let estimates = |options: &[&str], model| {
        run(&[&report[..], options].concat(), model, &text);
        std::fs::read_to_string(&path).unwrap().contains("Dots are estimates")
    };
    assert!(estimates(&[], article_model_path()));
    assert!(!estimates(&[], borrowing_model_path()));
    assert!(estimates(&["--context", "none"], borrowing_model_path()));
}

#[test]
fn inspect_says_what_a_model_knows_of_articles() {
    let line = |model| {
        let run = themewise(&["inspect", model]);
        run.stdout.lines().find(|line| line.starts_with("articles")).unwrap().to_owned()
    };
    let models = [small_model_path(), article_model_path(), borrowing_model_path()];
    insta::assert_snapshot!(models.map(line).join("\n"));
}
