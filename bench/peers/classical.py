"""The whole classical job with scikit-image and SciPy, timed: python3 classical.py tem4k|haadf2k. Prints one line of JSON."""
import json
import os
import resource
import sys
import time

import numpy as np
from scipy import ndimage as ndi
from skimage import feature, filters, measure, morphology, segmentation

DATA = os.environ.get("BENCH_DATA", "/tmp/bench-data")
EIGHT = ("area", "perimeter", "solidity", "axis_major_length", "axis_minor_length", "eccentricity", "intensity_max",
         "intensity_mean")


def load(name):
    return np.load(os.path.join(DATA, name + ".npy"))


def segment(img, tophat, sigma, erosion, separation, min_area):
    background = ndi.white_tophat(img, size=tophat) if tophat else img
    smooth = filters.gaussian(background, sigma, preserve_range=True)
    # float64: the float32 iteration of this version never converges
    mask = smooth > filters.threshold_li(smooth.astype(np.float64))
    mask = morphology.remove_small_objects(ndi.binary_fill_holes(mask), min_area)
    core = mask
    for _ in range(erosion):
        core = morphology.binary_erosion(core)
    distance = ndi.distance_transform_edt(core)
    peaks = feature.peak_local_max(distance, min_distance=separation, labels=mask.astype(np.uint8), exclude_border=False)
    seeds = np.zeros(distance.shape, np.int32)
    seeds[tuple(peaks.T)] = np.arange(1, len(peaks) + 1)
    return segmentation.clear_border(segmentation.watershed(-distance, seeds, mask=mask))


def properties(labels, img):
    table = measure.regionprops_table(labels, img, properties=EIGHT)
    table["circularity"] = 4 * np.pi * table["area"] / np.maximum(table["perimeter"], 1) ** 2
    table["total"] = table["area"] * table["intensity_mean"]
    return table


def tem4k():
    tem, flat = load("tem4k"), load("tem4k_flat")

    def job():
        img = tem.astype(np.float32) * (np.float32(flat.mean()) / flat)
        labels = segment(img.max() - img, 0, 3, 10, 20, 800)
        properties(labels, tem)
        return labels
    return job


def haadf2k():
    haadf = load("haadf2k")
    img = haadf.astype(np.float32)

    def job():
        labels = segment(img, 301, 1, 10, 40, 200)
        properties(labels, haadf)
        return labels
    return job


def main():
    job = {"tem4k": tem4k, "haadf2k": haadf2k}[sys.argv[1]]()
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        labels = job()
        seconds.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "particles": int((np.bincount(labels.ravel())[1:] > 0).sum()), "peakMb": peak}))


if __name__ == "__main__":
    main()
