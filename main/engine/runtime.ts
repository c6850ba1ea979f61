import ort from 'onnxruntime-node';
import { Failure } from '../../app/domain/failure.ts';
import type { ArraysOf, TensorData, ValueType } from '../../native-models/graph/tensor.ts';

/** The providers that builds of the runtime may have, by the runtime's own names. */
export type Provider = 'cpu' | 'webgpu' | 'dml' | 'cuda' | 'coreml';

export interface SessionChoice {
  readonly provider: Provider;
  /** Threads of the CPU provider: physical cores. */
  readonly threads: number;
  /** Fewer transformations load faster; for graphs that run once. */
  readonly optimise?: 'all' | 'basic';
}

export type Feeds = Readonly<Record<string, TensorData>>;
export type Results = Record<string, TensorData>;

export interface Session {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * @param into arrays that results are written to, by output name; the others get new ones
   */
  run(feeds: Feeds, into?: Feeds): Promise<Results>;
  close(): Promise<void>;
}

const constructors: { readonly [T in ValueType]?: (value: TensorData) => ort.Tensor } = {
  float32: ({ data, shape }) => new ort.Tensor('float32', data as Float32Array, shape as number[]),
  int32: ({ data, shape }) => new ort.Tensor('int32', data as Int32Array, shape as number[]),
  int64: ({ data, shape }) => new ort.Tensor('int64', data as BigInt64Array, shape as number[]),
  uint8: ({ data, shape }) => new ort.Tensor('uint8', data as Uint8Array, shape as number[]),
  bool: ({ data, shape }) => new ort.Tensor('bool', data as Uint8Array, shape as number[]),
};

function toRuntime(name: string, value: TensorData): ort.Tensor {
  const make = constructors[value.type];
  // half floats can't cross the runtime's JavaScript border on Node 23 and later
  if (!make) throw new Failure('internal', `${value.type} can't be fed to ${name}`, 'Feed float32.');
  return make(value);
}

/** The providers that this installation has, CPU first. */
export function bundledProviders(): Provider[] {
  const known: readonly string[] = ['cpu', 'webgpu', 'dml', 'cuda', 'coreml'];
  const here = ort.listSupportedBackends().map((backend) => backend.name);
  return known.filter((name) => here.includes(name)) as Provider[];
}

/**
 * Loads a network. `run` blocks the thread that calls it although it returns a promise, so this lives in the engine process.
 * Throws `Failure` unreadable when the bytes are no network that the runtime knows, unsupported when the provider can't run it.
 */
export async function openSession(model: Uint8Array, choice: SessionChoice): Promise<Session> {
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(model, {
      executionProviders: [choice.provider],
      intraOpNumThreads: choice.threads,
      graphOptimizationLevel: choice.optimise ?? 'all',
      logSeverityLevel: 3,
      // spinning threads halve the speed as soon as another process is busy
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (thrown) {
    throw loadFailure(thrown, choice.provider);
  }
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    run: async (feeds, into = {}) => {
      const given: Record<string, ort.Tensor> = {};
      for (const name of session.inputNames) {
        if (!feeds[name]) throw new Failure('internal', `The network's input ${name} was not given`, 'Report this.');
        given[name] = toRuntime(name, feeds[name]);
      }
      const wanted: Record<string, ort.Tensor | null> = {};
      for (const name of session.outputNames) wanted[name] = into[name] ? toRuntime(name, into[name]) : null;
      const made = await session.run(given, wanted);
      const results: Results = {};
      for (const name of session.outputNames) {
        const tensor = made[name];
        const data = tensor.data as ArraysOf[ValueType];
        results[name] = { type: tensor.type as ValueType, shape: tensor.dims, data };
      }
      return results;
    },
    close: () => session.release(),
  };
}

function loadFailure(thrown: unknown, provider: Provider): Failure {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  if (/protobuf|parse|ModelProto|Unsupported model IR|opset|INVALID_GRAPH|Invalid model/i.test(said))
    return new Failure('unreadable', `The network can't be loaded: ${said}`, 'Choose a model file in ONNX format.');
  if (provider === 'cpu')
    return new Failure('internal', `The network can't be prepared: ${said}`, 'Please report this with the log file.');
  return new Failure(
    'unsupported',
    `The device ${provider} can't run this network: ${said}`,
    'Choose another device in the settings; the processor always works.',
  );
}
