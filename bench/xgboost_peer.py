"""Trains XGBoost `hist` on columns of raw floats and prints one line of JSON: seconds to bin, seconds to boost, test AUC, seconds to predict.

usage: xgboost_peer.py TRAIN TEST COLUMNS TREES LEAVES RATE THREADS [OBJECTIVE]
Needs Debian's python3-xgboost (1.7.4) and python3-sklearn.
"""
import json
import sys
import time

import numpy as np
import xgboost as xgb
from sklearn.metrics import mean_squared_error, roc_auc_score

train, test, columns, trees, leaves, rate, threads = sys.argv[1:8]
objective = sys.argv[8] if len(sys.argv) > 8 else "binary:logistic"
columns, threads = int(columns), int(threads)


def load(path):
    raw = np.fromfile(path, dtype=np.float32).reshape(columns + 1, -1)
    return np.ascontiguousarray(raw[:columns].T), raw[columns]


x, y = load(train)
tx, ty = load(test)
parameters = dict(
    objective=objective, tree_method="hist", grow_policy="lossguide", max_depth=0, max_leaves=int(leaves), eta=float(rate),
    max_bin=256, nthread=threads, verbosity=0, min_child_weight=1, base_score=float(y.mean()))
parameters["lambda"] = 1
matrix = xgb.DMatrix(x, label=y, nthread=threads)
started, cpu = time.perf_counter(), time.process_time()
booster = xgb.train(parameters, matrix, num_boost_round=int(trees))
trained, cpu = time.perf_counter(), time.process_time() - cpu
scores = booster.predict(xgb.DMatrix(tx, nthread=threads))
predicted = time.perf_counter()
scores.astype(np.float32).tofile(test + ".scores")
quality = roc_auc_score(ty, scores) if objective.startswith("binary") else float(mean_squared_error(ty, scores) ** 0.5)
print(json.dumps(dict(trainSeconds=trained - started, trainCpuSeconds=cpu, predictSeconds=predicted - trained, quality=quality, version=xgb.__version__)))
