//! The arguments of the fuzzer.

use std::path::PathBuf;

/// What to fuzz, and for how long.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) seconds: u64,
    pub(crate) seed: u64,
    /// A part of the names of the targets; empty for all.
    pub(crate) target: String,
    /// One input to try instead of many.
    pub(crate) input: Option<PathBuf>,
    /// Whether this is the process that works.
    pub(crate) child: bool,
}

impl Arguments {
    /// Parses arguments; ignores those that cargo adds.
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Self {
        let mut parsed =
            Self { seconds: 10, seed: 1, target: String::new(), input: None, child: false };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_default();
            match argument.as_str() {
                "--seconds" => parsed.seconds = value().parse().expect("a number of seconds"),
                "--seed" => parsed.seed = value().parse().expect("a number"),
                "--target" => parsed.target = value(),
                "--input" => parsed.input = Some(value().into()),
                "--child" => parsed.child = true,
                _ => {}
            }
        }
        parsed
    }
}
