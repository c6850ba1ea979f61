"""scikit-image's side of bench/features.ts: seconds of regionprops_table on the same label map.

Prints one JSON line {"thirty": s, "eight": s, "particles": n}: best of three.
Usage: python3 features.py LABELS.npy IMAGE.npy   (needs numpy and scikit-image 0.19)
"""
import json
import sys
import time

import numpy as np
from skimage import measure

EIGHT = ("area", "perimeter", "solidity", "axis_major_length", "axis_minor_length",
         "eccentricity", "intensity_max", "intensity_mean")
THIRTY = ("label", "area", "area_bbox", "area_convex", "area_filled", "axis_major_length",
          "axis_minor_length", "bbox", "centroid", "centroid_weighted", "eccentricity",
          "equivalent_diameter_area", "euler_number", "extent", "feret_diameter_max",
          "inertia_tensor_eigvals", "intensity_max", "intensity_mean", "intensity_min",
          "moments_hu", "moments_normalized", "moments_weighted_hu", "orientation", "perimeter",
          "perimeter_crofton", "solidity")


def best(labels, image, properties):
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        table = measure.regionprops_table(labels, image, properties=properties)
        seconds.append(time.perf_counter() - start)
    return min(seconds), table


labels, image = (np.load(path) for path in sys.argv[1:3])
thirty, table = best(labels, image, THIRTY)
eight, _ = best(labels, image, EIGHT)
print(json.dumps({"thirty": thirty, "eight": eight, "particles": len(table["area"])}))
