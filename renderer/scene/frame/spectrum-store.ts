import { channelsOf, copyAsFloat } from './pixels.ts';
import type { Frame } from './plane.ts';

export interface SpectrumRequest {
  readonly id: number;
  readonly url: string;
  readonly values: Float32Array;
  readonly side: number;
}

export interface SpectrumReply {
  readonly id: number;
  readonly spectrum: Frame;
}

export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** Computes power spectra in a worker; while one is under way only the latest wish after it is kept. */
export class SpectrumStore {
  readonly #worker: Worker;
  readonly #arrived: (spectrum: Frame) => void;
  #busy = false;
  #next: { frame: Frame; square: Square; url: string } | null = null;
  #id = 0;

  constructor(arrived: (spectrum: Frame) => void) {
    this.#arrived = arrived;
    this.#worker = new Worker(new URL('./spectrum-worker.ts', import.meta.url), { type: 'module', name: 'spectrum' });
    this.#worker.onmessage = ({ data }: MessageEvent<SpectrumReply>) => {
      this.#busy = false;
      this.#arrived(data.spectrum);
      const next = this.#next;
      this.#next = null;
      if (next !== null) this.ask(next.frame, next.square, next.url);
    };
  }

  /** Wishes for the spectrum of a square of a frame; it arrives under `url`. */
  ask(frame: Frame, square: Square, url: string): void {
    if (this.#busy) {
      this.#next = { frame, square, url };
      return;
    }
    this.#busy = true;
    const values = cutSquare(frame, square);
    this.#worker.postMessage({ id: ++this.#id, url, values, side: square.side } satisfies SpectrumRequest, [
      values.buffer,
    ]);
  }

  dispose(): void {
    this.#worker.terminate();
  }
}

/** Grey values of a square of a frame; colours by their luminance. */
function cutSquare(frame: Frame, { x, y, side }: Square): Float32Array {
  const channels = channelsOf(frame.elementType);
  const out = new Float32Array(side * side);
  const row = new Float32Array(side * channels);
  for (let j = 0; j < side; j++) {
    const start = ((y + j) * frame.width + x) * channels;
    if (channels === 1) copyAsFloat(frame.pixels, start, side, out, j * side);
    else {
      copyAsFloat(frame.pixels, start, side * channels, row);
      for (let i = 0; i < side; i++) {
        const at = i * channels;
        out[j * side + i] = 0.2126 * row[at] + 0.7152 * row[at + 1] + 0.0722 * row[at + 2];
      }
    }
  }
  return out;
}
