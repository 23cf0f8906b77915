"""EASE or implicit ALS in numpy and scipy on lists of users and items; prints one line of JSON: seconds, and which BLAS worked.

usage: factors_peer.py ease|ials FILE THREADS FACTORS EPOCHS
The same algorithm as ours, the same epochs and dimensions: EASE in double precision, by numpy's general inverse (what Steck's code calls) and by
LAPACK's Cholesky inverse; implicit ALS in single precision with a Gram matrix and a Cholesky solve per row, rows shared out over threads
(BLAS releases the lock), users solved once more at the end as we do. Needs Debian's python3-numpy and python3-scipy.
"""
import gzip
import json
import os
import sys
import time

what, path, threads, factors, epochs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = str(threads if what == "ease" else 1)

import numpy as np
import scipy.linalg
import scipy.sparse
from concurrent.futures import ThreadPoolExecutor

users, items = [], []
with gzip.open(path, "rt") as lines:
    for line in lines:
        numbers = [int(n) for n in line.split()]
        users += [numbers[0]] * (len(numbers) - 1)
        items += numbers[1:]
x = scipy.sparse.csr_matrix((np.ones(len(users)), (users, items)), dtype=np.float64)
seconds = {}
if what == "ease":
    started = time.perf_counter()
    gram = (x.T @ x).toarray()
    gram[np.diag_indices(gram.shape[0])] += 200
    made = time.perf_counter() - started
    started = time.perf_counter()
    p = np.linalg.inv(gram)
    b = (p / -np.diag(p)).astype(np.float32)
    b[np.diag_indices(b.shape[0])] = 0
    seconds["numpy inv"] = made + time.perf_counter() - started
    started = time.perf_counter()
    lower, _ = scipy.linalg.lapack.dpotrf(gram, lower=1)
    p, _ = scipy.linalg.lapack.dpotri(lower, lower=1)
    p = np.tril(p) + np.tril(p, -1).T
    b = (p / -np.diag(p)).astype(np.float32)
    b[np.diag_indices(b.shape[0])] = 0
    seconds["lapack potri"] = made + time.perf_counter() - started
else:
    random = np.random.default_rng(1)
    v = (random.standard_normal((x.shape[1], factors)) * 0.1 / np.sqrt(factors)).astype(np.float32)
    u = np.zeros((x.shape[0], factors), np.float32)
    rows, columns = x.tocsr(), x.T.tocsr()
    pool = ThreadPoolExecutor(threads)

    def half(matrix, fixed, solved):
        gram = np.float32(0.1) * (fixed.T @ fixed)

        def part(first, last):
            for row in range(first, last):
                near = fixed[matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]]]
                system = gram + near.T @ near
                system.flat[::factors + 1] += np.float32(0.003 * (len(near) + 0.1 * len(fixed)))
                _, solved[row], _ = scipy.linalg.lapack.sposv(system, near.sum(0), lower=1)

        edges = np.linspace(0, matrix.shape[0], 8 * threads + 1).astype(int)
        list(pool.map(part, edges[:-1], edges[1:]))

    started = time.perf_counter()
    for _ in range(epochs):
        half(rows, v, u)
        half(columns, u, v)
    half(rows, v, u)
    seconds["numpy+lapack"] = time.perf_counter() - started
try:
    import threadpoolctl
    blas = ", ".join(f"{i['internal_api']} {i['version']} {i.get('architecture', '')}".strip() for i in threadpoolctl.threadpool_info() if i["user_api"] == "blas") or "reference BLAS"
except ImportError:
    blas = "BLAS unknown"
print(json.dumps(dict(seconds=seconds, blas=blas)))
