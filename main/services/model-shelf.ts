import path from 'node:path';
import type { ModelInfo } from '../../app/contract/models.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import { catalog } from '../../native-models/catalog/list.ts';
import { modelId } from './model-card.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';
import { shippedModels } from './shipped-models.ts';
import { modelOfPath, type StartModel, startModelOf } from './start-model.ts';

/** Where a project keeps the file of a model. */
export const modelBlob = (project: string, sha256: string): string => path.join(project, 'blobs', `${sha256}.onnx`);

/** Models that can be used: shipped ones, those of the open project, those kept on this computer. */
export class ModelShelf {
  readonly #ports: ServicePorts;
  readonly #session: Session;
  /** Cards of library files by path and size: reading one means reading the whole file. */
  readonly #read = new Map<string, ModelInfo>();

  constructor(ports: ServicePorts, session: Session) {
    this.#ports = ports;
    this.#session = session;
  }

  get libraryFolder(): string {
    return path.join(this.#ports.host.configFolder, 'models');
  }

  async all(): Promise<ModelInfo[]> {
    return [...(await this.#project()), ...shippedModels(), ...(await this.#library())];
  }

  /** Throws `Failure` not-found, with the names that there are. */
  async named(id: string): Promise<ModelInfo> {
    const models = await this.all();
    const found = models.find((model) => model.id === id);
    if (found !== undefined) return found;
    throw new Failure(
      'not-found',
      `No model is named “${id}”.`,
      `Choose one of ${models.map((m) => m.id).join(', ')}.`,
      id,
    );
  }

  /** Where the file of a model lies. Throws `Failure` not-found. */
  async fileOf(id: string): Promise<string> {
    const { origin, card } = await this.named(id);
    if (origin === 'project') return modelBlob(this.#session.project.path, card.sha256);
    if (origin === 'library') return this.#libraryFile(id);
    const manifest = catalog.find((m) => m.card.id === id);
    return path.join(this.#ports.host.modelsFolder, manifest?.file ?? '');
  }

  /** The self-contained file of a model, as bytes. Throws `Failure` not-found. */
  async bytesOf(id: string): Promise<Uint8Array> {
    const { origin, card } = await this.named(id);
    if (origin === 'shipped') return this.#ports.models.packShipped(id);
    const bytes = await this.#ports.disk.readBytes(await this.fileOf(id));
    if (bytes !== null) return bytes;
    throw new Failure('not-found', `The file of ${card.title} is gone.`, 'Train it again, or import it.', id);
  }

  /** A model to begin a training from. Throws `Failure` when it can't be trained further. */
  async start(id: string): Promise<StartModel> {
    const { card } = await this.named(id);
    if (card.kind !== 'classes')
      throw new Failure(
        'unsupported',
        `${card.title} gives maps of particles; a training of classes can't begin from it.`,
        'Begin from another model, or from scratch.',
        id,
      );
    return startModelOf(this.#ports, await this.bytesOf(id), id, card);
  }

  /** A model to begin from, by its name, its file or the folder that a training wrote. */
  async startFrom(name: string): Promise<StartModel> {
    const models = await this.all();
    if (models.some(({ id }) => id === name)) return this.start(name);
    const place = path.resolve(name);
    if ((await this.#ports.disk.look(place)) !== null) return modelOfPath(this.#ports, place);
    throw new Failure(
      'not-found',
      `There is no model “${name}”, neither by name nor as a file.`,
      `Choose one of ${models.map(({ id }) => id).join(', ')}, or give the path of a model file.`,
      name,
    );
  }

  /** An id for a model that no other has. */
  async freeId(title: string): Promise<string> {
    const taken = new Set((await this.all()).map(({ id }) => id));
    if (this.#session.current !== null) for (const key of await this.#session.current.reads.modelKeys()) taken.add(key);
    const wanted = modelId(title);
    let id = wanted;
    for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
    return id;
  }

  /** Keeps a model file in the open project. */
  async keepInProject(card: ModelCard, bytes: Uint8Array, trainingId: number | null): Promise<void> {
    const { project } = this.#session;
    await this.#ports.disk.write(modelBlob(project.path, card.sha256), bytes);
    await project.keeping.addModel({ key: card.id, card, bytes: bytes.length, trainingId });
    this.#session.emit('models.changed', {});
  }

  async keepInLibrary(card: ModelCard, bytes: Uint8Array): Promise<void> {
    await this.#ports.disk.write(this.#libraryFile(card.id), bytes);
    this.#session.emit('models.changed', {});
  }

  async removeFromLibrary(id: string): Promise<void> {
    await this.#ports.disk.remove(this.#libraryFile(id));
    this.#session.emit('models.changed', {});
  }

  #libraryFile(id: string): string {
    return path.join(this.libraryFolder, `${id}.onnx`);
  }

  async #project(): Promise<ModelInfo[]> {
    const project = this.#session.current;
    if (project === null) return [];
    return (await project.reads.models()).map(({ key, card, bytes, trainingId }) => ({
      id: key,
      origin: 'project',
      card: { ...card, id: key },
      trainingId,
      bytes,
      trainable: card.architecture !== null && card.kind === 'classes',
    }));
  }

  async #library(): Promise<ModelInfo[]> {
    const { disk, models } = this.#ports;
    if ((await disk.look(this.libraryFolder)) === null) return [];
    const { entries } = await disk.list(this.libraryFolder, false);
    const found: ModelInfo[] = [];
    for (const { name, path: file, bytes } of entries.filter((e) => e.name.endsWith('.onnx'))) {
      const key = `${file}:${bytes}`;
      let known = this.#read.get(key);
      if (known === undefined) {
        const content = await disk.readBytes(file);
        // a damaged file in the folder must not hide the others
        const read = content === null ? null : await models.unpack(content, name).catch(() => null);
        if (read === null || read.kind !== 'own') continue;
        const id = name.slice(0, -'.onnx'.length);
        const trainable = read.numbers !== null && read.card.kind === 'classes';
        known = { id, origin: 'library', card: { ...read.card, id }, trainingId: null, bytes, trainable };
        this.#read.set(key, known);
      }
      found.push(known);
    }
    return found;
  }
}
