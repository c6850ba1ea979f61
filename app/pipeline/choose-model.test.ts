import { expect, it } from 'vitest';
import { modelCard } from '../domain/training/fixtures/model-card.ts';
import { quietWork } from '../ports/work.ts';
import { chooseModel } from './choose-model.ts';
import { classAreas } from './class-areas.ts';
import { recipeForModel } from './recipes/model-recipe.ts';

const side = 512;
const noise = (i: number) => {
  const v = 43758.5453 * Math.sin(12.9898 * i);
  return v - Math.floor(v);
};
const fringed = (period: number) => ({
  width: side,
  height: side,
  data: Float32Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    const crystal = Math.hypot(x - 256, y - 256) < 70;
    return (crystal ? 0.5 * Math.cos((2 * Math.PI * (0.7 * x + 0.71 * y)) / period) : 0) + noise(i);
  }),
});
const general = modelCard({ id: 'generalist', kind: 'maps' });
const lattice = modelCard({ id: 'hrtem-particles' });
const chosen = (period: number, pixelSize: number | null, models = [general, lattice]) =>
  chooseModel(fringed(period), pixelSize, models, quietWork).recipe.id;

it('chooses the model for lattices where fringes of atomic planes show, else the general one', () => {
  expect(chosen(9, 0.026)).toBe('model-hrtem-particles');
  expect(chosen(9, null)).toBe('model-hrtem-particles');
  // rows 4.5 nm apart are no atomic planes
  expect(chosen(9, 0.5)).toBe('model-generalist');
  expect(chosen(9, 0.026, [general])).toBe('model-generalist');
  expect(() => chosen(9, null, [])).toThrow(/no model/);
  const { reason } = chooseModel(fringed(9), 0.026, [general, lattice], quietWork);
  expect(reason).toMatch(/fringes of 0\.2[34] nm/);
});

it('makes the recipe of a model from its card: what it was prepared with comes first', () => {
  const prepared = modelCard({ preprocessing: { hits: 8, flatField: 2, median: 3 } });
  expect(recipeForModel(prepared, '/a.onnx').steps).toEqual([
    { step: 'hot-pixels', enabled: true, params: { excess: 8, unit: 'deviations' } },
    { step: 'flat-field', enabled: true, params: { model: 'polynomial', order: 2, operation: 'divide' } },
    { step: 'median', enabled: true, params: { size: 3 } },
    { step: 'network-classes', enabled: true, params: { model: '/a.onnx' } },
    { step: 'class-particles', enabled: true, params: {} },
  ]);
  expect(() => recipeForModel(modelCard({ kind: 'numbers' }))).toThrow(/numbers/);
});

it('measures the classes within each particle', () => {
  const mask = (x: number) => ({ x, y: 0, width: 3, height: 1, runs: Uint32Array.of(0, 3) });
  const instances = [0, 3].map((x, i) => ({ id: i + 1, mask: mask(x), area: 3, atBorder: true }));
  const named = (name: string, role: 'background' | 'core' | 'patch') => ({ name, role, colour: '#000000' });
  const classes = [named('None', 'background'), named('Gold core', 'core'), named('Patch', 'patch')];
  const labels = Int32Array.of(2, 2, 3, 3, 3, 3);
  const { columns, values } = classAreas(instances, labels, 6, classes, { x: 0.5, y: 2 });
  expect(columns.map(({ id, unit }) => [id, unit])).toEqual([
    ['area_gold_core', 'nm²'],
    ['area_patch', 'nm²'],
  ]);
  expect(values).toEqual([Float64Array.of(2, 0), Float64Array.of(1, 3)]);
  expect(classAreas(instances, labels, 6, classes.slice(0, 2), null).columns).toEqual([]);
});
