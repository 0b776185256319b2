//! Siblings of the given pages that are no whole pages: charsets, places, pages made by scripts.

use std::fs;

use serde_json::Value;

use super::texts_of;
use crate::program::{Program, themewise};

const HEADLINE: &str = "Docking fees at the bay rise as fishermen block the quay";
const TEXT: &str = "The fishermen’s boats – forty of them – lay across the harbour’s mouth until the \
    mayor came, and “nobody paid a crown,” as their speaker said.";

/// A page of a headline and a paragraph, whose head begins like this.
fn page(head: &str) -> String {
    format!(
        "<!doctype html>\n<html><head>{head}<title>{HEADLINE}</title></head>\n\
         <body><article><h1>{HEADLINE}</h1><p>{TEXT}</p></article></body></html>"
    )
}

#[test]
fn only_what_browsers_take_for_a_charset_is_one() {
    let utf8 = "<meta charset=utf-8>";
    let western = "<meta http-equiv=content-type content='text/html; charset=iso-8859-1'>";
    for (head, encoding) in [
        (format!("<script src=a.js charset=windows-1251></script>{utf8}"), encoding_rs::UTF_8),
        (format!("<link rel=stylesheet href=a.css charset=big5>{utf8}"), encoding_rs::UTF_8),
        (format!("<!-- <meta charset=koi8-r> -->{utf8}"), encoding_rs::UTF_8),
        (format!("<meta name=keywords content='charset=gbk'>{utf8}"), encoding_rs::UTF_8),
        (format!("<meta name=x title='<meta charset=gbk>'>{utf8}"), encoding_rs::UTF_8),
        ("<script charset=shift_jis></script>".to_owned(), encoding_rs::UTF_8),
        (format!("<script charset=utf-8></script>{western}"), encoding_rs::WINDOWS_1252),
        (format!("<!-- {utf8} -->{western}"), encoding_rs::WINDOWS_1252),
    ] {
        let page = page(&head);
        let (bytes, _, _) = encoding.encode(&page);
        assert_eq!(texts_of(&bytes), [HEADLINE, TEXT], "{head}");
    }
}

#[test]
fn a_byte_order_mark_says_more_than_a_page() {
    let page = page("<meta charset=windows-1252>");
    assert_eq!(texts_of(format!("\u{FEFF}{page}").as_bytes()), [HEADLINE, TEXT]);
    let wide: Vec<_> =
        format!("\u{FEFF}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(texts_of(&wide), [HEADLINE, TEXT]);
}

#[test]
fn a_paragraph_has_its_place_in_the_source() {
    let run = themewise(&["classify", "--format", "jsonl", "tests/data/cases/pages/*.html"]);
    let mut rows = 0;
    for row in run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let file = row["file"].as_str().unwrap();
        let number = |field: &str| usize::try_from(row[field].as_u64().unwrap()).unwrap();
        let Ok(source) = String::from_utf8(fs::read(file).unwrap()) else { continue };
        let place = &source[number("start")..number("end")];
        let text = row["text"].as_str().unwrap();
        let longest = text.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len());
        // An entity or an escape may stand for a letter.
        let found = place.contains(longest.unwrap()) || place.contains("&#112;");
        assert!(found, "{file}: {text:?} in {place:?}");
        assert_eq!(source[..number("start")].matches('\n').count() + 1, number("line"), "{file}");
        rows += 1;
    }
    assert!(rows > 300, "{rows}");
}

#[test]
fn a_page_made_by_scripts_is_named_with_a_way_out() {
    let script = "<script src=app.js></script>";
    for body in [
        format!("<header><a href=/>Harbour Courier</a></header><div id=root></div>{script}"),
        format!("<h1>Harbour Courier</h1><div id=root>Loading …</div>{script}"),
        format!("<div id=root></div><p>Please enable JavaScript to read this site.</p>{script}"),
        format!("<nav><a href=/>Home</a></nav><div id=root></div>{script}<p>Harbour Courier</p>"),
    ] {
        let page = format!("<title>{HEADLINE} - Harbour Courier</title>{body}");
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("page.html"), &page).unwrap();
        let arguments = ["classify", "--format", "jsonl", "page.html"];
        let run = Program::new(arguments).folder(folder.path()).run();
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{page}");
        let expected = "error: page.html: no text: the page shows it by scripts\n\
                        hint: save the page from a browser, which runs its scripts\n";
        assert_eq!(run.stderr, expected, "{page}");
    }
}

#[test]
fn a_short_page_is_read_though_it_has_scripts() {
    for (body, expected) in [
        ("<p>The quay is closed.</p><script>1</script>", "The quay is closed."),
        ("<div>Storm warning for tonight</div><script>1</script>", "Storm warning for tonight"),
        ("<p>Harbour Courier</p>", "Harbour Courier"),
    ] {
        let page = format!("<title>Harbour Courier</title>{body}");
        assert_eq!(texts_of(page.as_bytes()), [expected], "{page}");
    }
}
