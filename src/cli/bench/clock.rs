//! Wall-clock time, CPU time and memory.

use std::time::{Duration, Instant};

use serde::Serialize;

use super::corpus::Size;

/// The speed of one measurement over a corpus.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Speed {
    seconds: f64,
    /// CPU time of this thread; `None` if the system does not report it.
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu_seconds: Option<f64>,
    pub(super) megabytes_per_second: f64,
    pub(super) paragraphs_per_second: f64,
    pub(super) words_per_second: f64,
}

impl Speed {
    /// The median of several runs, by CPU time if `alone` (on one thread). Each run repeats the
    /// work until it is long enough to time.
    pub(super) fn measure<E>(
        size: Size,
        alone: bool,
        mut run: impl FnMut() -> Result<(), E>,
    ) -> Result<Self, E> {
        const RUNS: usize = 3;
        const MIN_DURATION: Duration = Duration::from_millis(50);
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let (begin, cpu) = (Instant::now(), cpu_seconds());
            let mut passes = 0.0;
            while passes == 0.0 || begin.elapsed() < MIN_DURATION {
                run()?;
                passes += 1.0;
            }
            let used = cpu_seconds().zip(cpu).map(|(end, begin)| (end - begin) / passes);
            times.push((begin.elapsed().as_secs_f64() / passes, used.filter(|_| alone)));
        }
        times.sort_by(|a, b| a.1.unwrap_or(a.0).total_cmp(&b.1.unwrap_or(b.0)));
        let (seconds, cpu_seconds) = times[RUNS / 2];
        let per_second = |count: usize| count as f64 / cpu_seconds.unwrap_or(seconds);
        Ok(Self {
            seconds,
            cpu_seconds,
            megabytes_per_second: per_second(size.bytes) / 1e6,
            paragraphs_per_second: per_second(size.paragraphs),
            words_per_second: per_second(size.words),
        })
    }
}

/// The CPU time of this thread in seconds, if Linux reports it.
fn cpu_seconds() -> Option<f64> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = statistics.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The peak memory of a process in bytes, if Linux reports it.
pub(super) fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
