// The worker thread in which power spectra are computed, one after the other; the latest wish is the one that counts.
import { powerSpectrum } from './spectrum.ts';
import type { SpectrumReply, SpectrumRequest } from './spectrum-store.ts';

interface WorkerScope {
  onmessage: ((event: MessageEvent<SpectrumRequest>) => void) | null;
  postMessage(message: SpectrumReply, transfer?: Transferable[]): void;
}
const scope = self as unknown as WorkerScope;

scope.onmessage = ({ data: { id, url, values, side } }) => {
  const spectrum = powerSpectrum(values, side, url);
  scope.postMessage({ id, spectrum }, [spectrum.pixels.buffer, ...spectrum.levels.map((level) => level.data.buffer)]);
};
