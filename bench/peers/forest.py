"""scikit-image's multiscale features and scikit-learn's random forest: the peer's side of bench/forest.ts.

Prints one JSON line {filters, grow, tell: seconds, right: share of pixels, features: how many}.
Usage: python3 forest.py FOLDER SIDE TREES THREADS      (holds image.u16, labels.u8, truth.u8; 0 = not labelled)
"""
import json
import os
import sys
import time

import numpy as np
from skimage import feature
from sklearn.ensemble import RandomForestClassifier


def main():
    folder, side, trees, threads = sys.argv[1], *map(int, sys.argv[2:])

    def read(name, kind):
        return np.fromfile(os.path.join(folder, name), kind).reshape(side, side)

    image = read("image.u16", np.uint16).astype(np.float32)
    labels, truth = read("labels.u8", np.uint8), read("truth.u8", np.uint8)
    low, high = np.percentile(image, (1, 99))
    image = (image - low) / (high - low)
    start = time.perf_counter()
    planes = feature.multiscale_basic_features(
        image, intensity=True, edges=True, texture=True, sigma_min=1, sigma_max=8, num_sigma=4, num_workers=threads)
    filtered = time.perf_counter()
    forest = RandomForestClassifier(trees, class_weight="balanced_subsample", n_jobs=threads, random_state=1)
    forest.fit(planes[labels > 0], labels[labels > 0])
    grown = time.perf_counter()
    shares = forest.predict_proba(planes.reshape(-1, planes.shape[-1]))
    told = time.perf_counter()
    found = forest.classes_[shares.argmax(1)].reshape(side, side)
    print(json.dumps({"filters": filtered - start, "grow": grown - filtered, "tell": told - grown,
                      "right": float((found == truth).mean()), "features": planes.shape[-1]}))


main()
