//! Defaults from a file and from the environment, completions and the manual.

use crate::program::{Program, themewise};

/// Runs the program on a text, in a folder with a `themewise.toml`; returns its exit code, output
/// and messages.
fn run(file: &str, variables: &[(&str, &str)], arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("themewise.toml"), file).unwrap();
    std::fs::write(folder.path().join("a.txt"), "Tariffs on steel rose.\n").unwrap();
    let program = Program::new(arguments).folder(folder.path());
    let program =
        variables.iter().fold(program, |program, (name, value)| program.variable(name, value));
    let run = program.run();
    (run.code, run.stdout, run.stderr)
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let file = "[classify]\nformat = \"csv\"\nall = true\n[evaluate]\nseed = 3\n";
    let classify = ["classify", "a.txt"];
    let environment = [("THEMEWISE_CLASSIFY_FORMAT", "jsonl")];
    let (code, out, _) = run(file, &[], &classify);
    assert_eq!(code, 0);
    assert!(out.starts_with("file,paragraph,") && out.contains(",trade,"), "{out}");
    let (_, out, _) = run(file, &environment, &classify);
    assert!(out.starts_with("{\"file\"") && out.contains("\"confidences\""), "{out}");
    let (_, out, _) = run(file, &environment, &["classify", "a.txt", "--format", "text"]);
    assert!(out.starts_with("a.txt\t1\t"), "{out}");
    let (_, out, _) = run(file, &[("THEMEWISE_CONFIG", "")], &classify);
    assert!(out.starts_with("a.txt\t1\t") && !out.contains("military"), "{out}");
}

#[test]
fn required_options_may_be_in_the_file_too() {
    let labels = "[train]\nlabels = [\"x.jsonl\", \"y.jsonl\"]\n";
    let (code, _, err) = run(labels, &[("THEMEWISE_TRAIN_OUTPUT", "m")], &["train"]);
    assert_eq!(code, 2);
    assert!(err.contains("x.jsonl"), "{err}");
}

/// The file may be part of a crawl.
#[test]
fn the_file_of_a_folder_does_not_say_what_is_written() {
    let (code, out, err) = run("[classify]\noutput = \"a.txt\"\n", &[], &["classify", "a.txt"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("`output` names an output file and cannot be set in themewise.toml"),
        "{err}"
    );
}

#[test]
fn flags_are_on_and_off_in_the_environment() {
    for (value, all) in [("1", true), ("true", true), ("0", false), ("no", false), ("", false)] {
        let variables = [("THEMEWISE_CLASSIFY_ALL", value), ("THEMEWISE_CLASSIFY_OUTPUT", "")];
        let (code, out, err) = run("", &variables, &["classify", "a.txt", "--format", "jsonl"]);
        assert_eq!((code, err.as_str()), (0, ""), "{value}");
        assert_eq!(out.contains("\"confidences\""), all, "{value}");
    }
}

#[test]
fn unknown_options_are_named_with_the_known_ones() {
    for (file, expected) in [
        ("[clasify]\n", "unknown command `clasify`: expected one of classify, train, "),
        (
            "[classify]\nformats = \"csv\"\n",
            "unknown option `formats` of `classify`: expected one of all, ",
        ),
        ("classify = 1\n", "`classify` must be a table, written as [classify]"),
        ("[classify]\nformat = 1979-05-27\n", "`format` of `classify` must be a string, number"),
        ("[classify]\nformat = \"pdf\"\n", "invalid value 'pdf' for '--format <FORMAT>'"),
        ("[classify\n", "invalid configuration `themewise.toml`"),
    ] {
        let (code, out, err) = run(file, &[], &["classify", "a.txt"]);
        assert_eq!((code, out.as_str()), (2, ""), "{file}");
        assert!(err.contains(expected), "{file}: {err}");
    }
    let (code, _, err) = run("", &[("THEMEWISE_CONFIG", "nowhere.toml")], &["classify", "a.txt"]);
    assert_eq!(code, 2);
    assert!(err.contains("cannot access `nowhere.toml`"), "{err}");
}

#[test]
fn shells_and_the_manual_know_every_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = themewise(&["completions", shell]);
        assert_eq!(script.code, 0);
        assert!(script.stdout.contains("min-precision"), "{shell}");
    }
    let page = themewise(&["man", "classify"]).stdout;
    assert!(page.starts_with(".ie"), "{page}");
    assert!(
        page.contains("\\-\\-min\\-precision") && page.contains("themewise\\-classify"),
        "{page}"
    );
    assert!(themewise(&["man"]).stdout.contains("themewise\\-classify(1)"));
    assert_eq!(themewise(&["man", "nothing"]).code, 2);
}
