//! Folders whose files are not named after what they are.

use std::io::Write;

use super::{FIVE, given, members, texts, written};

const PAGE: &str = "<!doctype html><title>Steel</title><article><h1>Steel tariffs rise again</h1><p>Tariffs on steel rose again, the ministry of trade said on Monday.</p></article>";
const SAID: &str = "Tariffs on steel rose again, the ministry of trade said on Monday.";

fn gzip(text: &str) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

#[test]
fn a_mirror_is_read_whole() {
    let run = given(&["09-mirror"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for paragraph in FIVE {
        let found = texts(&run).iter().filter(|text| *text == paragraph).count();
        assert_eq!(found, 5, "{paragraph}");
    }
    assert!(texts(&run).iter().all(|text| !text.contains('<')), "{}", run.stdout);
    assert!(run.stderr.starts_with("done: 5 documents, "), "{}", run.stderr);
    let run = given(&["09-mirror/gazette.example/news/48213"]);
    assert!(FIVE.iter().all(|paragraph| texts(&run).iter().any(|text| text == paragraph)));
    assert!(!run.stdout.contains("<header>"), "{}", run.stdout);
}

#[test]
fn what_a_folder_has_is_known_by_its_first_bytes() {
    let page = gzip(PAGE);
    let xhtml = format!(
        "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- saved -->\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><article><p>{SAID}</p></article></body></html>"
    );
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>x</title><item><guid>1</guid><title>{SAID}</title></item></channel></rss>"
    );
    let record = format!("{{\"text\": \"{SAID}\"}}");
    let lines = format!("{record}\n{record}\n");
    let table = format!("id;text\n1;{SAID}\n");
    let list = format!("[{record}]");
    for (name, bytes, documents) in [
        ("story.php?id=3", PAGE.as_bytes(), 1),
        ("page.shtml", xhtml.as_bytes(), 1),
        ("index.html@page=2", PAGE.as_bytes(), 1),
        ("story.aspx.gz", &page, 1),
        ("page.txt", PAGE.as_bytes(), 1),
        ("feed/index.html", feed.as_bytes(), 1),
        ("feed.xml", feed.as_bytes(), 1),
        ("data", lines.as_bytes(), 2),
        ("export.json", list.as_bytes(), 1),
        ("table.dat", table.as_bytes(), 1),
        ("plain.txt", SAID.as_bytes(), 1),
    ] {
        let run = written(&[(name, bytes)], &["."]);
        let found = texts(&run).iter().filter(|text| *text == SAID).count();
        assert_eq!((run.code, found), (0, documents), "{name}: {}{}", run.stdout, run.stderr);
        assert!(!run.stderr.contains("passed over"), "{name}: {}", run.stderr);
    }
}

#[test]
fn what_is_passed_over_is_counted_by_kind() {
    let run = written(
        &[
            ("a/page", PAGE.as_bytes()),
            ("a/logo.png", b"\x89PNG\r\n\x1a\n...."),
            ("a/logo2", b"GIF89a...."),
            ("a/style.css", b"body { color: red }"),
            ("a/empty", b""),
            ("a/report.pdf", b"%PDF-1.7\n"),
            ("a/package.json", b"{\"name\": \"x\"}"),
            ("a/sitemap.xml", b"<?xml version='1.0'?><urlset><url/></urlset>"),
            ("a/README", b"Read this."),
            ("a/data.bin", b"\0\x01\x02\0\0\x07"),
        ],
        &["a"],
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stderr,
        "warning: 9 files passed over in folders: 1 PDF (`a/report.pdf`), 2 images (such as `a/logo.png`), \
         1 empty file (`a/empty`), 1 style sheet or script (`a/style.css`), 1 XML file (`a/sitemap.xml`), \
         1 JSON file without the text field (`a/package.json`), 1 text with an unknown name (`a/README`), \
         1 binary file (`a/data.bin`)\n"
    );
    let run = written(&[("a/logo.png", b"\x89PNG\r\n\x1a\n....")], &["a"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error: no documents in `a`: "), "{}", run.stderr);
    assert!(run.stderr.contains("1 image (`a/logo.png`)"), "{}", run.stderr);
    let quiet = written(&[("a/page", PAGE.as_bytes()), ("a/empty", b"")], &["--quiet", "a"]);
    assert_eq!((quiet.code, &*quiet.stderr), (0, ""));
}

#[test]
fn a_text_stays_a_text() {
    for text in [
        "[Reuters] The minister said so.",
        "{sic} The minister said so.",
        "<b>Bold</b> claims about <html> were made.",
        "Speech, text and image are three things.",
        "From: the ministry\nSubject: steel\n\nA release.",
        "1\nThe first chapter.",
        "RSS: <rss> is an element.",
    ] {
        let run = written(&[("a.txt", text.as_bytes())], &["a.txt"]);
        let whole = texts(&run).join(" ");
        assert_eq!(
            (run.code, whole),
            (0, text.split_whitespace().collect::<Vec<_>>().join(" ")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn an_id_or_a_name_on_standard_input_tells_nothing() {
    let record = format!("{{\"id\": \"a\", \"text\": \"{SAID}\"}}\n");
    for (input, expected) in [
        (format!("{record}{record}"), "a"),
        (format!("[{record}]"), "a"),
        (PAGE.to_owned(), "null"),
    ] {
        let run = crate::program::with_input(
            &["classify", "--format", "jsonl", "--output", "-"],
            input.clone(),
        );
        assert!(texts(&run).contains(&SAID.to_owned()), "{input}: {}{}", run.stdout, run.stderr);
        assert!(members(&run, "id").iter().all(|id| id == expected), "{input}: {}", run.stdout);
    }
}
