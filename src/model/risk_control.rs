//! Thresholds with guaranteed precision or recall.
//!
//! A threshold may reach a precision on the labelled paragraphs by luck. These thresholds hold for
//! paragraphs like the labelled ones with a known probability, for any model and any number of
//! labels. With too few labels, there is no such threshold.

use super::{OperatingCurve, OperatingPoint};

/// The maximum probability that a guaranteed precision does not hold.
pub const DELTA: f64 = 0.1;

/// The lowest threshold of a theme at which labels have at least this precision, with probability 1
/// − [`DELTA`]; `None` if there are too few labels or too many false positives.
///
/// Learn then test (Angelopoulos, Bates, Candès, Jordan and Lei 2021, “Learn then Test: Calibrating
/// Predictive Algorithms to Achieve Risk Control”) with fixed sequence testing: starting at the
/// highest threshold that enough paragraphs reach, each threshold is tested against the hypothesis
/// that its precision is lower, until a test fails. The p-value is the exact binomial one.
pub fn precision_threshold(curve: &OperatingCurve, precision: f64) -> Option<f32> {
    // Start where two false positives still pass; a higher start would often fail by bad luck.
    let enough = enough(curve.paragraphs().given, precision)?;
    let sequence = curve.points.iter().zip(OperatingCurve::thresholds()).rev();
    let mut sequence = sequence.skip_while(|(point, _)| point.given < enough);
    let passes = |point: &OperatingPoint| tail(point.given, point.hits, precision) <= DELTA;
    let proven = sequence.by_ref().take_while(|(point, _)| passes(point));
    proven.last().map(|(_, threshold)| threshold)
}

/// The highest threshold of a theme at which a paragraph with the theme gets the label with at
/// least this probability; `None` if too few paragraphs have the theme.
///
/// Conformal risk control (Angelopoulos, Bates, Fisch, Lei and Schuster 2022) of the miss rate,
/// which never falls as the threshold rises. It counts one additional paragraph with the theme as a
/// miss.
pub fn recall_threshold(curve: &OperatingCurve, recall: f64) -> Option<f32> {
    let with = curve.paragraphs().hits;
    let holds = |point: &OperatingPoint| {
        let misses = f64::from(with - point.hits) + 1.0;
        misses <= (1.0 - recall) * (f64::from(with) + 1.0)
    };
    let kept = curve.points.iter().zip(OperatingCurve::thresholds()).rev();
    kept.filter(|(point, _)| holds(point)).map(|(_, threshold)| threshold).next()
}

/// The lowest number of labels, of at most `most`, of which two may be false and the test passes.
fn enough(most: u32, precision: f64) -> Option<u32> {
    let passes = |given: u32| tail(given, given - 2, precision) <= DELTA;
    let (mut fails, mut found) = (1, most);
    if most < 2 {
        return None;
    }
    // More labels with two false ones are always better.
    while found - fails > 1 {
        let middle = fails + (found - fails) / 2;
        if passes(middle) { found = middle } else { fails = middle }
    }
    passes(found).then_some(found)
}

/// The probability of at least `hits` hits among `given` if each has probability `share`: the upper
/// tail of the binomial distribution.
///
/// It sums the side of the mean on which terms fall, until they add nothing: as many as a few
/// standard deviations, whatever the counts in a model file are.
fn tail(given: u32, hits: u32, share: f64) -> f64 {
    let (all, odds) = (f64::from(given), share / (1.0 - share));
    if f64::from(hits) > all * share {
        let next = |k: f64| (all - k + 1.0) / k * odds;
        return sum(term(given, hits, share), (hits + 1..=given).map(|k| next(f64::from(k))));
    }
    let before = |k: f64| (k + 1.0) / (all - k) / odds;
    let below = hits.checked_sub(1);
    let less =
        below.map_or(0.0, |k| sum(term(given, k, share), (0..k).rev().map(|k| before(k.into()))));
    1.0 - less
}

/// A sum of a term and those after it, each of which is the one before times a factor.
fn sum(first: f64, mut factors: impl Iterator<Item = f64>) -> f64 {
    let (mut term, mut sum) = (first, first);
    while term > f64::EPSILON * sum
        && let Some(factor) = factors.next()
    {
        term *= factor;
        sum += term;
    }
    sum
}

/// The probability of exactly `hits` hits among `given`.
fn term(given: u32, hits: u32, share: f64) -> f64 {
    let misses = given - hits;
    let ways = ln_factorial(given) - ln_factorial(hits) - ln_factorial(misses);
    (ways + f64::from(hits) * share.ln() + f64::from(misses) * (1.0 - share).ln()).exp()
}

