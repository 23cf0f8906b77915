"""Loads with XGBoost the models that XGBoostExportTests wrote, and compares what it predicts with what we do.

usage: BELLWETHER_XGBOOST_EXPORT=FOLDER dotnet test tests/Learning --filter XGBoostExport; check_export.py FOLDER
Needs Debian's python3-xgboost (1.7.4). Ends with status 1 if a score differs by more than 1e-6, relative where it is above 1.
"""
import glob
import json
import sys

import numpy as np
import xgboost as xgb

worst_of_all = 0
files = sorted(glob.glob(sys.argv[1] + "/*.json"))
assert files, "the folder has no models"
for path in files:
    booster = xgb.Booster(model_file=path)
    answers = json.load(open(path[:-5] + ".answers"))
    rows = np.array([[np.nan if v is None else v for v in a["row"]] for a in answers], dtype=float)
    scores = np.array([a["scores"] for a in answers])
    types = booster.feature_types
    matrix = xgb.DMatrix(rows, feature_names=booster.feature_names, feature_types=types, enable_categorical="c" in types)
    predicted = booster.predict(matrix).reshape(scores.shape)
    worst = np.max(np.abs(predicted - scores) / np.maximum(1, np.abs(scores)))
    worst_of_all = max(worst, worst_of_all)
    print(f"{path.rsplit('/', 1)[1]:24} {len(rows)} rows, differs by at most {worst:.3g}")
sys.exit(0 if worst_of_all <= 1e-6 else 1)
