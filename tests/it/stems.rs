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
