import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';

/** Devices that networks run on. */
export function engineHandlers({ devices, jobs, emit }: ServicePorts): HandlersOf<'engine'> {
  return {
    'engine.devices': async ({ probe }) => ({ devices: [...(await devices.list(probe))] }),
    'engine.choose': async ({ id }) => {
      const list = await devices.choose(id);
      emit('engine.changed', { device: id });
      return { devices: [...list] };
    },
    'engine.bench': ({ id, architectures }) =>
      jobs.start('bench', 'Time the device', async (job) => ({
        results: await devices.bench(id, architectures, job.signal, (done, note) => job.progress(done, note)),
      })),
  };
}
