import { describe, expect, it } from 'vitest';
import { saving } from '../state/saving.ts';
import { guardLeaving } from './leave-guard.ts';

describe('leaving the window', () => {
  const leave = (target: EventTarget) => target.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  it('is asked about exactly while an edit waits to be stored', async () => {
    const target = new EventTarget();
    const quit = guardLeaving(target);
    expect(leave(target)).toBe(true);
    let stored: () => void = () => undefined;
    const edit = saving(() => new Promise<void>((done) => (stored = done)));
    expect(leave(target)).toBe(false);
    quit();
    expect(leave(target)).toBe(true);
    guardLeaving(target);
    stored();
    await edit;
    expect(leave(target)).toBe(true);
  });
});
