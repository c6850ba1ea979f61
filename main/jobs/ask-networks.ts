import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import type { GreyImage, ParticleMaps } from '../../app/domain/plane.ts';
import type { NetworkDesk, NetworkFacts, Networks } from '../../app/ports/networks.ts';
import type { Work } from '../../app/ports/work.ts';

/** What a worker thread asks of the services' thread; it sleeps on `signal` until the answer lies in shared memory. */
export interface NetworkRequest {
  readonly kind: 'network';
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: Float32Array;
  readonly out: Float32Array;
  /** [state, bytes of the failure]. */
  readonly signal: Int32Array;
  readonly failure: Uint8Array;
}

const [waiting, done, failed] = [0, 1, 2];
/** How often a sleeping thread looks whether it was stopped. */
const napMs = 50;

export type NetworkTable = NetworkDesk['networks'];

const shared = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));

/** Networks for a worker thread. @param ask posts a request to the services' thread */
export function networksOver(table: NetworkTable, ask: (request: NetworkRequest) => void): Networks {
  const known = (name: string) => {
    if (Object.hasOwn(table, name)) return table[name];
    const names = Object.keys(table).join(', ');
    const remedy = names === '' ? 'This installation has no models; install it again.' : `Choose one of ${names}.`;
    throw new Failure('not-found', `There is no model named ${name}.`, remedy, name);
  };
  return {
    facts: (name): NetworkFacts => known(name),
    maps: (name, image, work) => waitFor(name, known(name), image, work, ask),
  };
}

function waitFor(
  name: string,
  facts: NetworkTable[string],
  image: GreyImage,
  work: Work,
  ask: (request: NetworkRequest) => void,
): ParticleMaps {
  const { width, height } = image;
  const size = { width: Math.ceil(width / facts.reduction), height: Math.ceil(height / facts.reduction) };
  const plane = size.width * size.height;
  const out = shared(facts.maps * plane);
  const signal = new Int32Array(new SharedArrayBuffer(8));
  const failure = new Uint8Array(new SharedArrayBuffer(4096));
  let pixels = image.data;
  if (!(pixels.buffer instanceof SharedArrayBuffer)) {
    pixels = shared(width * height);
    pixels.set(image.data);
  }
  work.check();
  ask({ kind: 'network', name, width, height, pixels, out, signal, failure });
  while (Atomics.load(signal, 0) === waiting) {
    Atomics.wait(signal, 0, waiting, napMs);
    work.check();
  }
  if (Atomics.load(signal, 0) === failed) {
    const text = new TextDecoder().decode(failure.slice(0, Atomics.load(signal, 1)));
    throw Failure.of(JSON.parse(text) as FailureInfo);
  }
  const part = (k: number) => out.subarray(k * plane, (k + 1) * plane);
  return { ...size, particle: part(0), depth: part(1), contact: part(2) };
}

/** Answers a worker's request: fills its memory and wakes it. Never throws. */
export async function answerNetwork(request: NetworkRequest, desk: NetworkDesk): Promise<void> {
  const { name, width, height, pixels, out, signal, failure } = request;
  let state = done;
  try {
    await desk.draw(name, { width, height, data: pixels }, out);
  } catch (thrown) {
    const { subject: _, ...info } = Failure.from(thrown).info;
    const bytes = new TextEncoder().encode(JSON.stringify(info)).slice(0, failure.length);
    failure.set(bytes);
    Atomics.store(signal, 1, bytes.length);
    state = failed;
  }
  Atomics.store(signal, 0, state);
  Atomics.notify(signal, 0);
}
