import { describe, expect, it } from 'vitest';
import { classPresets, LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { layoutStore } from '../layout.ts';
import { labelLayoutDefaults } from './label-layout.ts';
import { freeClassId, freshName, moved, withClass } from './label-sets.ts';
import { labelStore, setActiveClass } from './label-store.ts';
import {
  brushRadius,
  labelToolStore,
  pickClass,
  setSize,
  stepClass,
  turnSize,
  turnTolerance,
} from './label-tool-state.ts';
import { labelViewStore } from './label-view.ts';
import { showBoth, workOnLayer } from './layers.ts';

const { classes } = classPresets[1];

describe('lists of classes', () => {
  it('move a class and keep it inside the list', () => {
    const names = (by: number) => moved(classes, 2, by).map(({ id }) => id);
    expect(names(-1)).toEqual([2, 1, 3]);
    expect(names(1)).toEqual([1, 3, 2]);
    expect(names(9)).toEqual([1, 3, 2]);
    expect(moved(classes, 3, 1)).toBe(classes);
    expect(moved(classes, 77, 1)).toBe(classes);
  });

  it('change one class and stay classes', () => {
    const next = withClass(classes, 2, { name: 'Both', colour: '#123456' });
    expect(LabelClasses.parse(next)[1]).toEqual({ id: 2, name: 'Both', colour: '#123456', role: 'overlap' });
  });

  it('find the lowest free number and a free name', () => {
    expect(freeClassId(classes)).toBe(4);
    expect(freeClassId(classes.filter(({ id }) => id !== 2))).toBe(2);
    const all = Array.from({ length: 250 }, (_, i) => ({ ...classes[0], id: i + 1, name: `c${i}` }));
    expect(freeClassId(all)).toBeNull();
    expect(freshName('Labels', [])).toBe('Labels');
    expect(freshName('Labels', ['Labels', 'Labels 2'])).toBe('Labels 3');
  });
});

describe('what is in hand', () => {
  it('turns the brush by a pixel at least, within limits', () => {
    layoutStore.setState({ labelling: labelLayoutDefaults });
    setSize(3);
    turnSize(1);
    expect(layoutStore.getState().labelling.size).toBe(4);
    turnSize(-1);
    turnSize(-1);
    turnSize(-9);
    expect(layoutStore.getState().labelling.size).toBe(1);
    setSize(1e6);
    expect(layoutStore.getState().labelling.size).toBe(4000);
    turnTolerance(1000, 'tolerance');
    expect(layoutStore.getState().labelling.tolerance).toBe(1);
  });

  it('covers less of the image the closer one looks, where that is wished', () => {
    layoutStore.setState({ labelling: { ...labelLayoutDefaults, size: 40, followsZoom: true } });
    expect(brushRadius(2)).toBe(10);
    layoutStore.setState({ labelling: { ...labelLayoutDefaults, size: 40, followsZoom: false } });
    expect(brushRadius(2)).toBe(20);
  });

  it('goes back to the class before, and round the list', () => {
    labelStore.setState({ classes, activeClassId: 1 });
    pickClass(3);
    expect(labelToolStore.getState().formerClassId).toBe(1);
    stepClass(1);
    expect(labelStore.getState().activeClassId).toBe(1);
    stepClass(-1);
    expect(labelStore.getState().activeClassId).toBe(3);
    setActiveClass(1);
  });
});

describe('the layer that is worked on', () => {
  it('is the one that is seen, unless both are wished', () => {
    const seen = () => {
      const { showClasses, showInstances } = labelViewStore.getState();
      return [labelStore.getState().layer, showClasses, showInstances];
    };
    workOnLayer('classes', false);
    expect(seen()).toEqual(['classes', true, false]);
    workOnLayer('instances');
    expect(seen()).toEqual(['instances', false, true]);
    showBoth(true);
    expect(seen()).toEqual(['instances', true, true]);
    workOnLayer('classes');
    expect(seen()).toEqual(['classes', true, true]);
    showBoth(false);
    expect(seen()).toEqual(['classes', true, false]);
  });
});
