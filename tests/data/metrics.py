#!/usr/bin/env python3
"""The figures of scikit-learn that src/evaluation/evaluation.rs is tested against.

pip install scikit-learn==1.9.1; python tests/data/metrics.py
"""
import numpy as np
from sklearn.metrics import average_precision_score, classification_report

truth = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 0, 0], [0, 1, 0]])
confidences = np.array([
    [0.9, 0.2, 0.1], [0.6, 0.7, 0.1], [0.6, 0.4, 0.3], [0.1, 0.5, 0.0], [0.3, 0.1, 0.2], [0.2, 0.8, 1.0],
])
labels = (confidences >= [0.5, 0.45, 0.6]).astype(int)

report = classification_report(truth, labels, output_dict=True, zero_division=0)
for name, row in report.items():
    print(name, {figure: float(value) for figure, value in row.items()})
for theme in (0, 1):
    print("average precision", theme, float(average_precision_score(truth[:, theme], confidences[:, theme])))
print("Brier", float(((confidences - truth) ** 2).mean()))
bins = np.minimum((confidences.ravel() * 15).astype(int), 14)
gap = [abs((confidences - truth).ravel()[bins == b].sum()) for b in range(15)]
print("ECE", float(sum(gap) / truth.size))
