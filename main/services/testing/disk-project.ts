// A project with three micrographs (four frames, nine disks) and a recipe that finds them.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Recipe } from '../../../app/domain/recipe.ts';
import { micrograph, threeDisks } from './micrographs.ts';
import { type TestProgram, testProgram } from './program.ts';

export const diskRecipe: Recipe = {
  id: 'disks',
  title: 'Disks',
  help: '',
  steps: [
    { step: 'threshold', enabled: true, params: { method: 'otsu', polarity: 'bright' } },
    { step: 'label-parts', enabled: true, params: {} },
  ],
};

export interface DiskProject {
  program: TestProgram;
  /** Folder of the micrographs. */
  readonly data: string;
  readonly imageIds: number[];
}

export async function diskProject(): Promise<DiskProject> {
  const program = testProgram();
  const data = path.join(program.folder, 'data');
  mkdirSync(data);
  await program.ask('projects.create', { folder: program.folder, name: 'P' });
  micrograph(data, 'a.tif');
  micrograph(data, 'b.tif', [threeDisks, threeDisks.slice(0, 1)], { shade: 1 });
  micrograph(data, 'c.tif', [threeDisks.slice(0, 2)], { shade: 3 });
  await program.done(program.ask('images.import', { paths: [data], sampleId: null }));
  const { images } = await program.ask('images.list', {});
  return { program, data, imageIds: images.map((i) => i.id) };
}

/** Runs the recipe on every frame; the run's id. */
export async function runDisks({ program, imageIds }: DiskProject, frames: 'first' | 'all' = 'all'): Promise<number> {
  const result = await program.done(program.ask('runs.start', { recipe: diskRecipe, imageIds, frames }));
  return Number(result['runId']);
}
