"""Writes recommenders.json: slow obvious versions in numpy, scipy and scikit-learn on one small matrix. Debian: python3-numpy python3-sklearn."""
import json
import os
import warnings

import numpy as np
from sklearn.linear_model import ElasticNet
from sklearn.metrics.pairwise import cosine_similarity

warnings.simplefilter("ignore")
random = np.random.default_rng(7)
users, items, d = 30, 14, 4
taste = random.random((users, 3)) @ random.random((3, items))
x = np.where(taste > np.quantile(taste, 0.7), random.integers(1, 4, (users, items)), 0).astype(float)

gram = x.T @ x
p = np.linalg.inv(gram + 3 * np.eye(items))
ease = p / -np.diag(p)
np.fill_diagonal(ease, 0)

l1, l2 = 2.0, 1.5
slim = np.zeros((items, items))
for j in range(items):
    rest = [i for i in range(items) if i != j]
    model = ElasticNet(alpha=(l1 + l2) / users, l1_ratio=l1 / (l1 + l2), positive=True, fit_intercept=False, tol=1e-12, max_iter=100000)
    slim[rest, j] = model.fit(x[:, rest], x[:, j]).coef_

cosine = cosine_similarity(x.T)
np.fill_diagonal(cosine, 0)
singular = np.linalg.svd(x)
svd = x @ singular[2][:d].T @ singular[2][:d]

# One user of implicit ALS by the normal equations, written with a full matrix of weights.
v = random.standard_normal((items, d))
weights, alpha, l2als, nu = x[0], 0.2, 0.05, 0.7
penalty = l2als * (np.count_nonzero(weights) + alpha * items) ** nu
als = np.linalg.solve(v.T @ np.diag(weights + alpha) @ v + penalty * np.eye(d), v.T @ weights)
out = dict(x=x.tolist(), ease=ease.tolist(), slim=slim.tolist(), cosine=cosine.tolist(), svd=svd.tolist(), singular=singular[1][:d].tolist(), v=v.tolist(), als=als.tolist())
with open(os.path.join(os.path.dirname(__file__), "recommenders.json"), "w") as file:
    json.dump(json.loads(json.dumps(out), parse_float=lambda n: round(float(n), 9)), file)
