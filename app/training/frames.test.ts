import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classLabels, colourLabels, indexLabels, rulesFromNames } from './class-labels.ts';
import { type AnswerFacts, diagnoseAnswer, diagnoseTraining } from './diagnose.ts';
import { pairByStem } from './pairs.ts';
import { foldsOf, splitFrames } from './split.ts';
import { sizeEdges } from './territories.ts';

const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 30 });
const shares = { validation: 0.2, test: 0.2 };

it('splits by image: alike whatever the order, frozen ones in the test set, something to learn from always', () => {
  fc.assert(
    fc.property(keys, fc.integer(), (names, seed) => {
      const frames = names.map((key, i) => ({ key, frozen: i % 5 === 4 }));
      const split = splitFrames(frames, shares, seed);
      const back = splitFrames([...frames].reverse(), shares, seed).reverse();
      expect(back).toEqual(split);
      for (const [i, { frozen }] of frames.entries()) if (frozen) expect(split[i]).toBe('test');
      expect(split).toContain('training');
      if (frames.filter((f) => !f.frozen).length >= 3) expect(split).toContain('validation');
    }),
  );
});

it('keeps frames of one image together', () => {
  const frames = Array.from({ length: 40 }, (_, i) => ({ key: `f${i}`, group: `g${i % 8}` }));
  const split = splitFrames(frames, shares, 3);
  for (const [i, s] of split.entries()) expect(s).toBe(split[i % 8]);
  expect(new Set(split).size).toBe(3);
});

it('validates on each frame once in cross-validation', () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 2, max: 8 }), fc.integer(), (names, folds, seed) => {
      const plan = foldsOf(
        names.map((key) => ({ key })),
        folds,
        seed,
      );
      const all = plan.flatMap(({ validation }) => validation).sort((a, b) => a - b);
      expect(all).toEqual(names.map((_, i) => i));
      const sizes = plan.map(({ validation }) => validation.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      for (const { training, validation } of plan)
        expect(new Set([...training, ...validation]).size).toBe(training.length + validation.length);
    }),
  );
});

it('pairs images and labels by stem, the exact one first', () => {
  const { pairs, unpaired } = pairByStem(
    ['/i/b.tif', '/i/a.dm4', '/i/lost.tif', '/i/x.1.tif'],
    ['/l/A.png', '/l/b_mask.png', '/l/b.labels.tif', '/l/x.1.png', '/l/odd.png'],
  );
  expect(pairs.map(({ image, labels }) => [image, labels])).toEqual([
    ['/i/a.dm4', '/l/A.png'],
    ['/i/b.tif', '/l/b.labels.tif'],
    ['/i/x.1.tif', '/l/x.1.png'],
  ]);
  expect(unpaired).toEqual(['/i/lost.tif', '/l/b_mask.png', '/l/odd.png']);
});

it('finds the class of a model by name, then by role; leaves out what it does not know and what is ignored', () => {
  const classes = [
    { name: 'background', role: 'background' as const },
    { name: 'Gold', role: 'particle' as const },
  ];
  const rules = rulesFromNames(
    [
      { id: 1, name: 'Particle', role: 'particle' },
      { id: 2, name: 'Background ', role: 'background' },
      { id: 3, name: 'Dirt', role: 'ignore' },
      { id: 4, name: 'Void', role: 'other' },
      { id: 5, name: 'gold', role: 'other' },
    ],
    classes,
  );
  expect(rules.map(({ index }) => index)).toEqual([1, 0, -1, -1, 1]);
});

const box = (x: number, width: number) => ({ x, y: 0, width, height: 1, runs: Uint32Array.of(0, width) });
const base = {
  width: 8,
  height: 1,
  classes: null,
  rules: [{ id: 1, index: 1 }],
  overlap: 2,
  background: 0,
  reviewedOnly: false,
};
const particle = (x: number, width: number, reviewed = true) => ({ mask: box(x, width), classId: 1, reviewed });

it('labels overlaps of particles, and the rest as background where the frame is labelled by particles alone', () => {
  const particles = [particle(0, 4), particle(3, 3)];
  expect([...classLabels({ ...base, particles })]).toEqual([1, 1, 1, 2, 1, 1, 0, 0]);
  expect([...classLabels({ ...base, overlap: null, particles })]).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
  expect([...classLabels({ ...base, background: null, particles })]).toEqual([1, 1, 1, 2, 1, 1, -1, -1]);
});

