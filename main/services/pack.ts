import path from 'node:path';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import { hashFileTask } from '../../app/pipeline/tasks/describe-file.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import { packedPlace } from './import-files.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';

/**
 * Copies every file that the project refers to into it. Each copy is checked by its hash before the project relies on
 * it. What was copied before a stop stays. Result `{ packed, failed: [{ path, failure }] }`.
 */
export async function packProject(
  { disk, tasks }: ServicePorts,
  session: Session,
  job: JobHandle,
): Promise<{ packed: number; failed: { path: string; failure: FailureInfo }[] }> {
  const project = session.project;
  const files = (await project.reads.files()).filter((file) => !file.packed);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const failed: { path: string; failure: FailureInfo }[] = [];
  let packed = 0;
  let done = 0;
  for (const file of files) {
    if (job.signal.aborted) break;
    job.progress(total === 0 ? 0 : done / total, path.basename(file.path));
    try {
      const place = packedPlace(project.path, file.sha256, path.basename(file.path));
      await disk.copy(file.path, place);
      const sha256 = await tasks.run(hashFileTask, { path: place }, { priority: 'job', signal: job.signal });
      if (sha256 !== file.sha256) throw changed(file.path);
      for (const name of file.companions)
        await disk.copy(path.join(path.dirname(file.path), name), packedPlace(project.path, file.sha256, name));
      await project.keeping.moveFile(file.id, place, true);
      packed++;
    } catch (thrown) {
      const { info } = Failure.from(thrown);
      if (info.tag === 'stopped') break;
      if (info.tag === 'disk-full') throw thrown;
      failed.push({ path: file.path, failure: info });
    }
    done += file.bytes;
  }
  if (packed > 0) session.tell({ topics: ['images.changed'] });
  return { packed, failed };
}

function changed(file: string): Failure {
  return new Failure(
    'malformed',
    `${path.basename(file)} is not the file that was imported: its content changed.`,
    'Import it again as a new image, or relink the project to the original.',
    file,
  );
}
