import type { StoredSample } from '../../app/ports/stored.ts';
import { parseConditions } from './conditions-csv.ts';
import type { HandlersOf } from './handler.ts';
import type { Session } from './session.ts';

const info = ({ conditions, ...sample }: StoredSample) => ({ ...sample, conditions: [...conditions] });

/** Samples and their synthesis conditions. */
export function sampleHandlers(session: Session): HandlersOf<'samples'> {
  const list = async () => (await session.project.reads.samples()).map(info);
  return {
    'samples.list': async () => ({ samples: await list() }),
    'samples.create': async ({ name }) =>
      info(await session.edit((edits) => edits.createSample(name), { topics: ['samples.changed'] })),
    'samples.update': async ({ id, name, note, conditions }) => {
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(note === undefined ? {} : { note }),
        ...(conditions === undefined ? {} : { conditions }),
      };
      return info(await session.edit((edits) => edits.updateSample(id, change), { topics: ['samples.changed'] }));
    },
    'samples.setConditions': async ({ changes }) => {
      await session.edit((edits) => edits.setConditions(changes), { topics: ['samples.changed'] });
      return {};
    },
    'samples.remove': async ({ id, moveTo }) => {
      const { reads } = session.project;
      const images = (await reads.images()).filter((image) => image.sampleId === id).map((image) => image.id);
      const tables = moveTo === null ? await reads.runsOn(images) : [];
      await session.edit((edits) => edits.removeSample(id, moveTo), {
        topics: ['samples.changed', 'images.changed'],
        tables,
        ...(tables.length > 0 ? { run: null } : {}),
      });
      return {};
    },
    'samples.importConditions': async ({ csv, create }) => {
      const { rows, warnings } = parseConditions(csv);
      const { created, unknown } = await session.edit((edits) => edits.importConditions(rows, create), {
        topics: ['samples.changed'],
      });
      const strangers = unknown.map((name) => `The project has no sample “${name}”; its line was left out.`);
      return { samples: await list(), created, warnings: [...warnings, ...strangers] };
    },
  };
}
