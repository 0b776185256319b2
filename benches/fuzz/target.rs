//! What is fuzzed.

use std::path::Path;

/// How an input is tried: the messages it led to, or what must not be.
pub(crate) type Try = Box<dyn Fn(&Path, &[u8]) -> Result<String, String>>;

/// One thing that reads input.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// Inputs to break.
    pub(crate) seeds: Vec<Vec<u8>>,
    /// Parts that mean something in the format.
    pub(crate) words: &'static [&'static str],
    /// Gets the input, and a path at which it is.
    pub(crate) run: Try,
    /// Of how many turns it gets one.
    pub(crate) rarity: u64,
}

/// A message without what differs between equal problems: names, numbers, and causes that quote.
pub(crate) fn shape(message: &str) -> String {
    let kept = message.split('`').step_by(2).collect::<String>();
    let kept = kept.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ');
    kept.take(100).collect()
}
