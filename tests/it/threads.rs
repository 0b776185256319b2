//! The output does not depend on the number of threads, for documents of any size.

use crate::program::themewise;
use crate::support::small_model_path;

/// A document that is read in several chunks: paragraphs of one line, some of them long.
fn long_document() -> String {
    let sentences = [
        "Tariffs on steel rose again, said the ministry of trade. ",
        "The power grid failed at noon; gas was short. ",
        "Doctors treated patients in the harbour’s hospital. ",
        "The choir sang. ",
    ];
    let paragraph = |number: usize| {
        let sentences = sentences.iter().cycle().skip(number % 4).take(1 + number * 7 % 23);
        format!("{number}. {}\n", sentences.copied().collect::<String>())
    };
    (0..3000).map(paragraph).collect()
}

#[test]
fn output_and_messages_are_the_same_from_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let long = long_document();
    assert!(long.len() > 1 << 20, "{} bytes", long.len());
    for (name, bytes) in [
        ("a.txt", "Tariffs on gas.\n\nThe choir sang.\n".as_bytes()),
        ("b-binary.txt", b"\x7fELF\x00\x01"),
        ("c-long.txt", long.as_bytes()),
        ("d-latin.txt", b"Tariffs on caf\xe9s and steel, na\xc3\xafve caf\xc3\xa9s.\n"),
        ("e-empty.txt", b""),
        ("f.txt", b"Doctors treated patients.\n"),
    ] {
        std::fs::write(path(name), bytes).unwrap();
    }
    let paths = [path("missing.txt"), folder.path().to_str().unwrap().to_owned(), path("a.txt")];
    for format in [&["--format", "text"][..], &["--format", "jsonl"], &["--format", "csv", "--all"]]
    {
        let run = |threads| {
            let mut arguments = vec!["classify", "--model", small_model_path()];
            arguments.extend(["--threads", threads]);
            arguments.extend(format);
            arguments.extend(paths.iter().map(String::as_str));
            let run = themewise(&arguments);
            (run.code, run.stdout, run.stderr)
        };
        let one = run("1");
        let messages = |word| one.2.lines().filter(|line| line.starts_with(word)).count();
        assert_eq!((one.0, messages("error"), messages("warning")), (1, 3, 1), "{}", one.2);
        assert!(one.1.lines().count() > 3000);
        for threads in ["2", "5"] {
            assert!(run(threads) == one, "{threads} threads differ for {format:?}");
        }
    }
}

#[test]
fn zero_threads_are_refused() {
    let run = themewise(&["classify", "--threads", "0", "tests/data/small.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--threads <N>"), "{}", run.stderr);
}
