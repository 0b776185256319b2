//! Files and folders that cannot be read, or have misleading names.

use std::path::Path;

use super::{GOOD, classify, seen, texts};
#[cfg(target_os = "linux")]
use crate::program::Program;
#[cfg(target_os = "linux")]
use crate::support::small_model_path;

/// Classifies files in a folder that `make` fills.
fn folder(name: &str, good: usize, arguments: &[&str], make: impl FnOnce(&Path)) -> String {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let run = classify(folder.path(), arguments, b"");
    seen(name, &run, good)
}

fn write(folder: &Path, names: &[&str]) {
    for name in names {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, GOOD).unwrap();
    }
}

#[test]
fn paths_that_lead_nowhere() {
    let seen = [
        folder("a missing file", 1, &["missing.txt", "a.txt"], |at| write(at, &["a.txt"])),
        folder("a path below a file", 1, &["a.txt/b.txt", "a.txt"], |at| write(at, &["a.txt"])),
        folder("a pattern without matches", 0, &["*.txt"], |_| {}),
        folder("an invalid pattern", 0, &["[a"], |_| {}),
        folder("a pattern", 2, &["*/[ab].txt"], |at| write(at, &["x/a.txt", "y/b.txt", "y/c.txt"])),
        folder("a file named like a pattern", 1, &["[a].txt"], |at| write(at, &["[a].txt"])),
        folder("the same file twice", 2, &["a.txt", "a.txt"], |at| write(at, &["a.txt"])),
        folder("an empty folder", 0, &["."], |_| {}),
        folder("a folder of other files", 0, &["."], |at| write(at, &["a.pdf", "b.docx"])),
        folder("a folder named like a file", 1, &["."], |at| write(at, &["a.txt/b.txt"])),
        folder("a folder given as a file", 1, &["a.jsonl"], |at| write(at, &["a.jsonl/b.txt"])),
        folder("hidden and ignored files", 1, &["."], |at| {
            write(at, &["a.txt", "b.txt", ".c.txt", ".d/e.txt"]);
            std::fs::write(at.join(".ignore"), "b.txt\n").unwrap();
        }),
        folder("hidden and ignored files, wanted", 4, &["--hidden", "--no-ignore", "."], |at| {
            write(at, &["a.txt", "b.txt", ".c.txt", ".d/e.txt"]);
            std::fs::write(at.join(".ignore"), "b.txt\n").unwrap();
        }),
        folder("everything ignored", 0, &["."], |at| {
            write(at, &["a.txt"]);
            std::fs::write(at.join(".ignore"), "*\n").unwrap();
        }),
        folder("an invalid ignore file", 1, &["."], |at| {
            write(at, &["a.txt"]);
            std::fs::write(at.join(".ignore"), b"[\n\xff\n\0\n{{{\n").unwrap();
        }),
    ];
    insta::assert_snapshot!(seen.concat());
}

