import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import { adoptProject, closeProject, openProject, projectStore } from './project.ts';
import { projectOf } from './testing.ts';

describe('leaving a project', () => {
  afterEach(() => {
    setClient(null);
    adoptProject(null);
  });

  it('is told before the services close it, and until another is there', async () => {
    const seen: (readonly [string, boolean])[] = [];
    const note = (call: string) => {
      seen.push([call, projectStore.getState().leaving]);
      return projectOf({ path: '/data/rods.morpho' });
    };
    const { client } = fakeServices({
      'projects.open': () => note('open'),
      'projects.close': () => {
        note('close');
        return {};
      },
    });
    setClient(client);
    await openProject('/data/rods.morpho');
    await closeProject();
    expect(seen).toEqual([
      ['open', true],
      ['close', true],
    ]);
    expect(projectStore.getState()).toMatchObject({ project: null, leaving: false });
  });

  it('ends when it could not be closed', async () => {
    const { client } = fakeServices({
      'projects.close': () => {
        throw new Failure('disk-full', 'The disk is full.', 'Free some space.');
      },
    });
    setClient(client);
    adoptProject(projectOf({}));
    await expect(closeProject()).rejects.toThrow(/full/);
    expect(projectStore.getState()).toMatchObject({ project: { name: 'cubes' }, leaving: false });
  });
});
