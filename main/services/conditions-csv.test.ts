import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { conditionsCsv, parseConditions } from './conditions-csv.ts';

const valuesOf = (csv: string) =>
  parseConditions(csv).rows.map(({ sample, conditions }) => [sample, ...conditions.map((c) => c.value)]);

describe('a table of conditions', () => {
  it('has units in round or square brackets, text and numbers', () => {
    const { rows, warnings } = parseConditions(
      'sample,seed volume (mL),temperature [°C],surfactant\nA,0.35,80,CTAB\nB,1e-3,-5.,"PVP, 40k"\n',
    );
    expect(warnings).toEqual([]);
    expect(rows).toEqual([
      {
        sample: 'A',
        conditions: [
          { name: 'seed volume', unit: 'mL', value: 0.35 },
          { name: 'temperature', unit: '°C', value: 80 },
          { name: 'surfactant', unit: '', value: 'CTAB' },
        ],
      },
      {
        sample: 'B',
        conditions: [
          { name: 'seed volume', unit: 'mL', value: 0.001 },
          { name: 'temperature', unit: '°C', value: -5 },
          { name: 'surfactant', unit: '', value: 'PVP, 40k' },
        ],
      },
    ]);
  });

  it.each([
    ['semicolons and decimal commas', '\ufeffProbe;Volumen (mL)\r\nA;0,35\r\nB;1,5\r\n'],
    ['tabs', 'sample\tvolume (mL)\nA\t0.35\nB\t1,5'],
    ['old Macintosh line ends', 'sample;volume\rA;0.35\rB;1.5'],
    ['comments and empty lines', '# made by hand\nsample,volume\n\nA,0.35\n,\nB,1.5\n'],
  ])('may come with %s', (_, csv) => {
    expect(valuesOf(csv)).toEqual([
      ['A', 0.35],
      ['B', 1.5],
    ]);
  });

  it('keeps a header whose brackets are part of the name', () => {
    const [row] = parseConditions('s,Co(acac)2 (mM),[HNO3] [M],(x)\nA,1,2,3').rows;
    expect(row.conditions.map((c) => [c.name, c.unit])).toEqual([
      ['Co(acac)2', 'mM'],
      ['[HNO3]', 'M'],
      ['(x)', ''],
    ]);
  });

  it('says by line what it did not understand', () => {
    const { rows, warnings } = parseConditions('sample,a,b,a\nA,1,2,3,4\n,9,9\nB,,n.a.\nA,5,6\n');
    expect(rows.map((r) => r.sample)).toEqual(['A', 'B']);
    expect(warnings).toEqual([
      '“a” stands in two columns; the later one counts.',
      'Line 2 has 5 cells, the header 4; the rest was left out.',
      'Line 3 names no sample and was left out.',
      'Line 5 names “A” again; its values replace those before.',
      '“b” mixes numbers and text (“n.a.”).',
    ]);
  });

  it('counts lines through quoted line ends', () => {
    const { warnings } = parseConditions('sample,note\nA,"two\nlines"\n,x\n');
    expect(warnings).toEqual(['Line 4 names no sample and was left out.']);
  });

  it('is refused without a header', () => {
    for (const csv of ['', '\n\n', 'sample\nA\nB\n']) expect(() => parseConditions(csv)).toThrow(Failure);
  });

  it('is written as it is read', () => {
    const samples = [
      { name: 'A, first', conditions: [{ name: 'seed volume', unit: 'mL', value: 0.35 }] },
      {
        name: 'B',
        conditions: [
          { name: 'seed volume', unit: 'mL', value: 1e-7 },
          { name: 'surfactant', unit: '', value: 'PVP "40k"' },
        ],
      },
    ];
    expect(parseConditions(conditionsCsv(samples))).toEqual({
      rows: samples.map(({ name, conditions }) => ({ sample: name, conditions })),
      warnings: [],
    });
  });

  it('gives back any text that was quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uuid(), fc.string({ minLength: 1 })), { minLength: 1 }), (pairs) => {
        const texts = pairs.map(([name, text]) => [name, `x${text.replaceAll('\r', '')}x`]);
        const csv = texts.map(([name, text]) => `${name},"${text.replaceAll('"', '""')}"`).join('\n');
        expect(valuesOf(`sample,what\n${csv}`)).toEqual(texts);
      }),
    );
  });
});
