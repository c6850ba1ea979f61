import type { Random } from '../math/random.ts';
import { type Body, type Family, type FamilyName, families, type Maker } from './bodies.ts';
import { chance, fork, mostlyLarge, pickWeighted } from './draw.ts';
import {
  type Arrangement,
  type Circle,
  coveredShare,
  findPlace,
  footprintOf,
  latticePoints,
  type PlaceRule,
} from './placing.ts';
import type { Frame } from './scene.ts';
import type { Solid } from './solids/solid.ts';
import { type Stamp, stampOf } from './stamp.ts';
import { TruthBook } from './truth.ts';

/** Particles of one or two kinds, their sizes and how they lie. */
export interface Population {
  readonly kinds: readonly { readonly maker: Maker; readonly share: number }[];
  /** Radius of the circle around a particle, px. */
  readonly radius: (dice: Random) => number;
  readonly meanRadius: number;
  /** Particles at most. */
  readonly count: number;
  /** Share of the frame they may cover. */
  readonly coverage: number;
  readonly rule: PlaceRule;
}

export interface PopulationRanges {
  /** Likelihood of each family. */
  readonly families: readonly (readonly [family: Family, weight: number])[];
  readonly arrangements: readonly (readonly [arrangement: Arrangement, weight: number])[];
  /** Mean radius, px; drawn in its logarithm, larger ones somewhat more often. */
  readonly radius: readonly [least: number, most: number];
  readonly count: readonly [least: number, most: number];
  /** Greatest share that others may cover, drawn evenly. */
  readonly overlap: readonly [least: number, most: number];
  /** Share of scenes that hold no particle at all. */
  readonly empty: number;
  /** Share of the frame they may cover, drawn as the radius is. */
  readonly coverage: readonly [least: number, most: number];
}

/** Families by name with their weights. */
export const named = (weights: Partial<Record<FamilyName, number>>): [Family, number][] =>
  Object.entries(weights).map(([name, weight]) => [families[name as FamilyName], weight]);

/** Draws what the particles of a scene share. */
export function drawPopulation(ranges: PopulationRanges, frame: Frame, dice: Random): Population {
  const side = Math.min(frame.width, frame.height);
  const meanRadius = Math.min(mostlyLarge(dice, ...ranges.radius), 0.48 * side);
  const first = pickWeighted(dice, ranges.families)(fork(dice));
  const mixed = chance(dice, 0.25);
  const second = mixed ? pickWeighted(dice, ranges.families)(fork(dice)) : first;
  const share = mixed ? dice.uniform(0.5, 0.95) : 1;
  const sizes = pickWeighted(dice, [
    ['alike', 5],
    ['spread', 4],
    ['two', 1.5],
  ] as const);
  const spread = sizes === 'alike' ? dice.uniform(0.02, 0.09) : sizes === 'two' ? 0.08 : dice.uniform(0.12, 0.5);
  const ratio = sizes === 'two' ? dice.uniform(0.25, 0.6) : 1;
  const small = dice.uniform(0.3, 0.8);
  const arrangement = pickWeighted(dice, ranges.arrangements);
  const coverage =
    arrangement === 'packed'
      ? dice.uniform(0.5, 0.95)
      : arrangement === 'carpet'
        ? dice.uniform(0.8, 2.2)
        : mostlyLarge(dice, ...ranges.coverage);
  const deep = arrangement === 'heap' || arrangement === 'carpet';
  const fits = Math.round((coverage * frame.width * frame.height) / (1.9 * meanRadius * meanRadius));
  const overlap = chance(dice, 0.4) ? ranges.overlap[0] : dice.uniform(...ranges.overlap);
  return {
    kinds: [
      { maker: first, share },
      { maker: second, share: 1 - share },
    ],
    meanRadius,
    radius: (own) => {
      const size = chance(own, ratio < 1 ? small : 0) ? ratio : 1;
      return Math.max(1.6, meanRadius * size * Math.exp(own.normal(0, spread) - spread * spread));
    },
    count: chance(dice, ranges.empty) ? 0 : Math.max(ranges.count[0], Math.min(ranges.count[1], fits)),
    coverage,
    rule: {
      arrangement,
      overlap,
      stack: deep ? 255 : chance(dice, 0.8) ? 2 : 3,
      gap: overlap > 0.1 ? 0 : dice.uniform(0, 0.15),
      founders: arrangement === 'packed' ? 0.02 : dice.uniform(0.03, 0.3),
      tries: arrangement === 'scattered' ? 16 : 24,
      ground: null,
    },
  };
}

/** A particle with its place, as it is drawn. */
export interface Drawn extends Circle {
  readonly body: Body;
  readonly stamp: Stamp;
  /** The inner body's stamp. */
  readonly inner: Stamp | null;
  /** 1 for the first. */
  readonly number: number;
  readonly dice: Random;
}

/** A lattice's point, or null when a body would lie over its neighbours there. */
function freeOn(point: { x: number; y: number }, solid: Solid, rule: PlaceRule, count: Uint8Array, frame: Frame) {
  const covered = coveredShare(footprintOf(solid, 0), point.x, point.y, rule.stack, count, frame);
  return covered <= Math.max(0.02, rule.overlap) ? point : null;
}

/**
 * Makes the particles one by one, finds each a place and hands it to `draw`. Gives the truth's book. Ends when the count or the coverage is
 * reached, or when no place is found many times in a row.
 */
export function populate(population: Population, frame: Frame, dice: Random, draw: (drawn: Drawn) => void): TruthBook {
  const book = new TruthBook(frame);
  const others: Circle[] = [];
  const lattice =
    population.rule.arrangement === 'lattice'
      ? latticePoints(
          frame,
          population.meanRadius * 2 * dice.uniform(0.95, 1.6),
          chance(dice, 0.3),
          dice.uniform(0, 0.06),
          dice.uniform(0, 0.25),
          dice,
        )
      : null;
  const wanted = lattice === null ? population.count : Math.min(lattice.length, 4 * population.count);
  let failures = 0;
  let area = 0;
  for (let k = 0; k < wanted && failures < 12; k++) {
    const own = fork(dice);
    const radius = population.radius(own);
    const maker = own.next() < population.kinds[0].share ? population.kinds[0].maker : population.kinds[1].maker;
    const body = maker(radius, own);
    const { rule } = population;
    const place =
      lattice === null
        ? findPlace(body.solid, rule, others, book.count, frame, own)
        : freeOn(lattice[k], body.solid, rule, book.count, frame);
    if (place === null) {
      if (lattice === null) failures++;
      continue;
    }
    failures = 0;
    const { x, y } = place;
    const roughness =
      body.rough > 0 && radius > 5
        ? { scale: Math.max(2, radius * own.uniform(0.06, 0.3)), height: body.rough * radius, dice: fork(own) }
        : null;
    const stamp = stampOf(body.solid, x, y, frame, roughness);
    if (stamp === null) continue;
    const inner = body.inner === null ? null : stampOf(body.inner.solid, x, y, frame);
    const core = body.inner?.core === true ? inner : 'whole';
    const placed = { shape: body.shape, x, y, radius: body.solid.reach, superEllipse: body.superEllipse };
    const number = book.add(placed, stamp, core);
    if (number === 0) continue;
    others.push({ x, y, radius: body.solid.reach });
    for (const n of stamp.inside) area += n;
    draw({ body, x, y, radius: body.solid.reach, stamp, inner, number, dice: own });
    if (lattice === null && population.rule.stack < 255 && area > population.coverage * frame.width * frame.height)
      break;
  }
  return book;
}
