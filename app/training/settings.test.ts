import { expect, it } from 'vitest';
import { chooseSettings, type SettingsFacts } from './settings.ts';

const facts: SettingsFacts = {
  classes: [
    { name: 'Background', role: 'background' },
    { name: 'Overlap', role: 'overlap' },
  ],
  counts: [900, 100],
  frames: [{ width: 512, height: 512 }],
  diameters: [10, 20, 30, 40],
  pixelSizes: [0.5],
  start: 'scratch',
  architecture: 'compact-unet',
  minutes: 8,
  validated: true,
};

it('chooses patches that hold particles with their surroundings and fit the frames, about as many pixels a step', () => {
  expect(chooseSettings(facts).settings).toMatchObject({ patch: 128, batch: 9 });
  expect(chooseSettings({ ...facts, diameters: [300] }).settings).toMatchObject({ patch: 320, batch: 2 });
  expect(chooseSettings({ ...facts, diameters: [300], frames: [{ width: 900, height: 200 }] }).settings.patch).toBe(
    192,
  );
  expect(chooseSettings({ ...facts, diameters: [] }).settings).toMatchObject({ patch: 192, batch: 4 });
  expect(chooseSettings({ ...facts, frames: [{ width: 20, height: 20 }] }).settings.patch).toBe(96);
});

it('weighs classes when one is rare, and says which', () => {
  const { settings, reasons } = chooseSettings(facts);
  expect(settings.classWeights).toBe('balanced');
  expect(reasons.find(({ about }) => about === 'loss')?.text).toContain('Overlap most');
  expect(chooseSettings({ ...facts, counts: [600, 400] }).settings.classWeights).toBe('equal');
});

it('learns slower from a model that knows its classes, and zooms more where magnifications differ', () => {
  const rate = (start: SettingsFacts['start']) => chooseSettings({ ...facts, start }).settings.rate;
  expect(rate('scratch')).toBeGreaterThan(rate('head'));
  expect(rate('head')).toBeGreaterThan(rate('same'));
  const far = chooseSettings({ ...facts, pixelSizes: [0.5, 1] });
  expect(far.settings.augmentation.scale).toBeGreaterThan(chooseSettings(facts).settings.augmentation.scale);
  expect(far.reasons.some(({ text }) => text.includes('2.0 times'))).toBe(true);
});
