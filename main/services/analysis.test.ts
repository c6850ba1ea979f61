import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { adjustedRand } from '../../app/clustering/agreement.ts';
import type { CallInput } from '../../app/contract/list.ts';
import { writeLabelTiff } from '../../app/formats/tiff/write.ts';
import { random } from '../../app/math/random.ts';
import { testProgram } from './fixtures/program.ts';

const program = testProgram();
afterAll(() => program.remove());
const file = (name: string) => path.join(program.folder, name);

/** Numbers of a CSV file without its header. */
const rowsOf = (name: string) =>
  readFileSync(file(name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));

/** Two disks and a block on two pages, as particles that overlap are stored. */
function labelFile(name: string, pixelSizeNm: number | null): void {
  const side = 200;
  const plane = (inside: (x: number, y: number) => number) =>
    Int32Array.from({ length: side * side }, (_, i) => inside(i % side, Math.floor(i / side)));
  const first = plane((x, y) => {
    if (Math.hypot(x - 60, y - 70) <= 40) return 9;
    return Math.hypot(x - 150, y - 150) <= 20 ? 4000 : 0;
  });
  const second = plane((x, y) => (x >= 80 && x < 120 && y >= 80 && y < 100 ? 2 : 0));
  const pages = [first, second].map((data) => ({ width: side, height: side, data }));
  writeFileSync(file(name), writeLabelTiff(pages, pixelSizeNm === null ? {} : { pixelSizeNm }));
}

describe('fingerprints of a file', () => {
  it('of a label image have a row for each particle, in nm where the file has a pixel size', async () => {
    labelFile('labels.tif', 0.5);
    const asked = { source: { kind: 'labels' as const, path: file('labels.tif') }, out: file('f.csv') };
    const result = await program.done(program.ask('analysis.fingerprint', asked));
    expect(result).toMatchObject({ particles: 3, ids: [9, 4000, 2], unit: 'nm', empty: 0 });
    const [large, small, block] = rowsOf('f.csv');
    for (const row of [large, small, block]) expect(row).toHaveLength(360);
    for (const d of large) expect(Math.abs(d - 20)).toBeLessThan(0.4);
    for (const d of small) expect(Math.abs(d - 10)).toBeLessThan(0.4);
    // Aligned: half the block's diagonal, 0.5 nm * sqrt(20² + 10²) less its rounded corner, stands at theta = 0.
    expect(block[179]).toBe(Math.max(...block));
    expect(block[179]).toBeGreaterThan(10.4);
    expect(Math.min(...block)).toBeCloseTo(5, 1);
  });

  it('of contours are those of the polygons, with the centre asked for', async () => {
    const square = [[10, 10], [50, 10], [50, 50], [10, 50]]; // biome-ignore format: one line
    writeFileSync(file('contours.json'), JSON.stringify([square, [[1, 2]], square]));
    const source = { kind: 'contours' as const, path: file('contours.json') };
    const asked = { source, align: 'none' as const, out: file('c.csv') };
    expect(await program.done(program.ask('analysis.fingerprint', asked))).toMatchObject({ particles: 3, empty: 1 });
    const text = readFileSync(file('c.csv'), 'utf8').split('\n');
    expect(text[0].startsWith('# d_1_px,d_2_px')).toBe(true);
    expect(text[2]).toBe(','.repeat(359));
    const [row] = rowsOf('c.csv');
    expect([row[359], row[44], row[89]].map((v) => v.toFixed(8))).toEqual([
      '20.00000000',
      '28.28427125',
      '20.00000000',
    ]);
    await program.done(program.ask('analysis.fingerprint', { ...asked, centre: 'pixels', pixelSize: 2 }));
    // Pixels 11..50 count, so their centroid lies half a pixel further right and down.
    expect([rowsOf('c.csv')[0][359], rowsOf('c.csv')[0][179]]).toEqual([39, 41]);
  });

  it('are refused for what holds no contours', async () => {
    writeFileSync(file('bad.json'), '{"a": 1}');
    const source = { kind: 'contours' as const, path: file('bad.json') };
    await expect(program.done(program.ask('analysis.fingerprint', { source, out: file('x.csv') }))).rejects.toThrow(
      'bad.json is no list of contours',
    );
  });
});

