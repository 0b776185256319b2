//! Cold start and peak memory of the program, measured on child processes.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::clock::peak_memory;

/// Starts the program, waiting for text to classify.
fn classify(program: &OsStr) -> io::Result<Child> {
    Command::new(program)
        .args(["classify", "--quiet", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
}

/// The median time from process start to exit, for an input of one word.
pub(super) fn cold_start(program: &OsStr) -> io::Result<Duration> {
    const RUNS: usize = 11;
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let begin = Instant::now();
        let mut child = classify(program)?;
        child.stdin.take().expect("it is piped").write_all(b"tariffs\n")?;
        child.wait_with_output()?;
        times.push(begin.elapsed());
    }
    times.sort();
    Ok(times[RUNS / 2])
}

/// The peak memory of classifying a stream, in bytes; `None` if the system does not report it.
pub(super) fn memory<'a>(
    program: &OsStr,
    stream: impl Iterator<Item = &'a [u8]>,
) -> io::Result<Option<u64>> {
    const BLOCK: usize = 1 << 20;
    let mut child = classify(program)?;
    let (id, mut output) = (child.id(), child.stdout.take().expect("it is piped"));
    let reader = thread::spawn(move || io::copy(&mut output, &mut io::sink()));
    let mut input = child.stdin.take().expect("it is piped");
    let mut peak = None;
    for block in stream.flat_map(|bytes| bytes.chunks(BLOCK)) {
        input.write_all(block)?;
        peak = peak_memory(id).max(peak);
    }
    drop(input);
    while !reader.is_finished() {
        peak = peak_memory(id).max(peak);
        thread::sleep(Duration::from_millis(1));
    }
    reader.join().expect("copying does not panic")?;
    child.wait()?;
    Ok(peak)
}
