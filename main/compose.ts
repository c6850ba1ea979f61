// The one place where adapters become services.
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BytesReply, BytesRequest } from '../app/contract/bytes.ts';
import type { Wire } from '../app/contract/wire.ts';
import { catalog } from '../native-models/catalog/list.ts';
import { EngineDesk } from './engine/desk.ts';
import { Engine, type EngineProcess, forkEngine } from './engine/engine.ts';
import { chosenDevice, EngineDevices } from './engine/engine-devices.ts';
import { EngineTrainer } from './engine/trainer.ts';
import { localDisk } from './files/local-disk.ts';
import { networkShareAt } from './files/network-share.ts';
import { Board } from './jobs/board.ts';
import { Pool } from './jobs/pool.ts';
import { bytesHandler } from './services/bytes.ts';
import { EventHub, serve } from './services/dispatch.ts';
import type { Handlers } from './services/handler.ts';
import { createServices } from './services/list.ts';
import type { HostPort, PickFiles } from './services/ports.ts';
import { projectStore } from './storage/store.ts';

export const programVersion = '0.1.0';

export interface ComposeOptions {
  readonly host: HostPort['kind'];
  readonly pickFiles?: PickFiles;
  readonly configFolder?: string;
  readonly documentsFolder?: string;
  /** Starts a process that runs networks; a forked Node by default. @param entry its script */
  readonly startEngine?: (entry: string) => EngineProcess;
}

/** The whole program but its window. */
export interface Program {
  readonly handlers: Handlers;
  /** Answers one window's wire; returns the way to stop. */
  serve(wire: Wire): () => void;
  bytes(request: BytesRequest): Promise<BytesReply>;
  /** Opens `project`, else the one of last time, else the shipped sample at the very first start. Never throws. */
  openAtStart(project: string | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Where this system keeps a program's settings. MORPHOSCOPE_CONFIG overrides it (tests, portable installs). */
function settingsFolder(): string {
  const asked = process.env['MORPHOSCOPE_CONFIG'];
  if (asked !== undefined && asked !== '') return path.resolve(asked);
  const home = homedir();
  if (process.platform === 'win32')
    return path.join(process.env['APPDATA'] ?? path.join(home, 'AppData/Roaming'), 'Morphoscope');
  if (process.platform === 'darwin') return path.join(home, 'Library/Application Support/Morphoscope');
  return path.join(process.env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), 'morphoscope');
}

function documents(): string {
  const asked = process.env['MORPHOSCOPE_DOCUMENTS'];
  return asked !== undefined && asked !== '' ? path.resolve(asked) : path.join(homedir(), 'Documents');
}

/** Path of a script of the program, by its source and by what it was built into. */
const beside = (source: string, built: string): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? source : built, import.meta.url));

/**
 * Folder of a thing shipped beside the program: next to the sources in a checkout, in the resources when packaged.
 * @param packed its name among the resources
 */
function shipped(name: string, packed = name): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const resources = (process as { resourcesPath?: string }).resourcesPath;
  if (here.includes('app.asar') && resources !== undefined) return path.join(resources, packed);
  return path.resolve(here, import.meta.url.endsWith('.ts') ? '..' : '../..', name);
}

export async function compose(options: ComposeOptions): Promise<Program> {
  const cores = availableParallelism();
  const entry = new URL(import.meta.url.endsWith('.ts') ? './compose-worker.ts' : './worker.js', import.meta.url);
  const hub = new EventHub();
  const launch = () => (options.startEngine ?? forkEngine)(beside('./engine/main.ts', './engine.js'));
  const engine = new Engine(launch);
  // a training has a process of its own: stopping it must not end what others ask of the engine
  const learning = new Engine(launch);
  const weights = shipped('native-models/weights', 'models');
  // models of the project are found by the services, which need the desk themselves
  let findModel: (id: string) => Promise<string | null> = async () => null;
  const desk = new EngineDesk(
    engine,
    catalog,
    ({ file }) => path.join(weights, file),
    { provider: 'cpu', threads: cores },
    (id) => findModel(id),
  );
  const tasks = new Pool(entry, cores, desk);
  const jobs = new Board((job) => hub.emit('job.changed', { job }));
  const configFolder = options.configFolder ?? settingsFolder();
  const disk = localDisk();
  const services = createServices({
    tasks,
    jobs,
    emit: hub.emit,
    store: projectStore({ program: `Morphoscope ${programVersion}`, networkShareAt }),
    disk,
    trainer: new EngineTrainer(learning, cores),
    devices: new EngineDevices(launch, cores, chosenDevice(configFolder)),
    models: desk,
    host: {
      kind: options.host,
      version: programVersion,
      platform: process.platform,
      configFolder,
      documentsFolder: options.documentsFolder ?? documents(),
      samplesFolder: shipped('samples'),
      modelsFolder: weights,
      devices: () => [{ id: 'cpu', title: `CPU, ${cores} threads`, threads: cores, active: true }],
      ...(options.pickFiles === undefined ? {} : { pickFiles: options.pickFiles }),
    },
  });
  findModel = services.modelFile;
  const bytes = bytesHandler({
    reader: services.reader,
    labels: services.labels,
    trainings: services.trainings,
    tasks,
    disk,
    uploadFolder: path.join(configFolder, 'incoming'),
  });
  return {
    handlers: services.handlers,
    serve: (wire) => serve(wire, services.handlers, hub),
    bytes,
    openAtStart: services.openAtStart,
    close: async () => {
      // the project first: its trainings go on another time, while those on files keep what they learned
      await services.close();
      await jobs.close();
      await tasks.close();
      engine.stop();
      learning.stop();
    },
  };
}