#[test]
fn a_folder_of_ten_thousand_files() {
    const FILES: usize = 10_000;
    let seen = folder("10,000 files", FILES, &["."], |at| {
        for number in 0..FILES {
            std::fs::write(at.join(format!("{number}.txt")), GOOD).unwrap();
        }
    });
    assert!(seen.contains("done: 10000 documents, 10000 paragraphs\n"));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_strange_names() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let strange = OsStr::from_bytes(b"a\xff.txt");
    let names = ["a b.txt", "a\nb.txt", "a\x1b[31m.txt", "a\t.txt", "-.txt", "ä.txt"];
    let seen = [
        folder("a link to itself", 1, &["."], |at| {
            write(at, &["a.txt"]);
            symlink("b.txt", at.join("b.txt")).unwrap();
        }),
        folder("a link to itself, named", 0, &["b.txt"], |at| {
            symlink("b.txt", at.join("b.txt")).unwrap();
        }),
        folder("a link to its own folder", 1, &["."], |at| {
            write(at, &["x/a.txt"]);
            symlink("..", at.join("x/loop")).unwrap();
        }),
        folder("a link to its own folder, in a pattern", 1, &["x/**/*.txt"], |at| {
            write(at, &["x/a.txt"]);
            symlink("../x", at.join("x/loop")).unwrap();
        }),
        folder("a broken link", 1, &["."], |at| {
            write(at, &["a.txt"]);
            symlink("missing", at.join("b.txt")).unwrap();
        }),
        folder("a link to a file and a folder", 2, &["."], |at| {
            write(at, &["a.txt", "x/b.md"]);
            symlink("a.txt", at.join("c.txt")).unwrap();
            symlink("x", at.join("y.txt")).unwrap();
            std::fs::remove_file(at.join("x/b.md")).unwrap();
        }),
        folder("memory as a file", 1, &["/proc/self/mem", "a.txt"], |at| write(at, &["a.txt"])),
        folder("strange names", names.len(), &["."], |at| write(at, &names)),
        folder("a strange name that is missing", 0, &["a\n\x1b[31mb.txt"], |_| {}),
        folder("a name that is not UTF-8", 1, &["."], |at| {
            std::fs::write(at.join(strange), GOOD).unwrap();
        }),
        folder("a pipe in a folder", 1, &["."], |at| {
            write(at, &["a.txt"]);
            let made = std::process::Command::new("mkfifo").arg(at.join("b.txt")).status();
            assert!(made.unwrap().success());
        }),
    ];
    insta::assert_snapshot!(seen.concat());
}

#[cfg(target_os = "linux")]
#[test]
fn files_without_permission() {
    use std::os::unix::fs::PermissionsExt;

    let forbid = |path: &Path| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o000)).unwrap();
    };
    let folders = tempfile::tempdir().unwrap();
    write(folders.path(), &["a.txt", "b.txt", "x/c.txt"]);
    forbid(&folders.path().join("b.txt"));
    forbid(&folders.path().join("x"));
    let arguments = ["classify", "--model", small_model_path(), "--format", "jsonl", "."];
    let run = Program::unprivileged(arguments).folder(folders.path()).run();
    std::fs::set_permissions(folders.path().join("x"), PermissionsExt::from_mode(0o700)).unwrap();
    assert_eq!((run.code, texts(&run.stdout)), (1, vec![GOOD.to_owned()]));
    let denied = "Permission denied (os error 13)";
    assert_eq!(
        run.stderr,
        format!(
            "error: cannot access `./b.txt`: {denied}\nerror: cannot access `./x`: {denied}\ndone: 1 document, 1 paragraph, 2 unreadable\n"
        )
    );
}

#[test]
fn standard_input() {
    let input = |name: &str, good, options: &[&str], input: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let run = classify(folder.path(), options, input);
        seen(name, &run, good)
    };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, GOOD.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let line = format!("{{\"text\":\"{GOOD}\"}}\n{{\"text\":\"Zin");
    let seen = [
        input("nothing", 0, &[], b""),
        input("a NUL byte", 0, &["-"], b"Zi\0nc"),
        input("gzip", 1, &[], &gzip),
        input("gzip cut off", 1, &[], &gzip[..gzip.len() - 9]),
        input("JSON Lines not said to be", 1, &[], line.as_bytes()),
        input("JSON Lines cut off", 1, &["--input-format", "jsonl"], line.as_bytes()),
        input("a format that does not exist", 0, &["--input-format", "pdf"], b"Zinc."),
        input("given twice", 1, &["-", "-"], GOOD.as_bytes()),
    ];
    insta::assert_snapshot!(seen.concat());
}

#[test]
fn a_text_called_parquet() {
    let folder = tempfile::tempdir().unwrap();
    let run = classify(folder.path(), &["--input-format", "parquet"], b"Zinc.");
    let expected = if cfg!(feature = "parquet") {
        "error: -: not a Parquet file, or damaged: "
    } else {
        "error: -: reading Parquet needs a build with the feature `parquet`\n\
         hint: install it with all features: cargo install --path . --all-features\n"
    };
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}
