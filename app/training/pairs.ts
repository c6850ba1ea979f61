/** An image and its labels, found by the stem that their names share. */
export interface FilePair {
  readonly stem: string;
  readonly image: string;
  readonly labels: string;
}

/** What names of label files often end in beside the stem. */
const endings = /[._-](labels?|classes|class|masks?|seg|segmentation|truth|gt|annotations?)$/i;

const stem = (path: string) => {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name.replace(/\.(gz|bz2)$/i, '').replace(/\.[^.]+$/, '');
};
const key = (path: string) => stem(path).replace(endings, '').toLowerCase();

/**
 * Images and label files paired by the stem of their names, in the order of the stems; `scan_01.tif` goes with `scan_01.png` and
 * with `scan_01.labels.tif`. An exact stem goes before one with an ending.
 */
export function pairByStem(
  images: readonly string[],
  labels: readonly string[],
): { readonly pairs: FilePair[]; readonly unpaired: string[] } {
  const exact = new Map<string, string>();
  const loose = new Map<string, string>();
  for (const path of [...labels].sort().reverse()) {
    exact.set(stem(path).toLowerCase(), path);
    loose.set(key(path), path);
  }
  const used = new Set<string>();
  const pairs: FilePair[] = [];
  const unpaired: string[] = [];
  for (const image of [...images].sort()) {
    const found = exact.get(stem(image).toLowerCase()) ?? loose.get(stem(image).toLowerCase());
    if (found === undefined || used.has(found)) unpaired.push(image);
    else {
      used.add(found);
      pairs.push({ stem: stem(image), image, labels: found });
    }
  }
  return { pairs, unpaired: [...unpaired, ...labels.filter((path) => !used.has(path))] };
}
