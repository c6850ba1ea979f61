import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiskProject, diskProject, diskRecipe } from './fixtures/disk-project.ts';
import type { TestProgram } from './fixtures/program.ts';

let disks: DiskProject;
let program: TestProgram;
let imageIds: number[];
beforeEach(async () => {
  disks = await diskProject();
  ({ program, imageIds } = disks);
});
afterEach(() => program.remove());

const tag = (wanted: string) => ({ info: { tag: wanted } });
const ask: TestProgram['ask'] = (name, input) => program.ask(name, input);

describe('recipes', () => {
  it('of the project are kept, changed, removed and undone; those of the program stay', async () => {
    const { recipes: shipped } = await ask('recipes.list', {});
    expect(shipped.every((r) => r.shipped)).toBe(true);
    await ask('recipes.save', { recipe: diskRecipe });
    await ask('recipes.save', { recipe: { ...diskRecipe, title: 'Better' } });
    expect((await ask('recipes.list', {})).recipes.filter((r) => !r.shipped).map((r) => r.title)).toEqual(['Better']);
    await ask('recipes.remove', { id: 'disks' });
    await ask('history.undo', {});
    await ask('history.undo', {});
    expect((await ask('recipes.list', {})).recipes.find((r) => r.id === 'disks')?.title).toBe('Disks');
    await expect(ask('recipes.save', { recipe: shipped[0] })).rejects.toMatchObject(tag('invalid-input'));
    await expect(ask('recipes.remove', { id: shipped[0].id })).rejects.toMatchObject(tag('invalid-input'));
    await expect(ask('recipes.remove', { id: 'none' })).rejects.toMatchObject(tag('not-found'));
    const { steps } = await ask('recipes.steps', {});
    expect(steps.map((s) => s.id)).toContain('threshold');
  });

  it('are tried on a region, and only the newest try goes on', async () => {
    const asked = {
      imageId: imageIds[0],
      frame: 0,
      region: { x: 0, y: 0, width: 64, height: 64 },
      scale: 1,
      recipe: diskRecipe,
    };
    const preview = await ask('recipes.preview', asked);
    expect(preview).toMatchObject({ kind: 'labels', width: 64, height: 64, particles: 1 });
    const token = preview.url.replace('/bytes/preview/', '');
    const labels = new Uint32Array(program.reader.preview(token)?.bytes.slice().buffer ?? new ArrayBuffer(0));
    expect(labels[30 * 64 + 30]).toBeGreaterThan(0);
    expect(labels[0]).toBe(0);
    const older = ask('recipes.preview', asked);
    const newer = ask('recipes.preview', { ...asked, upToStep: 0 });
    await expect(older).rejects.toMatchObject(tag('stopped'));
    expect((await newer).kind).toBe('binary');
    expect(program.reader.preview('nonsense')).toBeNull();
  });

  it('are tried also where particles are found without a binary image between', async () => {
    const step = (id: string) => ({ step: id, enabled: true, params: {} });
    const recipe = { ...diskRecipe, steps: ['particle-contours', 'clear-border', 'area-range'].map(step) };
    const region = { x: 0, y: 0, width: 64, height: 64 };
    const preview = await ask('recipes.preview', { imageId: imageIds[0], frame: 0, region, scale: 1, recipe });
    expect(preview).toMatchObject({ kind: 'labels', particles: 1 });
    const alone = { ...recipe, steps: recipe.steps.slice(0, 1) };
    await expect(
      ask('recipes.preview', { imageId: imageIds[0], frame: 0, region, scale: 1, recipe: alone }),
    ).resolves.toMatchObject({ kind: 'labels', particles: 1 });
  });

  it('are suggested with a reason', async () => {
    const { recipe: suggested, reason } = await ask('recipes.suggest', { imageId: imageIds[0], frame: 0 });
    expect(suggested.steps.length).toBeGreaterThan(0);
    expect(reason).not.toBe('');
  });
});
