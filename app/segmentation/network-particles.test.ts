import { describe, expect, test } from 'vitest';
import type { GreyImage, ParticleMaps } from '../domain/plane.ts';
import type { NetworkFacts } from '../ports/networks.ts';
import { quietWork } from '../ports/work.ts';
import { decodeMaps, defaultDecode } from './decode-maps.ts';
import { networkParticlesStep, particlesByNetwork } from './network-particles.ts';
import { evidence, likelihoods, particleFacts, typicalDiameter } from './particle-facts.ts';

/** A frame of which the "network" knows all discs; it is sure only of those of 20 to 45 px in what it is shown. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly discs: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

function drawn({ width, height, discs }: Frame, shown: GreyImage): ParticleMaps {
  const size = { width: Math.ceil(shown.width / 2), height: Math.ceil(shown.height / 2) };
  const scale = size.width / width;
  const [particle, depth, contact] = [0, 0, 0].map(() => new Float32Array(size.width * size.height));
  const down = size.height / height;
  for (let i = 0; i < particle.length; i++) {
    const [x, y] = [((i % size.width) + 0.5) / scale, (Math.floor(i / size.width) + 0.5) / down];
    for (const disc of discs) {
      const diameter = 4 * disc.radius * scale;
      const good = diameter >= 20 && diameter <= 45;
      const own = 1 - Math.hypot(x - disc.x, y - disc.y) / disc.radius;
      if (own <= depth[i]) continue;
      depth[i] = good ? own : 0.5 * own;
      particle[i] = good ? 0.97 : 0.7;
    }
  }
  return { ...size, particle, depth, contact };
}

/** Only certainty, agreement and depth count. */
const network: NetworkFacts = {
  reduction: 2,
  sha256: 'abc',
  taught: 30,
  judge: [0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
};

const blank = ({ width, height }: Frame): GreyImage => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => (i * 31) % 17),
});

/** @param blind the network sees nothing in what is not flattened */
function find(frame: Frame, blind = false) {
  const sides: number[] = [];
  const looking = particlesByNetwork(blank(frame), network, 0.25, quietWork);
  let next = looking.next();
  while (!next.done) {
    sides.push(next.value.width);
    const mean = next.value.data.reduce((a, b) => a + b, 0) / next.value.data.length;
    next = looking.next(drawn(blind && Math.abs(mean) > 1 ? { ...frame, discs: [] } : frame, next.value));
  }
  return { ...next.value, sides };
}

const grid = (width: number, height: number, radius: number): Frame => ({
  width,
  height,
  discs: Array.from({ length: 9 }, (_, i) => ({
    x: (width * (1 + (i % 3) * 2)) / 6,
    y: (height * (1 + Math.floor(i / 3) * 2)) / 6,
    radius,
  })),
});

describe('particles by a network', () => {
  test.each([6, 12, 40])('takes the magnification at which discs of radius %i px are what it was taught', (radius) => {
    const frame = grid(300, 280, radius);
    const { labels, scale } = find(frame);
    expect([labels.width, labels.height]).toEqual([300, 280]);
    expect(labels.count).toBe(9);
    expect(2 * radius * scale).toBeGreaterThan(19);
    expect(2 * radius * scale).toBeLessThan(46);
    const area = labels.data.reduce((sum, label) => sum + (label > 0 ? 1 : 0), 0);
    expect(area / (9 * Math.PI * radius ** 2)).toBeGreaterThan(0.85);
    expect(area / (9 * Math.PI * radius ** 2)).toBeLessThan(1.15);
  });

  test('takes the flattened look where the plain one shows nothing', () => {
    expect(find(grid(300, 280, 12), true).labels.count).toBe(9);
  });

  test('looks no finer once particles are far larger than it was taught', () => {
    expect(Math.max(...find(grid(700, 700, 110)).sides)).toBeLessThan(900);
  });

  test('an empty frame has no particles', () => {
    const { labels } = find({ width: 90, height: 70, discs: [] });
    expect(labels.count).toBe(0);
    expect(labels.data.every((label) => label === 0)).toBe(true);
  });

  test('the step needs something that runs networks', () => {
    const scene = { source: blank(grid(40, 40, 9)), slots: {}, pixelSize: null, work: quietWork, resolve: () => {} };
    expect(() => networkParticlesStep.run(scene.source, { model: 'generalist', least: 0.25 }, scene)).toThrow(
      /Networks can’t be run/,
    );
  });
});

describe('what speaks for a particle', () => {
  const frame = grid(120, 120, 15);
  const maps = drawn(frame, { ...blank(frame), width: 240, height: 240 });
  const labels = decodeMaps({ ...maps, depth: maps.depth.map((d) => Math.min(1, 2 * d)) }, defaultDecode, quietWork);

  test('of discs: area, radius, and a depth that fits the outline', () => {
    const exact = { ...maps, depth: maps.depth.map((d) => Math.min(1, 2 * d)) };
    const facts = particleFacts(labels, exact, quietWork);
    expect(facts.count).toBe(9);
    for (let label = 1; label <= 9; label++) {
      expect(facts.area[label] / (Math.PI * 225)).toBeCloseTo(1, 1);
      expect(facts.inner[label]).toBeCloseTo(15, -1);
      expect(facts.sure[label]).toBeCloseTo(0.7, 5);
      expect(facts.agreement[label]).toBeGreaterThan(0.85);
    }
    expect(typicalDiameter(facts)).toBeCloseTo(30, 0);
    const [one, , , , , size, , , relative, , thin] = evidence(facts, 1, false, 30, typicalDiameter(facts));
    expect(one).toBe(1);
    for (const zero of [size, relative, thin]) expect(zero).toBeCloseTo(0, 0);
    const flat = particleFacts(labels, { ...maps, depth: maps.depth.map((d) => (d > 0 ? 0.2 : 0)) }, quietWork);
    expect(flat.agreement[1]).toBeLessThan(facts.agreement[1] - 0.2);
  });

  test('a likelihood is logistic in the evidence', () => {
    const facts = particleFacts(labels, maps, quietWork);
    const weights = [0.3, ...Array.from({ length: 13 }, () => 0)];
    const likely = likelihoods(facts, false, weights, 30);
    expect(likely[0]).toBe(0);
    for (let label = 1; label <= 9; label++) expect(likely[label]).toBeCloseTo(1 / (1 + Math.exp(-0.3)), 10);
  });
});
