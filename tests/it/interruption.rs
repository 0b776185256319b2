//! Signals and full disks.
#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::Program;

/// One format that is written row by row, and one that is written at the end.
const FORMATS: &[&str] = &[
    "jsonl",
    #[cfg(feature = "parquet")]
    "parquet",
];

const SENTENCE: &str = "The minister of trade said that tariffs on steel would rise again.\n";

fn classify(arguments: &[&str]) -> Output {
    Program::new(["classify"]).arguments(arguments).output()
}

/// The names of files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn message(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Waits until a condition is true; panics if that takes too long.
fn wait_until(what: &str, is_true: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_true() {
        assert!(begin.elapsed() < Duration::from_secs(100), "waited in vain: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Whether a process has a handler for SIGTERM.
#[cfg(target_os = "linux")]
fn handles_sigterm(process: u32) -> bool {
    const SIGTERM: u32 = 15;
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let handled = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
    u64::from_str_radix(handled, 16).unwrap() >> (SIGTERM - 1) & 1 == 1
}

/// Starts a run that waits for more input, and sends it a signal once `begun` holds. `begun` gets
/// the process id and the number of bytes on standard output.
fn interrupt(signal: &str, arguments: &[&str], begun: impl Fn(u32, usize) -> bool) -> Output {
    let mut child = Program::new(["classify"]).arguments(arguments).start();
    let process = child.id();
    let mut out = child.stdout.take().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let reader = thread::spawn(move || {
        let (mut bytes, mut buffer) = (Vec::new(), [0; 8192]);
        loop {
            let length = out.read(&mut buffer).unwrap();
            if length == 0 {
                return bytes;
            }
            bytes.extend_from_slice(&buffer[..length]);
            counted.store(bytes.len(), Ordering::Relaxed);
        }
    });
    let mut input = child.stdin.take().unwrap();
    input.write_all(SENTENCE.repeat(20_000).as_bytes()).unwrap();
    wait_until("the run begins", || begun(process, count.load(Ordering::Relaxed)));
    let kill = Command::new("kill").args([signal, &process.to_string()]).status().unwrap();
    assert!(kill.success());
    let mut output = child.wait_with_output().unwrap();
    output.stdout = reader.join().unwrap();
    drop(input);
    output
}

#[test]
fn a_signal_ends_a_run_between_two_rows_though_it_waits_for_input() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let output = interrupt(signal, &["-", "--format", "jsonl"], |_, bytes| bytes > 0);
        assert_eq!(output.status.code(), Some(code));
        assert_eq!(message(&output), "interrupted\n");
        let rows = String::from_utf8(output.stdout).unwrap();
        assert!(rows.ends_with("}\n"), "{:?}", rows.get(rows.len().saturating_sub(80)..));
        assert!(rows.lines().all(|row| serde_json::from_str::<serde_json::Value>(row).is_ok()));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_leaves_no_unfinished_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for format in FORMATS {
        let output = interrupt(
            "-TERM",
            &["-", "--format", format, "--output", &path("out"), "--report", &path("page")],
            |process, _| handles_sigterm(process) && !names(folder.path()).is_empty(),
        );
        assert_eq!(output.status.code(), Some(143), "{format}");
        assert_eq!(names(folder.path()), Vec::<String>::new(), "{format}");
    }
}

#[test]
fn a_full_disk_is_reported_and_leaves_no_partial_file() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Program::new(["classify", "tests/data/article.txt"]).stdout(full).output();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        message(&output),
        "error: cannot write the output: No space left on device (os error 28)\n"
    );

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("in.txt"), SENTENCE.repeat(20_000)).unwrap();
    fs::write(path("out"), "old").unwrap();
    // With a limit of one megabyte per file, writes fail as on a full disk.
    let limited = |arguments: &[&str]| {
        Program::limited("-f 1024", ["classify"]).arguments(arguments).output()
    };
    let (input, out, state) = (path("in.txt"), path("out"), path("state"));
    for format in [
        "jsonl",
        "csv",
        #[cfg(feature = "parquet")]
        "parquet",
    ] {
        let output = limited(&["--format", format, "--all", &input, "--output", &out]);
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(message(&output).contains("File too large"), "{}", message(&output));
        assert_eq!(fs::read_to_string(&out).unwrap(), "old", "{format}");
        assert_eq!(names(folder.path()), ["in.txt", "out"], "{format}");
    }
    // The run can be resumed once there is space.
    let arguments = ["--format", "jsonl", "--quiet", &input, "--output", &out, "--resume", &state];
    assert_eq!(limited(&arguments).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&out).unwrap(), "old");
    let output = classify(&arguments);
    assert_eq!((output.status.code(), message(&output)), (Some(0), String::new()));
    let whole = classify(&["--quiet", "--format", "jsonl", &input]).stdout;
    assert!(fs::read(&out).unwrap() == whole);
    assert_eq!(names(folder.path()), ["in.txt", "out"]);
}

#[test]
fn strict_ends_at_the_first_error_and_writes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("in.jsonl"), "{\"text\":\"Tariffs rose.\"}\n{}\n{\"text\":\"Tariffs fell.\"}\n")
        .unwrap();
    let arguments = [&*path("in.jsonl"), "--strict", "--output", &path("out")];
    let output = classify(&arguments);
    assert_eq!(output.status.code(), Some(1));
    let expected = format!("error: {}:2: no field `text`: found none\n", path("in.jsonl"));
    assert_eq!(message(&output), expected);
    assert_eq!(names(folder.path()), ["in.jsonl"]);
}

#[test]
fn errors_are_kept_as_json_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("in.jsonl"), "{}\n".repeat(25) + "{\"text\":\"Tariffs rose.\"}\n").unwrap();
    let (input, errors) = (path("in.jsonl"), path("errors"));
    let output = classify(&[&input, &path("missing.txt"), "--errors", &errors]);
    assert_eq!(output.status.code(), Some(1));
    let said = message(&output);
    assert_eq!(said.lines().filter(|line| line.starts_with("error:")).count(), 11, "{said}");
    assert!(said.contains("further errors of this source are only counted"), "{said}");
    assert!(said.ends_with("done: 1 document, 1 paragraph, 26 unreadable\n"), "{said}");
    let kept = fs::read_to_string(&errors).unwrap();
    let lines: Vec<serde_json::Value> =
        kept.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 26);
    assert_eq!(lines[24]["line"], 25);
    assert_eq!(lines[24]["file"], input.as_str());
    assert!(lines[25]["error"].as_str().unwrap().starts_with("cannot access"));
}