/// The logarithm of a factorial; of a large number by Stirling's series, to 12 digits.
fn ln_factorial(number: u32) -> f64 {
    if number < 20 {
        return (2..=number).map(f64::from).product::<f64>().ln();
    }
    let (x, tau) = (f64::from(number), std::f64::consts::TAU);
    x * x.ln() - x + (tau * x).ln() / 2.0 + 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3))
        + 1.0 / (1260.0 * x.powi(5))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::distributions::{Bernoulli, Distribution, Uniform};
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    #[test]
    fn the_tail_is_that_of_the_binomial_distribution() {
        // scipy.stats.binom.sf(hits - 1, given, share)
        for (given, hits, share, expected) in [
            (22, 22, 0.9, 0.098_477_090_218_361),
            (100, 95, 0.9, 0.057_576_886_487_035),
            (1000, 900, 0.9, 0.526_599_081_295_166),
            (5, 0, 0.3, 1.0),
            (5, 1, 0.3, 0.831_93),
            (5, 5, 0.3, 0.002_43),
            (1000, 850, 0.9, 0.999_999_722_556),
        ] {
            let found = tail(given, hits, share);
            assert!((found - expected).abs() < 1e-9, "{found} for {given}, {hits}");
        }
    }

    /// Calibrated confidences with a constant error.
    fn draw(paragraphs: usize, error: f32, random: &mut ChaCha8Rng) -> Vec<(f32, bool)> {
        let uniform = Uniform::new(0.0_f32, 1.0);
        let draws = (0..paragraphs).map(|_| {
            let confidence = uniform.sample(random).powi(2);
            let share = f64::from((confidence - error).max(0.0));
            (confidence, Bernoulli::new(share).unwrap().sample(random))
        });
        draws.collect()
    }

    fn curve(paragraphs: &[(f32, bool)]) -> OperatingCurve {
        OperatingCurve::new(paragraphs.iter().map(|(confidence, has)| (confidence, has)))
    }

    #[test]
    fn promises_are_broken_no_more_often_than_they_say() {
        const ROUNDS: usize = 300;
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let (mut broken, mut missed, mut made) = (0_u32, 0.0, 0);
        let truth = draw(200_000, 0.05, &mut random);
        for _ in 0..ROUNDS {
            let curve = curve(&draw(600, 0.05, &mut random));
            let given = |threshold: f32| truth.iter().filter(move |(c, _)| *c >= threshold);
            if let Some(threshold) = precision_threshold(&curve, 0.8) {
                let hits = given(threshold).filter(|(_, has)| *has).count();
                made += 1;
                broken += u32::from((hits as f64) < 0.8 * given(threshold).count() as f64);
            }
            let threshold = recall_threshold(&curve, 0.9).unwrap();
            let hits = given(threshold).filter(|(_, has)| *has).count() as f64;
            missed += 1.0 - hits / given(0.0).filter(|(_, has)| *has).count() as f64;
        }
        assert!(made > ROUNDS / 3, "{made} promises");
        assert!(f64::from(broken) <= DELTA * ROUNDS as f64, "{broken} of {ROUNDS}");
        let missed = missed / ROUNDS as f64;
        assert!((0.08..0.101).contains(&missed), "{missed} are missed");
    }

    /// As a forged model file may have them.
    #[test]
    fn the_largest_counts_take_no_time() {
        let half = OperatingPoint { given: u32::MAX, hits: u32::MAX / 2 };
        let nearly = OperatingPoint { given: u32::MAX, hits: u32::MAX / 10 * 9 + 30_000 };
        for point in [half, nearly] {
            let curve = OperatingCurve { points: vec![point; OperatingCurve::POINTS] };
            for precision in [0.5, 0.9, 0.999_999] {
                let begin = std::time::Instant::now();
                precision_threshold(&curve, precision);
                recall_threshold(&curve, precision);
                assert!(begin.elapsed().as_secs() < 2, "{point:?} at {precision}");
            }
        }
    }

    #[test]
    fn few_labels_promise_nothing() {
        let few = [(0.99, true); 20];
        assert_eq!(precision_threshold(&curve(&few), 0.9), None);
        assert_eq!(recall_threshold(&curve(&few[..8]), 0.9), None);
        assert!(precision_threshold(&curve(&[(0.99, true); 60]), 0.9).is_some());
        assert!(recall_threshold(&curve(&few), 0.9).is_some());
    }
}
