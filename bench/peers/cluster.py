"""scikit-learn's and SciPy's side of bench/cluster.ts: seconds and quality of each stage asked for.

Prints one JSON line {stage: {"seconds": s, "cpu": s, "quality": text}}.
Usage: python3 cluster.py FOLDER STAGE...      (needs numpy, scipy, scikit-learn 1.2)
"""
import json
import os
import sys
import time

import numpy as np
from scipy.cluster import hierarchy
from scipy.spatial.distance import pdist
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

FOLDER = sys.argv[1]


def table(name, columns=None, rows=None):
    x = np.load(os.path.join(FOLDER, name + ".npy"))[:rows]
    x = x if columns is None else x[:, columns]
    return StandardScaler().fit_transform(x.astype(np.float64))


def truth(name, rows=None):
    return np.load(os.path.join(FOLDER, name + "_y.npy"))[:rows]


def gmm():
    x = table("table441k", [0, 1, 3])
    start = time.perf_counter(), time.process_time()
    fits = [GaussianMixture(k, random_state=0).fit(x) for k in range(1, 11)]
    seconds = time.perf_counter() - start[0], time.process_time() - start[1]
    bic = [f.bic(x) for f in fits]
    ari = adjusted_rand_score(truth("table441k"), fits[3].predict(x))
    return seconds, f"{sum(f.n_iter_ for f in fits)} rounds, least BIC {min(bic):.0f}, ARI at 4 groups {ari:.4f}"


def timed(load, run, quality):
    x = load()
    wall, cpu = time.perf_counter(), time.process_time()
    found = run(x)
    return (time.perf_counter() - wall, time.process_time() - cpu), quality(found, x)


def tree(x):
    d = pdist(x)
    z = hierarchy.linkage(d, "average")
    return hierarchy.cophenet(z, d)[0], hierarchy.fcluster(z, 7, "maxclust")


def ari(name, rows=None):
    return lambda labels, x: f"ARI {adjusted_rand_score(truth(name, rows), labels):.4f}"


STAGES = {
    "kmeans": lambda: timed(lambda: table("table441k"), lambda x: KMeans(4, n_init=10, random_state=0).fit_predict(x), ari("table441k")),
    "gmm": gmm,
    "dbscan": lambda: timed(lambda: table("table441k", [0, 1, 3]), lambda x: DBSCAN(eps=0.1, min_samples=60).fit_predict(x), ari("table441k")),
    "linkage": lambda: timed(lambda: table("table42k", range(13), 13115), tree,
                             lambda r, x: f"cophenetic {r[0]:.6f}, ARI {adjusted_rand_score(truth('table42k', 13115), r[1]):.4f}"),
    "pca": lambda: timed(lambda: table("table441k"), lambda x: PCA(8).fit(x), lambda p, x: f"first {p.explained_variance_ratio_[0]:.6f}"),
    "silhouette": lambda: timed(lambda: table("table441k", rows=10000), lambda x: silhouette_score(x, truth("table441k", 10000)), lambda s, x: f"{s:.6f}"),
    "svm": lambda: timed(lambda: table("table42k", range(13)), lambda x: cross_val_score(SVC(), x, truth("table42k"), cv=10, n_jobs=2).mean(), lambda s, x: f"accuracy {s:.4f}"),
    "forest": lambda: timed(lambda: table("table42k", range(13)),
                            lambda x: RandomForestClassifier(100, random_state=0, n_jobs=2).fit(x[::2], truth("table42k")[::2]).score(x[1::2], truth("table42k")[1::2]),
                            lambda s, x: f"accuracy {s:.4f}"),
}
out = {}
for stage in sys.argv[2:]:
    (seconds, cpu), quality = STAGES[stage]()
    # Work in child processes is not counted by process_time.
    out[stage] = {"seconds": seconds, "cpu": None if stage == "svm" else cpu, "quality": quality}
print(json.dumps(out))
