import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import { recipeForModel } from '../../app/pipeline/recipes/model-recipe.ts';
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
  const bytes = await ports.disk.readBytes(await shelf.fileOf(id));
  const model = await shelf.named(id);
  if (bytes === null)
    throw new Failure('not-found', `The file of ${model.card.title} is gone.`, 'Train it again, or import it.', id);
  if (format === 'bioimage')
    throw new Failure('unsupported', 'BioImage.IO packages are not written by this version.', 'Export ONNX.', id);
  const read = await ports.models.unpack(bytes, `${id}.onnx`);
  // the title may have been changed since
  const file =
    read.kind === 'own' && read.numbers !== null && read.card.title !== model.card.title
      ? await ports.models.pack({ ...read.card, title: model.card.title }, read.numbers)
      : bytes;
  const target = path.resolve(to);
  await ports.disk.write(target, file);
  return [target];
}

async function imported(
  ports: ServicePorts,
  { shelf }: Trainings,
  { path: from, into, title, classes }: CallRequest<'models.import'>,
) {
  const file = path.resolve(from);
  const bytes = await ports.disk.readBytes(file);
  if (bytes === null) throw new Failure('not-found', `There is no file ${file}.`, 'Check the path.', file);
  const named = path.basename(file).replace(/\.onnx$/i, '');
  const read = await ports.models.unpack(bytes, path.basename(file));
  let content = bytes;
  let card: ModelCard;
  if (read.kind === 'own') card = read.card;
  else {
    if (classes === undefined)
      throw new Failure(
        'invalid-input',
        `${path.basename(file)} was made elsewhere (${read.producer || 'unknown program'}): it tells ${read.classes} classes apart and does not name them.`,
        `Name ${read.classes} classes, in the order of its channels.`,
        file,
      );
    content = await ports.models.packForeign(bytes, foreignCard(ports, title ?? named, classes), read.model);
    const again = await ports.models.unpack(content, path.basename(file));
    if (again.kind !== 'own') throw new Failure('internal', 'The model can not be read again.', 'Report this.');
    card = again.card;
  }
  const id = await shelf.freeId(title ?? card.id);
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
