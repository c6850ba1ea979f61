import { Engine, type EngineProcess } from './engine.ts';
import type { DeviceReport } from './messages.ts';
import type { Provider } from './runtime.ts';

/** Providers worth trying on an operating system, the processor first; which of them work is for the probe to find out. */
export function candidateProviders(platform: NodeJS.Platform): Provider[] {
  if (platform === 'win32') return ['cpu', 'dml', 'webgpu'];
  if (platform === 'darwin') return ['cpu', 'coreml', 'webgpu'];
  return ['cpu', 'cuda', 'webgpu'];
}

/** A device that does not answer within this time does not count as working. */
const limitMs = 60_000;

/**
 * Tries every device with a real network, each in a process of its own: a driver that crashes or hangs takes nothing along.
 * Reports come in the order of the providers, also for those that do not work, with the reason.
 */
export async function probeDevices(
  launch: () => EngineProcess,
  providers: readonly Provider[],
  threads: number,
): Promise<DeviceReport[]> {
  const reports: DeviceReport[] = [];
  for (const provider of providers) {
    const engine = new Engine(launch);
    const timer = setTimeout(() => engine.stop(), limitMs);
    try {
      reports.push(await engine.call('probe', { provider, threads }));
    } catch (thrown) {
      const problem = thrown instanceof Error ? thrown.message : String(thrown);
      reports.push({ provider, name: provider, memory: null, milliseconds: null, difference: null, problem });
    } finally {
      clearTimeout(timer);
      engine.stop();
    }
  }
  return reports;
}
