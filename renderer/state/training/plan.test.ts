import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../app/contract/list.ts';
import type { TrainingFrame } from '../../../app/contract/training.ts';
import { type FakeServices, fakeServices } from '../../client/fake.ts';
import { setClient } from '../../client/session.ts';
import { clearPlan, hasWishes, laneOf, loadPlan, moveFrames, planInHand, planStore, resetPlan, wish } from './plan.ts';
import { frameOf, planOf } from './testing.ts';

const known: readonly TrainingFrame[] = [
  frameOf({ imageId: 1 }),
  frameOf({ imageId: 2, frame: 0 }),
  frameOf({ imageId: 2, frame: 1 }),
  frameOf({ imageId: 3, split: 'validation' }),
  frameOf({ imageId: 4, split: 'test', frozen: true }),
  frameOf({ imageId: 5, split: null, reviewed: false }),
];

/** Answers like the services: takes over the parts that are asked for, and leaves out frames that are not named. */
function plan({ frames, start }: CallInput<'training.plan'>) {
  const own = known.flatMap((frame): TrainingFrame[] => {
    if (frames === undefined || frames === null) return [frame];
    const asked = frames.find((one) => one.imageId === frame.imageId && one.frame === frame.frame);
    return asked === undefined ? [] : [{ ...frame, split: asked.split ?? frame.split }];
  });
  return {
    plan: planOf(start === undefined || start === null ? {} : { start }),
    frames: own,
    reasons: [],
    warnings: [],
    problem: null,
    architectures: [],
  };
}

let services: FakeServices;
const now = () => planStore.getState();
const lanes = () => now().proposal?.frames.map((frame) => `${frame.imageId}.${frame.frame} ${laneOf(frame)}`);

beforeEach(() => {
  clearPlan();
  services = fakeServices({
    'training.plan': plan,
    'training.check': ({ plan: { settings } }) => ({
      warnings: [],
      problem: null,
      seconds: (settings.minutes ?? 0) * 60,
    }),
    'training.freeze': () => ({}),
  });
  setClient(services.client);
});
afterEach(() => setClient(null));

describe('the plan of a training', () => {
  it('is the program’s choice until somebody wants something else', async () => {
    await loadPlan(1);
    expect(planInHand(now())).toEqual(planOf());
    expect(hasWishes(now())).toBe(false);
    expect(now().check?.seconds).toBe(480);
    await wish({ settings: { minutes: 2, patch: 64 } });
    expect(planInHand(now())?.settings).toMatchObject({ minutes: 2, patch: 64, batch: 4 });
    expect(now().check?.seconds).toBe(120);
    await resetPlan();
    expect(planInHand(now())).toEqual(planOf());
  });

  it('moves all frames of an image together', async () => {
    await loadPlan(1);
    await moveFrames([{ imageId: 2, frame: 1 }], 'validation');
    expect(lanes()).toEqual([
      '1.0 training',
      '2.0 validation',
      '2.1 validation',
      '3.0 validation',
      '4.0 test',
      '5.0 out',
    ]);
  });

  it('keeps frames that were left out in sight', async () => {
    await loadPlan(1);
    await moveFrames([{ imageId: 1, frame: 0 }], 'out');
    expect(lanes()?.[0]).toBe('1.0 out');
    await moveFrames([{ imageId: 1, frame: 0 }], 'training');
    expect(lanes()?.[0]).toBe('1.0 training');
  });

  it('takes frames out of the frozen test set as an edit', async () => {
    await loadPlan(1);
    await moveFrames([{ imageId: 4, frame: 0 }], 'training');
    expect(services.asked.find(({ call }) => call === 'training.freeze')?.input).toEqual({
      setId: 1,
      frames: [{ imageId: 4, frame: 0 }],
      frozen: false,
    });
    expect(lanes()?.[4]).toBe('4.0 training');
  });

  it('of another label set begins without wishes', async () => {
    await loadPlan(1);
    await wish({ start: { from: 'model', model: 'generalist' } });
    expect(planInHand(now())?.start).toEqual({ from: 'model', model: 'generalist' });
    await loadPlan(2);
    expect(hasWishes(now())).toBe(false);
    await loadPlan(null);
    expect(planInHand(now())).toBeNull();
  });

  it('counts the answer to the last question only', async () => {
    const first = loadPlan(1);
    const second = loadPlan(2);
    await Promise.all([first, second]);
    expect(now().setId).toBe(2);
    expect(now().loading).toBe(false);
    expect(services.asked.filter(({ call }) => call === 'training.plan').length).toBeLessThanOrEqual(2);
  });
});