describe('features and super-ellipses of a file', () => {
  it('are measured on labels alone, or with the micrograph', async () => {
    labelFile('plain.tif', null);
    const asked = { labels: file('plain.tif'), out: file('features.csv') };
    const result = await program.done(program.ask('analysis.features', { ...asked, columns: ['area', 'solidity'] }));
    expect(result).toMatchObject({ particles: 3, unit: 'px' });
    const lines = readFileSync(file('features.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('image,frame,sample,particle,pixel_size_nm,area_px2,solidity');
    expect(lines[3]).toBe('plain.tif,1,,2,,800,1');
    await program.done(program.ask('analysis.features', { ...asked, image: file('plain.tif') }));
    expect(readFileSync(file('features.csv'), 'utf8')).toContain('intensity_mean');
    await expect(
      program.done(program.ask('analysis.features', { ...asked, columns: ['intensity_mean'] })),
    ).rejects.toThrow('intensity_mean needs the micrograph');
  });

  it('tell round from square and how well they fit', async () => {
    const source = { kind: 'labels' as const, path: file('labels.tif') };
    const result = await program.done(program.ask('analysis.superEllipses', { source, out: file('se.csv') }));
    expect(result).toMatchObject({ particles: 3, unit: 'nm', triangles: 0 });
    const [large, , block] = rowsOf('se.csv');
    const [, p, , ratio, , size, , , , jaccard] = large;
    expect([p, ratio].map((v) => Math.round(v * 10) / 10)).toEqual([2, 1]);
    expect(Math.abs(size - 20.2)).toBeLessThan(0.3);
    expect(jaccard).toBeGreaterThan(0.98);
    expect(block[2]).toBe(2);
    expect(Math.abs(block[3] - 2)).toBeLessThan(0.1);
    expect(block[1]).toBeGreaterThan(5);
  });
});

describe('groups of the rows of a table', () => {
  /** Three clouds of 60 rows; `size` in nm, `shape` between 0 and 1, with text and a gap among them. */
  function tableFile(name: string): number[] {
    const dice = random(9);
    const truth = Array.from({ length: 180 }, (_, i) => i % 3);
    const lines = truth.map((g, i) => {
      const size = dice.normal([10, 20, 20][g], 0.8);
      const shape = dice.normal([0.5, 0.2, 0.8][g], 0.03);
      return `a.tif,${i + 1},S${g},${i === 7 ? '' : size.toFixed(5)},${shape.toFixed(5)},1`;
    });
    writeFileSync(file(name), ['image,particle,batch,size (nm),shape,same', ...lines, ''].join('\n'));
    return truth;
  }
  const report = () => JSON.parse(readFileSync(file('groups/report.json'), 'utf8'));
  const clusters = () => readFileSync(file('groups/clusters.csv'), 'utf8').trim().split('\n');
  const ask = (asked: Partial<CallInput<'analysis.cluster'>> & Pick<CallInput<'analysis.cluster'>, 'method'>) =>
    program.done(program.ask('analysis.cluster', { table: file('table.csv'), out: file('groups'), ...asked }));

  it.each(['gmm', 'kmeans', 'linkage', 'dbscan', 'optics'] as const)(
    'are found by %s, with scores and why',
    async (method) => {
      const truth = tableFile('table.csv');
      const result = await ask({ method });
      expect(result).toMatchObject({ rows: 179, skipped: 1 });
      const lines = clusters();
      expect(lines[0]).toBe(method === 'gmm' ? 'row,image,particle,cluster,probability' : 'row,image,particle,cluster');
      expect(lines).toHaveLength(181);
      expect(lines[8].split(',')[3]).toBe('');
      const found = lines.slice(1).map((line) => line.split(',')[3]);
      const rows = truth.map((_, i) => i).filter((i) => found[i] !== '' && found[i] !== '-1');
      expect(rows.length).toBeGreaterThan(150);
      expect(
        adjustedRand(
          rows.map((i) => truth[i]),
          rows.map((i) => Number(found[i])),
        ),
      ).toBe(1);
      const told = report();
      expect(told).toMatchObject({ columns: ['size (nm)', 'shape'], scaling: 'zscore', used: 179, chosenK: 3, method });
      expect(told.leftOut.map((c: { column: string }) => c.column)).toEqual(['image', 'particle', 'batch', 'same']);
      expect(told.scores.silhouette).toBeGreaterThan(0.7);
      const sizes = told.clusters.map((c: { size: number }) => c.size);
      expect(sizes).toEqual(sizes.toSorted((a: number, b: number) => b - a));
      const means = told.clusters.map((c: { means: Record<string, number> }) => Math.round(c.means['size (nm)']));
      expect(means.toSorted((a: number, b: number) => a - b)).toEqual([10, 20, 20]);
      if (method === 'linkage') expect(told.scores.copheneticCorrelation).toBeGreaterThan(0.7);
    },
  );

  it('are valleys of the OPTICS plot where a drop is asked for', async () => {
    tableFile('table.csv');
    await ask({ method: 'optics', xi: 0.1, minPoints: 20 });
    expect(report()).toMatchObject({ settings: { xi: 0.1, minPoints: 20 } });
    expect(report().chosenK).toBeGreaterThan(1);
    expect(readFileSync(file('groups/reachability.csv'), 'utf8').trim().split('\n')).toHaveLength(180);
  });

  it('are chosen by the criterion asked for, among the numbers asked for, in the components asked for', async () => {
    tableFile('table.csv');
    await ask({ method: 'gmm', components: [2, 3, 4], criterion: 'silhouette', pca: 1, columns: ['SIZE', 'shape'] });
    const told = report();
    expect(told.curves.map((c: { components: number }) => c.components)).toEqual([2, 3, 4]);
    const best = told.curves.reduce((a: { silhouette: number }, b: { silhouette: number }) =>
      b.silhouette > a.silhouette ? b : a,
    );
    expect(told.chosenK).toBe(best.components);
    expect(told.pca.explainedVarianceRatio).toHaveLength(1);
    expect(told.pca.cumulative[0]).toBeGreaterThan(0.5);
  });

  it('are refused for columns that hold text, are not there, or leave no row', async () => {
    tableFile('table.csv');
    await expect(ask({ method: 'gmm', columns: ['batch'] })).rejects.toThrow(
      'Column “batch” of table.csv holds text: “S0” in line 2',
    );
    await expect(ask({ method: 'gmm', columns: ['colour'] })).rejects.toThrow('table.csv has no column “colour”');
    await expect(ask({ method: 'gmm', components: [500] })).rejects.toThrow("179 particles can't make 500 groups");
    writeFileSync(file('table.csv'), 'a,b\n1,\n,2\n');
    await expect(ask({ method: 'gmm', columns: ['a', 'b'] })).rejects.toThrow(
      'No row of table.csv has a number in every column',
    );
    writeFileSync(file('table.csv'), 'name\nx\n');
    await expect(ask({ method: 'gmm' })).rejects.toThrow('no column of numbers');
  });

  it('are not told apart by an index, by a count of rows, or by where particles lie', async () => {
    const dice = random(4);
    const rows = Array.from({ length: 40 }, (_, i) => [i, 100 + i, dice.next(), dice.normal(i % 2 === 0 ? 0 : 9, 1)]);
    writeFileSync(file('table.csv'), `,count,centroid_x_px,size\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    await ask({ method: 'kmeans', components: [2] });
    expect(report().columns).toEqual(['size']);
    expect(report().leftOut.map((c: { reason: string }) => c.reason)).toEqual([
      'names or places particles',
      'counts the rows',
      'names or places particles',
    ]);
  });

  it('of one particle, or of particles all alike, are one group', async () => {
    writeFileSync(file('table.csv'), 'a,b\n1,2\n');
    expect(await ask({ method: 'gmm' })).toMatchObject({ rows: 1, sizes: [1], silhouette: null });
    writeFileSync(file('table.csv'), `a,b\n${'1,2\n'.repeat(30)}`);
    expect(await ask({ method: 'gmm', columns: ['a', 'b'] })).toMatchObject({ rows: 30, sizes: [30] });
  });
});

describe('a classifier', () => {
  /** Two kinds of rows that only `shape` and `size` tell apart; one row without a class. */
  function labelledFile(name: string, rows: number): void {
    const dice = random(21);
    const lines = Array.from({ length: rows }, (_, i) => {
      const rod = i % 3 === 0;
      const noise = dice.uniform(0, 1).toFixed(4);
      const kind = i === 4 ? '' : rod ? 'rod' : 'sphere, round';
      return `${i + 1},${dice.normal(rod ? 30 : 20, 2).toFixed(4)},${dice.normal(rod ? 0.3 : 0.8, 0.1).toFixed(4)},${noise},"${kind}"`;
    });
    writeFileSync(file(name), ['particle,size (nm),shape,noise,kind', ...lines, ''].join('\n'));
  }

  it.each(['svm', 'linear-svm', 'forest'] as const)(
    '%s is trained, judged, frozen and applied to another table',
    async (kind) => {
      labelledFile('labelled.csv', 200);
      const asked = { table: file('labelled.csv'), label: 'KIND', kind, trees: 40, out: file('classifier') };
      const trained = await program.done(program.ask('analysis.classifyTrain', asked));
      expect(trained).toMatchObject({ rows: 199, skipped: 1, classes: ['rod', 'sphere, round'] });
      expect(trained['heldAccuracy']).toBeGreaterThan(0.97);
      expect(trained['crossValidated']).toBeGreaterThan(0.97);
      const report = JSON.parse(readFileSync(file('classifier/report.json'), 'utf8'));
      expect(report.rows).toMatchObject({ training: 159, held: 40 });
      expect(report.crossValidation.byFold).toHaveLength(10);
      expect(report.test.confusion.flat().reduce((a: number, b: number) => a + b)).toBe(40);
      expect(report.importance.at(-1).column).toBe('noise');
      const other = { model: file('classifier/model.json'), table: file('labelled.csv'), out: file('classes.csv') };
      expect(await program.done(program.ask('analysis.classifyApply', other))).toMatchObject({ rows: 200, skipped: 0 });
      const lines = readFileSync(file('classes.csv'), 'utf8').trim().split('\n');
      expect(lines[0]).toBe(kind === 'forest' ? 'row,particle,class,share' : 'row,particle,class');
      expect(lines[1].startsWith('1,1,rod')).toBe(true);
      expect(lines[2].startsWith('2,2,"sphere, round"')).toBe(true);
    },
  );

  it('is refused where there is one class, a column is missing, or the file is another', async () => {
    labelledFile('labelled.csv', 30);
    const asked = { table: file('labelled.csv'), out: file('classifier') };
    const train = (label: string) => program.done(program.ask('analysis.classifyTrain', { ...asked, label, folds: 0 }));
    await expect(train('colour')).rejects.toThrow('no column “colour”');
    writeFileSync(file('labelled.csv'), 'a,kind\n1,x\n2,x\n');
    await expect(train('kind')).rejects.toThrow('holds one class');
    writeFileSync(file('model.json'), '{"format": "other"}');
    const apply = { model: file('model.json'), table: file('labelled.csv'), out: file('classes.csv') };
    await expect(program.done(program.ask('analysis.classifyApply', apply))).rejects.toThrow('no classifier');
  });
});

describe('studies of sizes', () => {
  function sizesFile(name: string): void {
    const dice = random(33);
    const lines = Array.from({ length: 6000 }, (_, i) => {
      const size = dice.uniform(3, 8);
      const fall = (i % 2 === 0 ? 0.06 : 0.03) * Math.max(0, size - 5);
      return `S${i % 2},${size.toFixed(4)},${(0.9 - fall + dice.normal(0, 0.02)).toFixed(5)}`;
    });
    writeFileSync(file(name), ['sample,edge_length_nm,circularity', ...lines, ''].join('\n'));
  }

  it('tell where shape begins to change with size, and samples to differ', async () => {
    sizesFile('sizes.csv');
    const asked = { table: file('sizes.csv'), size: 'edge_length', values: ['circularity'], out: file('sizes') };
    const result = await program.done(program.ask('analysis.sizeResolved', { ...asked, sample: 'sample' }));
    expect(result['files']).toEqual(['size-resolved.csv', 'size-resolved.svg', 'size-resolved.cv.svg', 'report.json']);
    const { onsets, samples } = JSON.parse(readFileSync(file('sizes/report.json'), 'utf8'));
    expect(samples).toEqual(['S0', 'S1']);
    expect(Math.abs(onsets[0].meanFalls.size - 5)).toBeLessThan(0.25);
    expect(onsets[0].meanFalls.interval[0]).toBeLessThan(onsets[0].meanFalls.size + 0.01);
    expect(readFileSync(file('sizes/size-resolved.csv'), 'utf8').split('\n')[0]).toBe(
      'size,particles,mean,standard_error,cv,mean S0,n S0,mean S1,n S1',
    );
    await expect(program.done(program.ask('analysis.sizeResolved', { ...asked, values: ['sample'] }))).rejects.toThrow(
      'Column “sample” of sizes.csv holds text',
    );
  });

  it('tell how many particles are enough', async () => {
    sizesFile('sizes.csv');
    const asked = { table: file('sizes.csv'), column: 'edge_length', out: file('enough') };
    await program.done(program.ask('analysis.sampleSize', asked));
    const { curves, needed } = JSON.parse(readFileSync(file('enough/report.json'), 'utf8'));
    expect(curves.map((c: { n: number }) => c.n)).toEqual([10, 20, 50, 100, 200, 500, 1000]);
    // sigma / mean = 5 / sqrt(12) / 5.5: 5 % takes about 28 particles.
    expect(Math.abs(needed[2].shuffled - 28)).toBeLessThan(6);
    expect(readFileSync(file('enough/sample-size.svg'), 'utf8')).toContain('<svg');
    await expect(program.done(program.ask('analysis.sampleSize', { ...asked, groups: [5000] }))).rejects.toThrow(
      'too few',
    );
  });
});
