import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeLabelTiff } from '../../app/formats/tiff/write.ts';
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
