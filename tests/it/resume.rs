//! Killed runs that are resumed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

/// How often each run is killed at a random moment, over and over.
const ROUNDS: u64 = 25;

fn classify(folder: &Path, format: &str, output: &str, resume: bool) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("themewise"));
    let state = folder.join("state");
    command.arg("classify").args(["--format", format, "--threads", "2", "--quiet"]);
    command.arg("--output").arg(folder.join(output));
    command.arg("--errors").arg(folder.join(format!("{output}.errors")));
    if resume {
        command.arg("--resume").arg(state);
    }
    command.arg(folder.join("input")).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Records with fields, bad ones among them, and a text in several pieces.
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

/// Kills a run after some time, unless it is done before; returns whether it is done.
fn kill_after(mut child: Child, time: Duration) -> bool {
    thread::sleep(time);
    let done = child.try_wait().unwrap().is_some_and(|status| {
        assert!(matches!(status.code(), Some(0 | 1)), "{status}");
        true
    });
    // SIGKILL: nothing of it can be cleaned up.
    let _ = child.kill();
    child.wait().unwrap();
    done
}

fn check(format: &str) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    let begin = std::time::Instant::now();
    let whole = classify(folder, format, "whole", false).output().unwrap();
    assert_eq!(whole.status.code(), Some(1), "{}", String::from_utf8_lossy(&whole.stderr));
    let usual = begin.elapsed();
    let mut random = ChaCha8Rng::seed_from_u64(0);
    let mut kills = 0;
    for round in 0..ROUNDS {
        let output = "resumed";
        // Later and later, lest a busy machine gets nowhere.
        let mut times = (0..)
            .map(|attempt| usual.mul_f64(random.gen_range(0.1..0.9) + 0.1 * f64::from(attempt)));
        while !kill_after(
            classify(folder, format, output, true).spawn().unwrap(),
            times.next().unwrap(),
        ) {
            // It may have been killed when its output was in place already.
            let seen = fs::read(folder.join(output)).ok();
            let whole = fs::read(folder.join("whole")).unwrap();
            assert!(seen.is_none_or(|seen| seen == whole), "round {round}: it is not whole");
            kills += 1;
            assert!(kills < 50 * ROUNDS, "it gets nowhere");
        }
        for suffix in ["", ".errors"] {
            let [expected, found] = ["whole", output]
                .map(|name| fs::read(folder.join(format!("{name}{suffix}"))).unwrap());
            assert!(expected == found, "round {round}: {suffix} differs after {kills} kills");
            fs::remove_file(folder.join(format!("{output}{suffix}"))).unwrap();
        }
        let left = ["state", "resumed.part"].map(|name| folder.join(name).exists());
        assert_eq!(left, [false, false], "round {round}");
    }
    assert!(kills >= ROUNDS, "only {kills} kills");
}

#[test]
fn json_lines_are_the_same_however_often_a_run_is_killed() {
    check("jsonl");
}

#[test]
#[cfg(feature = "parquet")]
fn parquet_is_the_same_however_often_a_run_is_killed() {
    check("parquet");
}

#[test]
fn another_run_does_not_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write_input(folder);
    let child = classify(folder, "jsonl", "out", true).spawn().unwrap();
    kill_after(child, Duration::from_millis(900));
    if !folder.join("state").exists() {
        // A machine so fast that it is done.
        return;
    }
    for (change, expected) in [
        (&["--unit", "document"][..], "it is of another run"),
        (&["--all"], "it is of another run"),
    ] {
        let run = classify(folder, "jsonl", "out", true).args(change).output().unwrap();
        assert_eq!(run.status.code(), Some(2));
        let message = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(message.contains(expected), "{message}");
    }
    fs::write(folder.join("input/c.txt"), "Tariffs.\n").unwrap();
    let run = classify(folder, "jsonl", "out", true).output().unwrap();
    assert_eq!(run.status.code(), Some(2));
    fs::write(folder.join("state"), "{}").unwrap();
    let run = classify(folder, "jsonl", "out", true).output().unwrap();
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(message.contains("it is not a checkpoint"), "{message}");
}

/// It was killed when its end was written, but its output not yet in place.
#[test]
fn the_end_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("input")).unwrap();
    fs::write(folder.join("input/a.txt"), "Tariffs on steel rose.\n").unwrap();
    // A folder cannot be replaced by a file.
    fs::create_dir_all(folder.join("out/in the way")).unwrap();
    let run = |output| {
        let mut command = classify(folder, "stix", output, true);
        command.env("SOURCE_DATE_EPOCH", "0").output().unwrap()
    };
    assert_eq!(run("out").status.code(), Some(2));
    assert!(folder.join("state").exists() && folder.join("out.part").exists());
    fs::remove_dir_all(folder.join("out")).unwrap();
    assert_eq!(run("out").status.code(), Some(0));
    let text = fs::read(folder.join("out")).unwrap();
    serde_json::from_slice::<serde_json::Value>(&text).unwrap();
    assert_eq!([folder.join("state").exists(), folder.join("out.part").exists()], [false, false]);
}
