import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uncalibrated } from '../../../app/domain/calibration.ts';
import { HistogramCounter } from '../../scene/frame/histogram.ts';
import type { Frame, Labels } from '../../scene/frame/plane.ts';
import { powerSpectrum } from '../../scene/frame/spectrum.ts';
import { plainView, type ViewSettings } from '../../state/view.ts';
import { idsInside } from './act.ts';
import { arrange, paneAt } from './arrange.ts';
import { Cameras, linkedCamera } from './cameras.ts';
import { Displays } from './displays.ts';
import { middleRange } from './overlays.ts';
import { peakNear } from './peak.ts';
import { profileAlong } from './profile.ts';
import { measured, pixelValue, positionIn, spacingText, spectrumPixelSize, spotAt } from './read-out.ts';
import { roundLength, scaleBar } from './scale-bar.ts';
import { squareOf } from './spectra.ts';
import { histogramPath, middleOf, nearestHandle, placeOf, plotSpan, pulled, rounded } from './tone.ts';

const real = { ...uncalibrated, x: 0.5, y: 0.5, source: 'file tag' } as const;

describe('scale bar', () => {
  it('has 1, 2 or 5 times a power of ten, as long as there is room for', () => {
    expect([0.7, 1, 1.9, 2, 4.99, 5, 9.9, 480].map(roundLength)).toEqual([0.5, 1, 1, 2, 2, 5, 5, 200]);
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e5, noNaN: true }), (size) => {
        const bar = scaleBar(size, 'real', 160);
        expect(bar?.width).toBeLessThanOrEqual(160.001);
        expect(bar?.width).toBeGreaterThanOrEqual(63.9);
      }),
    );
  });

  it('says lengths in the unit they read best in', () => {
    const label = (size: number) => scaleBar(size, 'real', 100)?.label.replace('\u2009', ' ');
    expect([0.001, 0.005, 0.5, 7, 30, 3e4].map(label)).toEqual(['1 Å', '5 Å', '50 nm', '500 nm', '2 µm', '2 mm']);
  });

  it('never says a length in reciprocal space or without calibration', () => {
    expect(scaleBar(0.03, 'reciprocal', 100)).toMatchObject({ value: 2, unit: 'nm⁻¹' });
    expect(scaleBar(4, 'px', 100)).toMatchObject({ value: 200, unit: 'px', width: 50 });
    expect(scaleBar(1 / 64, 'px', 100)).toMatchObject({ value: 1, width: 64 });
    expect(scaleBar(Number.NaN, 'px')).toBeNull();
  });
});

describe('read-out', () => {
  it('shows values as the file has them', () => {
    expect(pixelValue([65535], 'uint16')).toBe('65535');
    expect(pixelValue([18446744073709551615n], 'uint64')).toBe('18446744073709551615');
    expect(pixelValue([Math.fround(0.1)], 'float32')).toBe('0.1');
    expect(pixelValue([Number.NaN], 'float32')).toBe('not a number');
    expect(pixelValue([1, 2, 3], 'rgb8')).toBe('1, 2, 3');
  });

  it('measures by the pixel size of each axis', () => {
    const line = measured({ ...real, y: 1 }, { x: 0, y: 0 }, { x: 6, y: -4 });
    expect(line.pixels).toBeCloseTo(Math.hypot(6, 4), 9);
    expect(line.calibrated).toEqual({ value: '5', unit: 'nm' });
    expect(line.angle).toBeCloseTo((Math.atan2(4, 3) * 180) / Math.PI, 9);
    expect(measured(uncalibrated, { x: 0, y: 0 }, { x: 3, y: 4 })).toMatchObject({ pixels: 5, calibrated: null });
    expect(measured({ ...real, space: 'reciprocal' }, { x: 0, y: 0 }, { x: 3, y: 4 }).calibrated).toEqual({
      value: '2.5',
      unit: 'nm⁻¹',
    });
  });

  it('places the pointer in nm, or not at all', () => {
    expect(positionIn(real, { x: 10, y: 3 })).toEqual({
      x: { value: '5', unit: 'nm' },
      y: { value: '1.5', unit: 'nm' },
    });
    expect(positionIn(uncalibrated, { x: 10, y: 3 })).toBeNull();
  });

  it('reads spacings out of a spectrum', () => {
    // a fringe of 8 px at 0.05 nm a pixel: 0.4 nm; in a 512 px square it stands 64 px from the middle
    const spectrum = {
      width: 512,
      calibration: { ...real, space: 'reciprocal', x: 1 / (512 * 0.05), y: 1 / (512 * 0.1) },
    } as const;
    const found = spotAt(spectrum, { x: 256 + 64, y: 256 });
    expect(found?.spacing).toBeCloseTo(0.4, 12);
    expect(found?.frequency).toBeCloseTo(2.5, 12);
    expect(found?.angle).toBeCloseTo(0, 12);
    expect(spotAt(spectrum, { x: 256, y: 256 - 64 })?.spacing).toBeCloseTo(0.8, 12);
    expect(spectrumPixelSize(spectrum)).toBeCloseTo(0.05, 12);
    expect(spotAt({ width: 512, calibration: uncalibrated }, { x: 256, y: 256 - 32 })).toMatchObject({
      spacing: 16,
      angle: 90,
    });
    expect(spotAt(spectrum, { x: 256, y: 256 })).toBeNull();
    expect(spacingText(0.235, true)).toBe('0.235\u2009nm (2.35\u2009Å)');
    expect(spacingText(12, false)).toBe('12\u2009px');
  });
});

