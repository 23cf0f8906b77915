"""Writes vectors.json: exact neighbours and the recall of faiss's indexes on small data, for VectorOracleTests. Debian: python3-faiss 1.7.3.

The points are integers drawn by a formula, so that both sides make the same ones and the file stays small.
"""
import json

import faiss
import numpy as np

N, D, Q, K = 4000, 24, 40, 10


def mix(v):
    """SplitMix64's finalizer, onto 0 ... 40."""
    v = (v ^ (v >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    v = (v ^ (v >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (v ^ (v >> np.uint64(31))) % np.uint64(41)


def points(count, first):
    """Point i, number j: 23 clusters of integers, exact in single precision."""
    i = np.arange(first, first + count, dtype=np.uint64)[:, None]
    j = np.arange(D, dtype=np.uint64)[None, :]
    return (mix((i % np.uint64(23)) * np.uint64(1000003) + j * np.uint64(7919)) + mix(i * np.uint64(104729) + j * np.uint64(1299709) + np.uint64(1))).astype(np.float32) - 40


base, queries = points(N, 0), points(Q, 1_000_000)
unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
out = dict(n=N, d=D, q=Q, k=K, version=faiss.__version__)
distances, ids = faiss.knn(queries, base, K)
out["l2"] = distances.astype(float).tolist()
out["first"] = ids[:, 0].tolist()
flat = faiss.IndexFlatIP(D)
flat.add(base)
out["product"] = flat.search(queries, K)[0].astype(float).tolist()
flat = faiss.IndexFlatIP(D)
flat.add(unit(base))
out["cosine"] = np.round(flat.search(unit(queries), K)[0].astype(float), 5).tolist()
faiss.omp_set_num_threads(1)


def recall(index, parameter, value):
    index.train(base)
    index.add(base)
    faiss.ParameterSpace().set_index_parameter(index, parameter, value)
    found = index.search(queries, K)[1]
    far = np.array([[((queries[q] - base[i]) ** 2).sum() for i in row] for q, row in enumerate(found)])
    return float((far <= distances[:, -1:] + 1e-3).mean())


out["ivfpq"] = {str(probe): recall(faiss.index_factory(D, "IVF64,PQ12x4fs,RFlat"), "nprobe", probe) for probe in (1, 2, 4, 8, 16)}
out["hnsw"] = {str(ef): recall(faiss.index_factory(D, "HNSW16,Flat"), "efSearch", ef) for ef in (10, 20, 40)}
json.dump(out, open("vectors.json", "w"), separators=(",", ":"))
