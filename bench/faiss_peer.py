"""Builds faiss's HNSW of raw floats and prints one line of JSON: processor seconds to build, and for each ef the recall@k and
queries per processor second, one thread.

usage: faiss_peer.py BASE QUERIES TRUTH DIMENSION K M EF_CONSTRUCTION EF...
Needs Debian's python3-faiss (1.7.3, built for baseline x86-64: SSE2).
"""
import json
import sys
import time

import faiss
import numpy as np

base, queries, truth, d, k, m, build = sys.argv[1:8]
d, k = int(d), int(k)
faiss.omp_set_num_threads(1)
base = np.fromfile(base, dtype=np.float32).reshape(-1, d)
queries = np.fromfile(queries, dtype=np.float32).reshape(-1, d)
truth = np.fromfile(truth, dtype=np.int32).reshape(-1, k)
index = faiss.IndexHNSWFlat(d, int(m))
index.hnsw.efConstruction = int(build)
started = time.process_time()
index.add(base)
result = dict(build=time.process_time() - started, version=faiss.__version__, options=faiss.get_compile_options(), sweep=[])
for ef in sys.argv[8:]:
    index.hnsw.efSearch = int(ef)
    best = 1e30
    for _ in range(3):
        started = time.process_time()
        _, found = index.search(queries, k)
        best = min(best, time.process_time() - started)
    recall = float(np.mean([len(set(a) & set(b)) / k for a, b in zip(found, truth)]))
    result["sweep"].append(dict(ef=int(ef), recall=recall, qps=len(queries) / best))
print(json.dumps(result))
