import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import { roleOfName } from '../../app/formats/labels/key.ts';
import { recipeForModel } from '../../app/pipeline/recipes/model-recipe.ts';
import { readModelPackageTask, writeModelPackageTask } from '../../app/pipeline/tasks/model-package.ts';
import type { HandlersOf } from './handler.ts';
import { evaluateModels } from './model-comparison.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { Trainings } from './trainings.ts';

/** The models that can be used: their cards, files, and what they are worth. */
export function modelHandlers(ports: ServicePorts, trainings: Trainings, jobs: ProjectJobs): HandlersOf<'models'> {
  const { session, shelf } = trainings;
  const own = async (id: string, what: string) => {
    const model = await shelf.named(id);
    if (model.origin === 'project') return model;
    throw new Failure(
      'invalid-input',
      `${model.card.title} ${model.origin === 'shipped' ? 'comes with the program' : 'is kept on this computer'} and can't be ${what}.`,
      'Export it and import it into the project to have a copy of your own.',
      id,
    );
  };
  return {
    'models.list': async () => ({ models: await shelf.all() }),
    'models.show': ({ id }) => shelf.named(id),
    'models.rename': async ({ id, title }) => {
      await own(id, 'renamed');
      await session.edit((edits) => edits.renameModel(id, title), {});
      session.emit('models.changed', {});
      return {};
    },
    'models.remove': async ({ id }) => {
      if ((await shelf.named(id)).origin === 'library') {
        await shelf.removeFromLibrary(id);
        return {};
      }
      await own(id, 'removed');
      await session.edit((edits) => edits.removeModel(id), {});
      session.emit('models.changed', {});
      return {};
    },
    'models.recipe': async ({ id }) => recipeForModel((await shelf.named(id)).card),
    'models.export': (asked) =>
      ports.jobs.start('export', `Export model ${asked.id}`, async () => ({
        files: await exported(ports, trainings, asked),
      })),
    'models.import': (asked) => imported(ports, trainings, asked),
    'models.evaluate': (asked) =>
      jobs.start('evaluate', 'Measure models', (job) => evaluateModels(trainings, asked, job)),
    'models.evaluations': async ({ model }) => ({
      evaluations: (await session.project.reads.evaluations(model)).map((stored) => ({ ...stored })),
    }),
  };
}

async function exported(
  ports: ServicePorts,
  { shelf }: Trainings,
  { id, path: to, format }: CallRequest<'models.export'>,
): Promise<string[]> {
  const { card } = await shelf.named(id);
  if (card.kind !== 'classes')
    throw new Failure(
      'unsupported',
      `${card.title} gives maps of particles, which only this program makes particles of.`,
      'Export a model that tells classes apart.',
      id,
    );
  const target = path.resolve(to);
  const bytes = await shelf.bytesOf(id);
  const read = await ports.models.unpack(bytes, id);
  if (read.kind !== 'own')
    throw new Failure(
      'unsupported',
      `${card.title} has no card of its own.`,
      'Import it first and name its classes.',
      id,
    );
  // the title may have been changed since
  const renamed = read.numbers !== null && read.card.title !== card.title;
  const onnx = renamed ? await ports.models.pack({ ...read.card, title: card.title }, read.numbers) : bytes;
  if (format === 'onnx') await ports.disk.write(target, onnx);
  else {
    if (read.test === null)
      throw new Failure(
        'unsupported',
        `${card.title} carries no test images, which a BioImage.IO package needs.`,
        'Export ONNX instead.',
        id,
      );
    const packed = { card: { ...read.card, title: card.title }, onnx, test: read.test };
    await ports.disk.write(target, await ports.tasks.run(writeModelPackageTask, packed));
  }
  return [target];
}

/** A model file, or the one in a BioImage.IO package with the names of its channels. */
async function modelFileIn(ports: ServicePorts, file: string) {
  if ((await ports.disk.look(file)) === null)
    throw new Failure('not-found', `There is no file ${file}.`, 'Check the path.', file);
  const packed = await ports.tasks.run(readModelPackageTask, { path: file });
  if (packed !== null) return { bytes: packed.onnx, packed };
  return { bytes: (await ports.disk.readBytes(file)) ?? new Uint8Array(0), packed: null };
}

/** Colours of classes that nobody chose colours for: Okabe and Ito's (2008). */
const palette = ['#5b6169', '#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#0072b2', '#d55e00'];

async function imported(
  ports: ServicePorts,
  { shelf }: Trainings,
  { path: from, into, title, classes }: CallRequest<'models.import'>,
) {
  const file = path.resolve(from);
  const name = path.basename(file);
  const { bytes, packed } = await modelFileIn(ports, file);
  const read = await ports.models.unpack(bytes, name);
  let content = bytes;
  let card: ModelCard;
  if (read.kind === 'own') card = read.card;
  else {
    const told = packed?.channels.length === read.classes ? packed.channels : null;
    const known =
      classes ?? told?.map((n, i) => ({ name: n, colour: palette[i % palette.length], role: roleOfName(n) }));
    if (known === undefined)
      throw new Failure(
        'invalid-input',
        `${name} was made elsewhere (${read.producer || 'unknown program'}): it tells ${read.classes} classes apart and does not name them.`,
        `Name ${read.classes} classes, in the order of its channels.`,
        file,
      );
    const model = packed === null ? read.model : { ...read.model, scale: packed.scale };
    const plain = packed?.title || name.replace(/\.(onnx|zip)$/i, '');
    content = await ports.models.packForeign(bytes, foreignCard(ports, title ?? plain, known), model);
    const again = await ports.models.unpack(content, name);
    if (again.kind !== 'own') throw new Failure('internal', 'The model can not be read again.', 'Report this.');
    card = again.card;
  }
  const id = await shelf.freeId(title ?? card.title);
  const complete = { ...card, id, title: title ?? card.title };
  if (into === 'project') await shelf.keepInProject(complete, content, null);
  else await shelf.keepInLibrary(complete, content);
  return shelf.named(id);
}

function foreignCard(ports: ServicePorts, title: string, classes: ModelCard['classes']): ModelCard {
  return {
    format: 1,
    id: 'imported',
    title,
    help: `Tells apart ${classes.map(({ name }) => name).join(', ')}. Made elsewhere.`,
    kind: 'classes',
    architecture: null,
    classes: [...classes],
    preprocessing: { hits: null, flatField: 0, median: 0 },
    pixelSize: null,
    diameter: null,
    polarity: null,
    learnedFrom: [],
    sources: [],
    settings: null,
    training: null,
    scores: [],
    measured: [],
    limits: [],
    parent: null,
    program: `Morphoscope ${ports.host.version}`,
    created: new Date().toISOString(),
    licence: 'of its owner',
    sha256: '',
  };
}
