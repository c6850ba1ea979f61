"""scikit-image's, SciPy's and OpenCV's side of bench/raster.ts: seconds of each stage and the area of what it gives.

Prints one JSON line {stage: {library: [seconds, area]}}. OpenCV is left out where it is not installed.
Usage: python3 raster.py FOLDER      (holds classes.u8, mask.u8 and task.json)
"""
import json
import os
import sys
import time

import numpy as np
from scipy import ndimage as ndi
from skimage import draw, morphology, segmentation

try:
    import cv2
    cv2.setNumThreads(1)
except ImportError:
    cv2 = None


def best(run, times=3):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - start)
    return [min(seconds), int(np.count_nonzero(found))]


def main():
    folder = sys.argv[1]
    with open(os.path.join(folder, "task.json")) as file:
        task = json.load(file)
    side, size = task["classesSide"], task["side"]
    classes = np.fromfile(os.path.join(folder, "classes.u8"), np.uint8).reshape(side, side)
    mask = np.fromfile(os.path.join(folder, "mask.u8"), np.uint8).reshape(size, size)
    points, r, grow = np.array(task["stroke"]).reshape(-1, 2), task["radius"], task["grow"]

    def stroke():
        plane = np.zeros((size, size), bool)
        for x, y in points:
            plane[draw.disk((y, x), r, shape=plane.shape)] = True
        return plane

    out = {
        "flood": {"scikit-image": best(lambda: segmentation.flood(classes, (0, 0), connectivity=1))},
        "stroke": {"scikit-image": best(stroke)},
        "grow": {"SciPy": best(lambda: ndi.distance_transform_edt(mask == 0) <= grow, 1)},
    }
    if cv2 is not None:
        def flood():
            plane = np.zeros((side + 2, side + 2), np.uint8)
            cv2.floodFill(classes, plane, (0, 0), 255, flags=4 | cv2.FLOODFILL_MASK_ONLY)
            return plane[1:-1, 1:-1]

        def lines():
            plane = np.zeros((size, size), np.uint8)
            cv2.polylines(plane, [np.round(points).astype(np.int32)], False, 1, thickness=2 * r)
            return plane

        disk = morphology.disk(grow)
        out["flood"]["OpenCV"] = best(flood)
        out["stroke"]["OpenCV"] = best(lines)
        out["grow"]["OpenCV"] = best(lambda: cv2.dilate(mask, disk), 1)
    print(json.dumps(out))


main()
