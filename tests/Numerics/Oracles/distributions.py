"""Writes distributions.json: values of scipy's distributions that the C# ones are compared with. Run: python3 distributions.py"""
import json
import numpy as np
from scipy import special, stats

rows = []
def add(name, value, *args):
    if np.isfinite(value):
        rows.append([name, [float(a) for a in args], float(value)])

for x in [1e-8, 0.01, 0.3, 0.5, 0.99, 1.5, 2.5, 7, 15.9, 16, 40.5, 171, 1e4, 1e8]:
    add("lgamma", special.gammaln(x), x)
for x in [-3, -0.5, 1e-9, 0.1, 0.7, 1.2, 1.3, 2, 4, 5.9]:
    add("erf", special.erf(x), x); add("erfc", special.erfc(x), x)
add("erfc", special.erfc(10), 10); add("erfc", special.erfc(26), 26)
for a in [0.01, 0.5, 1, 3.7, 20, 250, 5e4]:
    for q in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999]:
        x = special.gammaincinv(a, q)
        if x > 1e-290:
            add("gammap", special.gammainc(a, x), a, x); add("gammaq", special.gammaincc(a, x), a, x)
    add("gammaq", special.gammaincc(a, 2 * a + 30), a, 2 * a + 30)
for a in [0.2, 0.5, 1, 4, 60, 3000]:
    for b in [0.3, 1, 2.5, 45, 1e4]:
        for x in [1e-4, 0.05, 0.3, 0.5, 0.77, 0.99]:
            v = special.betainc(a, b, x)
            if v > 1e-280:
                add("betai", v, x, a, b)
for x in [-37, -8, -3, -1, -0.1, 0, 0.4, 1.96, 5]:
    add("normal.cdf", stats.norm.cdf(x), x); add("normal.sf", stats.norm.sf(x), x)
for p in [1e-300, 1e-15, 1e-4, 0.025, 0.3, 0.5, 0.6, 0.975, 1 - 1e-9]:
    add("normal.q", stats.norm.ppf(p), p)
for df in [0.7, 1, 2.5, 10, 300]:
    for t in [-40, -2.2, -0.01, 0.5, 3, 25]:
        add("t.cdf", stats.t.cdf(t, df), t, df); add("t.sf", stats.t.sf(t, df), t, df)
    for p in [1e-6, 0.025, 0.4, 0.8, 0.999]:
        q = stats.t.ppf(p, df)  # good to 1e-9 only: two Newton steps on scipy's own tails
        for _ in range(2):
            q -= ((stats.t.cdf(q, df) - p) if p < 0.5 else ((1 - p) - stats.t.sf(q, df))) / stats.t.pdf(q, df)
        add("t.q", q, p, df)
for df in [0.5, 1, 4, 30, 800]:
    for x in [0.01, 0.9, 5, 30, 900]:
        add("chi2.cdf", stats.chi2.cdf(x, df), x, df); add("chi2.sf", stats.chi2.sf(x, df), x, df)
    for p in [0.001, 0.3, 0.95, 0.9999]:
        add("chi2.q", stats.chi2.ppf(p, df), p, df)
for d1, d2 in [(1, 1), (3, 20), (50, 7), (200, 400)]:
    for x in [0.05, 0.8, 1.1, 4, 60]:
        add("f.cdf", stats.f.cdf(x, d1, d2), x, d1, d2); add("f.sf", stats.f.sf(x, d1, d2), x, d1, d2)
    for p in [0.01, 0.5, 0.99]:
        add("f.q", stats.f.ppf(p, d1, d2), p, d1, d2)
for a, b in [(0.5, 0.5), (2, 7), (90, 3)]:
    for x in [0.01, 0.4, 0.95]:
        add("beta.cdf", stats.beta.cdf(x, a, b), x, a, b); add("beta.sf", stats.beta.sf(x, a, b), x, a, b)
    for p in [0.01, 0.5, 0.99]:
        add("beta.q", stats.beta.ppf(p, a, b), p, a, b)
for a, s in [(0.4, 2), (5, 0.1), (120, 3)]:
    for x in [0.05, 1, 300, 400]:
        add("gamma.cdf", stats.gamma.cdf(x, a, scale=s), x, a, s); add("gamma.sf", stats.gamma.sf(x, a, scale=s), x, a, s)
    for p in [0.01, 0.5, 0.99]:
        add("gamma.q", stats.gamma.ppf(p, a, scale=s), p, a, s)
for x in [0.2, 0.5, 0.82, 0.99, 1.01, 1.36, 2, 4]:
    add("kolmogorov.cdf", stats.kstwobign.cdf(x), x); add("kolmogorov.sf", special.kolmogorov(x), x)
rows = [r for r in rows if r[2] == 0 or abs(r[2]) > 1e-300]
json.dump(rows, open(__file__.replace(".py", ".json"), "w"), indent=None, separators=(",", ":"))
print(len(rows))
