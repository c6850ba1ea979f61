"""scikit-image's, SciPy's and OpenCV's side of bench/image.ts: seconds of each stage on the same 4096 x 4096 micrograph.

Prints one JSON line {stage: {library: seconds}}; writes CROP.tif (a 512 x 512 part), CROP.exact.f32 (the top of the exact
ball of radius 150, light background) and CROP.opened.f32 (the opening that ImageJ aims at) for the rolling ball.
Usage: python3 image.py IMAGE.npy CROP      (needs NumPy, SciPy, scikit-image 0.19, OpenCV, tifffile)
"""
import json
import sys
import time

import cv2
import numpy as np
import tifffile
from scipy import ndimage as ndi
from skimage import exposure, filters, restoration

cv2.setNumThreads(2)


def best(run, times=3):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main():
    image, crop = np.load(sys.argv[1]), sys.argv[2]
    grey = image.astype(np.float32)
    inverse = grey.max() - grey
    box = np.ones((301, 301), np.uint8)

    def flat():
        small = cv2.resize(grey, None, fx=1 / 16, fy=1 / 16, interpolation=cv2.INTER_AREA)
        return grey / cv2.resize(cv2.GaussianBlur(small, (0, 0), 12.5), grey.shape[::-1])

    stages = {
        "gaussian 1": {"scikit-image": best(lambda: filters.gaussian(grey, 1, preserve_range=True)),
                       "OpenCV": best(lambda: cv2.GaussianBlur(grey, (0, 0), 1))},
        "gaussian 3": {"scikit-image": best(lambda: filters.gaussian(grey, 3, preserve_range=True)),
                       "OpenCV": best(lambda: cv2.GaussianBlur(grey, (0, 0), 3))},
        "median 3": {"SciPy": best(lambda: ndi.median_filter(image, 3), 1), "OpenCV": best(lambda: cv2.medianBlur(grey, 3))},
        "mean 25": {"SciPy": best(lambda: ndi.uniform_filter(grey, 25), 1),
                    "OpenCV": best(lambda: cv2.blur(grey, (25, 25)))},
        "white top-hat 301": {"SciPy": best(lambda: ndi.white_tophat(grey, size=301), 1),
                              "OpenCV": best(lambda: cv2.morphologyEx(inverse, cv2.MORPH_TOPHAT, box), 1)},
        "flat field": {"OpenCV": best(flat)},
        "histogram": {"NumPy": best(lambda: np.bincount(image.ravel(), minlength=65536))},
        "CLAHE": {"scikit-image": best(lambda: exposure.equalize_adapthist(image), 1)},
        "FFT": {"NumPy": best(lambda: np.fft.rfft2(grey), 1)},
    }
    part = np.ascontiguousarray(image[1024:1536, 1024:1536])
    tifffile.imwrite(crop + ".tif", part)
    negative = -part.astype(np.float32)
    start = time.perf_counter()
    top = restoration.rolling_ball(negative, radius=150, num_threads=2)
    stages["rolling ball 150, 512 x 512"] = {"scikit-image": time.perf_counter() - start}
    (-top).astype("<f4").tofile(crop + ".exact.f32")
    restoration.rolling_ball(-top, radius=150, num_threads=2).astype("<f4").tofile(crop + ".opened.f32")
    print(json.dumps(stages))


if __name__ == "__main__":
    main()
