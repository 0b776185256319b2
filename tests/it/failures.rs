//! Failures: messages and exit codes, and runs that continue.

use themewise::dataset::Content;

use crate::program::{Program, Run, themewise, with_input};
use crate::support::{embeddings, small_model_path};

/// Runs the program with some broken files; the path of their folder becomes `DIR`.
fn run(arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let texts = [
        "Tariffs on steel.",
        "On Monday came the power grid as well as electricity prices without much noise.",
    ];
    let embeddings = embeddings(texts.map(|text| (Content::Text(text.into()), [1, 2])));
    for (name, bytes) in [
        ("embeddings", &embeddings[..]),
        ("empty.txt", b""),
        ("binary.txt", b"\x7fELF\x00\x01"),
        ("latin.txt", b"Tariffs on caf\xe9s and steel, na\xc3\xafve caf\xc3\xa9s.\n"),
        ("good.txt", b"Tariffs on steel.\n"),
        ("bad.jsonl", b"{\"id\":\"1\",\"themes\":[\"cats\"],\"text\":\"x\"}\nnot json\n"),
        ("two.jsonl", b"{\"id\":\"1\",\"themes\":[\"cats\"],\"text\":\"x\"}\n"),
        ("themes.toml", b"[[theme]]\nid = \"cats\"\nname = 3\n"),
    ] {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    std::fs::create_dir(folder.path().join("none")).unwrap();
    let folder = folder.path().to_str().unwrap();
    let arguments: Vec<_> = arguments.iter().map(|word| word.replace("DIR", folder)).collect();
    let mut run = themewise(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    run.stdout = run.stdout.replace(folder, "DIR");
    run.stderr = run.stderr.replace(folder, "DIR");
    run
}

fn assert_fails(arguments: &[&str], code: i32, expected: &str) {
    let run = run(arguments);
    assert_eq!((run.code, run.stderr.as_str()), (code, expected), "for {arguments:?}");
}

#[test]
fn a_document_that_cannot_be_read_is_named_and_the_others_continue() {
    let model = small_model_path();
    let paths = ["DIR/missing.txt", "DIR/empty.txt", "DIR/binary.txt", "DIR/none", "DIR/good.txt"];
    let run = run(&[&["classify", "--model", model][..], &paths].concat());
    assert_eq!(run.code, 1);
    insta::assert_snapshot!(run.stderr);
    assert!(run.stdout.starts_with("DIR/good.txt\t1\t0-17\ttrade:"), "{}", run.stdout);
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_and_counted() {
    let run = run(&["classify", "--model", small_model_path(), "DIR/latin.txt"]);
    let warning = "warning: `DIR/latin.txt`: 1 byte is not valid in its encoding (first at offset 14); replaced by `?`\n";
    assert_eq!((run.code, run.stderr.as_str()), (1, warning));
    assert!(run.stdout.contains("Tariffs on caf?s and steel, naïve cafés."), "{}", run.stdout);
}

#[test]
fn empty_standard_input_is_reported() {
    for command in ["classify", "explain"] {
        let run = with_input(&[command], "");
        assert_eq!((run.code, run.stdout.as_str()), (1, ""));
        assert_eq!(run.stderr, "error: `-` contains no text\n");
    }
}

#[test]
fn files_needed_to_start_are_reported() {
    let not_found = "No such file or directory (os error 2)";
    let missing = format!("error: cannot access `DIR/m`: {not_found}\n");
    assert_fails(&["classify", "--model", "DIR/m", "DIR/good.txt"], 2, &missing);
    assert_fails(&["inspect", "DIR/m"], 2, &missing);
    assert_fails(&["evaluate", "--labels", "DIR/m"], 2, &missing);

    let model = "hint: a model is a file written by `themewise train`";
    let message = format!(
        "error: `DIR/good.txt` is not a model: expected a header of at most 6291456 bytes, got 2338325221577220436\n{model}\n"
    );
    assert_fails(&["inspect", "DIR/good.txt"], 2, &message);

    let line = "hint: a record is {\"id\": …, \"themes\": [\"trade\"], \"text\": …}; name another field of \
                 themes with --label-column, another format with --label-format (convert: --from)";
    let found = "DIR/bad.jsonl:2: invalid JSON: expected true, false or null at column 2";
    let train = ["train", "--output", "DIR/out", "--labels"];
    assert_fails(
        &[&train[..], &["DIR/bad.jsonl"]].concat(),
        2,
        &format!("error: {found}\n{line}\n"),
    );

    let few = "error: 5-fold cross-validation needs 10 distinct labelled paragraphs or documents, got 1\n\
               hint: label more paragraphs, or use fewer folds\n";
    assert_fails(&[&train[..], &["DIR/two.jsonl"]].concat(), 2, few);

    let unknown =
        "error: DIR/two.jsonl:1: unknown theme `cats`: expected one of energy, health, trade";
    let small = ["evaluate", "--model", small_model_path(), "--labels", "DIR/two.jsonl"];
    let other = "hint: themes are named by their ids; list them with their names in --themes";
    assert_fails(&small, 2, &format!("{unknown}\n{other}\n"));

    let theme = "error: unknown theme `cats`: the model has energy, health, trade\n";
    let explain = ["explain", "--model", small_model_path(), "--theme", "cats", "DIR/good.txt"];
    assert_fails(&explain, 2, theme);
}

#[test]
fn settings_out_of_range_are_reported() {
    let train = ["train", "--output", "DIR/out", "--labels", "tests/data/labels.jsonl"];
    for (option, value, expected) in [
        ("--folds", "1", "error: folds must be 2 or more, got 1\n"),
        ("--c", "0", "error: C must be a number from 1e-6 to 1e6, got 0\n"),
        ("--min-df", "0", "error: min_df must be 1 or more, got 0\n"),
    ] {
        assert_fails(&[&train[..], &[option, value]].concat(), 2, expected);
    }
    let nothing = "error: no word occurs in at least 999 paragraphs: nothing to train on\n";
    let rare = ["--no-stem-vectors", "--min-df", "999"];
    assert_fails(&[&train[..], &rare].concat(), 2, nothing);
    for (options, expected) in [
        (
            &["--vector-scale", "0"][..],
            "error: vector scale must be a number from 1e-6 to 1e6, got 0\n",
        ),
        (
            &["--weights", "1,2"],
            "error: the weight of label files must be one for each file, got 2\n",
        ),
        (
            &["--unlabelled", "DIR/good.txt", "--sharpening", "0"],
            "error: sharpening must be a number from 1e-6 to 1e6, got 0\n",
        ),
        (
            &["--unlabelled", "DIR/good.txt", "--estimator", "linfa-bayes"],
            "error: estimator must be `logistic`, to learn from paragraphs without labels, got linfa-bayes\n",
        ),
        #[cfg(not(feature = "baselines"))]
        (
            &["--estimator", "linfa-bayes"],
            "error: the estimator `linfa-bayes` needs a build with the feature `baselines`\n\
             hint: install it with all features: cargo install --path . --all-features\n",
        ),
        (
            &["--unlabelled", "DIR/bad.jsonl"],
            "error: DIR/bad.jsonl:2: not a JSON object: expected ident at column 2\n\
             hint: all records must be readable; in JSON Lines, a line is {\"text\": …}\n",
        ),
        (
            &["--stem-vectors", "DIR/good.txt"],
            "error: `DIR/good.txt` is not a table of stem vectors: expected a header of at most 6291456 bytes, got 2338325221577220436\n\
             hint: make such a table by the recipe in models/distill\n",
        ),
        (
            &["--unlabelled", "DIR/good.txt", "--embeddings", "DIR/good.txt"],
            "error: `DIR/good.txt` is not an embeddings file: expected a header of at most 6291456 bytes, got 2338325221577220436\n\
             hint: make embeddings of the given paragraphs by the recipe in models/distill\n",
        ),
        (
            &["--unlabelled", "DIR/good.txt", "--embeddings", "DIR/embeddings"],
            "error: `DIR/embeddings` lacks 141 of 143 embeddings, \
             the first for the labelled paragraph `t119`\n\
             hint: make embeddings of the given paragraphs by the recipe in models/distill\n",
        ),
        (
            &[
                "--unlabelled",
                "DIR/good.txt",
                "--embeddings",
                "DIR/embeddings",
                "--embedding-scale",
                "0",
            ],
            "error: embedding scale must be a number from 1e-6 to 1e6, got 0\n",
        ),
    ] {
        assert_fails(&[&train[..], options].concat(), 2, expected);
    }
    let nowhere = "error: cannot access `DIR/nowhere/m`: no such folder\n";
    let train_nowhere = ["train", "--labels", train[4], "--output", "DIR/nowhere/m"];
    assert_fails(&train_nowhere, 2, nowhere);
    let run = run(&[&train[..], &["--themes", "DIR/themes.toml"]].concat());
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.starts_with("error: `DIR/themes.toml` is not a themes file: TOML parse error")
    );
}

#[test]
fn inputs_are_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    std::fs::copy("tests/data/labels.jsonl", &labels).unwrap();
    let path = labels.to_str().unwrap();
    let before = std::fs::read(&labels).unwrap();
    let train = themewise(&["train", "--labels", path, "--output", path]);
    let expected = format!("error: --output must be a file that is not an input, got `{path}`\n");
    assert_eq!((train.code, train.stderr), (2, expected));
    let model = small_model_path();
    let arguments = ["evaluate", "--model", model, "--labels", path, "--predictions", path];
    let evaluate = themewise(&arguments);
    let expected =
        format!("error: --predictions must be a file that is not an input, got `{path}`\n");
    assert_eq!((evaluate.code, evaluate.stderr), (2, expected));
    assert!(before == std::fs::read(&labels).unwrap());
}

#[cfg(unix)]
#[test]
fn a_model_goes_to_the_end_of_a_link_and_into_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let (target, link) = (folder.path().join("target"), folder.path().join("link"));
    std::fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let train =
        ["train", "--quiet", "--c", "10", "--labels", "tests/data/labels.jsonl", "--output"];
    let run = themewise(&[&train[..], &[link.to_str().unwrap()]].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(link.is_symlink() && std::fs::read(&target).unwrap().len() > 1000);
    let piped = Program::new(train).arguments(["/dev/stdout"]).output();
    assert_eq!(piped.status.code(), Some(0));
    assert!(piped.stdout == std::fs::read(&target).unwrap());
}
