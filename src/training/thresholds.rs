//! The confidence from which a theme is given.

use ndarray::ArrayView1;

/// The least threshold there can be. At the best threshold confidence is half of
/// F1 (Lipton, Elkan and Narayanaswamy 2014), so that one below belongs to a theme
/// that is hardly known yet: its labels would be wrong nearly always.
const LEAST: f32 = 0.2;

/// The threshold of highest F1 on out-of-fold confidences: halfway between the
/// last confidence let in and the first left out, but at least 0.2.
///
/// It is 1 if no paragraph has the theme.
pub fn best_f1_threshold(confidences: ArrayView1<f32>, has_theme: ArrayView1<bool>) -> f32 {
    let mut ranked: Vec<_> = confidences.iter().copied().zip(has_theme.iter().copied()).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let with = ranked.iter().filter(|(_, has)| *has).count();
    let (mut hits, mut best_f1, mut threshold) = (0, 0.0, 1.0);
    for place in 0..ranked.len() {
        let (confidence, has) = ranked[place];
        hits += usize::from(has);
        let next = ranked.get(place + 1).map_or(0.0, |&(next, _)| next);
        let f1 = 2.0 * hits as f64 / (place + 1 + with) as f64;
        // Equal confidences are let in together.
        if next < confidence && f1 > best_f1 {
            (best_f1, threshold) = (f1, f32::midpoint(confidence, next));
        }
    }
    threshold.max(LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array1;

    #[test]
    fn lies_between_the_last_let_in_and_the_first_left_out() {
        for (ranked, expected) in [
            (vec![(0.9, true), (0.8, true), (0.2, false)], 0.5),
            (vec![(0.9, true), (0.6, false), (0.4, true), (0.2, false)], 0.3),
            (vec![(0.7, true), (0.7, false), (0.7, false), (0.1, true)], 0.2),
            (vec![(0.9, false), (0.1, false)], 1.0),
            (vec![], 1.0),
        ] {
            let (confidences, labels): (Vec<f32>, Vec<bool>) = ranked.iter().copied().unzip();
            let (confidences, labels) = (Array1::from(confidences), Array1::from(labels));
            let threshold = best_f1_threshold(confidences.view(), labels.view());
            assert!((threshold - expected).abs() < 1e-6, "{threshold} for {ranked:?}");
        }
    }
}
