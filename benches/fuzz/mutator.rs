//! Breaks inputs.

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// The most bytes of an input, but for a few.
const USUAL: usize = 1 << 16;
/// The most bytes of any.
const LARGEST: usize = 1 << 21;
/// Numbers at which counts and lengths break.
const NUMBERS: [&str; 14] = [
    "0",
    "1",
    "-1",
    "2",
    "127",
    "128",
    "255",
    "65536",
    "2147483648",
    "4294967295",
    "18446744073709551615",
    "99999999999999999999999",
    "1e999",
    "0.5",
];

/// An input made from others by a few random changes. `words` are parts that mean something in the
/// format.
pub(crate) fn mutated(pool: &[Vec<u8>], words: &[&str], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut input = pool.choose(random).cloned().unwrap_or_default();
    for _ in 0..random.gen_range(1..=6) {
        change(&mut input, pool, words, random);
    }
    let most = if random.gen_ratio(1, 50) { LARGEST } else { USUAL };
    input.truncate(most);
    input
}

fn change(input: &mut Vec<u8>, pool: &[Vec<u8>], words: &[&str], random: &mut ChaCha8Rng) {
    let place = random.gen_range(0..=input.len());
    let length = match random.gen_range(0..4) {
        0 => random.gen_range(0..=input.len() - place),
        _ => random.gen_range(0..=16).min(input.len() - place),
    };
    let end = place + length;
    let part = input[place..end].to_vec();
    match random.gen_range(0..12) {
        0 if place < input.len() => input[place] ^= 1 << random.gen_range(0..8),
        1 if place < input.len() => input[place] = random.r#gen(),
        2 => drop(input.drain(place..end)),
        3 => drop(input.splice(place..place, part)),
        4 => drop(input.splice(place..place, word(words, random))),
        5 => drop(input.splice(place..end, word(words, random))),
        6 => input.truncate(place),
        7 => repeat(input, place, &part, words, random),
        8 => drop(input.splice(place..end, foreign(pool, random))),
        9 => number(input, place, random),
        10 => {
            let noise: Vec<u8> = (0..length).map(|_| random.r#gen()).collect();
            input.splice(place..end, noise);
        }
        _ => input.rotate_left(place),
    }
}

fn word(words: &[&str], random: &mut ChaCha8Rng) -> Vec<u8> {
    words.choose(random).map(|word| word.as_bytes().to_vec()).unwrap_or_default()
}

/// A part of another input.
fn foreign(pool: &[Vec<u8>], random: &mut ChaCha8Rng) -> Vec<u8> {
    let other = pool.choose(random).map_or(&[][..], Vec::as_slice);
    let begin = random.gen_range(0..=other.len());
    let end = random.gen_range(begin..=other.len());
    other[begin..end].to_vec()
}

/// Repeats a part or a word: up to a hundred thousand times, since depth and number are what
/// overflows.
fn repeat(input: &mut Vec<u8>, place: usize, part: &[u8], words: &[&str], random: &mut ChaCha8Rng) {
    let part = if random.r#gen() { part.to_vec() } else { word(words, random) };
    let most = [10, 100, 2000, 100_000].choose(random).copied().unwrap_or(10);
    let fits = (LARGEST / 2) / part.len().max(1);
    let repeated = part.repeat(random.gen_range(1..=most).min(fits));
    input.splice(place..place, repeated);
}

/// Replaces the next number.
fn number(input: &mut Vec<u8>, place: usize, random: &mut ChaCha8Rng) {
    let Some(found) = input[place..].iter().position(u8::is_ascii_digit) else { return };
    let begin = place + found;
    let length = input[begin..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let new = NUMBERS.choose(random).copied().unwrap_or("0");
    input.splice(begin..begin + length, new.bytes());
}
