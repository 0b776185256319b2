//! Tries inputs until time is up.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::FOUND;
use crate::arguments::Arguments;
use crate::mutator::mutated;
use crate::target::{Target, shape};
use crate::watchdog::Watchdog;
use crate::{files, program, readers};

/// The most bytes that reading one input may take.
const MEMORY: u64 = 300 << 20;
/// The most inputs of a target that are kept for their messages.
const POOL: usize = 400;
/// The most bytes of these, so that inputs do not become longer and longer, and slower.
const LONGEST: usize = 64 << 10;

/// The file with the input of a target while it is tried.
pub(crate) fn current_input(target: &str) -> String {
    format!("{FOUND}/{target}.current")
}

/// The file with the name of the target that is at work.
pub(crate) fn current_target() -> String {
    format!("{FOUND}/target")
}

/// Keeps an input that failed, and says how to try it again.
pub(crate) fn keep(target: &str, input: &Path, seed: u64) {
    let bytes = fs::read(input).unwrap_or_default();
    let mut hash = DefaultHasher::new();
    bytes.hash(&mut hash);
    let kept = format!("{FOUND}/{target}-{:016x}", hash.finish());
    fs::write(&kept, bytes).unwrap();
    println!("found with --seed {seed}; try it again:");
    println!("    cargo bench --bench fuzz -- --target {target} --input {kept}");
}

/// What has been tried, and what failed.
struct Fuzzer<'a> {
    arguments: &'a Arguments,
    watchdog: Watchdog,
    tried: BTreeMap<&'static str, u64>,
    /// The targets and messages of failures; the same is told once.
    failures: BTreeSet<(String, String)>,
}

/// Tries inputs of all targets in turns.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let all = [readers::targets(), files::targets(), program::targets()];
    let wanted = |target: &Target| target.name.contains(&arguments.target);
    let mut targets: Vec<_> = all.into_iter().flatten().filter(wanted).collect();
    assert!(!targets.is_empty(), "no target `{}`", arguments.target);
    let (tried, failures) = (BTreeMap::new(), BTreeSet::new());
    let mut fuzzer = Fuzzer { arguments, watchdog: Watchdog::new(), tried, failures };
    if let Some(input) = &arguments.input {
        let input = fs::read(input).unwrap();
        for target in &targets {
            fuzzer.attempt(target, &input);
        }
    } else {
        fuzzer.search(&mut targets);
    }
    fuzzer.report()
}

impl Fuzzer<'_> {
    fn search(&mut self, targets: &mut [Target]) {
        let mut known: Vec<BTreeSet<String>> = vec![BTreeSet::new(); targets.len()];
        for (target, known) in targets.iter().zip(&mut known) {
            known.extend(target.seeds.iter().filter_map(|seed| self.attempt(target, seed)));
        }
        let end = Instant::now() + Duration::from_secs(self.arguments.seconds);
        for turn in 0_u64.. {
            for (number, (target, known)) in targets.iter_mut().zip(&mut known).enumerate() {
                if Instant::now() > end {
                    return;
                }
                if !turn.is_multiple_of(target.rarity) {
                    continue;
                }
                let mut random = ChaCha8Rng::seed_from_u64(self.arguments.seed);
                random.set_stream(number as u64);
                random.set_word_pos(u128::from(turn) << 32);
                let input = mutated(&target.seeds, target.words, &mut random);
                let outcome = self.attempt(target, &input);
                let new = outcome.is_some_and(|outcome| known.insert(outcome));
                if new && target.seeds.len() < POOL && input.len() <= LONGEST {
                    target.seeds.push(input);
                }
            }
        }
    }

    /// Tries an input; returns what it led to, unless that must not be.
    fn attempt(&mut self, target: &Target, input: &[u8]) -> Option<String> {
        *self.tried.entry(target.name).or_default() += 1;
        let path = current_input(target.name);
        fs::write(&path, input).unwrap();
        fs::write(current_target(), target.name).unwrap();
        let place = format!("{FOUND}/{}.read", target.name);
        let mut outcome = None;
        let memory = allocation_counter::measure(|| {
            let run = || (target.run)(Path::new(&place), input);
            outcome = Some(self.watchdog.watch(|| catch_unwind(AssertUnwindSafe(run))));
        });
        let failure = match outcome? {
            Ok(Ok(_)) if memory.bytes_max > MEMORY => format!("it took {} bytes", memory.bytes_max),
            Ok(Ok(outcome)) => return Some(outcome),
            Ok(Err(wrong)) => wrong,
            Err(panic) => format!("panic: {}", message(panic.as_ref())),
        };
        if self.failures.insert((target.name.to_owned(), shape(&failure))) {
            println!("{}: {failure}", target.name);
            keep(target.name, Path::new(&path), self.arguments.seed);
        }
        None
    }

    fn report(&self) -> ExitCode {
        let sum: u64 = self.tried.values().sum();
        let each: Vec<_> =
            self.tried.iter().map(|(name, count)| format!("{name} {count}")).collect();
        println!("{sum} inputs: {}; {} failures", each.join(", "), self.failures.len());
        ExitCode::from(u8::from(!self.failures.is_empty()))
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message")
}
