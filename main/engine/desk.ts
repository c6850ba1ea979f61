import { readFile } from 'node:fs/promises';
import { Failure } from '../../app/domain/failure.ts';
import type { GreyImage } from '../../app/domain/plane.ts';
import type { ForeignModel } from '../../app/domain/training/foreign-model.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { ModelDesk, ModelFile, TrainedNumbers } from '../../app/ports/models.ts';
import type { NetworkDesk } from '../../app/ports/networks.ts';
import type { ModelManifest } from '../../native-models/catalog/manifest.ts';
import { decodeCheckpoint } from './checkpoint.ts';
import type { Engine } from './engine.ts';
import type { SessionChoice } from './runtime.ts';

/** Bytes that a tile may take. */
const memory = 2e9;

/** Applies the shipped networks in the engine process; each is loaded when it is first asked for, and again after a crash. */
export class EngineDesk implements NetworkDesk, ModelDesk {
  readonly networks: NetworkDesk['networks'];
  readonly #engine: Engine;
  readonly #models: readonly ModelManifest[];
  readonly #fileOf: (manifest: ModelManifest) => string;
  readonly #device: SessionChoice;
  readonly #open = new Map<string, Promise<number>>();

  /** @param fileOf where the weights of a model lie */
  constructor(
    engine: Engine,
    models: readonly ModelManifest[],
    fileOf: (manifest: ModelManifest) => string,
    device: SessionChoice,
  ) {
    this.#engine = engine;
    this.#models = models;
    this.#fileOf = fileOf;
    this.#device = device;
    this.networks = Object.fromEntries(
      models.flatMap(({ card: { id, sha256, classes }, maps }) =>
        maps === null ? [] : [[id, { ...maps, sha256, maps: classes.length }]],
      ),
    );
  }

  async draw(name: string, { width, height, data }: GreyImage, out: Float32Array): Promise<void> {
    // memory that threads share can't leave the process
    const pixels = data.slice();
    const predict = async () =>
      this.#engine.call('predict', { model: await this.#model(name), pixels, width, height, memory });
    const maps = await predict().catch((thrown: unknown) => {
      // a new process holds nothing of the one that ended
      if (Failure.from(thrown).info.tag !== 'not-found' || !this.#open.delete(name)) throw thrown;
      return predict();
    });
    out.set(maps);
  }

  pack(card: ModelCard, { weights, statistics }: TrainedNumbers): Promise<Uint8Array> {
    return this.#engine.call('pack-model', { card, weights, statistics });
  }

  unpack(bytes: Uint8Array, name: string): Promise<ModelFile> {
    return this.#engine.call('unpack-model', { bytes, name });
  }

  packForeign(bytes: Uint8Array, card: ModelCard, model: ForeignModel): Promise<Uint8Array> {
    return this.#engine.call('pack-foreign', { bytes, card, model });
  }

  #model(name: string): Promise<number> {
    const known = this.#open.get(name);
    if (known) return known;
    const opening = this.#load(name);
    this.#open.set(name, opening);
    opening.catch(() => this.#open.delete(name));
    return opening;
  }

  async #load(name: string): Promise<number> {
    const manifest = this.#models.find(({ card }) => card.id === name);
    if (!manifest)
      throw new Failure('not-found', `There is no model named ${name}.`, 'Choose one from the list.', name);
    const file = this.#fileOf(manifest);
    const bytes = await readFile(file).catch(() => {
      throw new Failure('unreadable', `The model ${name} can't be read.`, 'Install the program again.', file);
    });
    const { weights, statistics } = decodeCheckpoint(new Uint8Array(bytes), file).state;
    const { architecture, classes } = manifest.card;
    if (architecture === null) throw new Error(`The shipped model ${name} has no architecture`);
    const ask = { architecture, outputs: classes.length, weights, statistics, device: this.#device };
    const { model } = await this.#engine.call('open-model', ask);
    return model;
  }
}
