import { describe, expect, test } from 'vitest';
import { beginFrom } from './begin-from.ts';
import { compactUnet } from './compact-unet.ts';
import { initialState, layoutOf } from './layout.ts';
import { vgg16Unet } from './vgg16-unet.ts';

describe('a network that begins with the numbers of another', () => {
  const layout = layoutOf(compactUnet, 3);
  const three = initialState(layout, 1);
  three.statistics.fill(0.25);

  test('is the other when nothing differs', () => {
    const begun = beginFrom({ architecture: compactUnet, outputs: 3, state: three }, compactUnet, 3, 2);
    expect(begun.state).toEqual(three);
    expect(begun.fresh).toEqual([]);
  });

  test('gets a new head for other classes, and all else from the other', () => {
    const begun = beginFrom({ architecture: compactUnet, outputs: 3, state: three }, compactUnet, 2, 2);
    const two = layoutOf(compactUnet, 2);
    expect(begun.fresh).toEqual(['head.weight', 'head.bias']);
    expect(begun.taken).toHaveLength(two.parameters.size - 2);
    expect(begun.state.statistics).toEqual(three.statistics);
    for (const name of begun.taken) {
      const [from, to] = [layout.parameters.get(name), two.parameters.get(name)];
      if (!from || !to) throw new Error(name);
      expect(begun.state.weights[to.offset]).toBe(three.weights[from.offset]);
    }
    const head = two.parameters.get('head.weight');
    expect(begun.state.weights[head?.offset ?? -1]).toBe(initialState(two, 2).weights[head?.offset ?? -1]);
  });

  test('moves outputs that mean the same to their new places', () => {
    const source = { architecture: compactUnet, outputs: 3, state: three, outputsFrom: [2, null] };
    const begun = beginFrom(source, compactUnet, 2, 9);
    const two = layoutOf(compactUnet, 2);
    const head = (known: typeof layout, { weights }: { weights: Float32Array }, k: number) => {
      const placed = known.parameters.get('head.weight');
      const row = placed?.shape[1] ?? 0;
      return weights.slice((placed?.offset ?? 0) + k * row, (placed?.offset ?? 0) + (k + 1) * row);
    };
    expect(head(two, begun.state, 0)).toEqual(head(layout, three, 2));
    expect(head(two, begun.state, 1)).toEqual(head(two, initialState(two, 9), 1));
    expect(begun.fresh).toEqual(['head.weight', 'head.bias']);
    expect(begun.state.statistics).toEqual(three.statistics);
  });

  test('takes nothing that has another shape', () => {
    const begun = beginFrom({ architecture: compactUnet, outputs: 3, state: three }, vgg16Unet, 2, 2);
    const known = layoutOf(vgg16Unet, 2);
    for (const name of begun.taken)
      expect(known.parameters.get(name)?.shape).toEqual(layout.parameters.get(name)?.shape);
    expect(begun.fresh.length).toBeGreaterThan(0);
  });
});
