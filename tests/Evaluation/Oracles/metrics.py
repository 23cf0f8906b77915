"""Writes metrics.json: scikit-learn's and scipy's answers on small data with ties and weights. Run: python3 metrics.py"""
import json
import numpy as np
from scipy import stats
from sklearn import metrics as m

rng = np.random.default_rng(7)
cases = []
for n, ties, rate in [(12, 4, 0.5), (60, 8, 0.3), (400, 0, 0.05), (300, 20, 0.2)]:
    labels = (rng.random(n) < rate).astype(float)
    labels[0], labels[1] = 1, 0
    scores = np.clip(rng.beta(2, 5, n) + 0.25 * labels, 0.001, 0.999)
    if ties:
        scores = np.round(scores * ties) / ties
    for weighted in [False, True]:
        w = np.round(rng.gamma(2, 1, n), 3) if weighted else None
        hard = (scores >= 0.5).astype(float)
        want = {
            "roc_auc": m.roc_auc_score(labels, scores, sample_weight=w),
            "pr_auc": m.average_precision_score(labels, scores, sample_weight=w),
            "log_loss": m.log_loss(labels, scores, sample_weight=w),
            "brier": m.brier_score_loss(labels, scores, sample_weight=w),
            "accuracy": m.accuracy_score(labels, hard, sample_weight=w),
            "precision": m.precision_score(labels, hard, sample_weight=w),
            "recall": m.recall_score(labels, hard, sample_weight=w),
            "f1": m.f1_score(labels, hard, sample_weight=w),
        }
        y = rng.normal(3, 2, n); p = y + rng.normal(0.2, 1, n)
        regression = {
            "mse": m.mean_squared_error(y, p, sample_weight=w),
            "mae": m.mean_absolute_error(y, p, sample_weight=w),
            "rmse": m.mean_squared_error(y, p, sample_weight=w) ** 0.5,
            "mape": m.mean_absolute_percentage_error(y, p, sample_weight=w),
            "r2": m.r2_score(y, p, sample_weight=w),
            "pinball@0.9": m.mean_pinball_loss(y, p, sample_weight=w, alpha=0.9),
        }
        fpr, tpr, _ = m.roc_curve(labels, scores, sample_weight=w, drop_intermediate=False)
        pr, rc, _ = m.precision_recall_curve(labels, scores, sample_weight=w)
        cases.append({"scores": scores.tolist(), "labels": labels.tolist(), "weights": w.tolist() if weighted else [],
                      "want": {k: float(v) for k, v in want.items()}, "truth": y.tolist(), "predicted": p.tolist(),
                      "regression": {k: float(v) for k, v in regression.items()},
                      "fpr": fpr.tolist(), "tpr": tpr.tolist(), "precisions": pr[::-1].tolist(), "recalls": rc[::-1].tolist()})

# DeLong by the definition over all pairs
def delong(scores, labels):
    pos, neg = scores[labels == 1], scores[labels == 0]
    psi = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
    return float(np.sqrt(psi.mean(1).var(ddof=1) / len(pos) + psi.mean(0).var(ddof=1) / len(neg)))
for c in cases:
    c["delong"] = delong(np.array(c["scores"]), np.array(c["labels"]))

wilson = []
for k, n in [(0, 10), (1, 10), (50, 200), (200, 200)]:
    r = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    wilson.append([k, n, float(r.low), float(r.high)])

# BCa and percentile of a mean: scipy with many resamples; C# must come near
x = np.round(rng.gamma(1.2, 2, 80), 4)
boot = {}
for method in ["percentile", "BCa"]:
    r = stats.bootstrap((x,), np.mean, n_resamples=40000, method=method, random_state=3)
    boot[method] = [float(r.confidence_interval.low), float(r.confidence_interval.high)]
json.dump({"cases": cases, "wilson": wilson, "sample": x.tolist(), "bootstrap": boot}, open(__file__.replace(".py", ".json"), "w"), separators=(",", ":"))
