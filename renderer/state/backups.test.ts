import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import { backupsStore, openOrOffer, restoreBackup } from './backups.ts';
import { clearNotices, noticeStore } from './notices.ts';
import { adoptProject, projectStore } from './project.ts';
import { closePrompt, promptStore } from './prompt.ts';
import { projectOf } from './testing.ts';

const backup = { name: 'hourly-1.sqlite', at: '2026-11-20T12:00:00.000Z', bytes: 10, reason: 'hourly' as const };
const broken = () => {
  throw new Failure('project-damaged', 'cubes.morpho is damaged.', 'Go back.', '/data/cubes.morpho');
};

describe('earlier states of a project', () => {
  afterEach(() => {
    setClient(null);
    clearNotices();
    closePrompt();
    adoptProject(null);
  });

  it('are offered when a project is refused as damaged, and bring it back', async () => {
    const { client, asked } = fakeServices({
      'projects.open': broken,
      'projects.backups': () => ({ backups: [backup] }),
      'projects.restore': () => projectOf({ path: '/data/cubes.morpho' }),
    });
    setClient(client);
    await openOrOffer('start', '/data/cubes.morpho');
    const [{ action, text }] = noticeStore.getState().notices;
    expect(text).toContain('damaged');
    action?.run();
    await expect.poll(() => promptStore.getState().prompt).toBe('backups');
    expect(backupsStore.getState()).toMatchObject({ path: '/data/cubes.morpho', backups: [backup] });
    await restoreBackup(backup);
    expect(asked.at(-1)).toEqual({
      call: 'projects.restore',
      input: { path: '/data/cubes.morpho', backup: backup.name },
    });
    expect(projectStore.getState().project?.path).toBe('/data/cubes.morpho');
    expect(promptStore.getState().prompt).toBe('none');
    expect(noticeStore.getState().notices.map(({ key }) => key)).toEqual(['restored']);
  });

  it('are not offered where there are none', async () => {
    const { client } = fakeServices({ 'projects.open': broken, 'projects.backups': () => ({ backups: [] }) });
    setClient(client);
    await openOrOffer('start', '/data/cubes.morpho');
    expect(noticeStore.getState().notices[0]).not.toHaveProperty('action');
  });
});
