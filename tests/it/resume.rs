//! Runs that are killed and resumed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::Duration;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use crate::program::Program;
use crate::support::article_model_path;

fn classify(folder: &Path, format: &str, output: &str) -> Program {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    Program::new(["classify", "--format", format, "--threads", "2", "--quiet"]).arguments([
        "--model",
        article_model_path(),
        "--output",
        &path(output),
        "--errors",
        &path(&format!("{output}.errors")),
        &path("input"),
    ])
}

/// The same run, resumed where it was killed.
fn resume(folder: &Path, format: &str, output: &str) -> Program {
    let state = folder.join("state");
    classify(folder, format, output).arguments(["--resume".as_ref(), state.as_os_str()])
}

/// The number of kills in the usual tests, and in the slow ones.
const FEW: usize = 5;
const MANY: usize = 25;

/// The most bytes that a run writes before it is killed: a part of the whole output.
const MAX_WRITTEN: u64 = 2_000_000;

/// Writes records with fields, some of them invalid, and a text in several chunks.
fn write_input(folder: &Path) {
    let input = folder.join("input");
    fs::create_dir(&input).unwrap();
    let sentence = "The minister of trade said on Monday that tariffs on steel would rise again. ";
    let mut lines = String::new();
    for number in 0..12_000 {
        let text = &sentence[..40 + number % 37];
        if number % 1000 == 7 {
            lines.push_str("not json\n");
        } else {
            let line =
                json!({"id": number, "text": format!("{number} {text}"), "n": [number, 1.5]});
            writeln!(lines, "{line}").unwrap();
        }
    }
    fs::write(input.join("a.jsonl"), lines).unwrap();
    fs::write(input.join("b.txt"), format!("{}\n", sentence.repeat(3)).repeat(4_000)).unwrap();
}

/// The moment at which a run is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// After it has written this many bytes more than the run before it.
    Written(u64),
    /// After it has written a checkpoint.
    Kept,
}

/// Kills a run at a moment, unless it ends before; returns whether it ended.
fn kill(mut child: Child, folder: &Path, moment: Moment) -> bool {
    let length = || fs::metadata(folder.join("resumed.part")).map_or(0, |part| part.len());
    let kept = || fs::read(folder.join("state")).ok();
    let (length_before, kept_before) = (length(), kept());
    let has_come = || match moment {
        Moment::Written(bytes) => length() >= length_before + bytes,
        Moment::Kept => kept() != kept_before,
    };
    while !has_come() {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(matches!(status.code(), Some(0 | 1)), "{status}");
            return true;
        }
        thread::sleep(Duration::from_millis(1));
    }
    // SIGKILL: the program cannot clean up.
    child.kill().unwrap();
    child.wait().unwrap();
    false
}

/// Kills and resumes a run at least `kills` times, and compares its output with that of an
/// uninterrupted run.
fn check(format: &str, kills: usize) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    let whole = classify(folder, format, "whole").run();
    assert_eq!(whole.code, 1, "{}", whole.stderr);
    let files = |name: &str| {
        ["", ".errors"].map(|suffix| fs::read(folder.join(format!("{name}{suffix}"))).ok())
    };
    let whole = files("whole");
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let (mut killed, mut kept) = (0, 0);
    while killed < kills || kept == 0 {
        let moment = if random.gen_bool(0.5) {
            Moment::Written(random.gen_range(1..MAX_WRITTEN))
        } else {
            Moment::Kept
        };
        let run = resume(folder, format, "resumed").start();
        if !kill(run, folder, moment) {
            killed += 1;
            kept += usize::from(folder.join("state").exists());
            assert!(killed < 100 * kills, "no run has kept how far it has come");
            // The output may already be in place.
            let [output, _] = files("resumed");
            assert!(output.is_none() || output == whole[0], "kill {killed}: part of an output");
            continue;
        }
        assert!(files("resumed") == whole, "the output differs after {killed} kills");
        let left = ["state", "resumed.part"].map(|name| folder.join(name).exists());
        assert_eq!(left, [false, false], "after {killed} kills");
        fs::remove_file(folder.join("resumed")).unwrap();
    }
    // The last one is not killed.
    assert_eq!(resume(folder, format, "resumed").run().code, 1);
    assert!(files("resumed") == whole, "the output differs after {killed} kills");
}

#[test]
fn json_lines_are_the_same_however_often_a_run_is_killed() {
    check("jsonl", FEW);
}

#[test]
#[ignore = "needs a minute"]
fn json_lines_are_the_same_after_many_kills() {
    check("jsonl", MANY);
}

#[test]
#[cfg(feature = "parquet")]
fn parquet_is_the_same_however_often_a_run_is_killed() {
    check("parquet", FEW);
}

#[test]
#[cfg(feature = "parquet")]
#[ignore = "needs a minute"]
fn parquet_is_the_same_after_many_kills() {
    check("parquet", MANY);
}

#[test]
fn another_run_is_not_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    leave_unfinished(folder, "jsonl");
    for change in [&["--unit", "document"][..], &["--all"]] {
        let run = resume(folder, "jsonl", "out").arguments(change).run();
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("it is of another run"), "{}", run.stderr);
    }
    fs::write(folder.join("input/c.txt"), "Tariffs.\n").unwrap();
    assert_eq!(resume(folder, "jsonl", "out").run().code, 2);
    fs::write(folder.join("state"), "{}").unwrap();
    let run = resume(folder, "jsonl", "out").run();
    assert!(run.stderr.contains("it is not a checkpoint"), "{}", run.stderr);
}

/// Leaves a run that has written everything but cannot move its output into place, because a folder
/// is there.
fn leave_unfinished(folder: &Path, format: &str) {
    fs::create_dir(folder.join("input")).unwrap();
    fs::write(folder.join("input/a.txt"), "Tariffs on steel rose.\n").unwrap();
    fs::create_dir_all(folder.join("out/in the way")).unwrap();
    assert_eq!(resume(folder, format, "out").variable("SOURCE_DATE_EPOCH", "0").run().code, 2);
    assert!(folder.join("state").exists() && folder.join("out.part").exists());
}

#[test]
fn the_end_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    leave_unfinished(folder, "stix");
    fs::remove_dir_all(folder.join("out")).unwrap();
    let run = resume(folder, "stix", "out").variable("SOURCE_DATE_EPOCH", "0").run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = fs::read(folder.join("out")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&text).unwrap();
    assert_eq!([folder.join("state").exists(), folder.join("out.part").exists()], [false, false]);
}
