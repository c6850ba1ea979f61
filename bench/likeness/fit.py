"""Fits the likeness of outlines to particles: python3 fit.py outlines.csv [--hold-out] > likeness.json"""
import json
import sys

import numpy as np
from sklearn.metrics import average_precision_score
from sklearn.neural_network import MLPClassifier

CUT = 4.0                       # standard deviations beyond which features are cut off
# share of the outlines without any truth that is kept, by kind of micrograph and look
THIN = {("e", 600): 0.35, ("e", 256): 0.5, ("g", 1100): 0.5, ("g", 2100): 0.1}


def read(path):
    names, rows = [], []
    with open(path) as f:
        columns = f.readline().strip().split(",")[3:]
        for line in f:
            name, *values = line.rstrip("\n").split(",")
            names.append(name)
            rows.append([float(v) for v in values])
    return columns, np.array(names), np.array(rows)


columns, names, rows = read(sys.argv[1])
look, overlap = rows[:, 0].astype(int), rows[:, 1]
x = np.nan_to_num(rows[:, 2:], nan=0, posinf=5, neginf=-5)
# Boxes are drawn more loosely than masks. The target rises over 0.3 of overlap, so that a near miss is not a miss.
enough = np.where(np.char.startswith(names, "g_"), 0.5, 0.6)
target = np.clip((overlap - (enough - 0.15)) / 0.3, 0, 1)
rng = np.random.default_rng(0)
share = np.array([THIN.get((n[0], s), 1.0) for n, s in zip(names, look)])
keep = (overlap > 0.3) | (rng.random(len(share)) < share)
names, x, target, share = names[keep], x[keep], target[keep], share[keep]

order = {n: i for i, n in enumerate(sorted(set(names)))}
held = np.array([order[n] % 3 == 0 for n in names]) if "--hold-out" in sys.argv else np.zeros(len(names), bool)
mean, deviation = x[~held].mean(0), x[~held].std(0) + 1e-9
z = np.clip((x - mean) / deviation, -CUT, CUT)
# Thinned outlines come back as often as they were, at most three times; soft targets become drawn labels.
repeats = np.where(target > 0, 1, np.minimum(3, 1 / share))
index = np.repeat(np.flatnonzero(~held), rng.poisson(repeats[~held]))
rng.shuffle(index)
labels = (rng.random(len(index)) < target[index]).astype(int)
net = MLPClassifier((16, 8), max_iter=25, alpha=3e-4, learning_rate_init=2e-3, batch_size=1024, random_state=0)
net.fit(z[index], labels)
if held.any():
    p = net.predict_proba(z[held])[:, 1]
    for kind in sorted({n[0] for n in names[held]}):
        of = np.char.startswith(names[held], kind)
        print(kind, "average precision", average_precision_score(target[held][of] > 0.5, p[of]), file=sys.stderr)
print(json.dumps({
    "fitted": "",
    "features": columns,
    "mean": mean.round(4).tolist(),
    "deviation": deviation.round(4).tolist(),
    "layers": [{"matrix": w.T.round(4).tolist(), "bias": b.round(4).tolist()} for w, b in zip(net.coefs_, net.intercepts_)],
}))
