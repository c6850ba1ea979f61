// A process that works on a project as fast as it can and tells of each thing that was stored, until it is killed.
import { createDatabase } from '../database.ts';
import { projectEdits, projectKeeping } from '../session.ts';
import { newFile, newImage, newResult, recipe } from './material.ts';

const [folder] = process.argv.slice(2);
const database = createDatabase(folder, 'Killed', '0.1.0');
const edits = projectEdits(database.writer, database.folder);
const keeping = projectKeeping(database.writer, database.folder);

const sample = edits.createSample('A');
const [imageId] = edits.addImages({ key: 'k', title: 'Import' }, sample.id, newFile('a'), [newImage('a')]);
const runId = keeping.startRun({ title: 'Run', recipe, imageIds: [imageId], frames: 'all', planned: 1e6 });
const widths = Array.from({ length: 300 }, (_, i) => 1 + (i % 9));
for (let n = 0; ; n++) {
  edits.updateSample(sample.id, { name: `name ${n}` });
  keeping.addResult(newResult({ runId, imageId, frame: n }, widths, 0.5));
  edits.setRejected(runId, [n * widths.length], true);
  // Told only after it was stored.
  process.stdout.write(`${n}\n`);
}
