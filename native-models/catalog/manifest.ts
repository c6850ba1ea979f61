/** A score that a model reached on images that it never learned from. */
export interface Score {
  /** What was measured on what, such as "instance F1 at IoU 0.5, emps test articles". */
  readonly measure: string;
  readonly images: number;
  readonly value: number;
}

/** What is known about a shipped model: the card that the program shows, and what it needs to run it. */
export interface ModelManifest {
  /** Stable name, as on the command line and in recipes. */
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** File in native-models/weights. */
  readonly file: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly architecture: string;
  /** What each map of the result says, in their order. */
  readonly maps: readonly string[];
  /** Pixels a side of the image for one of the maps. */
  readonly reduction: number;
  /** Diameter of particles that it was mostly taught, px of the image it is given. */
  readonly taught: number;
  /** Weights of the evidence for a particle, in the order of `app/segmentation/particle-facts.ts`. */
  readonly judge: readonly number[];
  /** What the network expects of grey levels and magnification. */
  readonly input: string;
  /** What it learned from, in words, with counts. */
  readonly learnedFrom: readonly string[];
  readonly steps: number;
  readonly scores: readonly Score[];
  /** What it is not good at. */
  readonly limits: readonly string[];
  readonly licence: string;
}
