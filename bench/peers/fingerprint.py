"""NumPy's side of bench/fingerprint.ts: all rays against all edges of each outline at once.

Writes the fingerprints (theta = 1..360 degrees, px) to OUT.npy and prints one JSON line {"seconds": best of two}.
Usage: python3 fingerprint.py CONTOURS.npy OUT.npy      (needs numpy)
"""
import json
import sys
import time

import numpy as np

ANGLES = np.deg2rad(np.arange(1, 361))
COS, SIN = np.cos(ANGLES)[:, None], np.sin(ANGLES)[:, None]


def centroid(p):
    q = np.roll(p, -1, 0)
    cross = p[:, 0] * q[:, 1] - q[:, 0] * p[:, 1]
    return ((p + q) * cross[:, None]).sum(0) / (3 * cross.sum())


def fingerprint(points):
    p = points.astype(np.float64)
    p = p - centroid(p)
    side = p[:, 1] * COS - p[:, 0] * SIN
    after = np.roll(side, -1, 1)
    along = p[:, 0] * COS + p[:, 1] * SIN
    with np.errstate(divide="ignore", invalid="ignore"):
        r = along + side / (side - after) * (np.roll(along, -1, 1) - along)
    r = np.where(((side > 0) != (after > 0)) & (r > 0), r, np.inf)
    most = int((r < np.inf).sum(1).max())
    r = np.sort(np.partition(r, most - 1, 1)[:, :most], 1)
    count = (r < np.inf).sum(1)
    r[r == np.inf] = 0
    # The farthest crossing leaves the shape; from it inwards every other stretch is inside.
    sign = np.where((count[:, None] - 1 - np.arange(most)) % 2 == 0, 1.0, -1.0)
    return (r * sign).sum(1)


contours = np.load(sys.argv[1])
seconds = []
for _ in range(2):
    start = time.perf_counter()
    found = np.stack([fingerprint(c) for c in contours])
    seconds.append(time.perf_counter() - start)
np.save(sys.argv[2], found)
print(json.dumps({"seconds": min(seconds)}))
