import path from 'node:path';
import { z } from 'zod';
import type { ProjectInfo } from '../../app/contract/nouns.ts';
import { Condition } from '../../app/domain/condition.ts';
import { Failure } from '../../app/domain/failure.ts';
import { type ImportOutcome, importFiles } from './import-files.ts';
import type { Projects } from './open-projects.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { Session } from './session.ts';

/** `samples/sample-project.json`: what the shipped project consists of. Paths are relative to its folder. */
const SampleProject = z.object({
  name: z.string().min(1),
  samples: z.array(
    z.object({
      name: z.string().min(1),
      note: z.string().default(''),
      conditions: z.array(Condition).default([]),
      images: z.array(z.string()),
    }),
  ),
});
type SampleProject = z.infer<typeof SampleProject>;

/**
 * Opens the shipped sample project. At first use it is made in `asked` (else the documents folder), with its micrographs copied inside,
 * so that it lives on when the program is updated or removed; answers when all are in.
 */
export async function openSample(
  ports: ServicePorts,
  session: Session,
  projects: Projects,
  jobs: ProjectJobs,
  asked?: string,
): Promise<ProjectInfo> {
  const { disk, host } = ports;
  const parent = asked === undefined ? host.documentsFolder : path.resolve(asked);
  const plan = await readPlan(ports);
  const folder = path.join(parent, `${plan.name}.morpho`);
  if ((await disk.look(path.join(folder, 'project.sqlite'))) !== null) return projects.open(folder);
  await disk.makeFolder(parent);
  await projects.create(parent, plan.name);
  const job = jobs.start('import', `Set up ${plan.name}`, async (handle) => {
    const made: ImportOutcome = { imageIds: [], skipped: [], failed: [], warnings: [] };
    for (const sample of plan.samples) {
      if (handle.signal.aborted) break;
      const { id } = await session.project.edits.createSample(sample.name);
      await session.project.edits.updateSample(id, { note: sample.note, conditions: sample.conditions });
      session.tell({ topics: ['samples.changed'] });
      const paths = sample.images.map((name) => path.join(host.samplesFolder, name));
      const one = await importFiles(
        ports,
        session,
        { paths, sampleId: id, key: `sample ${sample.name}`, pack: true },
        handle,
      );
      made.imageIds.push(...one.imageIds);
      made.failed.push(...one.failed);
    }
    return made;
  });
  await jobs.finished(job.id);
  return projects.info();
}

async function readPlan({ disk, host }: ServicePorts): Promise<SampleProject> {
  const file = path.join(host.samplesFolder, 'sample-project.json');
  const text = await disk.readText(file);
  const parsed = text === null ? null : SampleProject.safeParse(parseOrNull(text));
  if (parsed?.success === true) return parsed.data;
  throw new Failure(
    'not-found',
    'The sample project did not come with this installation.',
    'Install Morphoscope again, or create a project of your own.',
    file,
  );
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
