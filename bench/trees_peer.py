"""Trains XGBoost `hist` or scikit-learn's HistGradientBoosting on columns of raw floats and prints one line of JSON.

usage: trees_peer.py xgboost|sklearn TRAIN TEST COLUMNS TREES LEAVES DEPTH THREADS

DEPTH 0 grows leaf-wise up to LEAVES, else level by level to DEPTH. The clock of training starts with the data in the library's own container
(XGBoost: DMatrix) and ends with the model; peak memory is that of the process from then on, the data included. Inference: XGBoost's
fastest in-process call, inplace_predict, on 10,000 rows and on one.
"""
import json
import sys
import time

import numpy as np

peer, train, test, columns, trees, leaves, depth, threads = sys.argv[1:9]
columns, trees, leaves, depth, threads = int(columns), int(trees), int(leaves), int(depth), int(threads)


def load(path):
    raw = np.fromfile(path, dtype=np.float32).reshape(columns + 1, -1)
    return np.ascontiguousarray(raw[:columns].T), raw[columns].copy()


def peak(reset=False):
    if reset:
        try:
            with open("/proc/self/clear_refs", "w") as file:
                file.write("5")
        except OSError:
            pass
        return 0
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) * 1024


def auc(y, s):
    order = np.argsort(s, kind="stable")
    s, y = s[order], y[order]
    last = np.r_[np.flatnonzero(np.diff(s)), len(s) - 1]
    first = np.r_[0, last[:-1] + 1]
    ranks = np.repeat((first + last) / 2 + 1, last - first + 1)
    positives = y.sum()
    return float((ranks[y == 1].sum() - positives * (positives + 1) / 2) / (positives * (len(y) - positives)))


def timed(call, rows, least=0.5):
    call()
    best = 1e9
    for _ in range(3):
        count, started = 0, time.perf_counter()
        while time.perf_counter() - started < least / 3:
            call()
            count += 1
        best = min(best, (time.perf_counter() - started) / count)
    return best / rows * 1e6


x, y = load(train)
if peer == "xgboost":
    import xgboost as xgb
    parameters = dict(objective="binary:logistic", tree_method="hist", eta=0.1, max_bin=255, nthread=threads, verbosity=0, min_child_weight=1,
                      base_score=float(y.mean()))
    parameters["lambda"] = 1
    parameters.update(dict(grow_policy="lossguide", max_depth=0, max_leaves=leaves) if depth == 0 else dict(grow_policy="depthwise", max_depth=depth))
    matrix = xgb.DMatrix(x, label=y, nthread=threads)
    del x
    peak(reset=True)
    started, cpu = time.perf_counter(), time.process_time()
    booster = xgb.train(parameters, matrix, num_boost_round=trees)
    seconds, cpu, memory = time.perf_counter() - started, time.process_time() - cpu, peak()
    tx, ty = load(test)
    scores = booster.inplace_predict(tx)
    some, one = np.ascontiguousarray(tx[:10000]), np.ascontiguousarray(tx[:1])
    batch, single, version = timed(lambda: booster.inplace_predict(some), len(some)), timed(lambda: booster.inplace_predict(one), 1), xgb.__version__
else:
    import sklearn
    from sklearn.ensemble import HistGradientBoostingClassifier
    model = HistGradientBoostingClassifier(max_iter=trees, learning_rate=0.1, max_leaf_nodes=leaves if depth == 0 else None, max_depth=None if depth == 0 else depth,
                                           max_bins=255, min_samples_leaf=1, l2_regularization=1, early_stopping=False)
    peak(reset=True)
    started, cpu = time.perf_counter(), time.process_time()
    model.fit(x, y)
    seconds, cpu, memory = time.perf_counter() - started, time.process_time() - cpu, peak()
    tx, ty = load(test)
    scores = model.decision_function(tx)
    some, one = np.ascontiguousarray(tx[:10000]), np.ascontiguousarray(tx[:1])
    batch, single, version = timed(lambda: model.decision_function(some), len(some)), timed(lambda: model.decision_function(one), 1), sklearn.__version__
print(json.dumps(dict(seconds=seconds, cpuSeconds=cpu, peakBytes=memory, auc=auc(ty, np.asarray(scores, dtype=np.float64)), batchMicros=batch, singleMicros=single, version=version)))
