import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import {
  edgeLimits,
  isShown,
  layoutDefaults,
  layoutStore,
  openRegion,
  parseLayout,
  rememberLayout,
  resize,
  setNarrow,
  toggleRegion,
  toggleStageOnly,
} from './layout.ts';

beforeEach(() => {
  layoutStore.setState({ ...layoutDefaults, stageOnly: false, narrow: false, front: 'samplesOpen' });
});

describe('parseLayout', () => {
  it('keeps what is sound and replaces the rest one by one', () => {
    const layout = parseLayout({ theme: 'light', samplesWidth: 'wide', inspectorWidth: 9999, gone: 1 });
    expect(layout).toEqual({ ...layoutDefaults, theme: 'light', inspectorWidth: edgeLimits.inspectorWidth[1] });
  });
  it('survives anything', () => {
    for (const value of [null, undefined, 3, 'x', []]) expect(parseLayout(value)).toEqual(layoutDefaults);
  });
});

describe('regions', () => {
  it('are held between their limits', () => {
    resize('samplesWidth', 1);
    expect(layoutStore.getState().samplesWidth).toBe(edgeLimits.samplesWidth[0]);
    resize('samplesWidth', 333.4);
    expect(layoutStore.getState().samplesWidth).toBe(333);
  });
  it('come back from stage only when asked for one by one', () => {
    toggleStageOnly();
    toggleRegion('samplesOpen');
    expect(layoutStore.getState()).toMatchObject({ stageOnly: false, samplesOpen: true });
    toggleRegion('samplesOpen');
    expect(layoutStore.getState().samplesOpen).toBe(false);
  });
});

describe('a narrow window', () => {
  const shown = () => {
    const s = layoutStore.getState();
    return [isShown(s, 'samplesOpen'), isShown(s, 'inspectorOpen')];
  };

  it('shows one side at a time, the one asked for last', () => {
    expect(shown()).toEqual([true, true]);
    setNarrow(true);
    expect(shown()).toEqual([true, false]);
    toggleRegion('inspectorOpen');
    expect(shown()).toEqual([false, true]);
    toggleRegion('samplesOpen');
    expect(shown()).toEqual([true, false]);
    toggleRegion('samplesOpen');
    expect(shown()).toEqual([false, true]);
    openRegion('samplesOpen');
    expect(shown()).toEqual([true, false]);
    setNarrow(false);
    expect(shown()).toEqual([true, true]);
  });
});

describe('remembering', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    setClient(null);
  });

  it('reads what was kept, and keeps many changes as one', async () => {
    const saved: unknown[] = [];
    const services = fakeServices({
      'program.settings': () => ({ settings: { layout: { samplesWidth: 300 } } }),
      'program.saveSettings': ({ settings }) => {
        saved.push(settings);
        return {};
      },
    });
    setClient(services.client);
    const quit = await rememberLayout();
    expect(layoutStore.getState().samplesWidth).toBe(300);
    resize('samplesWidth', 310);
    resize('samplesWidth', 320);
    toggleStageOnly();
    await vi.advanceTimersByTimeAsync(600);
    expect(saved).toEqual([{ layout: { ...layoutDefaults, samplesWidth: 320 } }]);
    quit();
  });
});
