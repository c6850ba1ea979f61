import { createStore } from 'zustand/vanilla';
import type { DeviceTrial } from '../../app/contract/models.ts';
import { ask } from '../client/session.ts';
import { loadProgram } from './program.ts';

/** Devices that networks may run on, as they were tried last. */
export const devicesStore = createStore<{ readonly devices: readonly DeviceTrial[]; readonly trying: boolean }>()(
  () => ({ devices: [], trying: false }),
);

/** Asks for the devices; `probe` tries each with a real network, which takes seconds. */
export async function loadDevices(probe: boolean): Promise<void> {
  devicesStore.setState({ trying: probe });
  try {
    const { devices } = await ask('engine.devices', { probe });
    devicesStore.setState({ devices });
  } finally {
    devicesStore.setState({ trying: false });
  }
}

/** Lets networks run on a device from now on. */
export async function chooseDevice(id: string): Promise<void> {
  const { devices } = await ask('engine.choose', { id });
  devicesStore.setState({ devices });
  await loadProgram();
}
