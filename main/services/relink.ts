import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import { hashFileTask } from '../../app/pipeline/tasks/describe-file.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { StoredFile } from '../../app/ports/stored.ts';
import { missingFiles } from './image-info.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';

/**
 * Looks for the missing files of the project in `folder` and below, by content. Only files of the right size are read,
 * those of the right name first. Result `{ found, missing }` (numbers of files).
 */
export async function relink(
  { disk, tasks }: ServicePorts,
  session: Session,
  folder: string,
  job: JobHandle,
): Promise<{ found: number; missing: number }> {
  const project = session.project;
  const sought = new Map<string, StoredFile>();
  for (const file of await missingFiles(disk, await project.reads.files())) sought.set(file.sha256, file);
  const sizes = new Set([...sought.values()].map((file) => file.bytes));
  const names = new Set([...sought.values()].map((file) => path.basename(file.path).toLowerCase()));
  job.progress(0, `Looking through ${path.basename(folder)}`);
  const candidates: { path: string; named: boolean }[] = [];
  for await (const entry of disk.filesBelow(path.resolve(folder), job.signal)) {
    if (sizes.has(entry.bytes)) candidates.push({ path: entry.path, named: names.has(entry.name.toLowerCase()) });
  }
  candidates.sort((a, b) => Number(b.named) - Number(a.named));
  const all = sought.size;
  for (const [i, candidate] of candidates.entries()) {
    if (job.signal.aborted || sought.size === 0) break;
    job.progress(i / candidates.length, path.basename(candidate.path));
    try {
      const sha256 = await tasks.run(hashFileTask, { path: candidate.path }, { priority: 'job', signal: job.signal });
      const file = sought.get(sha256);
      if (file === undefined) continue;
      await project.keeping.moveFile(file.id, candidate.path, false);
      sought.delete(sha256);
    } catch (thrown) {
      const { tag } = Failure.from(thrown).info;
      if (tag === 'stopped') break;
      // A candidate that can't be read is not the one.
      if (tag !== 'unreadable' && tag !== 'not-found') throw thrown;
    }
  }
  if (sought.size < all) session.tell({ topics: ['images.changed'] });
  return { found: all - sought.size, missing: sought.size };
}
