"""Writes drift.json: scipy's tests and distances on small samples. Run: python3 drift.py"""
import json
import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

rng = np.random.default_rng(11)
samples = []
for n, m, shift in [(8, 11, 0.0), (30, 25, 0.8), (50, 40, 0.1), (120, 90, 0.4), (5, 5, 9.0)]:
    a, b = np.sort(rng.normal(0, 1, n)), np.sort(rng.normal(shift, 1, m))
    r = stats.ks_2samp(a, b, method="exact")
    samples.append({"a": a.tolist(), "b": b.tolist(), "d": float(r.statistic), "p": float(r.pvalue),
                    "wasserstein": float(stats.wasserstein_distance(a, b)), "std": float(a.std())})
ties = [np.sort(rng.integers(0, 6, 40)).astype(float), np.sort(rng.integers(1, 7, 30)).astype(float)]
big = [np.sort(rng.normal(0, 1, 4000)), np.sort(rng.normal(0.06, 1, 3000))]
d = stats.ks_2samp(big[0], big[1], method="asymp").statistic
counts = []
for k, same in [(3, True), (5, False), (8, False)]:
    p = rng.dirichlet(np.ones(k) * 4)
    q = p if same else rng.dirichlet(np.ones(k) * 4)
    x, y = rng.multinomial(500, p) + 1, rng.multinomial(300, q) + 1
    c = stats.chi2_contingency(np.array([x, y]), correction=False)
    counts.append({"x": x.tolist(), "y": y.tolist(), "chi2": float(c.statistic), "p": float(c.pvalue),
                   "js": float(jensenshannon(x / x.sum(), y / y.sum(), 2))})
json.dump({"samples": samples,
           "ties": {"a": ties[0].tolist(), "b": ties[1].tolist(), "d": float(stats.ks_2samp(*ties).statistic),
                    "wasserstein": float(stats.wasserstein_distance(*ties))},
           "big": {"d": float(d), "n": 4000, "m": 3000, "p": float(stats.kstwobign.sf(d * np.sqrt(4000 * 3000 / 7000)))},
           "counts": counts}, open(__file__.replace(".py", ".json"), "w"), separators=(",", ":"))
