import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  clearSelection,
  compareWith,
  hasRow,
  type RowsChange,
  selectImages,
  selectionStore,
  selectRows,
  selectRun,
  selectSample,
  showFrame,
  showImage,
  swapCompared,
} from './selection.ts';

const state = () => selectionStore.getState();

beforeEach(clearSelection);

describe('images', () => {
  it('shows an image alone and begins at its first frame', () => {
    selectImages([1, 2, 3], 2);
    showFrame(4, 10);
    showImage(7);
    expect(state()).toMatchObject({ shown: { imageId: 7, frame: 0 }, imageIds: [7], sampleId: null });
  });

  it('keeps the frame when the shown image is chosen again', () => {
    showImage(7);
    showFrame(4, 10);
    selectImages([6, 7], 7);
    expect(state().shown).toEqual({ imageId: 7, frame: 4 });
  });

  it('holds frames inside the image', () => {
    showImage(7);
    showFrame(99, 10);
    expect(state().shown?.frame).toBe(9);
    showFrame(-3, 10);
    expect(state().shown?.frame).toBe(0);
  });

  it('keeps the stage when a sample is chosen, but marks no image', () => {
    showImage(7);
    selectSample(2);
    expect(state()).toMatchObject({ shown: { imageId: 7 }, sampleId: 2, imageIds: [] });
    showImage(8);
    expect(state().sampleId).toBeNull();
  });

  it('swaps A and B, and nothing without B', () => {
    showImage(1);
    swapCompared();
    expect(state().shown?.imageId).toBe(1);
    compareWith({ imageId: 2, frame: 3 });
    swapCompared();
    expect(state()).toMatchObject({ shown: { imageId: 2, frame: 3 }, other: { imageId: 1, frame: 0 }, imageIds: [2] });
  });
});

describe('particles', () => {
  it('are let go when another run is chosen, and kept when the same is', () => {
    selectRun(1);
    selectRows([4, 2]);
    selectRun(1);
    expect([...state().rows]).toEqual([2, 4]);
    selectRun(2);
    expect([...state().rows]).toEqual([]);
    expect(state().activeRow).toBeNull();
  });

  it('agree with sets under every change', () => {
    const rows = fc.array(fc.nat(40), { maxLength: 30 });
    const change = fc.constantFrom<RowsChange>('replace', 'add', 'remove', 'toggle');
    fc.assert(
      fc.property(fc.array(fc.tuple(rows, change), { maxLength: 8 }), (steps) => {
        clearSelection();
        let model = new Set<number>();
        for (const [list, how] of steps) {
          const given = new Set(list);
          const kept = [...model].filter((row) => how === 'add' || !given.has(row));
          const come = [...given].filter((row) => how === 'add' || (how === 'toggle' && !model.has(row)));
          model = how === 'replace' ? given : new Set([...kept, ...come]);
          selectRows(list, how);
          const { rows: now, activeRow } = state();
          expect([...now]).toEqual([...model].sort((a, b) => a - b));
          for (let row = 0; row <= 40; row++) expect(hasRow(now, row)).toBe(model.has(row));
          if (model.size === 0) expect(activeRow).toBeNull();
          else expect(model.has(activeRow ?? -1)).toBe(true);
        }
      }),
    );
  });

  it('make the one chosen last the active one', () => {
    selectRows([5, 9, 3]);
    expect(state().activeRow).toBe(3);
    selectRows([3], 'toggle');
    expect(state().activeRow).toBe(9);
  });
});
