//! Ends the process if an input takes too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The time limit of an input. Machines may be busy, and a fuzzer has the lowest priority on them.
const PATIENCE: Duration = Duration::from_secs(60);

/// Watches the inputs of one thread.
pub(crate) struct Watchdog {
    begin: Instant,
    /// Milliseconds until the input began, plus one; 0 while there is none.
    input: Arc<AtomicU64>,
}

impl Watchdog {
    pub(crate) fn new() -> Self {
        let (begin, input) = (Instant::now(), Arc::new(AtomicU64::new(0)));
        let watched = input.clone();
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(200));
                let since = watched.load(Ordering::Relaxed);
                let now = u64::try_from(begin.elapsed().as_millis()).unwrap();
                if since > 0 && now - (since - 1) > u64::try_from(PATIENCE.as_millis()).unwrap() {
                    println!("an input takes more than {PATIENCE:?}");
                    std::process::abort();
                }
            }
        });
        Self { begin, input }
    }

    /// Runs something within the time limit.
    pub(crate) fn watch<T>(&self, run: impl FnOnce() -> T) -> T {
        let now = u64::try_from(self.begin.elapsed().as_millis()).unwrap();
        self.input.store(now + 1, Ordering::Relaxed);
        let result = run();
        self.input.store(0, Ordering::Relaxed);
        result
    }
}
