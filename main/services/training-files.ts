import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import { learn } from './learn.ts';
import { trainedCard } from './model-card.ts';
import { scoreSplits } from './model-scores.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { ServicePorts } from './ports.ts';
import { expectSame, parseAbout, type TrainingAbout } from './training-about.ts';
import { chosenSettings } from './training-choice.ts';
import { historyCsv } from './training-history.ts';
import { dividedMaterial, labelFindings, type Material } from './training-material.ts';
import { divided, pairedFiles } from './training-pairs.ts';

type Asked = CallRequest<'training.startFiles'>;

/** Share of the job's progress that reading and scoring take. */
const [reading, scoring] = [0.05, 0.05];

export const fileNames = {
  model: 'model.onnx',
  card: 'card.json',
  history: 'history.csv',
  checkpoint: 'checkpoint.onnx',
} as const;

/** What a training on files made. */
export interface FilesOutcome {
  readonly outputs: typeof fileNames;
  readonly scores: ModelCard['scores'];
  readonly epochs: number;
  readonly bestEpoch: number | null;
  readonly ended: string;
  readonly seconds: number;
  readonly notes: readonly string[];
}

async function checkpointIn({ disk, trainer }: ServicePorts, out: string) {
  const file = path.join(out, fileNames.checkpoint);
  const bytes = await disk.readBytes(file);
  if (bytes === null)
    throw new Failure(
      'not-found',
      `There is no checkpoint in ${out} to go on from.`,
      'Give the folder of a training that was begun, or leave --resume out.',
      file,
    );
  const checkpoint = trainer.decode(bytes, file);
  return { file, checkpoint, about: parseAbout(checkpoint.about, file) };
}

/** Learns from files into a folder: reading, training, scoring, card. A stop keeps what was learned so far. */
export async function trainFiles(
  ports: ServicePorts,
  shelf: Pick<ModelShelf, 'startFrom'>,
  asked: Asked,
  job: JobHandle,
): Promise<FilesOutcome> {
  const resumed = asked.resume ? await checkpointIn(ports, asked.out) : null;
  const start = resumed === null && asked.model !== null ? await shelf.startFrom(asked.model) : null;
  const preprocessing = resumed?.about.settings.preprocessing ?? start?.card.preprocessing ?? undefined;
  const read = await pairedFiles(ports, asked, preprocessing ?? { hits: null, flatField: 0, median: 0 }, job);
  const seed = resumed?.about.settings.seed ?? asked.seed ?? 1;
  const material = divided(read, seed);
  if (resumed !== null)
    expectSame(resumed.about, { classes: material.classes, images: images(material) }, resumed.file);
  const { problem, warnings } = labelFindings(material);
  if (problem !== null) throw problem;
  const settings = chosenSettings(ports, asked, material, start, resumed?.about ?? null);
  const notes = [...warnings];
  if (read.unpaired.length > 0)
    notes.push(`Without a partner and left out: ${read.unpaired.map((file) => path.basename(file)).join(', ')}.`);
  const { note } = dividedMaterial(material);
  if (note !== null) notes.push(note);
  const began = start?.begin(settings, material.classes) ?? null;
  const keep = (name: keyof typeof fileNames, content: string | Uint8Array) =>
    ports.disk.write(path.join(asked.out, fileNames[name]), content);
  const rows: TrainingAbout['epochs'] = [...(resumed?.about.epochs ?? [])];
  const end = await learn(
    ports,
    { material, settings, start: began, resume: resumed },
    {
      signal: job.signal,
      onOpen: () => undefined,
      onStep: ({ step, fraction, loss, epoch }) =>
        job.progress(
          reading + (1 - reading - scoring) * fraction,
          `epoch ${epoch + 1}, step ${step}, loss ${loss.toFixed(3)}${scoreText(rows)}`,
        ),
      onEpoch: async (row) => {
        rows.push(row);
        await keep('history', historyCsv(rows, material.classes));
      },
      onKeep: (bytes) => keep('checkpoint', bytes),
      pause: async () => undefined,
      watched: async () => null,
    },
  );
  if (end.best === null)
    throw new Failure('stopped', 'The training was stopped before it learned anything.', 'Start it again.');
  const { architecture } = settings;
  const network = { architecture, classes: material.classes, numbers: end.best };
  // what was learned is kept whatever happens from here on: a stop leaves out the scores only
  const scores = await scoreSplits(ports, network, material.frames, settings, {
    signal: job.signal,
    progress: (done) => job.progress(1 - scoring + scoring * done, 'Score the model'),
  }).catch((thrown: unknown) => {
    if (Failure.from(thrown).info.tag !== 'stopped') throw thrown;
    return [];
  });
  const card = trainedCard({
    title: `${path.basename(path.resolve(asked.out))}`,
    material,
    end,
    scores,
    parent: resumed?.about.parent ?? start?.card.sha256 ?? null,
    device: ports.trainer.device(settings.device, settings.threads),
    program: `Morphoscope ${ports.host.version}`,
    created: new Date().toISOString(),
  });
  const file = await ports.models.pack(card, end.best);
  await keep('model', file);
  await keep('history', historyCsv(end.epochs, material.classes));
  const { card: complete } = await ownModel(ports, file);
  await keep('card', `${JSON.stringify(complete, null, 1)}\n`);
  return {
    outputs: fileNames,
    scores,
    epochs: end.epochs.length,
    bestEpoch: end.best.epoch,
    ended: end.ended,
    seconds: end.seconds,
    notes,
  };
}

async function ownModel({ models }: ServicePorts, bytes: Uint8Array) {
  const read = await models.unpack(bytes, fileNames.model);
  if (read.kind === 'own') return read;
  throw new Failure('internal', 'The model that was written is not one of ours.', 'Report this.');
}

const images = (material: Material) =>
  material.frames.map(({ name, sha256, frame, labels, split }) => ({ name, sha256, frame, labels, split }));

function scoreText(rows: TrainingAbout['epochs']): string {
  const last = rows.at(-1);
  if (!last?.validation) return '';
  const best = rows.reduce((a, b) => (b.score > a.score ? b : a));
  return `, Dice ${last.score.toFixed(3)} (best ${best.score.toFixed(3)})`;
}
