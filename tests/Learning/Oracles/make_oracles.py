"""Writes the oracle files beside it: small seeded tables with what scikit-learn and XGBoost make of them.

Run with Debian's python3 (python3-sklearn 1.2, python3-xgboost 1.7): python3 make_oracles.py
"""
import json
import pathlib

import numpy as np
import xgboost as xgb
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261)


def write(name, value):
    (here / name).write_text(json.dumps(value) + "\n")


# 1. linear models: correlated columns on different scales, weights, several penalties
n = 80
x = rng.normal(size=(n, 4)) * [1, 10, 0.1, 3] + [0, 5, -1, 100]
x[:, 1] += 6 * x[:, 0]
x = np.round(x, 6)
w = np.round(rng.uniform(0.2, 3, n), 6)
y = np.round(2 + 1.5 * x[:, 0] - 0.4 * x[:, 1] + 8 * x[:, 2] + rng.normal(size=n), 6)
z = (rng.random(n) < 1 / (1 + np.exp(-(0.8 * x[:, 0] + 0.05 * x[:, 1] + 5 * x[:, 2] + 4.5)))).astype(int)
cases = []


def linear(name, strength, share, weighted, model):
    model.fit(x, y, sample_weight=w if weighted else None)
    cases.append(dict(name=name, logistic=False, strength=strength, share=share, weighted=weighted, standardize=False,
                      coefficients=list(model.coef_), intercept=float(model.intercept_), predictions=list(model.predict(x))))


def logistic(name, strength, share, weighted, standardize=False, tol=1e-8, **options):
    model = LogisticRegression(tol=tol, max_iter=100000, **options)
    # the intercept is not penalized, so centring changes nothing else; saga needs columns of one scale to converge
    weights = w if weighted else np.ones(n)
    centre = np.average(x, axis=0, weights=weights)
    scale = np.sqrt(np.average((x - centre) ** 2, axis=0, weights=weights)) if standardize else np.ones(4)
    model.fit((x - centre) / scale, z, sample_weight=weights)
    raw = model.coef_[0] / scale
    cases.append(dict(name=name, logistic=True, strength=strength, share=share, weighted=weighted, standardize=standardize,
                      coefficients=list(raw), intercept=float(model.intercept_[0] - raw @ centre),
                      predictions=list(model.predict_proba((x - centre) / scale)[:, 1])))


for weighted in (False, True):
    total = w.sum() if weighted else n
    linear("ols", 0, 0, weighted, LinearRegression())
    linear("ridge", 5, 0, weighted, Ridge(alpha=5, solver="cholesky"))
    linear("lasso", 0.3 * total, 1, weighted, Lasso(alpha=0.3, tol=1e-14, max_iter=1000000))
    linear("elastic net", 0.2 * total, 0.4, weighted, ElasticNet(alpha=0.2, l1_ratio=0.4, tol=1e-14, max_iter=1000000))
    logistic("none", 0, 0, weighted, penalty=None, solver="newton-cg")
    logistic("l2", 1, 0, weighted, C=1, solver="newton-cg")
    logistic("l2 strong", 25, 0, weighted, C=0.04, solver="newton-cg")
    logistic("l1", 2, 1, weighted, penalty="l1", C=0.5, solver="saga", standardize=True, tol=1e-11)
    logistic("elastic net", 2, 0.5, weighted, penalty="elasticnet", l1_ratio=0.5, C=0.5, solver="saga", standardize=True, tol=1e-11)
write("linear.json", dict(x=x.tolist(), y=y.tolist(), z=z.tolist(), weights=w.tolist(), cases=cases))

# 2. isotonic calibration with ties and weights
s = np.round(rng.random(60), 2)
l = (rng.random(60) < s ** 2).astype(float)
v = np.round(rng.uniform(0.5, 2, 60), 3)
grid = np.round(np.linspace(-0.1, 1.1, 61), 4)
write("isotonic.json", dict(scores=s.tolist(), labels=l.tolist(), weights=v.tolist(), grid=grid.tolist(),
                            expected=list(IsotonicRegression(out_of_bounds="clip").fit(s, l, sample_weight=v).predict(grid))))

# 3. boosted trees: quality of two peers on one table
m, train = 5000, 3500
t = np.round(rng.normal(size=(m, 5)), 3)
t[rng.random((m, 5)) < 0.05] = np.nan
f = np.nan_to_num(t, nan=0.7)
score = f[:, 0] * f[:, 1] + np.sin(2 * f[:, 2]) + np.where(f[:, 3] > 0.3, f[:, 4], -f[:, 0])
binary = (rng.random(m) < 1 / (1 + np.exp(-2 * score))).astype(int)
value = np.round(10 + 3 * score + rng.normal(size=m), 3)
options = dict(tree_method="hist", grow_policy="lossguide", max_depth=0, max_leaves=15, eta=0.1, max_bin=256, nthread=1)


def boost(label, objective):
    booster = xgb.train(dict(options, objective=objective, base_score=float(label[:train].mean())), xgb.DMatrix(t[:train], label=label[:train]), 100)
    return booster.predict(xgb.DMatrix(t[train:]))


peer = HistGradientBoostingClassifier(learning_rate=0.1, max_iter=100, max_leaf_nodes=15, min_samples_leaf=1, l2_regularization=1,
                                      early_stopping=False).fit(t[:train], binary[:train])
write("trees.json", dict(
    train=train, x=[[None if np.isnan(c) else c for c in r] for r in t.tolist()], binary=binary.tolist(), value=value.tolist(),
    xgboostAuc=roc_auc_score(binary[train:], boost(binary, "binary:logistic")),
    sklearnAuc=roc_auc_score(binary[train:], peer.predict_proba(t[train:])[:, 1]),
    xgboostRmse=float(np.sqrt(np.mean((boost(value, "reg:squarederror") - value[train:]) ** 2)))))

# 4. boosted trees on few distinct values, so that both sides have the same bins: the very same trees are due
g = rng.integers(0, 40, (1200, 4)).astype(float)
gs = np.sin(g[:, 0] / 5) * 2 + (g[:, 1] > 20) * (g[:, 2] - 20) / 10 + rng.normal(size=1200) * 0.3
g[rng.random((1200, 4)) < 0.08] = np.nan
gb = (rng.random(1200) < 1 / (1 + np.exp(-2 * gs))).astype(int)
gv = np.round(gs, 4)
gw = np.round(rng.uniform(0.5, 2, 1200), 3)
same = []
for name, label, objective, extra in [
        ("logistic", gb, "binary:logistic", {}), ("squared", gv, "reg:squarederror", {}),
        ("regularized", gb, "binary:logistic", {"lambda": 5, "alpha": 0.5, "gamma": 0.3, "min_child_weight": 4}),
        ("shallow", gv, "reg:squarederror", {"max_depth": 3})]:
    base = float(np.average(label, weights=gw))
    booster = xgb.train({**options, "objective": objective, "base_score": base, **extra}, xgb.DMatrix(g, label=label, weight=gw), 8)
    same.append(dict(name=name, logistic=objective.startswith("binary"), lambda_=extra.get("lambda", 1), alpha=extra.get("alpha", 0), gamma=extra.get("gamma", 0),
                     minChildWeight=extra.get("min_child_weight", 1), maxDepth=extra.get("max_depth", 64),
                     predictions=[float(p) for p in booster.predict(xgb.DMatrix(g))]))
write("trees_same.json", dict(x=[[None if np.isnan(c) else c for c in r] for r in g.tolist()], binary=gb.tolist(), value=gv.tolist(), weights=gw.tolist(), cases=same))
