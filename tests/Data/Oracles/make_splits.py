"""Folds of scikit-learn's splitters on small labels, groups and times: `python3 make_splits.py` writes splits.json beside itself."""
import json
import os
import numpy as np
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit

rng = np.random.default_rng(5)
cases = []


def add(kind, splitter, y, groups=None, **options):
    n = len(y)
    folds = [[test.tolist(), train.tolist()] for train, test in splitter.split(np.zeros((n, 1)), y, groups)]
    cases.append(dict(kind=kind, labels=[int(v) for v in y], groups=None if groups is None else [int(g) for g in groups], options=options, folds=folds))


for n, k in [(10, 3), (11, 5), (7, 7), (23, 4)]:
    add("kfold", KFold(k), np.zeros(n), folds=k)
for n, k, shares in [(30, 3, [0.8, 0.2]), (41, 5, [0.6, 0.3, 0.1]), (25, 4, [0.5, 0.5])]:
    y = rng.choice(len(shares), n, p=shares)
    while np.bincount(y, minlength=len(shares)).min() < k:
        y = rng.choice(len(shares), n, p=shares)
    add("stratified", StratifiedKFold(k), y, folds=k)
for sizes, k in [([5, 3, 9, 1, 2, 7, 4], 3), ([2, 2, 2, 2, 2, 2], 4), ([10, 1, 1, 1], 2)]:
    groups = np.repeat(np.arange(len(sizes)), sizes)
    add("group", GroupKFold(k), np.zeros(len(groups)), groups, folds=k)
for n, k, gap, size, longest in [(20, 4, 0, 0, 0), (23, 3, 2, 0, 0), (30, 5, 1, 4, 6), (13, 2, 0, 3, 0)]:
    add("time", TimeSeriesSplit(k, gap=gap, test_size=size or None, max_train_size=longest or None), np.zeros(n), folds=k, gap=gap, test=size, longest=longest)
json.dump(cases, open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "splits.json"), "w"), separators=(",", ":"))
