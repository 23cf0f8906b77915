"""Trains small models with XGBoost and saves each as NAME.json and NAME.ubj, and in predictions.json what XGBoost predicts for strange rows.

usage: make_xgboost.py FOLDER
Needs Debian's python3-xgboost (1.7.4). Rows are doubles that single precision rounds, thresholds themselves and their neighbours, and missing values.
"""
import json
import sys

import numpy as np
import xgboost as xgb

folder = sys.argv[1]
rng = np.random.default_rng(7)
n, d = 400, 5
x = np.round(rng.normal(size=(n, d)), 2)
x[:, 3] = rng.integers(0, 12, n)
x[rng.random((n, d)) < 0.1] = np.nan
z = np.nan_to_num(x)
signal = z[:, 0] - 0.5 * z[:, 1] ** 2 + np.where(np.isin(z[:, 3], [1, 4, 7, 11]), 1.0, -0.5) + 0.3 * rng.normal(size=n)
labels = {
    "binary": (signal > 0).astype(float), "value": 3 + 2 * signal, "count": np.floor(np.exp(0.5 * np.clip(signal, -3, 3))),
    "class": np.digitize(signal, [-0.7, 0.4]).astype(float), "positive": np.exp(np.clip(signal, -3, 3)), "share": 1 / (1 + np.exp(-signal)),
}
types = ["float", "q", "float", "c", "float"]
names = ["amount", "age", "rate", "merchant", "hour of day"]


def rows(booster_files):
    """Random rows, and rows whose values stand at, just below and just above each threshold, in double precision."""
    made = [rng.normal(size=d) * 1.5 for _ in range(30)]
    cuts = {}
    for text in booster_files:
        learner = json.loads(text)["learner"]["gradient_booster"]
        for tree in (learner.get("model") or learner["gbtree"]["model"])["trees"]:
            for feature, cut, left, kind in zip(tree["split_indices"], tree["split_conditions"], tree["left_children"], tree["split_type"]):
                if left >= 0 and kind == 0:
                    cuts.setdefault(feature, set()).add(np.float32(cut))
    for feature, values in cuts.items():
        for cut in sorted(values)[:6]:
            below = np.nextafter(cut, np.float32(-np.inf))
            middle = (float(below) + float(cut)) / 2
            for value in (float(cut), float(below), middle, np.nextafter(middle, -np.inf), np.nextafter(middle, np.inf)):
                row = rng.normal(size=d)
                row[feature] = value
                made.append(row)
    made = np.array(made)
    made[:, 3] = rng.integers(0, 15, len(made))
    made[rng.random(made.shape) < 0.12] = np.nan
    made[0] = np.nan
    return made


cases = {
    "logistic": ("binary", dict(objective="binary:logistic", base_score=0.3)),
    "squared": ("value", dict(objective="reg:squarederror", base_score=2.5)),
    "share": ("share", dict(objective="reg:logistic")),
    "raw": ("binary", dict(objective="binary:logitraw", base_score=0.2)),
    "poisson": ("count", dict(objective="count:poisson")),
    "gamma": ("positive", dict(objective="reg:gamma", base_score=1.5)),
    "tweedie": ("positive", dict(objective="reg:tweedie", tweedie_variance_power=1.4)),
    "softprob": ("class", dict(objective="multi:softprob", num_class=3)),
    "softmax": ("class", dict(objective="multi:softmax", num_class=3, num_parallel_tree=2, subsample=0.7)),
    "rank": ("class", dict(objective="rank:pairwise")),
    "dart": ("binary", dict(objective="binary:logistic", booster="dart", rate_drop=0.4, one_drop=1)),
    "forest": ("binary", dict(objective="binary:logistic", num_parallel_tree=5, subsample=0.6, eta=1.0)),
    "categories": ("value", dict(objective="reg:squarederror", tree_method="hist", max_cat_to_onehot=1)),
    "one-hot": ("binary", dict(objective="binary:logistic", tree_method="hist", max_cat_to_onehot=100)),
    "linear": ("value", dict(objective="reg:squarederror", booster="gblinear")),
}
boosters = {}
for name, (label, parameters) in cases.items():
    categorical = parameters.get("tree_method") == "hist"
    train = xgb.DMatrix(x, label=labels[label], enable_categorical=categorical, feature_types=types if categorical else None,
                        feature_names=None if name == "squared" else names)
    if name == "rank":
        train.set_group([40] * 10)
    rounds = 1 if name == "forest" else 4
    boosters[name] = xgb.train(dict(max_depth=3, eta=0.5, seed=3, nthread=1) | parameters | dict(tree_method=parameters.get("tree_method", "exact")), train, rounds)
    for ending in ("json", "ubj"):
        boosters[name].save_model(f"{folder}/{name}.{ending}")
trees = [name for name in cases if name != "linear"]
table = rows([open(f"{folder}/{name}.json").read() for name in trees])
# categories must be whole numbers; a few that no tree has seen are among them
answers = {"rows": [[None if np.isnan(v) else float(v) for v in row] for row in table], "margins": {}, "predictions": {}}
for name in trees:
    categorical = cases[name][1].get("tree_method") == "hist"
    matrix = xgb.DMatrix(table, enable_categorical=categorical, feature_types=types if categorical else None,
                         feature_names=None if name == "squared" else names)
    for kind, margin in (("margins", True), ("predictions", False)):
        answers[kind][name] = boosters[name].predict(matrix, output_margin=margin).astype(float).tolist()
with open(f"{folder}/predictions.json", "w") as file:
    json.dump(answers, file, separators=(",", ":"))
