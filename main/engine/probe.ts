import os from 'node:os';
import { Failure } from '../../app/domain/failure.ts';
import { trialNetwork } from '../../native-models/architectures/trial.ts';
import type { DeviceReport } from './messages.ts';
import { bundledProviders, openSession, type Provider, type SessionChoice } from './runtime.ts';

/** A device whose probabilities differ more is not used. */
const tolerance = 1e-3;

const names: Readonly<Record<Exclude<Provider, 'cpu'>, string>> = {
  webgpu: 'Graphics card (WebGPU)',
  dml: 'Graphics card (DirectML)',
  cuda: 'NVIDIA graphics card (CUDA)',
  coreml: 'Apple accelerator (Core ML)',
};

/**
 * Tries a device with a real network: the compact U-Net with random weights on noise. A device counts as working when its
 * result agrees with the processor's; what went wrong otherwise is told, never hidden behind another device.
 */
export async function probeDevice(choice: SessionChoice): Promise<DeviceReport> {
  const { provider } = choice;
  const processor = os.cpus()[0]?.model.trim() ?? 'Processor';
  const about = {
    provider,
    name: provider === 'cpu' ? `${processor}, ${choice.threads} threads` : names[provider],
    memory: provider === 'cpu' ? os.totalmem() : null,
  };
  if (!bundledProviders().includes(provider)) {
    const problem = 'This installation has no support for it.';
    return { ...about, milliseconds: null, difference: null, problem };
  }
  const { model, image } = trialNetwork();
  const run = async (device: SessionChoice) => {
    const session = await openSession(model, device);
    // the first run compiles and allocates
    let { probabilities } = await session.run({ image });
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const began = performance.now();
      ({ probabilities } = await session.run({ image }));
      best = Math.min(best, performance.now() - began);
    }
    await session.close();
    return { values: probabilities.data as Float32Array, milliseconds: best };
  };
  try {
    const own = await run(choice);
    const reference = provider === 'cpu' ? own : await run({ provider: 'cpu', threads: choice.threads });
    const difference = own.values.reduce((most, p, i) => Math.max(most, Math.abs(p - reference.values[i])), 0);
    const agrees = difference <= tolerance;
    const problem = agrees ? null : `Its results differ from the processor's by ${difference.toPrecision(2)}.`;
    return { ...about, milliseconds: own.milliseconds, difference, problem };
  } catch (thrown) {
    return { ...about, milliseconds: null, difference: null, problem: Failure.from(thrown).message };
  }
}
