//! Arabic and Chinese as people see them: on a terminal and on a page.

use themewise::document::{Paragraph, paragraphs};
use themewise::language::Language;
use themewise::report::explanation::{Explained, write_text};

use crate::program::{themewise, with_input};
use crate::support::{default_model, on_terminal};

const ARABIC: &str = "وَقَالَ وزير الصحة إن المستشفيات استقبلت مئات المصابين بالكوليرا، وإن منظمة الصحة (WHO) أرسلت 25 طنًا من الأدوية.

وقضت المحكمة بسجن الوزير السابق خمس سنوات بتهمة الفساد.
";

const CHINESE: &str =
    "外交部发言人表示，两国元首将在峰会上讨论贸易协定和关税问题，钢铁关税将提高到百分之二十五。

國防部發言人今天表示，共軍出動二十五架次軍機。
";

const MIXED: &str = "“وقال وزير الصحة إن المستشفيات استقبلت المصابين”, the spokesman told reporters, before talks began in Cairo.";

/// Escape sequences and marks of direction, in letters.
fn visible(text: &str) -> String {
    [
        ('\u{1b}', "ESC"),
        ('\u{200F}', "⟨RLM⟩"),
        ('\u{2066}', "⟨LRI⟩"),
        ('\u{2067}', "⟨RLI⟩"),
        ('\u{2069}', "⟨PDI⟩"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (character, name)| text.replace(character, name))
}

/// What a terminal of 60 columns gets.
fn visible_on_terminal(name: &str, text: &str) -> String {
    visible(&on_terminal(default_model(), name, text))
}

/// The explanation of a theme that a terminal gets.
fn explained(paragraph: &Paragraph, theme: &str) -> String {
    let mut out = Vec::new();
    let mut worker = default_model().worker();
    let explanation = worker.explain(paragraph.text, default_model().theme(theme).unwrap());
    let explained = Explained {
        file: "ملف.txt",
        paragraph,
        language: None,
        explanation: &explanation,
        neighbours: &[],
        scale: None,
        is_for_terminal: true,
    };
    write_text(&mut out, &explained).unwrap();
    visible(&without_colours(&String::from_utf8(out).unwrap()))
}

/// A text without its colours.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').unwrap().1)
}

#[test]
fn a_terminal_has_arabic_apart_from_numbers_and_chinese_cut_by_columns() {
    insta::assert_snapshot!(
        visible_on_terminal("ملف.txt", ARABIC) + &visible_on_terminal("新闻.txt", CHINESE)
    );
}

#[test]
fn explanations_on_a_terminal_keep_words_and_numbers_in_their_order() {
    let mut shown = String::new();
    for (text, theme) in [(ARABIC, "health"), (CHINESE, "trade"), (MIXED, "health")] {
        shown += &explained(&paragraphs(text)[0], theme);
    }
    insta::assert_snapshot!(shown);
}

/// Neither a pipe nor a file gets marks of direction.
#[test]
fn programs_get_texts_as_they_are() {
    for arguments in [
        &["explain"][..],
        &["explain", "--format", "json"],
        &["classify"],
        &["classify", "--format", "jsonl"],
        &["classify", "--format", "csv"],
        &["classify", "--format", "stix"],
    ] {
        let run = with_input(arguments, ARABIC);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let marks = ['\u{200F}', '\u{2066}', '\u{2067}', '\u{2069}'];
        assert!(!run.stdout.contains(marks), "{arguments:?}: {}", run.stdout);
    }
}

#[test]
fn a_page_names_the_language_and_direction_of_each_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let record = |title: &str, text: &str| serde_json::json!({"title": title, "text": text});
    let lines =
        [record("محكمة تقضي بسجن وزير سابق", ARABIC), record("國防部：共軍機艦持續擾台", CHINESE)];
    std::fs::write(path("a.jsonl"), lines.map(|line| line.to_string()).join("\n")).unwrap();
    let run = themewise(&["classify", "--quiet", "--report", &path("page.html"), &path("a.jsonl")]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let page = std::fs::read_to_string(path("page.html")).unwrap();
    let (_, page) = page.split_once("<nav").unwrap();
    let (rows, _) = page.split_once("</main>").unwrap();
    insta::assert_snapshot!(format!("<nav{rows}").replace("><", ">\n<"));
}

#[test]
fn the_language_tag_of_chinese_has_its_script() {
    let tag = |text| themewise::language::Detected::from(Language::Chinese).tag(text);
    let tags: Vec<_> = paragraphs(CHINESE).iter().map(|paragraph| tag(paragraph.text)).collect();
    assert_eq!(tags, ["zh-Hans", "zh-Hant"]);
}
