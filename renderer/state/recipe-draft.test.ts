import { beforeEach, describe, expect, it } from 'vitest';
import type { StepInfo } from '../../app/domain/recipe.ts';
import { positionOf, valueAt } from '../panels/segment/param-field.tsx';
import { previewScale } from './live-preview.ts';
import {
  addStep,
  draftStore,
  enableStep,
  moveStep,
  paramsOf,
  removeStep,
  setParam,
  takeRecipe,
} from './recipe-draft.ts';

const sigma = {
  kind: 'number',
  title: 'Sigma',
  help: '',
  default: 1,
  min: 0,
  max: 50,
  step: 0.25,
  unit: 'px',
} as const;
const radius = {
  kind: 'integer',
  title: 'Radius',
  help: '',
  default: 150,
  min: 1,
  max: 2000,
  step: 1,
  unit: 'px',
} as const;
const window = {
  kind: 'integer',
  title: 'Window',
  help: '',
  default: 51,
  min: 3,
  max: 501,
  step: 2,
  unit: 'px',
  odd: true,
} as const;
const step = (id: string, from: StepInfo['from'], to: StepInfo['to']): StepInfo => ({
  id,
  version: 1,
  title: id,
  help: '',
  from,
  to,
  params: { sigma },
});
const steps = [
  step('gaussian', 'image', 'image'),
  step('threshold', 'image', 'binary'),
  step('fill', 'binary', 'binary'),
  step('watershed', 'binary', 'labels'),
];
const use = (id: string) => ({ step: id, enabled: true, params: {} });
const names = () => draftStore.getState().recipe?.steps.map((s) => s.step);

beforeEach(() => {
  draftStore.setState({ steps });
  takeRecipe({ id: 'r', title: 'R', help: '', steps: [use('gaussian'), use('threshold'), use('watershed')] });
});

describe('the recipe in hand', () => {
  it('knows when it was changed, and never changes the listed one', () => {
    const before = draftStore.getState().recipe;
    expect(draftStore.getState().edited).toBe(false);
    setParam(0, 'sigma', 3);
    expect(draftStore.getState().edited).toBe(true);
    expect(before?.steps[0].params).toEqual({});
    expect(paramsOf(draftStore.getState().recipe?.steps[0] ?? use(''), steps[0])).toEqual({ sigma: 3 });
    enableStep(1, false);
    expect(draftStore.getState().recipe?.steps[1].enabled).toBe(false);
  });

  it('puts a new step behind the last one that makes what it reads', () => {
    addStep(steps[2]);
    expect(names()).toEqual(['gaussian', 'threshold', 'fill', 'watershed']);
    addStep(steps[0]);
    expect(names()).toEqual(['gaussian', 'gaussian', 'threshold', 'fill', 'watershed']);
  });

  it('moves and removes steps, and stops at the ends', () => {
    moveStep(0, -1);
    moveStep(0, 1);
    expect(names()).toEqual(['threshold', 'gaussian', 'watershed']);
    removeStep(1);
    expect(names()).toEqual(['threshold', 'watershed']);
  });
});

describe('the slider of a parameter', () => {
  it('reaches both ends, stays on the grid and comes back to where it was', () => {
    for (const param of [sigma, radius, window]) {
      expect(valueAt(param, 0)).toBe(param.min);
      expect(valueAt(param, 1000)).toBe(param.max);
      let last = -1;
      for (let p = 0; p <= 1000; p++) {
        const value = valueAt(param, p);
        expect(value).toBeGreaterThanOrEqual(last);
        expect(valueAt(param, positionOf(param, value))).toBe(value);
        last = value;
      }
    }
    expect(valueAt(window, 500) % 2).toBe(1);
  });
});

describe('the scale of a preview', () => {
  it('is the screen’s, and never more than the budget allows', () => {
    expect(previewScale({ region: { x: 0, y: 0, width: 600, height: 400 }, zoom: 2 })).toBe(1);
    expect(previewScale({ region: { x: 0, y: 0, width: 4096, height: 4096 }, zoom: 0.2 })).toBeCloseTo(0.2, 6);
    const scale = previewScale({ region: { x: 0, y: 0, width: 4000, height: 4000 }, zoom: 1 });
    expect((4000 * scale) ** 2).toBeLessThanOrEqual(800_001);
  });
});
