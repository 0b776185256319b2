//! What only the program reads: settings, and the state of an interrupted run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::corpus::seeds;
use crate::target::{Target, Try, shape};

/// The program; it takes a thousand times as long to start as a reader to read.
const PROGRAM: &str = env!("CARGO_BIN_EXE_themewise");

pub(crate) fn targets() -> Vec<Target> {
    let settings: Try = Box::new(|path, input| {
        std::fs::write(path, input).unwrap();
        run(Command::new(PROGRAM).args(["classify", "--help"]).env("THEMEWISE_CONFIG", path))
    });
    let interrupted = Interrupted::new();
    let mut states = seeds("state");
    states.insert(0, interrupted.state.clone());
    let state: Try = Box::new(move |_, input| interrupted.resumed(input));
    let target = |name, seeds, words, run| Target { name, seeds, words, run, rarity: 100 };
    vec![
        target("settings", seeds("settings"), SETTINGS, settings),
        target("state", states, STATE, state),
    ]
}

/// A run that was killed.
struct Interrupted {
    folder: PathBuf,
    /// What it had written.
    rows: Vec<u8>,
    state: Vec<u8>,
}

impl Interrupted {
    fn new() -> Self {
        let folder = PathBuf::from(crate::FOUND).join("interrupted");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("input.txt"), "Tariffs on steel rose again.\n\n".repeat(60_000))
            .unwrap();
        let state = folder.join("state");
        drop(fs::remove_file(&state));
        let mut child = command(&folder).spawn().unwrap();
        while !state.exists() && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        drop(child.kill());
        child.wait().unwrap();
        let read = |name: &str| fs::read(folder.join(name)).unwrap_or_default();
        let (rows, state) = (read("rows.part"), read("state"));
        Self { folder, rows, state }
    }

    /// The same run with this state.
    fn resumed(&self, state: &[u8]) -> Result<String, String> {
        fs::write(self.folder.join("rows.part"), &self.rows).unwrap();
        fs::write(self.folder.join("state"), state).unwrap();
        run(&mut command(&self.folder))
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).stdin(Stdio::null());
    let options =
        "classify --quiet --threads 1 --format csv --output rows --resume state input.txt";
    command.args(options.split(' '));
    command
}

/// Runs the program, which must end by itself and without a panic.
fn run(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0..=2) => Ok(said.lines().map(shape).collect()),
        _ => Err(format!("{}: {said}", output.status)),
    }
}

const SETTINGS: &[&str] = &[
    "[classify]\n",
    "[train]\n",
    "[[classify]]\n",
    "format = ",
    "\"jsonl\"\n",
    "threads = ",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "a = {a = ",
    "a.b = 1\n",
    "=",
    "\n",
    "\"\"\"",
    "'",
    "-1",
    "true",
    "inf",
    "1979-05-27",
    "\\u0000",
    "#",
];
const STATE: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "null",
    "-1",
    "18446744073709551615",
    "\"position\":",
    "\"summary\":",
    "\"begun\":",
    "\"written\":",
    "true",
    "\"",
    ",",
    ":",
];
