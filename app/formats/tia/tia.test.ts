import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../fixtures/byte-writer.ts';
import { writeSer } from '../fixtures/specimens.ts';
import { memorySource } from '../memory-source.ts';
import { openAcquisition } from '../open.ts';
import { xmlMetadata } from './xml.ts';

const beside = (files: Record<string, Uint8Array>) => (name: string) =>
  files[name] === undefined ? null : memorySource(name, files[name]);

describe('TIA series', () => {
  test.each([0x210, 0x220] as const)('version %i: rows come top first, calibration in nm', async (version) => {
    const [image] = (await openAcquisition(memorySource('a_1.ser', writeSer(version, 3)))).images;
    expect(image.shape).toEqual([3, 4, 5]);
    expect(image.axes.slice(1)).toEqual([
      { name: 'y', size: 4, scale: 0.2, offset: -10, units: 'nm' },
      { name: 'x', size: 5, scale: 0.2, offset: -10, units: 'nm' },
    ]);
    const stored = (i: number) => ((37 * (2 * i)) & 255) | (((37 * (2 * i + 1)) & 255) << 8);
    const rows = [15, 10, 5, 0].map((start) => [0, 1, 2, 3, 4].map((column) => stored(start + column)));
    expect(await image.readFrame(0)).toEqual(Uint16Array.from(rows.flat()));
  });

  test('a series stopped early has the frames that were taken', async () => {
    const bytes = writeSer(0x210, 3);
    bytes[18] = 2;
    const [image] = (await openAcquisition(memorySource('a_1.ser', bytes))).images;
    expect(image.shape).toEqual([2, 4, 5]);
  });

  test('a series without any image says so', async () => {
    const bytes = writeSer(0x210, 1);
    bytes[18] = 0;
    await expect(openAcquisition(memorySource('a_1.ser', bytes))).rejects.toThrow(/stopped before the first image/);
  });

  test('metres and reciprocal metres are told apart', async () => {
    const bytes = writeSer(0x210, 1);
    const view = new DataView(bytes.buffer);
    const element = view.getUint32(view.getUint32(22, true), true);
    for (const at of [element + 8, element + 28]) view.setFloat64(at, 1e8, true);
    const [image] = (await openAcquisition(memorySource('a_1.ser', bytes))).images;
    expect(image.axes[1]).toMatchObject({ scale: 0.1, units: '1/nm' });
  });

  test('spectra are refused by name', async () => {
    const out = new ByteWriter(true).u16(0x4949).u16(0x0197).u16(0x210).u32(0x4120).u32(0x4152).u32(1).u32(1);
    out.u32(34).u32(0).padTo(34).u32(42).u32(0);
    out.f64(0).f64(0.2).u32(0).u16(5).u32(1024);
    await expect(openAcquisition(memorySource('a_1.ser', out.done()))).rejects.toThrow(/a spectrum, 1024 channels/);
  });
});

describe('the description beside a series', () => {
  const object = (mode: string) =>
    `<ObjectInfo><Uuid>1</Uuid><ExperimentalDescription><Root><Data><Label>Mode</Label><Value>${mode}</Value><Unit></Unit></Data>` +
    '<Data><Label>High tension</Label><Value>200</Value><Unit>kV</Unit></Data></Root></ExperimentalDescription></ObjectInfo>';
  const emi = new ByteWriter(true)
    .u8(0x4a, 0x4b, 0, 2)
    .text(object('a reference image'))
    .text('D:\\a_1.ser2')
    .text(object('STEM'))
    .text('D:\\a_2.ser2')
    .text(object('TEM'))
    .done();
  const files = { 'a.emi': emi, 'a_1.ser': writeSer(0x210, 1), 'a_2.ser': writeSer(0x220, 1) };

  test('opens all series, each with its own part', async () => {
    const acquisition = await openAcquisition(memorySource('a.emi', emi, beside(files)));
    expect(acquisition.companions).toEqual(['a_1.ser', 'a_2.ser']);
    const parts = acquisition.images.map((i) => i.metadata['ObjectInfo']);
    expect(parts[0]).toEqual({ Uuid: 1, ExperimentalDescription: { Mode: 'STEM', 'High tension (kV)': 200 } });
    expect(parts[1]).toMatchObject({ ExperimentalDescription: { Mode: 'TEM' } });
  });

  test('a series finds it by itself', async () => {
    const acquisition = await openAcquisition(memorySource('a_2.ser', files['a_2.ser'], beside(files)));
    expect(acquisition.companions).toEqual(['a.emi']);
    expect(acquisition.metadata['ObjectInfo']).toMatchObject({ ExperimentalDescription: { Mode: 'TEM' } });
  });

  test('without its series it names the file that is missing', async () => {
    await expect(openAcquisition(memorySource('a.emi', emi))).rejects.toMatchObject({
      info: { tag: 'not-found', remedy: 'Copy a_1.ser into the same folder.' },
    });
  });

  test('a mark cut by the edge of a piece is found', async () => {
    for (const shift of [0, 3, 5, 8, 12]) {
      const start = (1 << 20) - 10 - shift;
      const padded = new Uint8Array(start + emi.length);
      padded.set([0x4a, 0x4b, 0, 2]);
      padded.set(emi, start);
      const source = memorySource('a_1.ser', files['a_1.ser'], beside({ 'a.emi': padded }));
      expect((await openAcquisition(source)).metadata).toHaveProperty(
        ['ObjectInfo', 'ExperimentalDescription', 'Mode'],
        'STEM',
      );
    }
  });
});

describe('XML', () => {
  test('repeated names stay apart, entities are read, nonsense is left out', () => {
    expect(xmlMetadata('<a><b>1</b><b>x &lt; y</b></a></c><d/>')).toEqual({ a: { b: 1, 'b (1)': 'x < y' }, d: '' });
    expect(xmlMetadata('<<<>>')).toEqual({});
  });
  test('deep nesting ends', () => {
    expect(() => JSON.stringify(xmlMetadata('<a>'.repeat(50_000)))).not.toThrow();
  });
});
