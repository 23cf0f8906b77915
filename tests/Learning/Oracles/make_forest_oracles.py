"""Writes forests.json beside it: one small seeded table with what scikit-learn's trees make of it.

Run with Debian's python3 (python3-sklearn 1.2): python3 make_forest_oracles.py
"""
import json
import pathlib

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

rng = np.random.default_rng(20262)
n, d = 700, 6
x = np.round(rng.random((n, d)) * 100)  # few distinct values, so that bins lose nothing
y = np.round(10 * np.sin(np.pi * x[:, 0] * x[:, 1] / 10000) + 20 * (x[:, 2] / 100 - 0.5) ** 2 + x[:, 3] / 10 + x[:, 4] / 20 + rng.normal(size=n), 4)
c = np.digitize(y, np.quantile(y, [0.33, 0.66]))
train, test = slice(0, 400), slice(400, n)
exact = dict(
    regressor=list(DecisionTreeRegressor(max_depth=4, min_samples_leaf=5, random_state=0).fit(x[train], y[train]).predict(x[test])),
    gini=DecisionTreeClassifier(max_depth=4, min_samples_leaf=5, random_state=0).fit(x[train], c[train]).predict_proba(x[test]).tolist(),
    entropy=DecisionTreeClassifier(criterion="entropy", max_depth=3, min_samples_leaf=5, random_state=0).fit(x[train], c[train]).predict_proba(x[test]).tolist())


def spread(make, score):
    values = [score(make(seed)) for seed in range(10)]
    return [float(np.mean(values)), float(np.std(values))]


def rmse(model):
    return np.sqrt(np.mean((model.fit(x[train], y[train]).predict(x[test]) - y[test]) ** 2))


def accuracy(model):
    return np.mean(model.fit(x[train], c[train]).predict(x[test]) == c[test])


forests = dict(
    randomForestRmse=spread(lambda s: RandomForestRegressor(100, random_state=s), rmse),
    randomForestThirdRmse=spread(lambda s: RandomForestRegressor(100, max_features=1 / 3, min_samples_leaf=3, random_state=s), rmse),
    extraTreesRmse=spread(lambda s: ExtraTreesRegressor(100, random_state=s), rmse),
    randomForestAccuracy=spread(lambda s: RandomForestClassifier(100, random_state=s), accuracy),
    extraTreesAccuracy=spread(lambda s: ExtraTreesClassifier(100, random_state=s), accuracy))
out = dict(x=x.T.tolist(), y=y.tolist(), c=c.tolist(), train=400, exact=exact, forests=forests)
(pathlib.Path(__file__).parent / "forests.json").write_text(json.dumps(out) + "\n")
