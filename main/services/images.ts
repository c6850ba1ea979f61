import { randomUUID } from 'node:crypto';
import type { ImageInfo } from '../../app/contract/nouns.ts';
import { Failure } from '../../app/domain/failure.ts';
import { measureScaleBarTask } from '../../app/pipeline/tasks/measure-scale-bar.ts';
import type { HandlersOf } from './handler.ts';
import { imageInfos } from './image-info.ts';
import { importFiles } from './import-files.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { Session } from './session.ts';

/** The sample that an import without one goes to: the named one, else the first, made when there is none. */
export async function sampleForImport(session: Session, name: string | undefined): Promise<number> {
  const samples = await session.project.reads.samples();
  const found = name === undefined ? samples[0] : samples.find((s) => s.name === name);
  if (found !== undefined) return found.id;
  const made = await session.edit((edits) => edits.createSample(name ?? 'Sample 1'), { topics: ['samples.changed'] });
  return made.id;
}

/** Micrographs of the open project. */
export function imageHandlers(ports: ServicePorts, session: Session, jobs: ProjectJobs): HandlersOf<'images'> {
  const { disk, tasks } = ports;
  const infos = async (ids: readonly number[]): Promise<ImageInfo[]> =>
    imageInfos(disk, await session.project.reads.imagesOf(ids));

  return {
    'images.list': async () => ({ images: await imageInfos(disk, await session.project.reads.images()) }),

    'images.import': async ({ paths, sampleId, sampleName }) => {
      const into = sampleId ?? (await sampleForImport(session, sampleName));
      await expectSample(session, into);
      const title = paths.length === 1 ? `Import ${nameOf(paths[0])}` : `Import ${paths.length} files`;
      return jobs.start('import', title, (job) =>
        importFiles(ports, session, { paths, sampleId: into, key: `import ${randomUUID()}` }, job),
      );
    },

    'images.update': async ({ ids, name, sampleId }) => {
      const change = { ...(name === undefined ? {} : { name }), ...(sampleId === undefined ? {} : { sampleId }) };
      if (Object.keys(change).length > 0)
        await session.edit((edits) => edits.updateImages(ids, change), { topics: ['images.changed'] });
      return { images: await infos(ids) };
    },

    'images.distances': async ({ imageId, frame }) => ({
      distances: await session.project.reads.distances(imageId, frame),
    }),
    'images.setDistances': async ({ imageId, frame, distances }) => {
      await session.edit((edits) => edits.setDistances(imageId, frame, distances), {});
      return {};
    },

    'images.calibrate': async ({ ids, calibration, fromFile }) => {
      const value = calibration === null ? null : { ...calibration, suspect: [] };
      if (value !== null && (value.x === null) !== (value.y === null))
        throw new Failure(
          'invalid-input',
          'Only one side of the pixel is given.',
          'Give both sides, or none to remove the calibration.',
        );
      const tables = await session.project.reads.runsOn(ids);
      await session.edit((edits) => edits.calibrate(ids, value, fromFile), { topics: ['images.changed'], tables });
      return { images: await infos(ids) };
    },

    'images.remove': async ({ ids }) => {
      const tables = await session.project.reads.runsOn(ids);
      await session.edit((edits) => edits.removeImages(ids), {
        topics: ['images.changed'],
        tables,
        ...(tables.length > 0 ? { run: null } : {}),
      });
      return {};
    },

    'images.metadata': async ({ id }) => {
      const { image, file } = await session.project.reads.metadata(id);
      return { metadata: Object.keys(file).length === 0 ? image : { image, file } };
    },

    'images.measureScaleBar': async ({ id, frame, hint }, { signal }) => {
      const { file, imageIndex } = await session.project.reads.image(id);
      const address = { path: file.path, imageIndex, frame };
      const input = { address, version: file.sha256, hint };
      const bar = await tasks.run(measureScaleBarTask, input, { priority: 'view', signal });
      return { bar: bar === null ? null : { x: bar.x, y: bar.y, width: bar.width, height: bar.height } };
    },
  };
}

async function expectSample(session: Session, id: number): Promise<void> {
  const samples = await session.project.reads.samples();
  if (!samples.some((s) => s.id === id))
    throw new Failure('not-found', `The project has no sample ${id}.`, 'Choose another sample.');
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).findLast((part) => part !== '') ?? file;
}
