import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { LearnEnd } from './learn.ts';
import type { Material } from './training-material.ts';

/** A name as a model's id: lower-case letters, digits and `-`. */
export function modelId(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain === '' ? 'model' : plain;
}

function range(values: readonly number[], trim = 0): { least: number; most: number } | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  return { least: round(at(trim)), most: round(at(1 - trim)) };
}

const round = (value: number): number => Number(value.toPrecision(4));

interface CardFacts {
  readonly title: string;
  readonly material: Material;
  readonly end: LearnEnd;
  readonly scores: ModelCard['scores'];
  readonly parent: string | null;
  readonly device: { readonly title: string; readonly threads: number };
  readonly program: string;
  readonly created: string;
}

/** The card of a model that was trained here. Its hash is filled in when its file is there. */
export function trainedCard(facts: CardFacts): ModelCard {
  const { title, material, end, device } = facts;
  const { settings, epochs, note } = end;
  const learned = material.frames.filter(({ split }) => split === 'training');
  const bright = learned.filter(({ data }) => data.polarity === 'bright').length;
  const judged = epochs.some(({ validation }) => validation !== null);
  return {
    format: 1,
    id: modelId(title),
    title,
    help: `Tells apart ${material.classes.map(({ name }) => name).join(', ')}.`,
    kind: 'classes',
    architecture: settings.architecture,
    classes: [...material.classes],
    preprocessing: settings.preprocessing,
    pixelSize: range(learned.flatMap(({ pixelSize }) => pixelSize ?? [])),
    diameter: range(
      learned.flatMap(({ data }) => [...data.diameters]),
      0.05,
    ),
    polarity: bright === learned.length ? 'bright' : bright === 0 ? 'dark' : 'either',
    learnedFrom: material.frames.map(({ name, sha256, frame, labels, split }) => ({
      name,
      sha256,
      frame,
      labels,
      split,
    })),
    sources: [],
    settings,
    training: {
      device: device.title,
      threads: device.threads,
      epochs: epochs.length,
      bestEpoch: judged ? (end.best?.epoch ?? null) : null,
      steps: end.steps,
      seconds: Math.round(end.seconds),
    },
    scores: facts.scores,
    measured: [],
    limits: note === null ? [] : [note],
    parent: facts.parent,
    program: facts.program,
    created: facts.created,
    licence: 'of its owner',
    sha256: '',
  };
}
