import type { ModelCard } from '../../domain/training/model-card.ts';
import { sha256 } from '../../math/sha256.ts';
import { writeZip } from '../compressed/zip.ts';
import { writeNpy } from '../npy/write.ts';
import { writePng } from '../png/write.ts';
import { writeYaml, type YamlValue } from './yaml-write.ts';

/** A tensor of a test, C order. */
export interface PackagedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface ModelPackage {
  readonly card: ModelCard;
  /** The packed model file. */
  readonly onnx: Uint8Array;
  /** [1, 1, height, width] grey levels and [1, classes, height, width] probabilities. */
  readonly test: { readonly input: PackagedTensor; readonly output: PackagedTensor };
}

/** Operator set of the model files that this program writes. */
const operatorSet = 17;
/** Least side of an image: what networks divide by, at most, and continue by mirroring. */
const leastSide = 64;

/** Names of channels must be words of a programming language there. */
export function channelNames(names: readonly string[]): string[] {
  const plain = names.map((name, i) => {
    const word = name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    return /^[a-z]/.test(word) ? word : `class_${i + 1}`;
  });
  return plain.map((word, i) => (plain.indexOf(word) === i ? word : `${word}_${i + 1}`));
}

const percent = (value: number | null): string => (value === null ? '' : value.toFixed(3));

function readme({
  title,
  help,
  classes,
  preprocessing,
  scores,
  measured,
  limits,
  sources,
  learnedFrom,
  program,
  licence,
}: ModelCard) {
  const best = scores[0];
  const parts = [
    `# ${title}`,
    help,
    'Input: one grey image of any size and any scale of grey levels; zero mean and unit deviation are made inside the model. Output: the probability of each class at each pixel.',
    ...(preprocessing.flatField === 0
      ? []
      : [
          `It learned from images whose uneven background (a polynomial surface of order ${preprocessing.flatField}) was divided away: do the same first.`,
        ]),
    `Classes: ${classes.map(({ name, role }) => `${name} (${role})`).join(', ')}.`,
    ...(best === undefined
      ? []
      : [
          `Scores on ${best.images} ${best.split} images:`,
          [
            '| class | Dice | IoU |',
            '|---|---|---|',
            ...best.classes.map((c) => `| ${c.name} | ${percent(c.dice)} | ${percent(c.iou)} |`),
          ].join('\n'),
        ]),
    ...measured.map(({ measure, images, value }) => `${measure}: ${value.toFixed(3)} (${images} images).`),
    learnedFrom.length + sources.length === 0
      ? ''
      : `Learned from ${[...sources, ...(learnedFrom.length > 0 ? [`${learnedFrom.length} labelled images`] : [])].join('; ')}.`,
    ...(limits.length === 0 ? [] : [`Limits: ${limits.join('; ')}.`]),
    `Made with ${program}. Licence: ${licence}.`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The test image beside the most probable classes in their colours. */
function cover({ card, test }: ModelPackage): Uint8Array<ArrayBuffer> {
  const [, , height, width] = test.input.shape;
  const { data } = test.input;
  const low = data.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = data.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const pixels = new Uint8Array(3 * 2 * width * height);
  const colours = card.classes.map(({ colour }) => Number.parseInt(colour.slice(1), 16));
  for (let i = 0; i < width * height; i++) {
    const at = 3 * (Math.floor(i / width) * 2 * width + (i % width));
    pixels.fill(Math.round((255 * (data[i] - low)) / Math.max(1e-9, high - low)), at, at + 3);
    let best = 0;
    for (let k = 1; k < colours.length; k++)
      if (test.output.data[k * width * height + i] > test.output.data[best * width * height + i]) best = k;
    pixels.set([colours[best] >> 16, (colours[best] >> 8) & 255, colours[best] & 255], at + 3 * width);
  }
  return writePng({ width: 2 * width, height, channels: 3, data: pixels });
}

const space = (id: string) => ({ type: 'space', id, size: { min: leastSide, step: 1 } });
const alike = (id: string) => ({ type: 'space', id, size: { tensor_id: 'image', axis_id: id } });

function description(card: ModelCard, files: Readonly<Record<string, Uint8Array>>): YamlValue {
  const named = (name: string) => ({ source: name, sha256: sha256(files[name]) });
  return {
    format_version: '0.5.3',
    type: 'model',
    name: card.title.replace(/[^\p{L}\p{N}()+_-]+/gu, ' ').trim() || card.id,
    description: card.help || `Tells ${card.classes.map(({ name }) => name).join(', ')} apart in electron micrographs.`,
    authors: [{ name: card.program }],
    cite: [
      {
        text: 'O. Ronneberger, P. Fischer, T. Brox: U-Net: convolutional networks for biomedical image segmentation, MICCAI 2015.',
        doi: '10.1007/978-3-319-24574-4_28',
      },
    ],
    license: card.licence,
    tags: ['electron-microscopy', 'nanoparticles', 'segmentation', '2d', 'onnx'],
    covers: ['cover.png'],
    documentation: 'README.md',
    timestamp: card.created,
    inputs: [
      {
        id: 'image',
        description: 'Grey levels of any scale.',
        axes: [{ type: 'batch' }, { type: 'channel', channel_names: ['grey'] }, space('y'), space('x')],
        data: { type: 'float32' },
        test_tensor: named('test-input.npy'),
      },
    ],
    outputs: [
      {
        id: 'probabilities',
        description: 'Probability of each class; those of a pixel add up to 1.',
        axes: [
          { type: 'batch' },
          { type: 'channel', channel_names: channelNames(card.classes.map(({ name }) => name)) },
          alike('y'),
          alike('x'),
        ],
        data: { type: 'float32', range: [0, 1] },
        test_tensor: named('test-output.npy'),
      },
    ],
    weights: { onnx: { ...named('model.onnx'), opset_version: operatorSet } },
    config: {
      morphoscope: {
        format: card.format,
        id: card.id,
        classes: card.classes.map(({ name, colour, role }) => ({ name, colour, role })),
      },
    },
  };
}

/**
 * A model as a BioImage.IO package (model description 0.5): a ZIP archive of description, model, test tensors, text and picture. Equal
 * models give equal bytes.
 */
export function writeModelPackage(packed: ModelPackage): Uint8Array<ArrayBuffer> {
  const { card, onnx, test } = packed;
  const files: Readonly<Record<string, Uint8Array>> = {
    'model.onnx': onnx,
    'test-input.npy': writeNpy(test.input.shape, test.input.data),
    'test-output.npy': writeNpy(test.output.shape, test.output.data),
    'README.md': new TextEncoder().encode(readme(card)),
    'cover.png': cover(packed),
  };
  const rdf = new TextEncoder().encode(writeYaml(description(card, files)));
  return writeZip([
    { name: 'rdf.yaml', bytes: rdf },
    ...Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
  ]);
}
