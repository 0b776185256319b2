//! `themewise stems`: the stems of every paragraph, in order.

use crate::program::themewise;

#[test]
fn prints_the_stems_of_texts_and_of_counted_words() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("a.jsonl");
    std::fs::write(
        &lines,
        "{\"text\":\"Organs of an organization, 3 of them\"}\n{\"words\":{\"tariffs\":2}}\n",
    )
    .unwrap();
    let run = themewise(&["stems", "tests/data/small.txt", lines.to_str().unwrap()]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn a_line_that_is_not_a_paragraph_is_named() {
    let run = themewise(&["stems", "tests/data/none.jsonl"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.starts_with("error: cannot access `tests/data/none.jsonl`"),
        "{}",
        run.stderr
    );
}

#[test]
fn each_language_has_stems_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let path = path.to_str().unwrap();
    for (language, text, expected) in [
        ("fr", "L’État a imposé des sanctions.", "état impos de sanction"),
        ("de", "Die Zölle auf Straßen und Häfen.", "die zoll auf strass und haf"),
        ("es", "Los aranceles suben.", "los arancel sub"),
        ("ru", "Всё о санкциях", "все санкц"),
        ("pt", "As sanções contra os bancos.", "as sançõ contr os banc"),
        ("uk", "П’ять нових санкцій", "п'ят нов санкц"),
        ("ar", "العقوبات الأمريكية", "عقوب امريك"),
        ("zh", "对华關稅。", "对 对华 华 华关 关 关税 税"),
    ] {
        std::fs::write(path, text).unwrap();
        let run = themewise(&["stems", "--language", language, path]);
        let line: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let stems = line["stems"].as_array().unwrap().iter().map(|stem| stem.as_str().unwrap());
        assert_eq!(stems.collect::<Vec<_>>().join(" "), expected, "for {language}");
    }
    let run = themewise(&["stems", "--language", "tlh", path]);
    let known = "expected one of ar, zh, en, fr, de, pt, ru, es, uk";
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains(known), "{}", run.stderr);
}
