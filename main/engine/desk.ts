import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
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

/** Models that the engine process holds at once. */
const mostOpen = 4;

interface OpenedModel {
  /** Its number in the engine process. */
  readonly model: number;
  readonly card: ModelCard;
}

/** Path of the file of a model of the project or of this computer, by its name; null when there is none. */
export type FindModel = (name: string) => Promise<string | null>;

/** Applies models in the engine process; each is loaded when it is first asked for, and again after a crash. */
export class EngineDesk implements NetworkDesk, ModelDesk {
  readonly networks: NetworkDesk['networks'];
  readonly #engine: Engine;
  readonly #models: readonly ModelManifest[];
  readonly #fileOf: (manifest: ModelManifest) => string;
  readonly #device: SessionChoice;
  readonly #find: FindModel;
  readonly #open = new Map<string, Promise<OpenedModel>>();

  /** @param fileOf where the weights of a shipped model lie */
  constructor(
    engine: Engine,
    models: readonly ModelManifest[],
    fileOf: (manifest: ModelManifest) => string,
    device: SessionChoice,
    find: FindModel = async () => null,
  ) {
    this.#find = find;
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

  async draw(name: string, { width, height, data }: GreyImage, out: Float32Array, reduced: boolean): Promise<boolean> {
    // memory that threads share can't leave the process
    const pixels = data.slice();
    const { model } = await this.#model(name);
    const predict = (opened: number) =>
      this.#engine.call('predict', { model: opened, pixels, width, height, memory, reduced });
    const drawn = await predict(model).catch(async (thrown: unknown) => {
      if (Failure.from(thrown).info.tag !== 'not-found') throw thrown;
      // a new process holds nothing of the one that ended
      this.#open.clear();
      return predict((await this.#model(name)).model);
    });
    if (drawn.values.length !== out.length)
      throw new Failure('stale', `The model ${name} changed while it was asked.`, 'Ask again.', name);
    out.set(drawn.values);
    return drawn.reduced;
  }

  pack(card: ModelCard, { weights, statistics }: TrainedNumbers): Promise<Uint8Array> {
    return this.#engine.call('pack-model', { card, weights, statistics });
  }

  async packShipped(id: string): Promise<Uint8Array> {
    const shipped = this.#models.find(({ card }) => card.id === id);
    if (!shipped)
      throw new Failure('not-found', `No model named ${id} comes with the program.`, 'Choose one from the list.', id);
    return this.pack(shipped.card, await this.#shippedNumbers(shipped));
  }

  unpack(bytes: Uint8Array, name: string): Promise<ModelFile> {
    return this.#engine.call('unpack-model', { bytes, name });
  }

  packForeign(bytes: Uint8Array, card: ModelCard, model: ForeignModel): Promise<Uint8Array> {
    return this.#engine.call('pack-foreign', { bytes, card, model });
  }

  async card(name: string): Promise<ModelCard> {
    const shipped = this.#models.find(({ card }) => card.id === name);
    return shipped ? shipped.card : (await this.#model(name)).card;
  }

  async #model(name: string): Promise<OpenedModel> {
    const shipped = this.#models.find(({ card }) => card.id === name);
    // a file may be written anew under the same name
    const file = shipped ? null : await this.#fileNamed(name);
    const key = file === null ? name : `${file.path} ${file.version}`;
    const known = this.#open.get(key);
    if (known) return known;
    const opening = shipped ? this.#loadShipped(shipped) : this.#loadFile(file?.path ?? '');
    this.#open.set(key, opening);
    opening.catch(() => this.#open.delete(key));
    this.#closeOldest();
    return opening;
  }

  /** The file of a model of the project or of this computer, or a model file by its path. */
  async #fileNamed(name: string): Promise<{ readonly path: string; readonly version: number }> {
    const path = (await this.#find(name)) ?? (isAbsolute(name) ? name : null);
    const found = path === null ? null : await stat(path).catch(() => null);
    if (path !== null && found?.isFile()) return { path, version: found.mtimeMs };
    const names = this.#models.map(({ card }) => card.id).join(', ');
    throw new Failure(
      'not-found',
      path === null ? `There is no model named ${name}.` : `There is no model file ${path}.`,
      `Choose one that comes with the program (${names}), one of the project, or a model file.`,
      name,
    );
  }

  #closeOldest(): void {
    for (const [key, opening] of this.#open) {
      if (this.#open.size <= mostOpen) return;
      this.#open.delete(key);
      const close = async () => this.#engine.call('close-model', { model: (await opening).model });
      // one that failed to open, or went with its process, has nothing to close
      close().catch(() => undefined);
    }
  }

  async #loadFile(file: string): Promise<OpenedModel> {
    return this.#engine.call('open-file', { file, device: this.#device });
  }

  async #shippedNumbers(manifest: ModelManifest): Promise<TrainedNumbers> {
    const file = this.#fileOf(manifest);
    const bytes = await readFile(file).catch(() => {
      throw new Failure(
        'unreadable',
        `The model ${manifest.card.id} can't be read.`,
        'Install the program again.',
        file,
      );
    });
    return decodeCheckpoint(new Uint8Array(bytes), file).state;
  }

  async #loadShipped(manifest: ModelManifest): Promise<OpenedModel> {
    const { card } = manifest;
    const { weights, statistics } = await this.#shippedNumbers(manifest);
    const { architecture, classes } = card;
    if (architecture === null) throw new Error(`The shipped model ${card.id} has no architecture`);
    const ask = { architecture, outputs: classes.length, weights, statistics, device: this.#device };
    const { model } = await this.#engine.call('open-model', ask);
    return { model, card };
  }
}
