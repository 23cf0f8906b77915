"""Writes forecasting.json: what statsmodels says of one series. Run: python3 make_forecasting.py (statsmodels 0.13)."""
import json
import warnings

import numpy as np
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.seasonal import STL
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.stattools import kpss

warnings.simplefilter("ignore")
random = np.random.default_rng(7)
n, m = 84, 6
t = np.arange(n)
y = np.round((60 + 0.4 * t) * (1 + 0.2 * np.sin(2 * np.pi * t / m)) + np.cumsum(random.normal(0, 0.8, n)) + random.normal(0, 1.2, n), 4)
spiky = y.copy()
spiky[[20, 47]] += 60
short = {"add": "A", "mul": "M", None: "N"}

ets = []
for error, trend, season, damped in [("add", None, None, False), ("add", "add", None, True), ("add", "add", "add", False), ("mul", "add", "mul", False), ("mul", None, "add", False), ("mul", "add", "mul", True)]:
    model = ETSModel(y, error=error, trend=trend, seasonal=season, damped_trend=damped, seasonal_periods=m if season else None, initialization_method="estimated")
    fit = model.fit(disp=False, maxiter=5000, ftol=1e-12, gtol=1e-8)
    names = dict(zip(fit.model.param_names, fit.params))
    ets.append({"name": f"{short[error]}{short[trend]}{'d' if damped else ''}{short[season]}", "llf": fit.llf, "aicc": fit.aicc, "forecast": list(fit.forecast(8)),
                "alpha": names["smoothing_level"], "beta": names.get("smoothing_trend"), "gamma": names.get("smoothing_seasonal"), "phi": names.get("damping_trend")})

arima = []
for order, seasonal, constant, params in [
    ((2, 0, 1), (0, 0, 0, 0), False, [0.6, 0.2, 0.3]),
    ((0, 1, 2), (0, 0, 0, 0), False, [-0.3, 0.2]),
    ((1, 1, 1), (1, 0, 0, m), False, [0.3, -0.5, 0.6]),
    ((1, 0, 1), (1, 1, 1, m), False, [0.5, 0.2, 0.3, -0.4]),
    ((0, 1, 1), (0, 1, 1, m), False, [-0.4, -0.5]),
]:
    model = SARIMAX(y, order=order, seasonal_order=seasonal, simple_differencing=True)
    w = model.endog[:, 0]
    # The variance that is best for these coefficients.
    one = model.filter(params + [1.0])
    e, f = one.forecasts_error[0], one.forecasts_error_cov[0, 0]
    variance = float(np.mean(e * e / f))
    whole = SARIMAX(y, order=order, seasonal_order=seasonal)
    fit = model.fit(disp=False, maxiter=500)
    arima.append({"order": list(order), "seasonal": list(seasonal[:3]), "params": params, "variance": variance, "llf": float(model.loglike(params + [variance])),
                  "forecast": list(SARIMAX(y, order=order, seasonal_order=seasonal).filter(params + [variance]).forecast(8)), "best": fit.llf})

parts = {}
for name, values, options in [("plain", y, {}), ("wide", y, {"seasonal": 13}), ("robust", spiky, {"robust": True})]:
    stl = STL(values, period=m, **options).fit()
    parts[name] = {"trend": list(stl.trend), "seasonal": list(stl.seasonal)}

theta = ThetaModel(y, period=m, deseasonalize=True, use_test=False, method="auto").fit()
flat = ThetaModel(y, deseasonalize=False).fit()
json.dump({"y": list(y), "spiky": list(spiky), "season": m, "ets": ets, "arima": arima, "stl": parts,
           "theta": {"alpha": flat.params["alpha"], "forecast": list(flat.forecast(8)), "seasonal_alpha": theta.params["alpha"], "seasonal": list(theta.forecast(8))}},
          open("forecasting.json", "w"), default=float)
