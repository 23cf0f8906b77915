"""Times scikit-learn on raw floats and prints one line of JSON.

usage: structure_peer.py kmeans POINTS DIMENSION START CLUSTERS ITERATIONS THREADS
       structure_peer.py pca POINTS DIMENSION COMPONENTS SOLVER THREADS
       structure_peer.py knn POINTS DIMENSION QUERIES K THREADS
       structure_peer.py svc POINTS DIMENSION LABELS C GAMMA
Needs Debian's python3-sklearn (1.2.1). Run with OMP_NUM_THREADS and OPENBLAS_NUM_THREADS as many as THREADS.
"""
import json
import sys
import time

import numpy as np
import sklearn

what, path, dimension = sys.argv[1], sys.argv[2], int(sys.argv[3])
rest = sys.argv[4:]
x = np.fromfile(path, dtype=np.float32).reshape(-1, dimension)
out = dict(version=sklearn.__version__)
if what == "kmeans":
    from sklearn.cluster import KMeans
    start, k, iterations = np.fromfile(rest[0], dtype=np.float32).reshape(-1, dimension), int(rest[1]), int(rest[2])
    learner = KMeans(k, init=start, n_init=1, max_iter=iterations, tol=0, algorithm="lloyd")
    began = time.perf_counter()
    learner.fit(x)
    out.update(seconds=time.perf_counter() - began, quality=float(learner.inertia_), iterations=int(learner.n_iter_))
elif what == "pca":
    from sklearn.decomposition import PCA
    learner = PCA(int(rest[0]), svd_solver=rest[1], random_state=0)
    began = time.perf_counter()
    learner.fit(x)
    out.update(seconds=time.perf_counter() - began, quality=float(learner.explained_variance_.sum()))
elif what == "knn":
    from sklearn.neighbors import NearestNeighbors
    queries, k = np.fromfile(rest[0], dtype=np.float32).reshape(-1, dimension), int(rest[1])
    began = time.perf_counter()
    learner = NearestNeighbors(n_neighbors=k, n_jobs=int(rest[2])).fit(x)
    built = time.perf_counter()
    distances, _ = learner.kneighbors(queries)
    out.update(seconds=time.perf_counter() - began, build=built - began, quality=float(distances.sum()), method=learner._fit_method)
elif what == "svc":
    from sklearn.svm import SVC
    y = np.fromfile(rest[0], dtype=np.float32)
    learner = SVC(C=float(rest[1]), gamma=float(rest[2]), cache_size=200)
    began = time.perf_counter()
    learner.fit(x, y)
    trained = time.perf_counter()
    decisions = learner.decision_function(x[:2000])
    out.update(seconds=trained - began, predict=time.perf_counter() - trained, quality=float(np.abs(learner.dual_coef_).sum()), vectors=int(learner.n_support_.sum()), decision=float(decisions.mean()))
print(json.dumps(out))
