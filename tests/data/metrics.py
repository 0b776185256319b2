#!/usr/bin/env python3
"""Predictions and the figures scikit-learn has for them: tests/data/metrics.json, which
src/evaluation/evaluation.rs is tested against.

pip install scikit-learn==1.9.1; python tests/data/metrics.py > tests/data/metrics.json
"""
import json

import numpy as np
from sklearn.metrics import average_precision_score, classification_report

BINS = 15


def calibration_error(truth, confidences):
    """Guo et al. 2017: mean confidence less share of truth, over bins by the pairs in them."""
    confidences, truth = confidences.ravel(), truth.ravel()
    bins = np.minimum((confidences * BINS).astype(int), BINS - 1)
    gaps = (abs((confidences - truth)[bins == place].mean()) * (bins == place).mean() for place in set(bins))
    return sum(gaps)


def figures(themes, truth, confidences, labels):
    report = classification_report(truth, labels, target_names=themes, output_dict=True, zero_division=0)
    found = {name: {part: float(row[part]) for part in ("precision", "recall", "f1-score")} for name, row in report.items()}
    precisions = [float(average_precision_score(t, c)) if t.any() else None for t, c in zip(truth.T, confidences.T)]
    for theme, precision in zip(themes, precisions):
        found[theme]["average precision"] = precision
    found["all pairs"] = {
        "mean average precision": float(np.mean([p for p in precisions if p is not None])),
        "Brier score": float(((confidences - truth) ** 2).mean()),
        "expected calibration error": float(calibration_error(truth, confidences)),
    }
    return found


def case(truth, confidences, thresholds):
    themes = [f"theme-{place}" for place in range(truth.shape[1])]
    # What themewise holds is single precision; the figures are of exactly these numbers.
    confidences, thresholds = np.float32(confidences), np.float32(thresholds)
    return {
        "themes": themes,
        "thresholds": thresholds.astype(float).tolist(),
        "truth": truth.tolist(),
        "confidences": confidences.astype(float).tolist(),
        "figures": figures(themes, truth, confidences.astype(float), (confidences >= thresholds).astype(int)),
    }


def drawn(paragraphs, themes, decimals, seed):
    """Paragraphs with ties among their confidences, and a last theme that nobody has."""
    random = np.random.default_rng(seed)
    shares = np.append(random.uniform(0.02, 0.5, themes - 1), 0)
    truth = (random.uniform(size=(paragraphs, themes)) < shares).astype(int)
    log_odds = random.normal(2.0 * truth - 1.5, 1.3)
    return case(truth, np.round(1 / (1 + np.exp(-log_odds)), decimals), random.uniform(0.3, 0.7, themes))


by_hand = case(
    np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 0, 0], [0, 1, 0]]),
    [[0.9, 0.2, 0.1], [0.6, 0.7, 0.1], [0.6, 0.4, 0.3], [0.1, 0.5, 0.0], [0.3, 0.1, 0.2], [0.2, 0.8, 1.0]],
    [0.5, 0.45, 0.6],
)
print(json.dumps([by_hand, drawn(120, 5, 2, 1), drawn(60, 4, 5, 2)]))
