"""Writes sparse.json and dense_linear.json beside it: what scikit-learn makes of small seeded rows, for the learners of sparse rows, softmax, Poisson and naive Bayes.

Run with Debian's python3 (python3-sklearn 1.2): python3 make_sparse_oracles.py
"""
import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression, PassiveAggressiveClassifier, PoissonRegressor
from sklearn.naive_bayes import BernoulliNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.svm import LinearSVC

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20262)
n, d = 60, 12


def write(name, value):
    (here / name).write_text(json.dumps(value) + "\n")


def rounded(values):
    return np.round(np.asarray(values, float), 10).tolist()


# 1. sparse rows: counts, with a binary label, one of three classes, and weights
x = rng.poisson(0.5, size=(n, d)).astype(float)
x[np.arange(d), np.arange(d)] += 1  # every column occurs
b = (x[:, 0] + x[:, 1] - x[:, 2] + rng.normal(size=n) > 0.3).astype(int)
c = np.argmax(x[:, :3] + rng.normal(0, 0.7, size=(n, 3)), axis=1)
w = np.round(rng.uniform(0.2, 3, n), 4)
cases = {}


def polished(start, rows, labels, weights, l2):
    """Probabilities at the minimum of sum of weight * log-loss + l2 / 2 * squares, intercepts first and free."""
    own = (np.arange(len(labels)), labels)

    def objective(point):
        at = point.reshape(start.shape)
        z = rows @ at[:, 1:].T + at[:, 0]
        log = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
        pull = np.exp(log)
        pull[own] -= 1
        pull *= weights[:, None]
        return -(weights * log[own]).sum() + l2 / 2 * (at[:, 1:] ** 2).sum(), np.c_[pull.sum(0), pull.T @ rows + l2 * at[:, 1:]].ravel()

    point = start.ravel()
    for _ in range(5):
        point = minimize(objective, point, jac=True, method="BFGS", options=dict(gtol=1e-12, maxiter=5000)).x
    at = point.reshape(start.shape)
    z = rows @ at[:, 1:].T + at[:, 0]
    return np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))


def case(name, model, y, scores, **fit):
    model.fit(x, y, **fit)
    cases[name] = rounded(scores(model))


p1, pk, margin = lambda m: m.predict_proba(x)[:, 1], lambda m: m.predict_proba(x), lambda m: m.decision_function(x)
for weighted in (False, True):
    fit, end = (dict(sample_weight=w), " weighted") if weighted else ({}, "")
    case("logistic" + end, LogisticRegression(C=0.5, solver="newton-cg", tol=1e-12, max_iter=100000), b, p1, **fit)
    case("softmax" + end, LogisticRegression(C=0.5, solver="newton-cg", tol=1e-12, max_iter=100000), c, pk, **fit)
    case("logistic l1" + end, LogisticRegression(penalty="l1", solver="saga", C=0.5, tol=1e-13, max_iter=1000000), b, p1, **fit)
    case("logistic elastic net" + end, LogisticRegression(penalty="elasticnet", l1_ratio=0.4, solver="saga", C=0.5, tol=1e-13, max_iter=1000000), b, p1, **fit)
    case("svm squared hinge" + end, LinearSVC(C=0.3, tol=1e-12, max_iter=1000000, dual=False), b, margin, **fit)
    case("svm hinge" + end, LinearSVC(C=0.3, loss="hinge", tol=1e-12, max_iter=10000000, random_state=1), b, margin, **fit)
    case("svm of three classes" + end, LinearSVC(C=0.3, tol=1e-12, max_iter=1000000, dual=False), c, margin, **fit)
    for name, model in dict(multinomial=MultinomialNB(alpha=0.7), bernoulli=BernoulliNB(alpha=0.7), complement=ComplementNB(alpha=0.7)).items():
        case(name + " 2" + end, model, b, p1, **fit)
        case(name + " 3" + end, model, c, pk, **fit)
case("complement norm", ComplementNB(alpha=0.7, norm=True), c, pk)
for name, loss in (("pa-1", "hinge"), ("pa-2", "squared_hinge")):
    case(name, PassiveAggressiveClassifier(C=0.2, loss=loss, fit_intercept=False, shuffle=False, max_iter=3, tol=None), b, margin)
write("sparse.json", dict(x=x.tolist(), b=b.tolist(), c=c.tolist(), weights=w.tolist(), cases=cases))

# 2. dense rows
m = 70
t = np.round(rng.normal(size=(m, 4)) * [1, 5, 0.2, 2] + [0, 10, -1, 3], 6)
k = np.argmax(np.c_[t[:, 0], 0.3 * (t[:, 1] - 10), 3 * (t[:, 2] + 1)] + rng.normal(0, 0.5, size=(m, 3)), axis=1)
counts = rng.poisson(np.exp(0.4 * t[:, 0] + 0.1 * (t[:, 1] - 10))).astype(float)
v = np.round(rng.uniform(0.2, 3, m), 4)
dense = {}
for weighted in (False, True):
    fit, end, total = (dict(sample_weight=v), " weighted", v.sum()) if weighted else ({}, "", m)
    centred = t - t.mean(axis=0)
    # scikit-learn's solvers stop 1e-6 to 1e-5 from the minimum of this small problem, so scipy's BFGS goes on from there
    weights = v if weighted else np.ones(m)
    mean = np.average(t, axis=0, weights=weights)
    unit = (t - mean) / np.sqrt(np.average((t - mean) ** 2, axis=0, weights=weights))
    sk = LogisticRegression(C=0.5, solver="newton-cg", tol=1e-12, max_iter=100000).fit(unit, k, **fit)
    dense["softmax" + end] = rounded(polished(np.c_[sk.intercept_, sk.coef_], unit, k, weights, 2))
    dense["poisson" + end] = rounded(PoissonRegressor(alpha=2 / total, solver="newton-cholesky", tol=1e-10, max_iter=100000).fit(centred, counts, **fit).predict(centred))
    dense["gaussian" + end] = rounded(GaussianNB().fit(t, k, **fit).predict_proba(t))
write("dense_linear.json", dict(x=t.tolist(), classes=k.tolist(), counts=counts.tolist(), weights=v.tolist(), cases=dense))
