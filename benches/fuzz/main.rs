//! Fuzzing: the readers, the model file, label files and settings get input that is broken on
//! purpose, and must neither panic, hang, fill memory, nor lose the good records around it.
//!
//! ```text
//! cargo bench --bench fuzz -- --seconds 600 --seed 2
//! cargo bench --bench fuzz -- --target feed --input FILE
//! ```
//!
//! Inputs are mutated seeds, which are in `tests/data/fuzz`. What is done to them follows from the
//! number of the seed alone. One that leads to a new message becomes a seed of the same run.
//!
//! The work is done in a child process with little memory, since an overflowing stack or a failed
//! allocation ends a process. The input is in a file at that time, so that it is not lost.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a report, and a test")]

mod arguments;
mod child;
mod corpus;
mod files;
mod mutator;
mod program;
mod readers;
mod target;
mod watchdog;

use std::path::Path;
use std::process::{Command, ExitCode};

use self::arguments::Arguments;

/// Where inputs that fail are kept.
const FOUND: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/fuzz");
/// The kilobytes of memory of the child: the seeds, the model, and an input that takes 300 MB.
const MEMORY: u64 = 1 << 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse(std::env::args().skip(1));
    std::fs::create_dir_all(FOUND).unwrap();
    if arguments.child { child::run(&arguments) } else { supervise(&arguments) }
}

/// Runs the child, and says which input ended it.
fn supervise(arguments: &Arguments) -> ExitCode {
    let script = format!("ulimit -d {MEMORY}; exec \"$0\" --child \"$@\"");
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new("bash");
    command.args(["-c", &script]).arg(program).args(std::env::args_os().skip(1));
    let status = command.status().unwrap();
    // Failures that the child has told end it with 1.
    if let Some(code @ 0..=1) = status.code() {
        return if code == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    println!("the process was ended: {status}");
    let name = std::fs::read_to_string(child::current_target()).unwrap_or_default();
    child::keep(&name, Path::new(&child::current_input(&name)), arguments.seed);
    ExitCode::FAILURE
}