it('takes painted pixels as they are and leaves others unknown where background was painted', () => {
  const rules = [...base.rules, { id: 2, index: 0 }];
  const classes = Uint8Array.of(2, 0, 0, 0, 0, 0, 1, 9);
  expect([...classLabels({ ...base, rules, classes, particles: [particle(2, 2)] })]).toEqual([
    0, -1, 1, 1, -1, -1, 1, -1,
  ]);
  expect([...classLabels({ ...base, rules, classes, particles: [] })]).toEqual([0, -1, -1, -1, -1, -1, 1, -1]);
});

it('does not take a particle that nobody reviewed for background', () => {
  const particles = [particle(0, 2), particle(4, 2, false)];
  expect([...classLabels({ ...base, reviewedOnly: true, particles })]).toEqual([1, 1, 0, 0, -1, -1, 0, 0]);
});

it('reads labels by value and by colour', () => {
  expect([
    ...indexLabels(
      [0, 255, 7],
      new Map([
        [0, 0],
        [255, 1],
      ]),
    ),
  ]).toEqual([0, 1, -1]);
  const rgb = Uint8Array.of(0, 0, 0, 255, 0, 16, 1, 2, 3);
  expect(colourLabels(rgb, ['#000000', '#ff0010'])).toEqual({ labels: Int32Array.of(0, 1, -1), strange: 1 });
});

const classes = [
  { name: 'Background', role: 'background' as const },
  { name: 'Particle', role: 'particle' as const },
];

it('says what is wrong with labels before a training', () => {
  const tags = (a: number[], b: number[] | null = null) => diagnoseTraining(classes, a, b).map(({ tag }) => tag);
  expect(tags([0, 0])).toEqual(['all-ignored']);
  expect(tags([500, 0])).toEqual(['all-background']);
  expect(tags([0, 500])).toEqual(['class-missing']);
  expect(tags([500, 50])).toEqual(['other']);
  expect(tags([500, 500], [100, 0])).toEqual(['other']);
  expect(tags([500, 500], [100, 9])).toEqual([]);
  expect(diagnoseTraining([...classes, { name: 'Patch', role: 'patch' }], [500, 500, 0], null)[0].message).toContain(
    'Patch',
  );
});

it('says why an answer is empty', () => {
  const facts: AnswerFacts = {
    classes,
    learned: [1, 1],
    learnedPixelSize: { least: 0.2, most: 0.4 },
    learnedPolarity: 'bright',
    pixelSize: 0.3,
    polarity: 'bright',
    flat: false,
    found: [100, 0],
    highest: [1, 0.05],
  };
  const tags = (change: Partial<AnswerFacts>) => diagnoseAnswer({ ...facts, ...change }).map(({ tag }) => tag);
  expect(tags({})).toEqual(['all-background']);
  expect(tags({ found: [90, 10] })).toEqual([]);
  expect(tags({ highest: [1, 0.4] })).toEqual(['below-threshold']);
  expect(tags({ pixelSize: 0.9, found: [90, 10] })).toEqual(['pixel-size']);
  expect(tags({ pixelSize: 0.5, found: [90, 10] })).toEqual([]);
  expect(tags({ pixelSize: null, found: [90, 10] })).toEqual(['pixel-size']);
  expect(tags({ polarity: 'dark' })).toEqual(['polarity', 'all-background']);
  expect(tags({ learned: [1, 0] })).toEqual(['class-missing', 'all-background']);
  expect(tags({ flat: true })).toEqual(['flat-image']);
  expect(diagnoseAnswer({ ...facts, pixelSize: 1.2 })[0].message).toContain('3.0 times coarser');
});

it('groups particles by size into about equal numbers', () => {
  expect(sizeEdges([1, 2, 3, 4, 5, 6, 7, 8], 4)).toEqual([3, 5, 7]);
  expect(sizeEdges([5, 5, 5], 4)).toEqual([]);
  expect(sizeEdges([], 4)).toEqual([]);
});
