//! What holds for any text.

use proptest::prelude::*;

use crate::support::small_model;

/// Texts of known words, other words and noise.
fn text() -> impl Strategy<Value = String> {
    "((tariffs|steel|power|grid|doctors|patients|the|on|U\\.S\\.|x)[ .,-]){0,40}\\PC{0,20}"
}

proptest! {
    #[test]
    fn contributions_and_bias_are_the_score(text in text(), theme in 0_usize..3) {
        let model = small_model();
        let explanation = model.worker().explain(&text, theme);
        let sum: f32 = explanation.contributions.iter().map(|c| c.value).sum();
        prop_assert!((explanation.bias + sum - explanation.score).abs() < 1e-5);
        let predicted = model.predict(&text).confidences[theme];
        prop_assert!((explanation.confidence - predicted).abs() < 1e-6);
        for contribution in &explanation.contributions {
            prop_assert!(!contribution.spans.is_empty());
            for span in &contribution.spans {
                prop_assert!(text[span.clone()].chars().any(char::is_alphanumeric));
            }
        }
    }

    #[test]
    fn a_worker_predicts_as_a_new_one_does(texts in proptest::collection::vec(text(), 1..8)) {
        let model = small_model();
        let mut worker = model.worker();
        for text in &texts {
            prop_assert_eq!(worker.predict(text), model.predict(text));
        }
    }

    #[test]
    fn confidences_are_probabilities_and_labels_reach_their_thresholds(text in text()) {
        let model = small_model();
        let prediction = model.predict(&text);
        prop_assert!(prediction.confidences.iter().all(|c| (0.0..=1.0).contains(c)));
        let reached = prediction.confidences.iter().zip(model.thresholds()).filter(|(c, t)| c >= t);
        prop_assert_eq!(reached.count(), prediction.labels.len());
        prop_assert!(prediction.labels.is_sorted_by(|a, b| a.confidence >= b.confidence));
    }
}
