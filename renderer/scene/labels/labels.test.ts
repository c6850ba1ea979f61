import { describe, expect, it } from 'vitest';
import { paintEach, paintOne, paintValues } from './colours.ts';
import { InstanceLooks, stateBits } from './instance-looks.ts';

describe('instance looks', () => {
  it('marks exactly the given instances and leaves other bits alone', () => {
    const looks = new InstanceLooks(5);
    looks.mark(stateBits.selected, [1, 5, 9, 0]);
    looks.mark(stateBits.hovered, [5]);
    looks.mark(stateBits.selected, [2]);
    expect([...looks.states]).toEqual([0, 1, 0, 0, 2]);
  });

  it('says what has to be uploaded again', () => {
    const looks = new InstanceLooks(2);
    const before = [looks.coloursVersion, looks.statesVersion];
    looks.markWhere(stateBits.dropped, Uint8Array.of(1, 0), 0);
    expect([looks.coloursVersion, looks.statesVersion]).toEqual([before[0], before[1] + 1]);
    looks.paint((colours) => paintOne(colours, [1, 2, 3]));
    expect(looks.coloursVersion).toBe(before[0] + 1);
    expect([...looks.states]).toEqual([0, stateBits.dropped]);
  });
});

describe('instance colours', () => {
  const colourAt = (colours: Uint8Array, i: number) => [...colours.subarray(i * 4, i * 4 + 3)].join();

  it('tells neighbouring ids apart', () => {
    const colours = new Uint8Array(400);
    paintEach(colours);
    for (let i = 1; i < 100; i++) expect(colourAt(colours, i)).not.toBe(colourAt(colours, i - 1));
  });

  it('runs from low to high, grey where there is no number', () => {
    const colours = new Uint8Array(16);
    paintValues(colours, [0, 10, Number.NaN, 99], 0, 10, 'grey');
    expect([0, 1, 2, 3].map((i) => colourAt(colours, i))).toEqual([
      '0,0,0',
      '255,255,255',
      '158,158,158',
      '255,255,255',
    ]);
  });
});
