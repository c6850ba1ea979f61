// The worker thread in which pixels arrive and are averaged, counted and searched; the window's thread only uploads.
import { Failure } from '../../../app/domain/failure.ts';
import type { PixelReply, PixelRequest } from './messages.ts';
import type { Frame, Labels } from './plane.ts';
import { readFrame, readGlance, readLabels } from './read-frame.ts';

interface WorkerScope {
  onmessage: ((event: MessageEvent<PixelRequest>) => void) | null;
  postMessage(message: PixelReply, transfer?: Transferable[]): void;
}
const scope = self as unknown as WorkerScope;
const running = new Map<number, AbortController>();
/** Requests whose glance is being drawn. */
const shown = new Map<number, () => void>();
/** Milliseconds after which a frame is fetched though nobody said that its glance was drawn. */
const patience = 250;

async function answer(request: Exclude<PixelRequest, { kind: 'stop' | 'seen' }>, signal: AbortSignal): Promise<void> {
  const { id, url } = request;
  try {
    if (request.kind === 'labels') {
      const labels = await readLabels(url, request.width, request.height, signal);
      scope.postMessage({ kind: 'labels', id, labels }, buffersOf(labels));
      return;
    }
    if (request.glance !== null) await tellGlance(id, request.glance, signal);
    let told = 0;
    const frame = await readFrame(url, signal, (fraction) => {
      if (fraction - told < 0.1) return;
      told = fraction;
      scope.postMessage({ kind: 'progress', id, fraction });
    });
    scope.postMessage({ kind: 'frame', id, frame }, buffersOf(frame));
  } catch (thrown) {
    const failure = signal.aborted ? new Failure('stopped', 'Stopped.', '') : Failure.from(thrown);
    scope.postMessage({ kind: 'failed', id, failure: failure.info });
  } finally {
    running.delete(id);
    shown.delete(id);
  }
}

/** Tells what can be seen already, and lets it be drawn before the processor is busy with the frame. Without it the frame comes all the same, or says what is wrong. */
async function tellGlance(id: number, url: string, signal: AbortSignal): Promise<void> {
  try {
    const glance = await readGlance(url, signal);
    scope.postMessage({ kind: 'glance', id, glance }, buffersOf(glance.frame));
    await new Promise<void>((resolve) => {
      shown.set(id, resolve);
      setTimeout(resolve, patience);
    });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
  }
}

function buffersOf(plane: Frame | Labels): Transferable[] {
  const buffers = new Set<Transferable>(plane.levels.map((level) => level.data.buffer));
  if (plane.kind === 'frame') buffers.add(plane.pixels.buffer).add(plane.histogram.counts.buffer);
  else {
    buffers.add(plane.ids.buffer);
    for (const array of Object.values(plane.places)) buffers.add(array.buffer);
  }
  return [...buffers];
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'stop') {
    running.get(data.id)?.abort();
    shown.get(data.id)?.();
    return;
  }
  if (data.kind === 'seen') {
    shown.get(data.id)?.();
    return;
  }
  const controller = new AbortController();
  running.set(data.id, controller);
  void answer(data, controller.signal);
};
