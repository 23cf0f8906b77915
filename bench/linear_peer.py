"""Fits linear models of scikit-learn and liblinear to rows that the bench wrote, and prints one line of JSON: per peer the seconds of fitting and the objective reached.

usage: linear_peer.py FORMAT TRAIN COLUMNS TASK PEERS
FORMAT is dense (columns of float32, the label last) or sparse (int32 rows, columns, entries; then starts, columns, values, labels); TASK is logistic or svm;
PEERS is a list with commas. One thread: the bench sets OMP_NUM_THREADS and OPENBLAS_NUM_THREADS. Needs Debian's python3-sklearn, python3-liblinear.
"""
import json
import sys
import time
import warnings

import numpy as np
import numpy.ctypeslib
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.svm import LinearSVC

kind, path, columns, task, peers = sys.argv[1:6]
warnings.filterwarnings("ignore")
if kind == "dense":
    raw = np.fromfile(path, dtype=np.float32).reshape(int(columns) + 1, -1)
    x, y = np.ascontiguousarray(raw[:-1].T.astype(np.float64)), raw[-1].astype(int)
else:
    raw = np.fromfile(path, dtype=np.int32)
    rows, width, entries = raw[:3]
    starts, places = raw[3:rows + 4], raw[rows + 4:rows + 4 + entries]
    values = raw[rows + 4 + entries:rows + 4 + 2 * entries].view(np.float32)
    y = raw[rows + 4 + 2 * entries:].view(np.float32).astype(int)
    x = sp.csr_matrix((values.astype(np.float64), places, starts), shape=(rows, width))
sign = 2 * y - 1


def objective(w, b):
    z = sign * (x @ w + b)
    return float(0.5 * w @ w + (np.logaddexp(0, -z).sum() if task == "logistic" else (np.maximum(0, 1 - z) ** 2).sum()))


intercept = kind == "dense" and task == "logistic"
models = {
    "sklearn lbfgs": lambda: LogisticRegression(solver="lbfgs", max_iter=1000, fit_intercept=intercept),
    "sklearn newton-cholesky": lambda: LogisticRegression(solver="newton-cholesky", max_iter=1000, fit_intercept=intercept),
    "sklearn liblinear": lambda: LogisticRegression(solver="liblinear", max_iter=1000, fit_intercept=intercept),
    "sklearn LinearSVC primal": lambda: LinearSVC(dual=False, fit_intercept=False),
    "sklearn LinearSVC dual": lambda: LinearSVC(dual=True, fit_intercept=False),
    "sklearn SGD": lambda: SGDClassifier(loss="log_loss", alpha=1e-6, max_iter=1, tol=None, fit_intercept=intercept),
}
out = []
for peer in peers.split(","):
    if peer.startswith("liblinear"):
        import scipy
        scipy.ctypeslib = np.ctypeslib  # liblinear 2.3's binding asks scipy for what only numpy still has
        from liblinearutil import problem, train
        prob = problem(sign.astype(np.float64), sp.csr_matrix(x))
        started = time.perf_counter()
        model = train(prob, f"-s {peer.split('-s')[1].split()[0]} -c 1 -q" + (" -e " + peer.split('-e')[1].strip() if "-e" in peer else ""))
        seconds = time.perf_counter() - started
        w = np.array(model.get_decfun()[0])
    else:
        model = models[peer]()
        started = time.perf_counter()
        model.fit(x, y)
        seconds = time.perf_counter() - started
        w, b = model.coef_[0], float(np.ravel(model.intercept_)[0]) if intercept else 0.0
    out.append(dict(peer=peer, seconds=seconds, objective=objective(w, b if not peer.startswith("liblinear") else 0.0)))
print(json.dumps(out))
