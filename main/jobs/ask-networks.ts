import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import type { GreyImage, ParticleMaps } from '../../app/domain/plane.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { ClassMaps, NetworkDesk, NetworkFacts, Networks } from '../../app/ports/networks.ts';
import type { Work } from '../../app/ports/work.ts';

/** What a worker thread asks of the services' thread; it sleeps on `signal` until the answer lies in shared memory. */
export interface NetworkRequest {
  readonly kind: 'network';
  readonly name: string;
  /** What to draw, and where to; null: the model's card. */
  readonly drawing: {
    readonly width: number;
    readonly height: number;
    readonly pixels: Float32Array;
    readonly out: Float32Array;
    readonly reduced: boolean;
  } | null;
  /** [state, bytes of the text, 1 when the text did not fit]. */
  readonly signal: Int32Array;
  /** A failure or a card as JSON. */
  readonly text: Uint8Array;
}

const [waiting, done, failed] = [0, 1, 2];
/** How often a sleeping thread looks whether it was stopped. */
const napMs = 50;
/** Room for a failure; for a card with all images that it learned from. */
const [failureBytes, cardBytes] = [4096, 4 * 2 ** 20];

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
  const card = (name: string): ModelCard => JSON.parse(waitFor(ask, name, null, cardBytes, null)) as ModelCard;
  const draw = (name: string, image: GreyImage, length: number, work: Work, reduced: boolean) => {
    const { width, height } = image;
    let pixels = image.data;
    if (!(pixels.buffer instanceof SharedArrayBuffer)) {
      pixels = shared(width * height);
      pixels.set(image.data);
    }
    const out = shared(length);
    const said = waitFor(ask, name, { width, height, pixels, out, reduced }, failureBytes, work);
    return { out, reduced: said === 'true' };
  };
  return {
    facts: (name): NetworkFacts => known(name),
    card,
    maps: (name, image, work): ParticleMaps => {
      const facts = known(name);
      const width = Math.ceil(image.width / facts.reduction);
      const height = Math.ceil(image.height / facts.reduction);
      const plane = width * height;
      const { out } = draw(name, image, facts.maps * plane, work, false);
      const part = (k: number) => out.subarray(k * plane, (k + 1) * plane);
      return { width, height, particle: part(0), depth: part(1), contact: part(2) };
    },
    classes: (name, image, work, may): ClassMaps => {
      const { width, height } = image;
      const count = card(name).classes.length;
      const { out, reduced } = draw(name, image, count * width * height, work, may);
      return { width, height, count, probabilities: out, reduced };
    },
  };
}

/** Asks and sleeps until the answer is there. Gives its text. @param work null: not to be stopped */
function waitFor(
  ask: (request: NetworkRequest) => void,
  name: string,
  drawing: NetworkRequest['drawing'],
  room: number,
  work: Work | null,
): string {
  const signal = new Int32Array(new SharedArrayBuffer(12));
  const text = new Uint8Array(new SharedArrayBuffer(room));
  work?.check();
  ask({ kind: 'network', name, drawing, signal, text });
  while (Atomics.load(signal, 0) === waiting) {
    Atomics.wait(signal, 0, waiting, napMs);
    work?.check();
  }
  const said = new TextDecoder().decode(text.slice(0, Atomics.load(signal, 1)));
  if (Atomics.load(signal, 2) === 1)
    throw new Failure('too-large', `The card of the model ${name} is too large.`, 'Export the model anew.', name);
  if (Atomics.load(signal, 0) === failed) throw Failure.of(JSON.parse(said) as FailureInfo);
  return said;
}

/** Answers a worker's request: fills its memory and wakes it. Never throws. */
export async function answerNetwork({ name, drawing, signal, text }: NetworkRequest, desk: NetworkDesk): Promise<void> {
  let state = done;
  const say = (value: unknown) => {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    if (bytes.length > text.length) Atomics.store(signal, 2, 1);
    text.set(bytes.subarray(0, text.length));
    Atomics.store(signal, 1, Math.min(bytes.length, text.length));
  };
  try {
    if (drawing === null) say(await desk.card(name));
    else {
      const { width, height, pixels, out, reduced } = drawing;
      say(await desk.draw(name, { width, height, data: pixels }, out, reduced));
    }
  } catch (thrown) {
    const { subject, ...info } = Failure.from(thrown).info;
    say(subject === undefined || subject.length > 1000 ? info : { ...info, subject });
    state = failed;
  }
  Atomics.store(signal, 0, state);
  Atomics.notify(signal, 0);
}