describe('spots', () => {
  it('are found between pixels near a click, for any fringe', () => {
    const side = 256;
    fc.assert(
      fc.property(
        fc.double({ min: 10, max: 60, noNaN: true }),
        fc.double({ min: -60, max: 60, noNaN: true }),
        (u, v) => {
          const wave = new Float32Array(side * side);
          for (let i = 0; i < wave.length; i++) {
            wave[i] = Math.cos((2 * Math.PI * (u * (i % side) + v * Math.floor(i / side))) / side);
          }
          const spot = peakNear(powerSpectrum(wave, side, 'wave'), { x: 129.5 + u, y: 127.5 + v }, 4);
          expect(Math.hypot((spot?.x ?? 0) - 128 - u, (spot?.y ?? 0) - 128 - v)).toBeLessThan(0.15);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('panes', () => {
  const size = { width: 1001, height: 600 };
  it('stand side by side, or above each other on a high stage', () => {
    const [a, b] = arrange(size, { compare: 'side by side', spectrum: false, swipe: 0.5 });
    expect(a.rect).toEqual({ x: 0, y: 0, width: 499, height: 600 });
    expect(b.rect).toEqual({ x: 501, y: 0, width: 500, height: 600 });
    const high = arrange({ width: 400, height: 600 }, { compare: 'off', spectrum: true, swipe: 0.5 });
    expect(high.map(({ id, rect }) => [id, rect.y, rect.width])).toEqual([
      ['a', 0, 400],
      ['spectrum', 301, 400],
    ]);
  });

  it('share the stage while swiped, and each position belongs to one', () => {
    const panes = arrange(size, { compare: 'swipe', spectrum: false, swipe: 0.25 });
    expect(paneAt(panes, 249, 10)?.id).toBe('a');
    expect(paneAt(panes, 250, 10)?.id).toBe('b');
    expect(panes[1].rect).toEqual(panes[0].rect);
    expect(paneAt(panes, -1, 10)).toBeNull();
  });
});

describe('cameras', () => {
  const image = { width: 1000, height: 1000 };
  const view = { width: 532, height: 532 };

  it('fit again when the view changes, until the image is moved', () => {
    const cameras = new Cameras();
    expect(cameras.of('1', image, view).zoom).toBeCloseTo(0.5, 9);
    expect(cameras.of('1', image, { width: 282, height: 282 }).zoom).toBeCloseTo(0.25, 9);
    cameras.set('1', image, { x: 10, y: 20, zoom: 3 });
    expect(cameras.of('1', image, view)).toEqual({ x: 10, y: 20, zoom: 3 });
    cameras.answer('1', image, view, { kind: 'fit' });
    expect(cameras.of('1', image, view).zoom).toBeCloseTo(0.5, 9);
  });

  it('do what commands ask', () => {
    const cameras = new Cameras();
    cameras.answer('1', image, view, { kind: 'one to one' });
    expect(cameras.of('1', image, view)).toEqual({ x: 500, y: 500, zoom: 1 });
    cameras.answer('1', image, view, { kind: 'pan', x: 0.1, y: 0 });
    expect(cameras.of('1', image, view).x).toBeCloseTo(500 + 53.2, 9);
    cameras.answer('1', image, view, { kind: 'zoom', factor: 2 });
    expect(cameras.of('1', image, view).zoom).toBe(2);
  });

  it('bring a small particle closer and step back from a large one, else keep the zoom', () => {
    const cameras = new Cameras();
    cameras.set('1', image, { x: 500, y: 500, zoom: 1 });
    cameras.answer('1', image, view, { kind: 'centre', x: 100, y: 200, span: 100 });
    expect(cameras.of('1', image, view)).toEqual({ x: 100, y: 200, zoom: 1 });
    cameras.answer('1', image, view, { kind: 'centre', x: 100, y: 200, span: 10 });
    expect(cameras.of('1', image, view).zoom * 10).toBeCloseTo(0.35 * 532, 6);
    cameras.answer('1', image, view, { kind: 'centre', x: 100, y: 200, span: 900 });
    expect(cameras.of('1', image, view).zoom).toBeCloseTo(532 / 900, 9);
    cameras.answer('1', image, view, { kind: 'centre', x: 100, y: 200, span: 300, seen: 0.7 });
    expect(cameras.of('1', image, view).zoom * 300).toBeCloseTo(0.7 * 532, 6);
    cameras.set('1', image, { x: 500, y: 500, zoom: 1.5 });
    cameras.answer('1', image, view, { kind: 'centre', x: 100, y: 200, span: 300, seen: 0.7 });
    expect(cameras.of('1', image, view).zoom).toBe(1.5);
  });

  it('carry what was looked at over to a spectrum of another size', () => {
    const cameras = new Cameras();
    const small = { key: 's', image: { width: 512, height: 512 } };
    const large = { key: 'l', image: { width: 1024, height: 1024 } };
    cameras.carry(small, large);
    expect(cameras.of('l', large.image, view).zoom).toBeCloseTo(500 / 1024, 9);
    cameras.set('s', small.image, { x: 256, y: 128, zoom: 4 });
    cameras.carry(small, large);
    expect(cameras.of('l', large.image, view)).toEqual({ x: 512, y: 256, zoom: 2 });
  });

  it('show the same field of an image of another size', () => {
    const half = { width: 500, height: 500 };
    const linked = linkedCamera({ x: 100, y: 40, zoom: 2 }, image, half);
    expect(linked).toEqual({ x: 50, y: 20, zoom: 4 });
    expect(linkedCamera(linked, half, image)).toEqual({ x: 100, y: 40, zoom: 2 });
  });
});

function histogramOf(values: number[]) {
  const pixels = Uint16Array.from(values);
  const counter = new HistogramCounter('uint16');
  counter.push(pixels, pixels.length);
  return counter.finish(pixels);
}

describe('contrast', () => {
  const settings = { images: new Map(), autoContrast: { low: 0, high: 0 } } as unknown as ViewSettings;

  it('holds automatic contrast over the frames of a stack until it is asked for again', () => {
    const displays = new Displays();
    expect(displays.of(settings, 1, histogramOf([10, 20]), false)).toMatchObject({ low: 10, high: 20 });
    expect(displays.of(settings, 1, histogramOf([30, 90]), false)).toMatchObject({ low: 10, high: 20 });
    const again = { ...settings, images: new Map([[1, { ...plainView }]]) };
    expect(displays.of(again, 1, histogramOf([30, 90]), false)).toMatchObject({ low: 30, high: 90 });
    expect(displays.of(again, 2, histogramOf([1, 2]), false)).toMatchObject({ low: 1, high: 2 });
  });

  it('holds nothing of a passing picture', () => {
    const displays = new Displays();
    expect(displays.passing(settings, 1, histogramOf([5, 6]), false)).toMatchObject({ low: 5, high: 6 });
    expect(displays.of(settings, 1, histogramOf([10, 20]), false)).toMatchObject({ low: 10, high: 20 });
    expect(displays.passing(settings, 1, histogramOf([5, 6]), false)).toMatchObject({ low: 10, high: 20 });
  });

  it('keeps what the person set', () => {
    const images = new Map([[1, { ...plainView, window: { low: 5, high: 6 }, gamma: 2 }]]);
    const shown = new Displays().of({ ...settings, images }, 1, histogramOf([10, 20]), true);
    expect(shown).toMatchObject({ low: 5, high: 6, gamma: 2, smooth: true });
  });

  const tone = { low: 100, high: 200, gamma: 1 };
  const span = { from: 0, to: 400 };

  it('takes the nearest handle and never lets black pass white', () => {
    expect(nearestHandle(span, tone, 0.1)).toBe('low');
    expect(nearestHandle(span, tone, 150 / 400)).toBe('gamma');
    expect(nearestHandle(span, tone, 0.9)).toBe('high');
    expect(pulled(tone, 'low', 500, 1).low).toBe(199);
    expect(pulled(tone, 'high', 0, 1).high).toBe(101);
  });

  it('puts the middle grey where the gamma handle is pulled to', () => {
    const bright = pulled(tone, 'gamma', 120, 1);
    expect(bright.gamma).toBeLessThan(1);
    expect(middleOf(bright)).toBeCloseTo(120, 0);
    expect(middleOf(tone)).toBe(150);
  });

  it('plots what matters and says values no finer than they are', () => {
    const h = histogramOf([...Array.from({ length: 50_000 }, (_, i) => 1000 + (i % 100)), 65535]);
    const plotted = plotSpan(h, { low: 1000, high: 1099 });
    expect(plotted.to).toBeLessThan(1200);
    expect(placeOf(plotted, 1000)).toBeGreaterThan(0);
    expect(histogramPath(h, plotted, 100, 50)).toMatch(/^M0 50L.*Z$/);
    expect(rounded(10.6, tone, true)).toBe(11);
    expect(rounded(0.123456789, { low: 0, high: 1 }, false)).toBe(0.123);
  });

  it('spans colours without the outliers', () => {
    const values = Float64Array.from({ length: 1001 }, (_, i) => i);
    values[3] = 1e9;
    values[4] = Number.NaN;
    const { low, high } = middleRange(values);
    expect(low).toBeGreaterThan(5);
    expect(high).toBeLessThan(1000);
  });
});

describe('profile', () => {
  const width = 20;
  const pixels = Float32Array.from({ length: width * 10 }, (_, i) => (i % width) + 100 * Math.floor(i / width));
  const frame = { width, height: 10, elementType: 'float32', pixels } as unknown as Frame;

  it('reads a plane of grey values exactly between pixel centres', () => {
    const values = profileAlong(frame, { x: 2.5, y: 1.5 }, { x: 12.5, y: 6.5 });
    expect(values[0]).toBeCloseTo(102, 9);
    expect(values.at(-1)).toBeCloseTo(612, 9);
    const middle = (values.length - 1) / 2;
    if (Number.isInteger(middle)) expect(values[middle]).toBeCloseTo(357, 9);
  });

  it('has no value outside the image', () => {
    const values = profileAlong(frame, { x: -5, y: 5 }, { x: 5, y: 5 });
    expect(values[0]).toBeNaN();
    expect(values.at(-1)).not.toBeNaN();
  });
});

describe('choosing on the image', () => {
  it('takes particles by their centre', () => {
    const places = { area: Float64Array.of(9, 0, 9), x: Float64Array.of(5, 6, 50), y: Float64Array.of(5, 6, 50) };
    const box = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 0, y: 10 },
    ];
    expect(idsInside({ count: 3, places } as unknown as Labels, box)).toEqual([1]);
  });

  it('takes the spectrum of the middle of what is seen', () => {
    expect(squareOf({ x: 100, y: 50, width: 1200, height: 700 })).toEqual({ x: 376, y: 76, side: 648 });
    expect(squareOf({ x: 0, y: 0, width: 10, height: 700 })).toBeNull();
  });
});
