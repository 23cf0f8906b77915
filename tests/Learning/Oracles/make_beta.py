"""Beta calibration by scikit-learn's logistic regression on ln s and -ln(1 - s), as in the authors' package (a coefficient below 0 is set to 0 and
the other fitted again). Run with Debian's python3 (python3-sklearn 1.2): python3 make_beta.py writes beta.json beside it.
"""
import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(17)


def regress(columns, labels, weights):
    model = LogisticRegression(C=99999999999, max_iter=10000, tol=1e-12).fit(columns, labels, weights)
    return [float(c) for c in model.coef_[0]] + [float(model.intercept_[0])]


def beta(scores, labels, weights):
    low, high = np.log(scores), -np.log(1 - scores)
    a, b, c = regress(np.column_stack([low, high]), labels, weights)
    if a < 0:
        b, c = regress(high.reshape(-1, 1), labels, weights)
        a = 0.0
    elif b < 0:
        a, c = regress(low.reshape(-1, 1), labels, weights)
        b = 0.0
    return [a, b, c]


cases = []
for name, a, b, c in [("both", 0.6, 1.8, 0.4), ("steep", 3.0, 2.0, -0.5), ("no low end", -0.7, 1.2, 0.3), ("no high end", 1.4, -0.6, 0.2)]:
    scores = np.round(rng.uniform(0.01, 0.99, 300), 4)
    p = 1 / (1 + np.exp(-(a * np.log(scores) - b * np.log(1 - scores) + c)))
    labels = (rng.random(300) < p).astype(int)
    weights = np.round(rng.uniform(0.5, 2, 300), 3)
    cases.append(dict(name=name, scores=scores.tolist(), labels=labels.tolist(), weights=weights.tolist(), expected=beta(scores, labels, weights)))
(pathlib.Path(__file__).parent / "beta.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
print([c["expected"] for c in cases])
