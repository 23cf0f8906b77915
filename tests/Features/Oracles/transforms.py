"""Writes transforms.csv: what scikit-learn makes of a small table with missing values. Run: python3 transforms.py > transforms.csv"""
import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, RobustScaler, StandardScaler

rng = np.random.RandomState(7)
n = 40
x = np.column_stack([rng.lognormal(3, 1.5, n), rng.normal(-5, 2, n), np.full(n, 4.25)])
x[rng.rand(n, 3) < 0.15] = np.nan
c = rng.randint(0, 5, n).astype(float)
c_new = np.where(np.arange(n) % 4 == 0, 99.0, c)  # 99 is unseen


def row(name, values):
    print(name + "," + ",".join("nan" if np.isnan(v) else repr(float(v)) for v in np.asarray(values, dtype=float)))


for j in range(3):
    row(f"x{j}", x[:, j])
row("c", c)
row("c_new", c_new)
for name, scaler in [("standard", StandardScaler()), ("minmax", MinMaxScaler((-1, 3))), ("robust", RobustScaler())]:
    y = scaler.fit_transform(x)
    for j in range(3):
        row(f"{name}{j}", y[:, j])
for strategy in ["mean", "median", "constant"]:
    y = SimpleImputer(strategy=strategy, fill_value=-9.5 if strategy == "constant" else None, add_indicator=True).fit_transform(x)
    for j in range(y.shape[1]):
        row(f"impute_{strategy}{j}", y[:, j])
low, high = np.nanquantile(x, [0.05, 0.9], axis=0)
for j in range(3):
    row(f"winsorize{j}", np.clip(x[:, j], low[j], high[j]))
    row(f"log{j}", np.sign(x[:, j]) * np.log1p(np.abs(x[:, j])))
hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(c.reshape(-1, 1))
for j, column in enumerate(hot.transform(c_new.reshape(-1, 1)).T):
    row(f"onehot{j}", column)
row("ordinal", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=5).fit(c.reshape(-1, 1)).transform(c_new.reshape(-1, 1))[:, 0])
