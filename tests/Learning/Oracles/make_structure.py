"""Writes structure.json beside it: small seeded points with what scikit-learn (and libsvm in it) makes of them.

Run with Debian's python3 (python3-sklearn 1.2): python3 make_structure.py
"""
import json
import pathlib

import numpy as np
from sklearn.cluster import KMeans, MeanShift, estimate_bandwidth
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, LocalOutlierFactor
from sklearn.svm import SVC, SVR, OneClassSVM

rng = np.random.default_rng(20262)
out = {}


def rounded(values):
    return np.asarray(values, dtype=np.float64).tolist()


# 1. points in overlapping clusters, exact in single precision
centres = rng.uniform(-4, 4, size=(4, 3))
x = np.round(centres[rng.integers(0, 4, 160)] + rng.normal(size=(160, 3)), 3).astype(np.float32)
start = x[[0, 1, 2, 3]]
out["points"], out["start"] = rounded(x), rounded(start)
km = KMeans(4, init=start, n_init=1, algorithm="lloyd", tol=0, max_iter=100).fit(x.astype(np.float64))
out["kmeans"] = dict(inertia=km.inertia_, centres=rounded(km.cluster_centers_), labels=km.labels_.tolist())
km = KMeans(4, init=start, n_init=1, algorithm="lloyd", tol=0, max_iter=3).fit(x.astype(np.float64))
out["kmeans_three"] = dict(inertia=km.inertia_, centres=rounded(km.cluster_centers_))

# 2. expectation and maximization from the same hard clusters
labels = ((x[:, None, :].astype(np.float64) - start[None].astype(np.float64)) ** 2).sum(-1).argmin(1)
for shape in ["full", "tied", "diag", "spherical"]:
    gm = GaussianMixture(4, covariance_type=shape)
    gm._initialize(x.astype(np.float64), np.eye(4)[labels])
    for _ in range(5):
        bound, resp = gm._e_step(x.astype(np.float64))
        gm._m_step(x.astype(np.float64), resp)
    density = gm.score_samples(x.astype(np.float64))
    out["mixture_" + shape] = dict(bound=float(bound), weights=rounded(gm.weights_), means=rounded(gm.means_), density=rounded(density), shares=rounded(gm.predict_proba(x.astype(np.float64))[:10]))

# 3. mean shift
out["bandwidth"] = float(estimate_bandwidth(x.astype(np.float64), quantile=0.2))
ms = MeanShift(bandwidth=2.0).fit(x.astype(np.float64))
out["meanshift"] = dict(centres=rounded(ms.cluster_centers_), labels=ms.labels_.tolist())

# 4. principal components; more points than dimensions, and fewer
wide = np.round(rng.normal(size=(12, 30)) @ np.diag(np.linspace(3, 0.1, 30)), 3).astype(np.float32)
out["wide"] = rounded(wide)
for name, table, k in [("pca", x, 3), ("pca_wide", wide, 5)]:
    pca = PCA(k, svd_solver="full").fit(table.astype(np.float64))
    projected = PCA(k, svd_solver="full", whiten=True).fit_transform(table.astype(np.float64))
    out[name] = dict(components=rounded(pca.components_), variance=rounded(pca.explained_variance_), ratio=rounded(pca.explained_variance_ratio_), whitened=rounded(np.abs(projected)))

# 5. a table with labels: neighbours, outliers, machines. The features have mean 0 and deviation 1 to rounding, as both sides standardize
t = rng.normal(size=(120, 4))
t = np.round((t - t.mean(0)) / t.std(0), 4)
binary = ((t[:, 0] * t[:, 1] + 0.7 * t[:, 2] + 0.5 * rng.normal(size=120)) > 0).astype(int)
three = np.digitize(t[:, 0] + 0.5 * rng.normal(size=120), [-0.5, 0.6])
value = np.round(2 * np.sin(t[:, 0]) + t[:, 1] + 0.2 * rng.normal(size=120), 4)
weights = np.round(rng.uniform(0.2, 2, 120), 3)
query = np.round(rng.normal(size=(40, 4)) * 1.5, 4)
out["table"], out["query"], out["weights"] = rounded(t), rounded(query), rounded(weights)
out["binary"], out["three"], out["value"] = binary.tolist(), three.tolist(), rounded(value)
out["knn"] = rounded(KNeighborsClassifier(7).fit(t, binary).predict_proba(query)[:, 1])
out["knn_distance"] = rounded(KNeighborsClassifier(7, weights="distance").fit(t, three).predict_proba(query))
out["knn_value"] = rounded(KNeighborsRegressor(4, weights="distance").fit(t, value).predict(query))
lof = LocalOutlierFactor(15, novelty=True).fit(t)
out["lof"] = dict(training=rounded(-lof.negative_outlier_factor_), query=rounded(-lof.score_samples(query)))


def machine(fit, decisions):
    return dict(vectors=int(fit.n_support_.sum()), decisions=rounded(decisions), intercept=rounded(fit.intercept_))


kernels = dict(rbf=dict(kernel="rbf", gamma=0.3), linear=dict(kernel="linear"), polynomial=dict(kernel="poly", gamma=0.5, coef0=1, degree=3), sigmoid=dict(kernel="sigmoid", gamma=0.05, coef0=-0.2))


def gram(k, a, b):
    dot = a @ b.T
    if k["kernel"] == "linear":
        return dot
    if k["kernel"] == "poly":
        return (k["gamma"] * dot + k["coef0"]) ** 3
    if k["kernel"] == "sigmoid":
        return np.tanh(k["gamma"] * dot + k["coef0"])
    return np.exp(-k["gamma"] * ((a[:, None] - b[None]) ** 2).sum(-1))


for name, k in kernels.items():
    svc = SVC(C=2, tol=1e-6, **k).fit(t, binary, sample_weight=weights)
    a, q = np.abs(svc.dual_coef_[0]), gram(k, svc.support_vectors_, svc.support_vectors_)
    out["svc_" + name] = machine(svc, svc.decision_function(query)) | dict(objective=float(0.5 * svc.dual_coef_[0] @ q @ svc.dual_coef_[0] - a.sum()))
    svr = SVR(C=2, epsilon=0.1, tol=1e-6, **k).fit(t, value)
    b, q = svr.dual_coef_[0], gram(k, svr.support_vectors_, svr.support_vectors_)
    out["svr_" + name] = machine(svr, svr.predict(query)) | dict(objective=float(0.5 * b @ q @ b + 0.1 * np.abs(b).sum() - b @ value[svr.support_]))
svc = SVC(C=1, gamma=0.3, tol=1e-6, decision_function_shape="ovo").fit(t, three)
out["svc_three"] = machine(svc, svc.decision_function(query)) | dict(classes=svc.predict(query).tolist())
one = OneClassSVM(nu=0.3, gamma=0.3, tol=1e-6).fit(t)
out["one_class"] = machine(one, one.decision_function(query))

# 6. an isolation forest: of random trees only the level and the order can agree
inliers, odd = rng.normal(size=(400, 3)), rng.uniform(-6, 6, size=(40, 3))
both = np.round(np.vstack([inliers, odd]), 4)
forest = IsolationForest(n_estimators=400, random_state=1).fit(both)
score = -forest.score_samples(both)
out["forest"] = dict(table=rounded(both), scores=rounded(np.round(score, 5)), auc=float(roc_auc_score(np.r_[np.zeros(400), np.ones(40)], score)))
(pathlib.Path(__file__).parent / "structure.json").write_text(json.dumps(out) + "\n")
